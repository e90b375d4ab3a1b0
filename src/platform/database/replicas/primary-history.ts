import type { Lsn } from './lsn.js';

interface Sample {
  /** Milliseconds of this process's own clock. */
  readonly at: number;
  readonly lsn: Lsn;
}

/**
 * Up to where the primary had written at which moment, as far back as `ms`. Against it a replica's position says since when it
 * lacks something: without anybody else's clock, and as truly for a replica that was cut off as for one that is slow.
 */
export class PrimaryHistory {
  private samples: Sample[] = [];

  constructor(private readonly ms: number) {}

  /** All that was committed before `at` lies before `lsn`. False when the primary went back: it is another one. */
  add(at: number, lsn: Lsn): boolean {
    const isSame = lsn >= (this.samples.at(-1)?.lsn ?? 0n);
    if (!isSame) this.samples = [];
    this.samples.push({ at, lsn });
    while (this.samples[0]!.at < at - this.ms) this.samples.shift();
    return isSame;
  }

  /** The last moment whose commits are all found at this position; minus infinity when it is too far back to tell. */
  momentOf(lsn: Lsn): number {
    return this.samples.findLast((sample) => sample.lsn <= lsn)?.at ?? -Infinity;
  }
}
