import type { PoolClient, QueryResult } from 'pg';
import type { Sql } from 'sql-template-tag';
import type { AppendedEntry } from '../ledger/append.js';
import { END_OF_LOG } from './replication.js';
import { isTransient } from './sql-errors.js';
import { ask, together } from './statement.js';
import type { Transaction } from './transaction.js';

const TRIES = 3;

/** What a transaction does, knowing what the statements that opened it answered. */
export type Work<T> = (tx: Transaction, found: QueryResult[]) => Promise<T>;

/** Statements that open a transaction, and those that are read at its end. */
export interface Ends<T> {
  readonly first: readonly Sql[];
  readonly shown: (answer: T) => Sql[];
}

export const NO_ENDS: Ends<unknown> = { first: [], shown: () => [] };

export interface Ended<T> {
  readonly answer: T;
  /** Of each statement that was read at the end. */
  readonly rows: object[][];
  /** What the ledger took, to be signed. */
  readonly appended: readonly AppendedEntry[];
  /** Where the transaction ended in the log, where somebody wants to know. */
  readonly lsn?: string;
}

/** The end of a transaction, and the end of one whose writer may read from a replica afterwards. */
export const COMMIT = 'COMMIT';
export const COMMIT_AND_TELL = `COMMIT;SELECT ${END_OF_LOG}`;

/**
 * The last statements of a transaction leave together with its COMMIT. After an SQL error, one that was swallowed before
 * or one of these, the COMMIT succeeds, but as a ROLLBACK: that must not look like success.
 */
export async function commit(
  client: PoolClient,
  last: readonly Sql[],
  ending: string,
): Promise<{ done: QueryResult[]; lsn?: string }> {
  const done = await together(client, () => [
    ...last.map((statement) => ask(client, statement)),
    client.query(ending),
  ]);
  const [committed, told] = [done.pop()!].flat() as QueryResult<{ lsn: string }>[];
  if (committed!.command !== 'COMMIT')
    throw new Error('The transaction had failed before its end; nothing was kept');
  return { done, lsn: told?.rows[0]!.lsn };
}

/** Run again when two transactions crossed. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !isTransient(error)) throw error;
    }
  }
}

export async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
  } catch {
    // The connection is gone, and its transaction with it: keep it out of the pool.
    (client as unknown as { end(): Promise<void> }).end().catch(() => undefined);
  }
}
