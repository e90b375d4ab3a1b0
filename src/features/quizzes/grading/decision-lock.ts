import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';

const NAME = 'regrade';

/** Whoever decides about a question of the quiz takes this first: every attempt is either submitted before it, or by it. */
export const lockDecisions = (tx: Transaction, quizId: string): Promise<void> => tx.lock(`${NAME} ${quizId}`);

/** An expression that keeps decisions about a quiz away until the transaction ends: for whoever submits an attempt at it. */
export const holdingDecisions = (quizId: Sql): Sql =>
  sql`pg_advisory_xact_lock_shared(hashtextextended(${`${NAME} `}::text || ${quizId}::text, 0))`;
