import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';

const NAME = 'quiz attempt';

/** Whoever changes an attempt takes this first; its state is read after that. */
export const lockAttempt = (tx: Transaction, attemptId: string): Promise<void> =>
  tx.lock(`${NAME} ${attemptId}`);

/** The same for many, by id. */
export const lockEachAttempt = (tx: Transaction, attemptIds: readonly string[]): Promise<void> =>
  tx.lockAll(attemptIds.map((id) => `${NAME} ${id}`));

/** The same for the attempts whose ids a statement answers, in its order: by id, so that nobody waits in a circle. */
export async function lockAttempts(tx: Transaction, ids: Sql): Promise<void> {
  await tx.query(
    sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${NAME} `}::text || one.id::text, 0)) FROM (${ids}) one`,
  );
}

const allowances = ({ orgId }: Transaction): string => `quiz allowances ${orgId}`;

/** Whoever starts an attempt takes this before reading what is granted: it cannot change until the attempt is there. */
export const holdAllowances = (tx: Transaction): Promise<void> => tx.lockShared(allowances(tx));

/** Whoever changes what is granted takes this before looking for attempts that run: none begins beside it. */
export const lockAllowances = (tx: Transaction): Promise<void> => tx.lock(allowances(tx));
