import { request } from 'node:http';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const HTML = Buffer.from('<!doctype html><script>alert(1)</script>');
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

interface Upload {
  __typename: string;
  fileId: string;
  uploadUrl: string;
  headers: { name: string; value: string }[];
}

describe('files', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ env: { MAX_UPLOAD_BYTES: '5000000' } });
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const announce = (member: Member, file: { name?: string; contentType?: string; bytes: number }) =>
    member.do<Upload>(
      'createUpload',
      { name: 'card.png', contentType: 'image/png', ...file },
      '... on Upload { fileId uploadUrl headers { name value } } ... on FileTooLarge { maxUploadBytes } ... on ContentTypeNotAccepted { accepted }',
    );

  /** The address under which the test server really listens. */
  const here = (url: string): string => url.replace(/^http:\/\/localhost:\d+/, app.url);

  const put = (upload: Upload, body: Buffer, headers: Record<string, string> = {}) =>
    fetch(here(upload.uploadUrl), {
      method: 'PUT',
      body: new Uint8Array(body),
      headers: { ...Object.fromEntries(upload.headers.map((h) => [h.name, h.value])), ...headers },
    });

  const link = async (member: Member, fileId: string): Promise<string> => {
    const data = await member.ask<{ fileLink: { url: string } }>(
      'query ($id: ID!) { fileLink(fileId: $id) { url name contentType bytes expiresAt } }',
      { id: fileId },
    );
    return here(data.fileLink.url);
  };

  const get = (url: string, member?: Member) =>
    fetch(url, member ? { headers: { authorization: `Bearer ${member.token}` } } : {});

  const stored = async (
    member: Member,
    content = PNG,
    file: { name?: string; contentType?: string } = {},
  ) => {
    const upload = await announce(member, { ...file, bytes: content.length });
    expect((await put(upload, content)).status).toBe(204);
    return upload.fileId;
  };

  const arriving = (): string[] => readdirSync(path.join(app.dataDir, 'files', 'arriving'));

  it('are announced, sent, linked and fetched again as attachments', async () => {
    const { owner } = await World.create(app);
    const fileId = await stored(owner, PNG, { name: 'Łukasz’s "card".png' });
    const response = await get(await link(owner, fileId), owner);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'content-disposition': `attachment; filename="_ukasz_s _card_.png"; filename*=UTF-8''%C5%81ukasz%E2%80%99s%20%22card%22.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    });
  });

  it('take the same upload again, and other content under the same id never', async () => {
    const { owner } = await World.create(app);
    const upload = await announce(owner, { bytes: PNG.length });
    expect((await put(upload, PNG)).status).toBe(204);
    expect((await put(upload, PNG)).status).toBe(204);
    const other = Buffer.from(PNG);
    other[PNG.length - 1]! ^= 1;
    const refused = await put(upload, other);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'CONFLICT' } }] });
  });

  it('are announced once for a retried mutation', async () => {
    const { owner } = await World.create(app);
    const input = { operationId: newId(), bytes: 5 };
    const first = await announce(owner, input);
    expect((await announce(owner, input)).fileId).toBe(first.fileId);
  });

  it('that are interrupted leave nothing, and the retry succeeds', async () => {
    const { owner } = await World.create(app);
    const content = Buffer.concat([PNG, Buffer.alloc(200_000)]);
    const upload = await announce(owner, { bytes: content.length });
    const half = request(here(upload.uploadUrl), {
      method: 'PUT',
      headers: { 'content-type': 'image/png', 'content-length': content.length },
    });
    half.on('error', () => undefined);
    half.write(content.subarray(0, 100_000));
    await app.eventually(() => arriving().length === 1);
    half.destroy();
    await app.eventually(() => arriving().length === 0);
    await expect(link(owner, upload.fileId)).rejects.toThrow('NOT_FOUND');
    expect((await put(upload, content)).status).toBe(204);
    expect((await get(await link(owner, upload.fileId), owner)).status).toBe(200);
  });

  it('are refused while they come when they are longer than announced, and after when they are shorter', async () => {
    const { owner } = await World.create(app);
    for (const bytes of [PNG.length - 1, PNG.length + 1]) {
      const answer = await put(await announce(owner, { bytes }), PNG);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    expect(arriving()).toEqual([]);
  });

  it('above the limit are refused when they are announced', async () => {
    const { owner } = await World.create(app);
    expect(await announce(owner, { bytes: 5_000_001 })).toMatchObject({
      __typename: 'FileTooLarge',
      code: 'FILE_TOO_LARGE',
      maxUploadBytes: 5_000_000,
    });
  });

  it('come as they are: a multipart form is refused', async () => {
    const { owner } = await World.create(app);
    const upload = await announce(owner, { bytes: PNG.length });
    expect((await put(upload, PNG, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(415);
  });

  it('are taken and given only as long as the link lives', async () => {
    const { owner } = await World.create(app);
    const upload = await announce(owner, { bytes: PNG.length });
    app.clock.advance({ minutes: 16 });
    expect((await put(upload, PNG)).status).toBe(404);
    app.clock.reset();
    const url = await link(owner, await stored(owner));
    app.clock.advance({ minutes: 6 });
    expect((await get(url, owner)).status).toBe(404);
  });

  it('abuse 5: of a peer cannot be linked to', async () => {
    const world = await World.create(app);
    const [ada, ben] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    await expect(link(ben, await stored(ada))).rejects.toThrow('NOT_FOUND');
  });

  it('abuse 65: an evidence link reused by another user gives nothing', async () => {
    const [world, elsewhere] = [await World.create(app), await World.create(app)];
    const [ada, ben] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    const url = await link(ada, await stored(ada));
    expect((await get(url, ada)).status).toBe(200);
    const answers = [await get(url, ben), await get(url, elsewhere.owner), await get(url)];
    expect(answers.map((a) => a.status)).toEqual([404, 404, 404]);
    await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [ada.membershipId]);
    expect((await get(url, ada)).status).toBe(401);
  });

  it('abuse 65: a link opens its own file and purpose alone', async () => {
    const { owner } = await World.create(app);
    const [a, b] = [await stored(owner), await stored(owner)];
    const url = await link(owner, a);
    expect((await get(url.replace(a, b), owner)).status).toBe(404);
    expect((await fetch(url, { method: 'PUT', body: new Uint8Array(PNG) })).status).toBe(404);
    expect((await get(url.slice(0, -3), owner)).status).toBe(404);
    expect((await get(url.split('?')[0]!, owner)).status).toBe(404);
  });

  it.each([
    ['HTML as an image', 'image/png', HTML],
    ['SVG as an image', 'image/png', SVG],
    ['an image as a PDF', 'application/pdf', PNG],
    ['an image as text', 'text/plain', PNG],
    ['binary as text', 'text/csv', Buffer.from([97, 44, 0, 1, 2])],
    ['broken UTF-8 as text', 'text/csv', Buffer.from([0x61, 0xff, 0xfe, 0x62])],
    ['controls as plain text', 'text/plain', Buffer.from([0x61, 0xff, 0x01, 0x62])],
    ['bytes that no encoding knows', 'text/plain', Buffer.from([0x61, 0x81, 0xff])],
    ['SVG as XML', 'application/xml', SVG],
    [
      'SVG behind a prolog as XML',
      'text/xml',
      Buffer.from(`<?xml version="1.0"?><!-- x --><!DOCTYPE svg>${SVG.toString()}`),
    ],
    ['HTML as XML', 'text/xml', Buffer.from('<html xmlns="http://www.w3.org/1999/xhtml"/>')],
    ['text as XML', 'application/xml', Buffer.from('no element at all')],
    ['an image as a package', 'application/zip', PNG],
  ])('abuse 66: %s is refused', async (_what, contentType, content) => {
    const { owner } = await World.create(app);
    const upload = await announce(owner, { contentType, bytes: content.length });
    const answer = await put(upload, content);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', fields: [{ field: 'content' }] } }],
    });
    await expect(link(owner, upload.fileId)).rejects.toThrow('NOT_FOUND');
    expect(arriving()).toEqual([]);
  });

  it('abuse 58: SVG and HTML are not taken, and HTML that comes as text is saved, never shown', async () => {
    const { owner } = await World.create(app);
    for (const contentType of ['image/svg+xml', 'text/html', 'application/xhtml+xml'])
      expect(await announce(owner, { contentType, bytes: 10 })).toMatchObject({
        __typename: 'ContentTypeNotAccepted',
      });
    const response = await get(
      await link(owner, await stored(owner, HTML, { contentType: 'text/plain', name: 'a.html' })),
      owner,
    );
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('XML, packages and what old editors write are taken', async () => {
    const { owner } = await World.create(app);
    const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- by hand -->\n<quiz>é</quiz>';
    const package_ = Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1');
    await stored(owner, Buffer.from(xml), { contentType: 'application/xml' });
    await stored(owner, Buffer.from(`\uFEFF${xml}`, 'utf16le'), { contentType: 'text/xml' });
    await stored(owner, Buffer.from('caf\xe9 \x93x\x94', 'latin1'), { contentType: 'text/plain' });
    await stored(owner, package_, { contentType: 'application/zip' });
  });

  it('text in any language is text', async () => {
    const { owner } = await World.create(app);
    const text = Buffer.from('name,note\nŁukasz,"été\t— 理学療法"\r\n');
    await stored(owner, text, { contentType: 'text/csv', name: 'notes.csv' });
  });

  it.each(['../../etc/passwd', 'a\\b', 'line\nbreak', 'bidi\u202egnp.exe'])(
    'are not named %j',
    async (name) => {
      const { owner } = await World.create(app);
      await expect(announce(owner, { name, bytes: 5 })).rejects.toThrow('BAD_USER_INPUT');
    },
  );
});
