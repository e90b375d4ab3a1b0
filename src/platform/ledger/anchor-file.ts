import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Anchor, ChainHead } from './anchor.js';
import type { PublicLedgerKey } from './keys.js';

type HeadRow = [orgId: string, personId: string, seq: number, hash: string];

/** A line of the file: the anchor, the key that signed it, and which heads have moved since the line before. */
export interface AnchorLine extends Anchor {
  publicKey: PublicLedgerKey['publicKey'];
  moved: HeadRow[];
  /** Chains that no longer hold what was anchored before: their heads stay as they were known last. */
  diverged: HeadRow[];
}

export const rowOf = ({ orgId, personId, seq, hash }: ChainHead): HeadRow => [orgId, personId, seq, hash];
export const headOf = ([orgId, personId, seq, hash]: HeadRow): ChainHead => ({ orgId, personId, seq, hash });
export const chainKey = ({ orgId, personId }: Pick<ChainHead, 'orgId' | 'personId'>): string =>
  `${orgId} ${personId}`;

/** The lines of an anchor file from a byte on; what was not written to its end is none. */
export async function* anchorLines(file: string, from = 0): AsyncGenerator<AnchorLine> {
  const lines = createInterface({ input: createReadStream(file, { start: from }), crlfDelay: Infinity });
  for await (const line of lines) if (line) yield JSON.parse(line) as AnchorLine;
}

/**
 * Anchors in a file, one JSON line each, only ever added to. Knows the last anchor and the heads it stands for; reads on
 * from where it was.
 */
export class AnchorFile {
  readonly file: string;
  private bytes = 0;
  private anchors: Anchor[] = [];
  private readonly known = new Map<string, ChainHead>();

  constructor(folder: string) {
    this.file = path.join(folder, 'ledger-anchors.jsonl');
  }

  get last(): Anchor | null {
    return this.anchors.at(-1) ?? null;
  }

  /** As anchored last, by {@link chainKey}. */
  get heads(): ReadonlyMap<string, ChainHead> {
    return this.known;
  }

  /** Reads what was added since. */
  async refresh(): Promise<void> {
    const whole = await this.wholeBytes();
    if (whole === this.bytes) return;
    if (whole < this.bytes) this.forget(); // somebody put another file in its place
    const from = this.bytes;
    this.bytes = whole;
    for await (const line of anchorLines(this.file, from)) this.take(line);
  }

  /** Adds a line; it is on the disk when this is done. */
  async append(line: AnchorLine): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true });
    const file = await open(this.file, 'a', 0o640);
    try {
      await file.truncate(await this.wholeBytes()); // a line that was cut off was never an anchor
      const { bytesWritten } = await file.write(`${JSON.stringify(line)}\n`);
      await file.sync();
      this.bytes += bytesWritten;
    } finally {
      await file.close();
    }
    this.take(line);
  }

  private take({ publicKey: _, moved, diverged: __, ...anchor }: AnchorLine): void {
    this.anchors = [anchor];
    for (const row of moved) this.known.set(chainKey(headOf(row)), headOf(row));
  }

  private forget(): void {
    this.bytes = 0;
    this.anchors = [];
    this.known.clear();
  }

  /** Up to the last line that was written to its end. */
  private async wholeBytes(): Promise<number> {
    const size = await stat(this.file).then(
      (found) => found.size,
      () => 0,
    );
    if (size === 0) return 0;
    const file = await open(this.file, 'r');
    try {
      const chunk = Buffer.alloc(65_536);
      for (let end = size; end > 0;) {
        const length = Math.min(end, chunk.length);
        await file.read(chunk, 0, length, end - length);
        const newline = chunk.subarray(0, length).lastIndexOf(10);
        if (newline >= 0) return end - length + newline + 1;
        end -= length;
      }
      return 0;
    } finally {
      await file.close();
    }
  }
}
