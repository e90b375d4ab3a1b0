import type { TestApp } from './test-app.js';
import type { Member } from './world.js';

/** Uploads a file as a client does and answers its id. */
export async function uploaded(
  app: TestApp,
  member: Member,
  content: Uint8Array | string,
  { name = 'questions.txt', contentType = 'text/plain' } = {},
): Promise<string> {
  const body = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const upload = await member.do<{ fileId: string; uploadUrl: string }>(
    'createUpload',
    { name, contentType, bytes: body.length },
    '... on Upload { fileId uploadUrl }',
  );
  const url = upload.uploadUrl.replace(/^https?:\/\/[^/]+/, app.url);
  const { status } = await fetch(url, { method: 'PUT', body, headers: { 'content-type': contentType } });
  if (status !== 204) throw new Error(`The upload was answered by ${status}`);
  return upload.fileId;
}
