import type { PoolClient } from 'pg';
import type { Viewer } from '../access/viewer.js';
import type { Scope } from './scope.js';

/**
 * Where the log of the primary ends, so that all that was committed before lies before. What is on disk is on its way to replicas; what
 * others have only begun to write would be waited for. Where commits do not wait for the disk, it has to be.
 */
export const END_OF_LOG = `(CASE current_setting('synchronous_commit')
  WHEN 'off' THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END)::text AS lsn`;

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

/** Knows the replicas, and where in the log of the primary writes ended, so that their writers' reads come after them. */
export interface Replication {
  /** How many replicas may be asked now. */
  readonly inService: number;
  note(scope: Scope, lsn: string): void;
  /** What a client presents so that its reads come after what this viewer wrote, or was told of; null when nothing is recent. */
  tokenFor(viewer: Viewer | null): string | null;
}
