import { createReadStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { ContentStore, placeOf } from './content-store.js';

/** Contents in a folder. Names that people gave never become paths. */
export class LocalContents extends ContentStore {
  constructor(private readonly folder: string) {
    super();
  }

  async keep(file: string, sha256: string): Promise<void> {
    await mkdir(path.dirname(this.pathOf(sha256)), { recursive: true, mode: 0o700 });
    await rename(file, this.pathOf(sha256));
  }

  read(sha256: string, bytes = Infinity): Promise<Readable> {
    return Promise.resolve(createReadStream(this.pathOf(sha256), { end: bytes - 1 }));
  }

  has(sha256: string): Promise<boolean> {
    return access(this.pathOf(sha256)).then(
      () => true,
      () => false,
    );
  }

  remove(sha256: string): Promise<void> {
    return rm(this.pathOf(sha256), { force: true });
  }

  withFile<Answer>(sha256: string, work: (file: string) => Promise<Answer>): Promise<Answer> {
    return work(this.pathOf(sha256));
  }

  private pathOf(sha256: string): string {
    return path.join(this.folder, placeOf(sha256));
  }
}
