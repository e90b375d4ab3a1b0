import type { PoolClient } from 'pg';
import type { Scope } from './scope.js';

/** Where the reads of one query go before they go to the primary. */
export interface ReadsElsewhere {
  /**
   * What the work answered on a replica; undefined when the primary is to be asked, because no replica has all that
   * the viewer must see, or because the work failed there, for whatever reason.
   */
  attempt<A extends object>(work: (client: PoolClient) => Promise<A>): Promise<A | undefined>;
  /** From now on the primary is asked: something was written. */
  end(): void;
}

/** Where in the log of the primary writes ended, so that their writers' reads come after them. */
export interface WrittenPositions {
  note(scope: Scope, lsn: string): void;
}
