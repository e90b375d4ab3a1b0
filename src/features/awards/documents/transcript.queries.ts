import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';

/** Whose transcript an enrollment leads to, if the viewer may read it. */
export interface TranscriptSubject {
  readonly personId: string;
}

/**
 * One's own, or, with the permission to read records, that of somebody all of whose enrollments are in cohorts one may see: a
 * transcript is whole or it is none.
 */
export const readableSubject = (db: Tenancy, enrollmentId: string): Sql => sql`
  SELECT e.person_id AS "personId" FROM enrollment e
  WHERE e.org_id = ${db.orgId} AND e.id = ${enrollmentId} AND (may_read_as_own(${db.viewer.personId}, e.person_id)
    OR (${db.viewer.can('record:read')} AND NOT EXISTS (
      SELECT 1 FROM same_persons(ARRAY[e.person_id]) same JOIN enrollment o ON o.org_id = e.org_id AND o.person_id = same.person_id
      WHERE NOT may_see_cohort(${db.orgId}::uuid, ${db.viewer.membershipId}::uuid, o.cohort_id))))`;

const list = (rows: Sql): Sql => sql`coalesce((${rows}), '[]'::jsonb)`;
/** A moment as a day in the zone of the cohort of enrollment `e`. */
const day = (time: Sql): Sql => sql`(${time} AT TIME ZONE e.time_zone)::date`;

/**
 * The record of a person, under whichever id, as the organization keeps it: in one statement, and one snapshot. An attempt that
 * came along to another version is told by what it became there; what was dropped on the way stands for itself.
 */
export const transcriptFacts = (orgId: string, personId: string): Sql => sql`
  WITH RECURSIVE enrolled AS MATERIALIZED (
    SELECT e.*, c.code AS cohort_code, c.name AS cohort_name, c.time_zone FROM same_persons(ARRAY[${personId}::uuid]) same
    JOIN enrollment e ON e.org_id = ${orgId} AND e.person_id = same.person_id JOIN cohort c ON c.org_id = e.org_id AND c.id = e.cohort_id),
  told AS MATERIALIZED (
    SELECT a.*, lead(a.started_at) OVER (PARTITION BY a.enrollment_id, a.course_id ORDER BY a.number) AS next_started_at
    FROM enrolled e JOIN course_attempt a ON a.org_id = e.org_id AND a.enrollment_id = e.id
    WHERE NOT EXISTS (SELECT 1 FROM course_attempt later WHERE later.org_id = a.org_id AND later.origin_id = a.id)),
  lineage AS (
    SELECT id AS attempt_id, id AS ancestor_id, origin_id FROM told
    UNION ALL SELECT l.attempt_id, a.id, a.origin_id FROM lineage l JOIN course_attempt a ON a.org_id = ${orgId} AND a.id = l.origin_id)
  SELECT jsonb_build_object('name', btrim(p.given_name || ' ' || p.family_name)) AS student,
    jsonb_build_object('name', o.name) AS school, ${list(ENROLLMENTS)} AS enrollments
  FROM person p JOIN organization o ON o.id = ${orgId} WHERE p.id = ${personId}`;

const STATUSES = sql`
  SELECT jsonb_agg(jsonb_build_object('id', s.id, 'event', s.event, 'effectiveOn', s.effective_on, 'lastAttendedOn', s.last_attended_on,
    'correctsId', s.corrects_id, 'recordedOn', ${day(sql`s.recorded_at`)}) ORDER BY s.recorded_at, s.id)
  FROM enrollment_status_entry s WHERE s.org_id = e.org_id AND s.enrollment_id = e.id`;

const MOVES = sql`
  SELECT jsonb_agg(jsonb_build_object('on', ${day(sql`m.moved_at`)}, 'fromVersion', f.label, 'toVersion', t.label, 'toCohort', k.code)
    ORDER BY m.moved_at, m.id)
  FROM enrollment_move m JOIN program_version f ON f.org_id = m.org_id AND f.id = m.from_version_id
  JOIN program_version t ON t.org_id = m.org_id AND t.id = m.to_version_id JOIN cohort k ON k.org_id = m.org_id AND k.id = m.to_cohort_id
  WHERE m.org_id = e.org_id AND m.enrollment_id = e.id`;

const MARKS = sql`
  SELECT jsonb_agg(jsonb_build_object('item', g.item, 'attempt', g.attempt_number, 'technicalPercent', trim_scale(g.technical_percent)::text,
    'criticalStepsMet', g.critical_steps_met, 'gradedOn', ${day(sql`g.recorded_at`)}) ORDER BY g.item, g.attempt_number, g.id)
  FROM grade_entry g WHERE g.org_id = a.org_id AND g.course_attempt_id = a.id AND g.technical_percent IS NOT NULL AND g.earned IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM grade_entry later WHERE later.org_id = g.org_id AND later.supersedes_id = g.id)`;

