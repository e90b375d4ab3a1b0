import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import type { CourseCounters } from './course-facts.js';
import type { NewMark, NewResult } from './course-record.rules.js';

export interface KeptCourse extends CourseCounters {
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly attemptId: string | null;
  readonly attemptNumber: number | null;
  readonly attemptOutcome: string;
  readonly passCarried: boolean;
  /** Whose doing the marks are that are entered with it; null for the system's. */
  readonly recordedBy: string | null;
}

/**
 * Holds off changes of status, and takes the enrollments' counter rows, making those that are missing, in the order of ids: the one order in
 * which every transaction locks. Staff limited to cohorts get only theirs. The ids are an array in SQL.
 */
export function lockedEnrollments({ db, orgId }: Transaction, enrollmentIds: Sql): Sql {
  return lockWhere({ db, orgId }, sql`e.id = ANY (${enrollmentIds}) ${seenBy(db)}`, enrollmentIds);
}

/** The same, with every other enrollment of the same persons, merged or not: class minutes are counted over all of them. */
export function lockedPersons({ db, orgId }: Transaction, enrollmentIds: Sql): Sql {
  const persons = sql`SELECT e.person_id FROM enrollment e
    WHERE e.org_id = ${orgId} AND e.id = ANY (${enrollmentIds}) ${seenBy(db)}`;
  return lockWhere(
    { db, orgId },
    sql`e.person_id IN (SELECT person_id FROM same_persons(ARRAY(${persons})))`,
    enrollmentIds,
  );
}

function lockWhere({ db, orgId }: Pick<Transaction, 'db' | 'orgId'>, where: Sql, asked: Sql): Sql {
  return sql`
    WITH locked AS (
      INSERT INTO enrollment_progress (org_id, enrollment_id)
      SELECT e.org_id, e.id FROM enrollment e WHERE e.org_id = ${orgId} AND ${where} ORDER BY e.id
      ON CONFLICT (org_id, enrollment_id) DO UPDATE SET updated_at = app_now()
      RETURNING enrollment_id)
    SELECT e.id, e.person_id AS "personId", e.cohort_id AS "cohortId", e.program_version_id AS "programVersionId", e.status,
      ${ownBy(db)} AS own,
      e.id = ANY (${asked}) AS asked
    FROM locked JOIN enrollment e ON e.org_id = ${orgId} AND e.id = locked.enrollment_id
    ORDER BY e.id FOR SHARE OF e`;
}

/** Of enrollments `e`: those in cohorts the viewer may see, of several members only their own, all for the system. */
export function seenBy({ scope, orgId }: Transaction['db']): Sql {
  switch (scope.kind) {
    case 'viewer':
      return sql`AND (e.person_id = ${scope.viewer.personId} OR may_see_cohort(${orgId}::uuid, ${scope.viewer.membershipId}::uuid, e.cohort_id))`;
    case 'members':
      return sql`AND e.person_id = ANY (${scope.viewers.map(({ personId }) => personId)}::uuid[])`;
    default:
      return empty;
  }
}

/** Of enrollments `e`: whether the trainee is who acts, through any account and any merged duplicate. */
const ownBy = (db: Transaction['db']): Sql =>
  db.scope.kind === 'members'
    ? sql`true`
    : sql`coalesce(canonical_person(e.person_id) = canonical_person(${db.actorId}::uuid), false)`;

/**
 * Attempts, records and counters of any number of courses. The enrollment's counters change by the difference
 * its courses make; what is not required counts in its own course alone. `beside` are further CTEs.
 */
