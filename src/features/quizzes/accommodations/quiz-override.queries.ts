import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenCohort } from '../../enrollments/cohort.queries.js';
import { isActor } from '../../enrollments/enrollment.queries.js';
import { seenPerson } from './accommodation.queries.js';

/** For whom: one of them is given. */
export interface OverrideOf {
  readonly personId: string | null;
  readonly cohortId: string | null;
}

/** A quiz and for whom its rules are to change, as far as they are seen. */
export interface OverrideScene {
  /** Whether the one who acts is the person, or learns in the cohort. */
  readonly own: boolean;
  /** The override that stands. */
  readonly standingId: string | null;
  /** Of the newest published version. */
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
}

/** Overrides `o` of persons and cohorts that the viewer may see, and the entry that took their place. */
const seenOverrides = (db: Tenancy): Sql => sql`
  FROM quiz_override o LEFT JOIN quiz_override newer ON newer.org_id = o.org_id AND newer.supersedes_id = o.id
  WHERE o.org_id = ${db.orgId} AND CASE WHEN o.cohort_id IS NULL THEN ${seenPerson(db, sql`o.person_id`)}
    ELSE ${seenCohort(db, sql`o.cohort_id`)} END`;

const COLUMNS = sql`o.id, o.quiz_id AS "quizId", o.person_id AS "personId", o.cohort_id AS "cohortId", o.opens_at AS "opensAt",
  o.closes_at AS "closesAt", o.time_limit_minutes AS "timeLimitMinutes", o.max_attempts AS "maxAttempts", o.withdrawn, o.reason,
  o.supersedes_id AS "supersedesId", newer.id AS "supersededById", o.recorded_by AS "recordedBy", o.recorded_at AS "recordedAt"`;

export const overrideById = (db: Tenancy, id: string): Sql =>
  sql`SELECT ${COLUMNS} ${seenOverrides(db)} AND o.id = ${id}`;

export const overrideToChange = (db: Tenancy, id: string): Sql => sql`
  SELECT kept.*, ${concerns(db, sql`kept."personId"`, sql`kept."cohortId"`)} AS own FROM (${overrideById(db, id)}) kept`;

const standingAt = (db: Tenancy, quizId: string): Sql =>
  sql`${seenOverrides(db)} AND o.quiz_id = ${quizId} AND NOT o.withdrawn AND newer.id IS NULL`;

/** Those that stand, in the order they were made. */
export const overridesPage = (db: Tenancy, quizId: string, first: number, afterId: string | null): Sql => sql`
  SELECT ${COLUMNS} ${standingAt(db, quizId)} AND (${afterId}::uuid IS NULL OR o.id > ${afterId}::uuid)
  ORDER BY o.id LIMIT ${first + 1}`;

export const overridesCount = (db: Tenancy, quizId: string): Sql =>
  sql`SELECT count(*)::int AS count ${standingAt(db, quizId)}`;

/** No row when the quiz is not there, or the person or cohort is not seen. */
export function overrideScene(db: Tenancy, quizId: string, { personId, cohortId }: OverrideOf): Sql {
  const [person, cohort] = [sql`${personId}::uuid`, sql`${cohortId}::uuid`];
  return sql`
    SELECT ${concerns(db, person, cohort)} AS own, v.opens_at AS "opensAt", v.closes_at AS "closesAt",
      (SELECT o.id FROM quiz_override o WHERE o.org_id = z.org_id AND o.quiz_id = z.id
        AND (o.cohort_id = ${cohort} OR o.person_id = ${person}) AND NOT o.withdrawn
        AND NOT EXISTS (SELECT 1 FROM quiz_override newer WHERE newer.org_id = o.org_id AND newer.supersedes_id = o.id)) AS "standingId"
    FROM quiz z LEFT JOIN LATERAL (
      SELECT v.opens_at, v.closes_at FROM quiz_version v
      WHERE v.org_id = z.org_id AND v.quiz_id = z.id AND v.status = 'PUBLISHED' ORDER BY v.number DESC LIMIT 1) v ON true
    WHERE z.org_id = ${db.orgId} AND z.id = ${quizId} AND (${person} IS NULL OR ${seenPerson(db, person)})
      AND (${cohort} IS NULL OR EXISTS (SELECT 1 FROM cohort c
        WHERE c.org_id = z.org_id AND c.id = ${cohort} AND ${seenCohort(db, sql`c.id`)}))`;
}

/** Whether the one who acts is the person, or learns in the cohort. */
const concerns = (
  db: Tenancy,
  personId: Sql,
  cohortId: Sql,
): Sql => sql`coalesce(${isActor(db, personId)} OR EXISTS (
  SELECT 1 FROM enrollment e WHERE e.org_id = ${db.orgId} AND e.cohort_id = ${cohortId} AND ${isActor(db, sql`e.person_id`)}), false)`;
