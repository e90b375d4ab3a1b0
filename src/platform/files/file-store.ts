import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { badInput } from '../faults/fault.js';
import { newId } from '../ids/ids.js';
import { isOfType } from './content-type.js';

/** Milliseconds after which an upload that was never finished belongs to a process that died. */
const ABANDONED = 3_600_000;

/**
 * Contents by their SHA-256 in `DATA_DIR/files`: the same content is kept once, and what is there is whole.
 * Names that people gave never become paths.
 */
@Injectable()
export class FileStore {
  private readonly folder: string;
  private readonly arriving: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.folder = path.join(config.dataDir, 'files');
    this.arriving = path.join(this.folder, 'arriving');
  }

  /**
   * Takes exactly `bytes` bytes of the declared type and answers their SHA-256 in hex. Whatever goes wrong,
   * a broken connection included, nothing is left behind. Throws BAD_USER_INPUT when size or type differ.
   */
  async put(content: Readable, declared: { bytes: number; contentType: string }): Promise<string> {
    await mkdir(this.arriving, { recursive: true, mode: 0o700 });
    const draft = path.join(this.arriving, newId());
    try {
      const sha256 = await this.receive(content, draft, declared.bytes);
      if (!(await isOfType(draft, declared.contentType)))
        throw badInput('content', `is not what the declared type ${declared.contentType} says`);
      await mkdir(path.dirname(this.pathOf(sha256)), { recursive: true, mode: 0o700 });
      await rename(draft, this.pathOf(sha256));
      return sha256;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** The whole content, or its first bytes. */
  read(sha256: string, bytes = Infinity): ReadStream {
    return createReadStream(this.pathOf(sha256), { end: bytes - 1 });
  }

  /** Removes what processes that were killed while they received it have left. */
  async sweep(now = Date.now()): Promise<void> {
    for (const name of await readdir(this.arriving).catch(() => [])) {
      const draft = path.join(this.arriving, name);
      const found = await stat(draft).catch(() => undefined);
      if (found && now - found.mtimeMs > ABANDONED) await rm(draft, { force: true });
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

  /** Where the content lies. */
  pathOf(sha256: string): string {
    return path.join(this.folder, sha256.slice(0, 2), sha256);
  }
}