export function keepCourses(
  { orgId }: Transaction,
  courses: readonly KeptCourse[],
  {
    marks = [],
    results = [],
  }: { readonly marks?: readonly NewMark[]; readonly results?: readonly NewResult[] },
  beside: readonly Sql[] = [],
): Sql {
  return sql`
    WITH ${beside.length ? join(beside, ',', '', ',') : empty} kept AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(courses)}::jsonb) AS k ("enrollmentId" uuid, "courseId" uuid, "attemptId" uuid,
        "attemptNumber" int, "attemptOutcome" text, "metMinutes" int, "lessonsDone" int, "requirementsMet" int, "lectureMinutes" int,
        "labMinutes" int, "placementMinutes" int, "currentPercent" numeric, "finalPercent" numeric, "passCarried" boolean, outcome text,
        complete boolean, "recordedBy" uuid)),
    before AS (
      SELECT p.enrollment_id, p.course_id, p.met_minutes, p.complete FROM kept k
      JOIN course_progress p ON p.org_id = ${orgId} AND p.enrollment_id = k."enrollmentId" AND p.course_id = k."courseId"),
    attempts AS (
      INSERT INTO course_attempt AS a (org_id, id, enrollment_id, course_id, number, outcome, decided_at, final_percent)
      SELECT ${orgId}, "attemptId", "enrollmentId", "courseId", "attemptNumber", "attemptOutcome",
        CASE WHEN "attemptOutcome" <> 'IN_PROGRESS' THEN app_now() END, "finalPercent" FROM kept WHERE "attemptId" IS NOT NULL
      ON CONFLICT (org_id, id) DO UPDATE SET outcome = excluded.outcome, final_percent = excluded.final_percent,
        pass_carried = a.pass_carried AND (SELECT k."passCarried" FROM kept k WHERE k."attemptId" = a.id),
        decided_at = CASE WHEN a.outcome = excluded.outcome THEN a.decided_at ELSE excluded.decided_at END),
    marks AS (
      INSERT INTO grade_entry (org_id, id, enrollment_id, course_id, course_attempt_id, category_id, item, requirement_id, source, earned,
        possible, weight, attempt_number, technical_percent, critical_steps_met, quiz_attempt_id, reason, supersedes_id, recorded_by)
      SELECT ${orgId}, m.id, k."enrollmentId", k."courseId", m."attemptId", m."categoryId", m.item, m."requirementId", m.source, m.earned,
        m.possible, m.weight, m."attemptNumber", m."technicalPercent", m."criticalStepsMet", m."quizAttemptId", m.reason, m."supersedesId",
        k."recordedBy"
      FROM jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) AS m (id uuid, "attemptId" uuid, "categoryId" uuid, item text,
        "requirementId" uuid, source text, earned numeric, possible numeric, weight numeric, "attemptNumber" int, "technicalPercent" numeric,
        "criticalStepsMet" boolean, "quizAttemptId" uuid, reason text, "supersedesId" uuid)
      JOIN kept k ON k."attemptId" = m."attemptId"),
    results AS (
      INSERT INTO requirement_result (org_id, id, enrollment_id, course_id, course_attempt_id, requirement_id, met, source_id, earned,
        possible, reason, supersedes_id)
      SELECT ${orgId}, r.id, k."enrollmentId", k."courseId", r."attemptId", r."requirementId", r.met, r."sourceId", r.earned, r.possible,
        r.reason, r."supersedesId"
      FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS r (id uuid, "attemptId" uuid, "requirementId" uuid, met boolean,
        "sourceId" uuid, earned numeric, possible numeric, reason text, "supersedesId" uuid)
      JOIN kept k ON k."attemptId" = r."attemptId"),
    courses AS (
      INSERT INTO course_progress (org_id, enrollment_id, course_id, course_attempt_id, met_minutes, lessons_done, requirements_met,
        lecture_minutes, lab_minutes, placement_minutes, current_percent, final_percent, outcome, complete)
      SELECT ${orgId}, "enrollmentId", "courseId", "attemptId", "metMinutes", "lessonsDone", "requirementsMet", "lectureMinutes",
        "labMinutes", "placementMinutes", "currentPercent", "finalPercent", outcome, complete FROM kept
      ON CONFLICT (org_id, enrollment_id, course_id) DO UPDATE SET course_attempt_id = excluded.course_attempt_id,
        met_minutes = excluded.met_minutes, lessons_done = excluded.lessons_done, requirements_met = excluded.requirements_met,
        lecture_minutes = excluded.lecture_minutes, lab_minutes = excluded.lab_minutes, placement_minutes = excluded.placement_minutes,
        current_percent = excluded.current_percent, final_percent = excluded.final_percent, outcome = excluded.outcome,
        complete = excluded.complete, updated_at = app_now()),
    change AS (
      SELECT k."enrollmentId" AS enrollment_id, sum(CASE WHEN c.required THEN k."metMinutes" - coalesce(b.met_minutes, 0) ELSE 0 END) AS minutes,
        sum(CASE WHEN c.required THEN k.complete::int - coalesce(b.complete, false)::int ELSE 0 END) AS completed
      FROM kept k JOIN course c ON c.org_id = ${orgId} AND c.id = k."courseId"
      LEFT JOIN before b ON b.enrollment_id = k."enrollmentId" AND b.course_id = k."courseId" GROUP BY 1)
    UPDATE enrollment_progress p SET met_minutes = p.met_minutes + change.minutes, courses_complete = p.courses_complete + change.completed,
      complete = p.courses_complete + change.completed = ${coursesRequired}, last_activity_at = app_now(), updated_at = app_now()
    FROM change JOIN enrollment e ON e.org_id = ${orgId} AND e.id = change.enrollment_id
    WHERE p.org_id = e.org_id AND p.enrollment_id = e.id`;
}

/** Of enrollment `e`: how many courses its version requires. */
export const coursesRequired = sql`(
  SELECT count(*) FROM course r WHERE r.org_id = e.org_id AND r.program_version_id = e.program_version_id AND r.required)`;

/** The enrollment's own counters from those of the courses of its version. */
export function rebuildEnrollment(orgId: string, enrollmentId: string): Sql {
  return sql`
    INSERT INTO enrollment_progress AS p (org_id, enrollment_id, met_minutes, courses_complete, complete)
    SELECT e.org_id, e.id, coalesce(sum(c.met_minutes), 0), count(*) FILTER (WHERE c.complete),
      count(*) FILTER (WHERE c.complete) = ${coursesRequired}
    FROM enrollment e
    LEFT JOIN (course k JOIN course_progress c ON c.org_id = k.org_id AND c.course_id = k.id)
      ON k.org_id = e.org_id AND k.program_version_id = e.program_version_id AND k.required AND c.enrollment_id = e.id
    WHERE e.org_id = ${orgId} AND e.id = ${enrollmentId} GROUP BY e.org_id, e.id, e.program_version_id
    ON CONFLICT (org_id, enrollment_id) DO UPDATE SET met_minutes = excluded.met_minutes, courses_complete = excluded.courses_complete,
      complete = excluded.complete, updated_at = app_now()`;
}
