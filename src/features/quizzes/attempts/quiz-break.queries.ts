import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { allowancesOf } from '../accommodations/allowance.queries.js';
import type { Allowances, AttemptEnd } from '../accommodations/quiz-allowance.rules.js';
import type { BreakState } from '../accommodations/quiz-break.rules.js';
import type { AttemptStatus } from './quiz-attempt.entity.js';
import { readableBy } from './quiz-review.queries.js';

/** An attempt with its breaks, those taken and those granted. */
export interface BreakAccount extends BreakState, AttemptEnd {
  readonly attemptId: string;
  readonly status: AttemptStatus;
  readonly allowances: Allowances;
}

const account = (db: Tenancy): Sql => sql`
  SELECT a.id AS "attemptId", a.status, a.deadline, a.accept_until AS "acceptUntil", a.paused_until AS "pausedUntil",
    a.break_began_at AS "breakBeganAt", a.break_seconds_used AS "breakSecondsUsed",
    ${allowancesOf(db, sql`a.person_id`, sql`v.quiz_id`, sql`e.cohort_id`, sql`a.started_at`)} AS allowances
  FROM quiz_attempt a JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
  JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
  WHERE a.org_id = ${db.orgId}`;

export const breakAccounts = (db: Tenancy, attemptIds: readonly string[]): Sql =>
  sql`${account(db)} AND a.id = ANY(${attemptIds}::uuid[]) AND ${readableBy(db)}`;

/** No row when it is not the viewer's own attempt. */
export const ownBreakAccount = (db: Tenancy, attemptId: string): Sql =>
  sql`${account(db)} AND a.id = ${attemptId} AND a.person_id = ${db.viewer.personId}`;

/** Keeps the state of breaks; the end of the attempt moves by so many seconds. */
export const keepBreaks = (
  { orgId }: Transaction,
  attemptId: string,
  { pausedUntil, breakBeganAt, breakSecondsUsed }: BreakState,
  seconds: number,
): Sql => sql`
  UPDATE quiz_attempt a SET paused_until = ${pausedUntil}::timestamptz, break_began_at = ${breakBeganAt}::timestamptz,
    break_seconds_used = ${breakSecondsUsed}, deadline = a.deadline + make_interval(secs => ${seconds}),
    accept_until = a.accept_until + make_interval(secs => ${seconds})
  WHERE a.org_id = ${orgId} AND a.id = ${attemptId} AND a.status = 'IN_PROGRESS'
  RETURNING a.accept_until AS "acceptUntil"`;
