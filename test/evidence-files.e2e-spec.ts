import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { signedInNow } from './support/days-pass.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const EICAR = 'a file that the scanner of this test knows\n';

/** Answers as clamscan does, and fails where it is told to. */
function scanner(): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'preceptor-test-scanner-')), 'scan.sh');
  writeFileSync(
    file,
    '#!/bin/sh\ngrep -q "scanner of this test" "$1" && exit 1\ngrep -q broken "$1" && exit 2\nexit 0\n',
  );
  chmodSync(file, 0o700);
  return file;
}

describe('evidence files', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({
      env: { FILE_SCANNER: scanner(), MAX_UPLOADS_PER_DAY: '4', MAX_UPLOAD_BYTES_PER_DAY: '1000000' },
    });
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const announce = (member: Member, contentType: string, bytes: number) =>
    member.do<{ __typename: string; fileId: string; uploadUrl: string; code: string }>(
      'createUpload',
      { name: 'card', contentType, bytes },
      '... on Upload { fileId uploadUrl } ... on UploadLimitReached { code maxFiles maxBytes }',
    );
  const here = (url: string): string => url.replace(/^http:\/\/localhost:\d+/, app.url);
  const put = (url: string, content: Uint8Array<ArrayBuffer> | string) =>
    fetch(here(url), { method: 'PUT', body: content });
  const send = async (member: Member, contentType: string, content: Uint8Array<ArrayBuffer> | string) => {
    const upload = await announce(member, contentType, Buffer.byteLength(content));
    return { ...upload, answer: await put(upload.uploadUrl, content) };
  };
  const fetched = async (member: Member, fileId: string): Promise<Buffer> => {
    const { fileLink } = await member.ask<{ fileLink: { url: string; bytes: number } }>(
      'query ($id: ID!) { fileLink(fileId: $id) { url bytes } }',
      { id: fileId },
    );
    const answer = await fetch(here(fileLink.url), { headers: { authorization: `Bearer ${member.token}` } });
    const content = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-length')).toBe(String(content.length));
    expect(fileLink.bytes).toBe(content.length);
    return content;
  };

  /** A red left half and a blue right one, as seen by the sensor. */
  const picture = (): Sharp =>
    sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } }).composite([
      { input: { create: { width: 20, height: 20, channels: 3, background: 'blue' } }, left: 20, top: 0 },
    ]);
  const NOTES = {
    IFD0: { Make: 'Camera of Ada' },
    IFD3: { GPSLatitude: '52/1 31/1 12/1', GPSLatitudeRef: 'N' },
  };
  const photograph = async (): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(
      await picture().withExif(NOTES).withMetadata({ orientation: 6, exif: NOTES }).jpeg().toBuffer(),
    );

  it('photographs are kept upright and without what the camera noted', async () => {
    const { owner } = await World.create(app);
    const sent = await photograph();
    expect(await sharp(sent).metadata()).toMatchObject({ orientation: 6, width: 40, height: 20 });
    expect(Buffer.from(sent).includes('Camera of Ada')).toBe(true);
    const { answer, fileId } = await send(owner, 'image/jpeg', sent);
    expect(answer.status).toBe(204);
    const kept = await fetched(owner, fileId);
    const { exif, xmp, iptc, orientation, width, height } = await sharp(kept).metadata();
    expect({ exif, xmp, iptc, orientation, width, height }).toEqual({
      exif: undefined, xmp: undefined, iptc: undefined, orientation: undefined, width: 20, height: 40,
    }); // prettier-ignore
    expect(kept.includes('Camera of Ada')).toBe(false);
    // Turned by a quarter to the right: what was left is on top.
    const { data } = await sharp(kept).raw().toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(200);
    expect(data[data.length - 1]).toBeGreaterThan(200);
  });

  it('the same photograph may be sent again, another one under its id not', async () => {
    const { owner } = await World.create(app);
    const sent = await photograph();
    const { uploadUrl } = await send(owner, 'image/jpeg', sent);
    expect((await put(uploadUrl, sent)).status).toBe(204);
    const other = new Uint8Array(sent);
    other[other.indexOf(0x43, 30)] = 0x44; // in the notes: what would be kept is the same
    expect((await put(uploadUrl, other)).status).toBe(409);
  });

  it.each(['png', 'webp'] as const)('notes in a %s picture are taken out', async (format) => {
    const { owner } = await World.create(app);
    const sent = new Uint8Array(await picture().withExif(NOTES).toFormat(format).toBuffer());
    const { fileId } = await send(owner, `image/${format}`, sent);
    const kept = await fetched(owner, fileId);
    expect(await sharp(kept).metadata()).toMatchObject({ format, width: 40, height: 20 });
    expect(kept.includes('Camera of Ada')).toBe(false);
  });

  it('pictures without notes stay as they are, byte for byte', async () => {
    const { owner } = await World.create(app);
    const sent = new Uint8Array(await picture().jpeg().toBuffer());
    const { fileId } = await send(owner, 'image/jpeg', sent);
    expect(await fetched(owner, fileId)).toEqual(Buffer.from(sent));
  });

  it('a damaged picture and one that unpacks to too much are refused', async () => {
    const { owner } = await World.create(app);
    const whole = await photograph();
    const damaged = await send(owner, 'image/jpeg', whole.slice(0, 60));
    expect(damaged.answer.status).toBe(400);
    expect(await damaged.answer.text()).toContain('it is damaged');
    const wide = sharp({ create: { width: 16_000, height: 8_000, channels: 3, background: 'white' } });
    const bomb = await send(owner, 'image/png', new Uint8Array(await wide.png().toBuffer()));
    expect(bomb.answer.status).toBe(400);
    expect(await bomb.answer.text()).toContain('too many pixels');
  });

  it('a file that the scanner knows is refused, and none is taken when it cannot look', async () => {
    const { owner } = await World.create(app);
    const bad = await send(owner, 'text/plain', EICAR);
    expect(bad.answer.status).toBe(400);
    expect(await bad.answer.text()).toContain('refused by the scanner');
    const unseen = await send(owner, 'text/plain', 'broken');
    expect(unseen.answer.status).toBe(503);
    expect(await unseen.answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect((await send(owner, 'text/plain', 'harmless')).answer.status).toBe(204);
  });

  it('one person uploads so many files and bytes within a day, others are not held back', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    for (let i = 0; i < 4; i++) expect((await announce(trainee, 'text/plain', 10)).fileId).toBeTruthy();
    expect(await announce(trainee, 'text/plain', 10)).toMatchObject({
      code: 'UPLOAD_LIMIT_REACHED', maxFiles: 4, maxBytes: '1000000',
    }); // prettier-ignore
    expect((await announce(world.owner, 'text/plain', 600_000)).fileId).toBeTruthy();
    expect(await announce(world.owner, 'text/plain', 400_001)).toMatchObject({
      code: 'UPLOAD_LIMIT_REACHED',
    });
    app.clock.advance({ hours: 25 });
    expect((await announce(await signedInNow(app, world.owner), 'text/plain', 400_001)).fileId).toBeTruthy();
  });
});
