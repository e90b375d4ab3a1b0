import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { badInput } from '../faults/fault.js';
import { newId } from '../ids/ids.js';
import { ContentStore } from './content-store.js';
import { isOfType } from './content-type.js';
import { FileScanner } from './file-scanner.js';
import { withoutNotes } from './photographs.js';

/** Milliseconds after which an upload that was never finished belongs to a process that died. */
const ABANDONED = 3_600_000;

/** What became of a content that came. */
export interface KeptContent {
  /** Of the content that came, in hex. */
  readonly receivedSha256: string;
  /** Of the content that is kept: another one where notes of a camera were taken out. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Takes contents in: measured, of the declared type, without what a camera noted, scanned; only then they are kept. */
@Injectable()
export class FileIntake {
  private readonly arriving: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly contents: ContentStore,
    private readonly scanner: FileScanner,
  ) {
    this.arriving = path.join(config.dataDir, 'files', 'arriving');
  }

  /**
   * Takes exactly `bytes` bytes of the declared type. Whatever goes wrong, a broken connection included, nothing is
   * left behind. Throws BAD_USER_INPUT when size or type differ or the scanner refuses it.
   */
  async take(content: Readable, declared: { bytes: number; contentType: string }): Promise<KeptContent> {
    await mkdir(this.arriving, { recursive: true, mode: 0o700 });
    const draft = path.join(this.arriving, newId());
    try {
      const receivedSha256 = await this.receive(content, draft, declared.bytes);
      if (!(await isOfType(draft, declared.contentType)))
        throw badInput('content', `is not what the declared type ${declared.contentType} says`);
      await this.scanner.mustBeClean(draft);
      const changed = await withoutNotes(draft, declared.contentType);
      const sha256 = changed ? await sha256Of(draft) : receivedSha256;
      const { size } = await stat(draft);
      await this.contents.keep(draft, sha256);
      return { receivedSha256, sha256, bytes: size };
    } finally {
      await rm(draft, { force: true });
      await rm(`${draft}.clean`, { force: true });
    }
  }

  /** Removes what processes that were killed while they received it have left. */
  async sweep(now = Date.now()): Promise<void> {
    for (const name of await readdir(this.arriving).catch(() => [])) {
      const draft = path.join(this.arriving, name);
      const found = await stat(draft).catch(() => undefined);
      if (found && now - found.mtimeMs > ABANDONED) await rm(draft, { recursive: true, force: true });
    }
  }

  private async receive(content: Readable, draft: string, bytes: number): Promise<string> {
    const file = await open(draft, 'wx', 0o600);
    const hash = createHash('sha256');
    let received = 0;
    const measured = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        hash.update(chunk);
        done(
          received > bytes ? badInput('content', `is larger than the announced ${bytes} bytes`) : null,
          chunk,
        );
      },
    });
    await pipeline(content, measured, file.createWriteStream({ flush: true }));
    if (received !== bytes) throw badInput('content', `has ${received} bytes where ${bytes} were announced`);
    return hash.digest('hex');
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