const CORRECTED = sql`
  SELECT jsonb_agg(jsonb_build_object('item', g.item, 'attempt', g.attempt_number, 'earned', trim_scale(g.earned)::text,
    'possible', trim_scale(g.possible)::text, 'correctedOn', ${day(sql`later.recorded_at`)},
    'correctedTo', trim_scale(later.earned) || '/' || trim_scale(later.possible)) ORDER BY later.recorded_at, later.id)
  FROM lineage l JOIN grade_entry g ON g.org_id = a.org_id AND g.course_attempt_id = l.ancestor_id AND g.source <> 'QUIZ'
  JOIN grade_entry later ON later.org_id = g.org_id AND later.supersedes_id = g.id WHERE l.attempt_id = a.id`;

const QUIZZES = sql`
  SELECT jsonb_agg(jsonb_build_object('code', q.code, 'title', q.title, 'met', r.met, 'earned', trim_scale(r.earned)::text,
    'possible', trim_scale(r.possible)::text, 'submissions', (
      SELECT count(*)::int FROM quiz_attempt t JOIN course_requirement asked ON asked.org_id = t.org_id AND asked.id = t.requirement_id
      JOIN course given ON given.org_id = asked.org_id AND given.id = asked.course_id
      WHERE t.org_id = e.org_id AND t.enrollment_id = e.id AND t.status = 'SUBMITTED' AND asked.code = q.code AND given.code = c.code
        AND (a.number = 1 OR t.started_at >= a.started_at) AND (a.next_started_at IS NULL OR t.started_at < a.next_started_at)))
    ORDER BY q.position, q.id)
  FROM requirement_result r JOIN course_requirement q ON q.org_id = r.org_id AND q.id = r.requirement_id AND q.kind = 'QUIZ'
  WHERE r.org_id = a.org_id AND r.course_attempt_id = a.id
    AND NOT EXISTS (SELECT 1 FROM requirement_result later WHERE later.org_id = r.org_id AND later.supersedes_id = r.id)`;

const ATTEMPTS = sql`
  SELECT jsonb_agg(jsonb_build_object('id', a.id, 'number', a.number, 'outcome', a.outcome, 'finalPercent', a.final_percent::text,
    'startedOn', ${day(sql`a.started_at`)}, 'decidedOn', ${day(sql`a.decided_at`)}, 'broughtAlong', a.origin_id IS NOT NULL,
    'marks', ${list(MARKS)}, 'quizzes', ${list(QUIZZES)}, 'corrected', ${list(CORRECTED)}) ORDER BY a.number)
  FROM told a WHERE a.enrollment_id = e.id AND a.course_id = c.id`;

/** The standing decision that learning elsewhere stands for the course. */
const CREDITED_ON = sql`(SELECT ${day(sql`d.decided_at`)} FROM prior_learning_decision d
  WHERE d.org_id = e.org_id AND d.enrollment_id = e.id AND d.course_id = c.id AND d.granted
    AND NOT EXISTS (SELECT 1 FROM prior_learning_decision later WHERE later.org_id = d.org_id AND later.supersedes_id = d.id))`;

/** Courses with anything on record; of a former version those alone that the new one does not have. */
const COURSES = sql`
  SELECT jsonb_agg(jsonb_build_object('code', c.code, 'title', c.title, 'formerVersion', CASE WHEN w.id <> e.program_version_id THEN w.label END,
    'grading', c.grading, 'practical', w.practical, 'required', jsonb_build_object('lectureMinutes', c.lecture_minutes, 'labMinutes', c.lab_minutes,
    'placementMinutes', c.placement_minutes), 'creditedOn', ${CREDITED_ON}, 'attempts', ${list(ATTEMPTS)})
    ORDER BY w.id <> e.program_version_id, c.position, c.id)
  FROM course c JOIN program_version w ON w.org_id = c.org_id AND w.id = c.program_version_id
  WHERE c.org_id = e.org_id AND w.program_id = e.program_id AND (EXISTS (SELECT 1 FROM told a WHERE a.enrollment_id = e.id AND a.course_id = c.id)
    OR (${CREDITED_ON} IS NOT NULL AND (w.id = e.program_version_id OR NOT EXISTS (SELECT 1 FROM course n
      WHERE n.org_id = e.org_id AND n.program_version_id = e.program_version_id AND n.code = c.code))))`;

const VERIFIED = sql`(
  SELECT coalesce(sum(d.counted_minutes), 0)::int FROM hour_log h
  CROSS JOIN LATERAL (SELECT d.decision, d.counted_minutes FROM hour_decision d WHERE d.org_id = h.org_id AND d.hour_log_id = h.id
    ORDER BY d.number DESC LIMIT 1) d
  WHERE h.org_id = t.org_id AND h.assignment_id = t.id AND d.decision = 'VERIFIED')`;

