import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CONFIG } from '../src/platform/config/config.module.js';
import type { Config } from '../src/platform/config/config.js';
import { contentStore } from '../src/platform/files/files.module.js';
import { Files } from '../src/platform/files/files.js';
import { BUCKET, S3_KEYS, S3Server } from './support/s3-server.js';
import { TestApp } from './support/test-app.js';
import { uploaded } from './support/uploads.js';
import { World, type Member } from './support/world.js';

const TEXT = 'A certificate of attendance.\n';
const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

describe('files on an S3-compatible service', () => {
  let s3: S3Server;
  let app: TestApp;
  beforeAll(async () => {
    s3 = await S3Server.start();
    Object.assign(process.env, S3_KEYS);
    app = await TestApp.start({ env: { S3_BUCKET: BUCKET, S3_ENDPOINT: s3.url } });
  });
  afterAll(async () => {
    await app.stop();
    await s3.stop();
    for (const name of Object.keys(S3_KEYS)) delete process.env[name];
  });

  const fetched = async (member: Member, fileId: string): Promise<Response> => {
    const { fileLink } = await member.ask<{ fileLink: { url: string } }>(
      'query ($id: ID!) { fileLink(fileId: $id) { url } }',
      { id: fileId },
    );
    return fetch(fileLink.url.replace(/^http:\/\/localhost:\d+/, app.url), {
      headers: { authorization: `Bearer ${member.token}` },
    });
  };
  const inFolder = (): string[] =>
    readdirSync(path.join(app.dataDir, 'files', 'arriving')).filter((name) => name.startsWith('fetched-'));

  it('are kept under their SHA-256 in the bucket, and come back as they were', async () => {
    const { owner } = await World.create(app);
    const fileId = await uploaded(app, owner, TEXT);
    expect(s3.holds(`${sha256(TEXT).slice(0, 2)}/${sha256(TEXT)}`)).toBe(true);
    const answer = await fetched(owner, fileId);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(TEXT);
  });

  it('inv 66: are removed when no row names them any more, and taken again when they are sent again', async () => {
    const { owner } = await World.create(app);
    const contents = contentStore(app.app.get<Config>(CONFIG));
    const text = 'A card that is no longer to be kept.\n';
    await uploaded(app, owner, text);
    expect(await contents.has(sha256(text))).toBe(true);
    await contents.remove(sha256(text));
    expect(await contents.has(sha256(text))).toBe(false);
    await contents.remove(sha256(text));
    await uploaded(app, owner, text);
    expect(await contents.has(sha256(text))).toBe(true);
  });

  it('are read in part, and lent as files that are gone afterwards', async () => {
    const { owner } = await World.create(app);
    await uploaded(app, owner, TEXT);
    const files = app.app.get(Files);
    expect((await files.beginning(sha256(TEXT), 5)).toString()).toBe('A cer');
    expect(await files.withFile(sha256(TEXT), (file) => readFile(file, 'utf8'))).toBe(TEXT);
    await expect(files.withFile(sha256(TEXT), () => Promise.reject(new Error('mine')))).rejects.toThrow(
      'mine',
    );
    expect(inFolder()).toEqual([]);
  });

  it('are not acknowledged while the service is out of reach, and the same upload succeeds later', async () => {
    const { owner } = await World.create(app);
    const kept = await uploaded(app, owner, TEXT);
    const other = 'Another certificate.\n';
    const upload = await owner.do<{ fileId: string; uploadUrl: string }>(
      'createUpload',
      { name: 'card.txt', contentType: 'text/plain', bytes: other.length },
      '... on Upload { fileId uploadUrl }',
    );
    const put = () =>
      fetch(upload.uploadUrl.replace(/^http:\/\/localhost:\d+/, app.url), { method: 'PUT', body: other });
    await s3.pause();
    const [refused, unread] = [await put(), await fetched(owner, kept)];
    s3 = await s3.resume();
    for (const answer of [refused, unread]) {
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    }
    expect((await put()).status).toBe(204);
    expect(await (await fetched(owner, upload.fileId)).text()).toBe(other);
  });
});
