import sql, { type Sql } from 'sql-template-tag';

export interface CourseOfEnrollment {
  readonly enrollmentId: string;
  readonly courseId: string;
}

/**
 * The facts of each (enrollment, course) asked for, whatever their number, in one statement. A course that is
 * not in the version the enrollment is pinned to gives no row. Closing a category binds the attempts that were
 * under way: somebody who comes later, or repeats the course, is graded anew.
 */
export function courseFacts(orgId: string, wanted: readonly CourseOfEnrollment[]): Sql {
  const enrollmentIds = wanted.map((each) => each.enrollmentId);
  const courseIds = wanted.map((each) => each.courseId);
  return factsOf(orgId, sql`unnest(${enrollmentIds}::uuid[], ${courseIds}::uuid[])`);
}

/** Those of one course as a JSON value within another statement; null when there is no row. Both ids are SQL. */
export function factsOfCourse(orgId: string, enrollmentId: Sql, courseId: Sql): Sql {
  return sql`(SELECT to_json(f) FROM (${factsOf(orgId, sql`(SELECT ${enrollmentId}, ${courseId})`)}) f)`;
}

function factsOf(orgId: string, wanted: Sql): Sql {
  return sql`
    SELECT e.id AS "enrollmentId", e.person_id AS "personId", e.cohort_id AS "cohortId", c.id AS "courseId", c.code AS "courseCode",
      c.grading, c.lecture_minutes AS "lectureMinutesRequired", c.lab_minutes AS "labMinutesRequired",
      coalesce(c.verified_placement_minutes, c.placement_minutes) AS "placementMinutesRequired",
      c.required_minutes AS "requiredMinutes", c.lessons_required AS "lessonsRequired",
      c.requirements_required AS "requirementsRequired", c.pass_mark_percent::text AS "passMarkPercent",
      v.lecture_pass_mark_percent::text AS "lecturePassMarkPercent", v.lab_pass_mark_percent::text AS "labPassMarkPercent", v.practical,
      EXISTS (SELECT 1 FROM module m WHERE m.org_id = c.org_id AND m.course_id = c.id) AS "hasModules",
      EXISTS (SELECT 1 FROM prior_learning_decision d WHERE d.org_id = e.org_id AND d.enrollment_id = e.id AND d.course_id = c.id AND d.granted
        AND NOT EXISTS (SELECT 1 FROM prior_learning_decision l WHERE l.org_id = d.org_id AND l.supersedes_id = d.id)) AS credited,
      CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'number', a.number, 'outcome', a.outcome,
        'carriedPass', CASE WHEN a.pass_carried THEN json_build_object('finalPercent', a.final_percent::text) END) END AS attempt,
      lessons.done AS "lessonsDone", lessons.minutes AS "lessonMinutes",
      coalesce(p.lecture_minutes, 0) AS "lectureMinutes", coalesce(p.lab_minutes, 0) AS "labMinutes",
      coalesce(p.placement_minutes, 0) AS "placementMinutes", coalesce(categories.list, '[]') AS categories,
      coalesce(requirements.list, '[]') AS requirements, coalesce(marks.list, '[]') AS marks, coalesce(results.list, '[]') AS results
    FROM ${wanted} AS w (enrollment_id, course_id)
    JOIN enrollment e ON e.org_id = ${orgId} AND e.id = w.enrollment_id
    JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id
    JOIN course c ON c.org_id = e.org_id AND c.program_version_id = v.id AND c.id = w.course_id
    LEFT JOIN course_progress p ON p.org_id = e.org_id AND p.enrollment_id = e.id AND p.course_id = c.id
    LEFT JOIN LATERAL (
      SELECT a.id, a.number, a.outcome, a.started_at, a.final_percent, a.pass_carried FROM course_attempt a
      WHERE a.org_id = e.org_id AND a.enrollment_id = e.id AND a.course_id = c.id ORDER BY a.number DESC LIMIT 1) a ON true
    CROSS JOIN LATERAL (
      SELECT count(d.lesson_id)::int AS done,
        coalesce(sum(l.credit_minutes) FILTER (WHERE d.lesson_id IS NOT NULL), 0)::int AS minutes
      FROM module m JOIN lesson l ON l.org_id = m.org_id AND l.module_id = m.id AND l.required
      LEFT JOIN lesson_completion d ON d.org_id = l.org_id AND d.enrollment_id = e.id AND d.lesson_id = l.id
      WHERE m.org_id = e.org_id AND m.course_id = c.id AND m.required) lessons
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('id', r.id, 'kind', r.kind, 'code', r.code, 'categoryId', r.category_id,
          'required', r.required AND coalesce(m.required, true), 'creditMinutes', r.credit_minutes,
          'resolved', r.resolved_id IS NOT NULL) ORDER BY r.position, r.id) AS list
      FROM course_requirement r LEFT JOIN module m ON m.org_id = r.org_id AND m.id = r.module_id
      WHERE r.org_id = e.org_id AND r.course_id = c.id) requirements
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('id', g.id, 'code', g.code, 'weight', g.weight_percent::text,
          'closed', coalesce(k.closed, false), 'closedItems', CASE WHEN k.closed THEN k.items ELSE '[]' END) ORDER BY g.position, g.id) AS list
      FROM gradebook_category g
      LEFT JOIN LATERAL (
        SELECT k.closed AND k.decided_at >= a.started_at AS closed, k.items FROM category_closure k
        WHERE k.org_id = e.org_id AND k.cohort_id = e.cohort_id AND k.category_id = g.id ORDER BY k.number DESC LIMIT 1) k ON true
      WHERE g.org_id = e.org_id AND g.course_id = c.id) categories
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('id', g.id, 'categoryId', g.category_id, 'item', g.item, 'requirementId', g.requirement_id,
          'source', g.source, 'earned', g.earned::text, 'possible', g.possible::text, 'weight', g.weight::text,
          'attemptNumber', g.attempt_number, 'technicalPercent', g.technical_percent::text,
          'criticalStepsMet', g.critical_steps_met) ORDER BY g.item, g.attempt_number) AS list
      FROM grade_entry g WHERE g.org_id = e.org_id AND g.course_attempt_id = a.id
        AND NOT EXISTS (SELECT 1 FROM grade_entry l WHERE l.org_id = g.org_id AND l.supersedes_id = g.id)) marks
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('id', r.id, 'requirementId', r.requirement_id, 'sourceId', r.source_id, 'met', r.met,
          'earned', r.earned::text, 'possible', r.possible::text, 'reason', r.reason) ORDER BY r.id) AS list
      FROM requirement_result r WHERE r.org_id = e.org_id AND r.course_attempt_id = a.id
        AND NOT EXISTS (SELECT 1 FROM requirement_result l WHERE l.org_id = r.org_id AND l.supersedes_id = r.id)) results`;
}