const PLACEMENTS = sql`
  SELECT jsonb_agg(jsonb_build_object('site', coalesce(s.name, ''), 'organization', coalesce(w.name, ''), 'courseCode', c.code,
    'startsOn', coalesce(n.starts_on, t.starts_on), 'endsOn', coalesce(n.ends_on, t.ends_on), 'cancelled', coalesce(n.cancelled, false),
    'verifiedMinutes', ${VERIFIED}) ORDER BY coalesce(n.starts_on, t.starts_on), t.id)
  FROM training_assignment t LEFT JOIN assignment_standing n ON n.org_id = t.org_id AND n.assignment_id = t.id
  LEFT JOIN course c ON c.org_id = t.org_id AND c.id = t.course_id
  LEFT JOIN site s ON s.org_id = t.site_org_id AND s.id = t.site_id LEFT JOIN organization w ON w.id = t.site_org_id
  WHERE t.org_id = e.org_id AND t.enrollment_id = e.id`;

/** What was signed at placements; a sign-off that waits for its final approval is none yet. */
const SKILLS = sql`
  SELECT jsonb_agg(jsonb_build_object('code', coalesce(k.code, ''), 'title', coalesce(v.title, ''), 'version', coalesce(v.number, 0), 'kind', x.kind,
    'effectiveOn', x.effective_on, 'expiresOn', x.expires_on, 'signedBy', x.printed_name,
    'entries', ${list(sql`SELECT jsonb_agg(jsonb_build_object('kind', y.kind, 'effectiveFrom', y.effective_from) ORDER BY y.effective_from, y.recorded_at, y.id)
      FROM sign_off_entry y WHERE y.org_id = x.org_id AND y.sign_off_id = x.id AND y.kind IN ('REVOKED', 'SUSPENDED', 'REINSTATED', 'CORRECTED')`)})
    ORDER BY k.code, x.effective_on, x.signed_at, x.id)
  FROM training_assignment t JOIN sign_off x ON x.org_id = t.org_id AND x.assignment_id = t.id
  LEFT JOIN skill_version v ON v.org_id = x.skill_org_id AND v.id = x.skill_version_id LEFT JOIN skill k ON k.org_id = v.org_id AND k.id = v.skill_id
  WHERE t.org_id = e.org_id AND t.enrollment_id = e.id AND (NOT x.final_approval_required OR EXISTS (SELECT 1 FROM sign_off_entry y
    WHERE y.org_id = x.org_id AND y.sign_off_id = x.id AND y.kind = 'APPROVED'))`;

const ENROLLMENTS = sql`
  SELECT jsonb_agg(jsonb_build_object('program', jsonb_build_object('code', g.code, 'title', v.title, 'version', v.label,
    'totalMinutes', v.total_clock_minutes), 'cohort', jsonb_build_object('code', e.cohort_code, 'name', e.cohort_name, 'timeZone', e.time_zone),
    'enrolledOn', e.enrolled_on, 'metMinutes', coalesce(r.met_minutes, 0), 'statuses', ${list(STATUSES)}, 'moves', ${list(MOVES)},
    'courses', ${list(COURSES)}, 'placements', ${list(PLACEMENTS)}, 'skills', ${list(SKILLS)}) ORDER BY e.enrolled_on, e.id)
  FROM enrolled e JOIN program g ON g.org_id = e.org_id AND g.id = e.program_id
  JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id
  LEFT JOIN enrollment_progress r ON r.org_id = e.org_id AND r.enrollment_id = e.id`;

/** Awards of a person, under whichever id, oldest first. */
export const awardFacts = (orgId: string, personId: string): Sql => sql`
  SELECT a.kind, a.number, a.title, a.awarded_on::text AS "awardedOn", a.issued_on::text AS "issuedOn", n.number AS "replacedBy",
    award_facts(a.org_id, a.id) AS facts, (app_now() AT TIME ZONE a.time_zone)::date::text AS today
  FROM same_persons(ARRAY[${personId}::uuid]) same JOIN award a ON a.org_id = ${orgId} AND a.person_id = same.person_id
  LEFT JOIN award n ON n.org_id = a.org_id AND n.supersedes_id = a.id
  ORDER BY a.recorded_at, a.id`;

/** Kinds of holds that stand on any of the person's enrollments. */
export const standingHolds = (orgId: string, personId: string): Sql => sql`
  SELECT DISTINCT h.kind FROM same_persons(ARRAY[${personId}::uuid]) same JOIN enrollment e ON e.org_id = ${orgId} AND e.person_id = same.person_id
  JOIN enrollment_hold h ON h.org_id = e.org_id AND h.enrollment_id = e.id
  WHERE NOT EXISTS (SELECT 1 FROM enrollment_hold_release r WHERE r.org_id = h.org_id AND r.hold_id = h.id) ORDER BY h.kind`;
