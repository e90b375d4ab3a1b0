import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';

const NAME = 'quiz attempt';

/** Whoever changes an attempt takes this first; its state is read after that. */
export const lockAttempt = (tx: Transaction, attemptId: string): Promise<void> =>
  tx.lock(`${NAME} ${attemptId}`);

/** The same for the attempts whose ids a statement answers, in its order: by id, so that nobody waits in a circle. */
export async function lockAttempts(tx: Transaction, ids: Sql): Promise<void> {
  await tx.query(
    sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${NAME} `}::text || one.id::text, 0)) FROM (${ids}) one`,
  );
}
