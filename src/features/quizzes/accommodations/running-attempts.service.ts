import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { allowancesOf } from './allowance.queries.js';
import { lockAllowances, lockAttempts } from './attempt-lock.js';
import {
  type Allowances,
  type AttemptEnd,
  deadlineOf,
  laterEnd,
  type QuizRules,
  settingsFor,
} from './quiz-allowance.rules.js';
import { breakSecondsPlanned, type BreakState } from './quiz-break.rules.js';

/** The topic on which is told that the end of an attempt has moved, or that it is paused: `{attemptId, personId}`. */
export const ATTEMPT_TOPIC = 'quiz-attempt';

interface RunningAttempt extends QuizRules, BreakState, AttemptEnd {
  readonly id: string;
  readonly personId: string;
  readonly startedAt: Date;
  readonly allowances: Allowances;
}

/**
 * Lets attempts that run have what was granted since they began. Their end only ever moves later: what a
 * trainee was promised at the start, or since, stays theirs for this attempt. One that is over stays over.
 */
@Injectable()
export class RunningAttempts {
  /** After something was granted to a person: at every quiz. */
  extendOf(tx: Transaction, personId: string): Promise<void> {
    return this.extend(tx, ofPerson(personId));
  }

  /** After the rules of one quiz changed for a person or for a cohort. */
  extendAt(tx: Transaction, quizId: string, whose: { personId: string | null; cohortId: string | null }) {
    const { personId, cohortId } = whose;
    const theirs = personId ? ofPerson(personId) : sql`e.cohort_id = ${cohortId}`;
    return this.extend(tx, sql`v.quiz_id = ${quizId} AND ${theirs}`);
  }

  private async extend(tx: Transaction, whose: Sql): Promise<void> {
    await lockAllowances(tx);
    await lockAttempts(tx, sql`SELECT a.id ${running(tx, whose)}`);
    const attempts = await tx.query<RunningAttempt>(runningAttempts(tx, whose));
    const moved = attempts.flatMap((attempt) => {
      const end = endOf(attempt);
      return isSameEnd(attempt, end) ? [] : [{ ...attempt, ...end }];
    });
    if (!moved.length) return;
    await tx.query(moveEnds(tx, moved));
    tx.notify(ATTEMPT_TOPIC, ...moved.map(({ id, personId }) => ({ attemptId: id, personId })));
  }
}

function endOf(attempt: RunningAttempt): AttemptEnd {
  const { startedAt, allowances } = attempt;
  const breakSeconds = breakSecondsPlanned(attempt);
  return laterEnd(attempt, deadlineOf({ ...settingsFor(attempt, allowances), startedAt, breakSeconds }));
}

function isSameEnd(a: AttemptEnd, b: AttemptEnd): boolean {
  return (
    a.deadline?.getTime() === b.deadline?.getTime() && a.acceptUntil?.getTime() === b.acceptUntil?.getTime()
  );
}

const ofPerson = (personId: string): Sql =>
  sql`a.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)`;

/** Attempts `a` whose time has not run out, with their enrollments `e` and quiz versions `v`. */
const running = ({ orgId }: Transaction, whose: Sql): Sql => sql`
  FROM quiz_attempt a JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
  JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
  WHERE a.org_id = ${orgId} AND a.status = 'IN_PROGRESS' AND a.accept_until >= app_now() AND ${whose} ORDER BY a.id`;

const runningAttempts = (tx: Transaction, whose: Sql): Sql => sql`
  SELECT a.id, a.person_id AS "personId", a.started_at AS "startedAt", a.deadline, a.accept_until AS "acceptUntil",
    a.paused_until AS "pausedUntil", a.break_began_at AS "breakBeganAt", a.break_seconds_used AS "breakSecondsUsed",
    v.opens_at AS "opensAt", v.closes_at AS "closesAt", v.time_limit_minutes AS "timeLimitMinutes",
    v.max_attempts AS "maxAttempts", v.grace_seconds AS "graceSeconds",
    ${allowancesOf(tx.db, sql`a.person_id`, sql`v.quiz_id`, sql`e.cohort_id`, sql`a.started_at`)} AS allowances
  ${running(tx, whose)}`;

const moveEnds = ({ orgId }: Transaction, moved: readonly RunningAttempt[]): Sql => sql`
  UPDATE quiz_attempt a SET deadline = n.deadline, accept_until = n.accept_until
  FROM unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ deadline }) => deadline)}::timestamptz[],
    ${moved.map(({ acceptUntil }) => acceptUntil)}::timestamptz[]) AS n (id, deadline, accept_until)
  WHERE a.org_id = ${orgId} AND a.id = n.id AND a.status = 'IN_PROGRESS'`;
