import type { Readable } from 'node:stream';

/** Where contents lie, each under its SHA-256 in hex: the same content once, whole, and never changed. */
export abstract class ContentStore {
  /** Takes the file over: it is gone from its place afterwards, or may be removed. */
  abstract keep(file: string, sha256: string): Promise<void>;

  /** The whole content, or its first bytes. */
  abstract read(sha256: string, bytes?: number): Promise<Readable>;

  abstract has(sha256: string): Promise<boolean>;

  /** For what no row names any more; nothing happens where it is gone already. */
  abstract remove(sha256: string): Promise<void>;

  /** Lets work on the content as a file, for readers that go to and fro in it, as those of packages do. */
  abstract withFile<Answer>(sha256: string, work: (file: string) => Promise<Answer>): Promise<Answer>;
}

/** Who names a content, and who removes one that nobody names, wait for each other by this lock. */
export const contentLock = (sha256: string): string => `content ${sha256}`;

/** Its name in a folder or a bucket; the same in both, so that one can be copied to the other. */
export const placeOf = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256}`;
