import { crc32, deflateSync } from 'node:zlib';
import type { TestApp } from './test-app.js';
import type { Member } from './world.js';

/** A black PNG of this size. */
export function png(width = 2, height = 1): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8); // one bit a pixel, gray
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The address under which the test server really listens. */
export const here = (app: TestApp, url: string): string => url.replace(/^http:\/\/localhost:\d+/, app.url);

/** Announces and sends a file; answers its id. */
export async function upload(
  app: TestApp,
  member: Member,
  content: Buffer = png(),
  contentType = 'image/png',
): Promise<string> {
  const { fileId, uploadUrl } = await member.do<{ fileId: string; uploadUrl: string }>(
    'createUpload',
    { name: 'knee.png', contentType, bytes: content.length },
    '... on Upload { fileId uploadUrl }',
  );
  const { status } = await fetch(here(app, uploadUrl), {
    method: 'PUT',
    headers: { 'content-type': contentType },
    body: new Uint8Array(content),
  });
  if (status !== 204) throw new Error(`The upload was answered ${status}`);
  return fileId;
}

/** Fetches a link, as this member or as nobody. */
export const fetchAs = (app: TestApp, url: string, member?: Member): Promise<Response> =>
  fetch(here(app, url), member ? { headers: { authorization: `Bearer ${member.token}` } } : {});
