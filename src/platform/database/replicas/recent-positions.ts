import type { Lsn } from './lsn.js';

/** Beyond every position: only the primary will do. */
export const BEYOND: Lsn = 2n ** 64n;

interface Noted {
  readonly lsn: Lsn;
  readonly at: number;
}

/**
 * The position that each person's reads must come after, for as long as a replica may be behind: those that are
 * asked at all have passed whatever is older.
 */
export class RecentPositions {
  private readonly noted = new Map<string, Noted>();

  constructor(
    private readonly ms: number,
    private readonly now: () => number,
  ) {}

  note(id: string, lsn: Lsn): void {
    const known = this.of(id);
    this.noted.delete(id); // so that the oldest come first
    this.noted.set(id, { lsn: known > lsn ? known : lsn, at: this.now() });
    this.forget();
  }

  /** 0 when there is none. */
  of(id: string): Lsn {
    const noted = this.noted.get(id);
    return noted && noted.at >= this.now() - this.ms ? noted.lsn : 0n;
  }

  get size(): number {
    return this.noted.size;
  }

  clear(): void {
    this.noted.clear();
  }

  private forget(): void {
    const before = this.now() - this.ms;
    for (const [id, { at }] of this.noted) {
      if (at >= before) return;
      this.noted.delete(id);
    }
  }
}
