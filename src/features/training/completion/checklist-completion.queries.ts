import sql, { type Sql } from 'sql-template-tag';
import type { CourseFacts } from '../../records/requirement-results.js';
import { allIdsOf, skillFactsJson, type SkillFactsText } from '../sign-offs/skill-facts.queries.js';
import type { ChecklistDemand } from './checklist-completion.rules.js';

/** A checklist that a course of an enrollment asks for, with everything that decides whether it is complete. */
export interface OpenChecklist {
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly requirementId: string;
  /** The latest of the assignments asked about. */
  readonly assignmentId: string;
  /** Today, at the site of that assignment. */
  readonly on: string;
  readonly demand: ChecklistDemand;
  readonly skills: readonly SkillFactsText[];
  /** The record of the course. */
  readonly facts: CourseFacts;
}

/** Placements `a` that serve a course which asks for a checklist, as their enrollment is pinned today. */
const servesChecklist = (orgId: string, which: Sql): Sql => sql`
  FROM training_assignment a
  JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
  JOIN course served ON served.org_id = a.org_id AND served.id = a.course_id
  JOIN course c ON c.org_id = e.org_id AND c.program_version_id = e.program_version_id AND c.code = served.code
  JOIN course_requirement r ON r.org_id = c.org_id AND r.course_id = c.id AND r.kind = 'CHECKLIST' AND r.resolved_id IS NOT NULL
  WHERE a.org_id = ${orgId} AND ${which}`;

const among = (assignmentIds: readonly string[]): Sql => sql`a.id = ANY (${[...assignmentIds]}::uuid[])`;

/** The enrollments to hold before anything is decided of these assignments. */
export const enrollmentsOf = (orgId: string, assignmentIds: readonly string[]): Sql =>
  sql`SELECT e.id ${servesChecklist(orgId, among(assignmentIds))}`;

/** One assignment, the latest, for each course with a checklist that an enrollment under way has not passed. */
export const openAssignments = (orgId: string): Sql => sql`
  SELECT DISTINCT ON (e.id, c.id) a.id
  ${servesChecklist(
    orgId,
    sql`e.status IN ('ACTIVE', 'ON_LEAVE') AND NOT EXISTS (SELECT 1 FROM course_progress p
      WHERE p.org_id = e.org_id AND p.enrollment_id = e.id AND p.course_id = c.id AND p.outcome IN ('PASSED', 'CREDITED'))`,
  )}
  ORDER BY e.id, c.id, a.starts_on DESC, a.id`;

/** Everything that decides, of all the assignments asked about, in one statement. */
export const openChecklists = (
  orgId: string,
  assignmentIds: readonly string[],
  courseFacts: (enrollmentId: Sql, courseId: Sql) => Sql,
): Sql => sql`
  SELECT o."enrollmentId", o."courseId", o."requirementId", o."assignmentId", o.on,
    jsonb_build_object('completion', v.completion, 'requiredMinutes', v.required_minutes) AS demand,
    coalesce((SELECT jsonb_agg(${skillFactsJson(sql`s.org_id`, sql`o.persons`, sql`s.org_id`, sql`s.skill_id`)} ORDER BY s.position)
      FROM checklist_skill s WHERE s.org_id = v.org_id AND s.checklist_version_id = v.id AND s.required), '[]') AS skills,
    ${courseFacts(sql`o."enrollmentId"`, sql`o."courseId"`)} AS facts
  FROM (
    SELECT DISTINCT ON (e.id, r.id) e.id AS "enrollmentId", c.id AS "courseId", r.id AS "requirementId", r.resolved_id, a.id AS "assignmentId",
      (app_now() AT TIME ZONE a.time_zone)::date::text AS on, ${allIdsOf(sql`e.person_id`)} AS persons
    ${servesChecklist(orgId, among(assignmentIds))}
    ORDER BY e.id, r.id, a.starts_on DESC, a.id) o
  JOIN checklist_version v ON v.org_id = ${orgId} AND v.id = o.resolved_id
  ORDER BY o."enrollmentId", o."requirementId"`;
