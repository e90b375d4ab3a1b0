import sql, { type Sql } from 'sql-template-tag';
import type { HoldKind } from '../../enrollments/enrollment.entity.js';
import type { EnrollmentStatus } from '../../enrollments/enrollment-status.rules.js';
import type { ChecklistDemand } from '../../training/completion/checklist-completion.rules.js';
import { decisionOf, standsAsClaim } from '../../training/hours/hour-log.queries.js';
import {
  allIdsOf,
  skillFactsJson,
  type SkillFactsText,
} from '../../training/sign-offs/skill-facts.queries.js';
import type { AwardFacts } from './award.js';
import type { CourseOnRecord } from './award-requirement.rules.js';

/** The last certificate of a chain: what it says, and what became of it. */
export interface LastAward {
  readonly id: string;
  readonly number: string;
  readonly facts: AwardFacts;
}

/** Whose award is asked about, and what is on record in the enrollment. */
export interface AwardSubject {
  readonly enrollmentId: string;
  readonly personId: string;
  readonly recipientName: string;
  /** Family name first, for lists. */
  readonly sortName: string;
  readonly cohortId: string;
  readonly status: EnrollmentStatus;
  readonly programId: string;
  readonly programCode: string;
  readonly programVersionId: string;
  readonly title: string;
  readonly totalClockMinutes: number;
  readonly awardRequirements: readonly string[];
  /** Today, and the zone it is read in: the cohort's. */
  readonly today: string;
  readonly timeZone: string;
  readonly courses: readonly (CourseOnRecord & { readonly courseId: string })[];
  /** Of required courses that are not recognized as learned before; the version is null where nobody has made one. */
  readonly courseChecklists: readonly {
    readonly code: string;
    readonly versionId: string | null;
    readonly minutes: number;
  }[];
  readonly openHolds: readonly HoldKind[];
  readonly policy: { readonly automatic: boolean; readonly blockingHolds: readonly HoldKind[] } | null;
  /** Of the program; null before the first. */
  readonly programAward: LastAward | null;
  /** Of the specialty asked about: its published version, and the person's last award of it. */
  readonly track: TrackAsked | null;
  readonly specialtyAward: LastAward | null;
}

export interface TrackAsked {
  readonly id: string;
  readonly versionId: string | null;
  readonly title: string;
  readonly code: string;
  readonly baseProgramCode: string;
  readonly awardRequirements: readonly string[];
}

const lastAward = (which: Sql): Sql => sql`(
  SELECT jsonb_build_object('id', a.id, 'number', a.number, 'facts', award_facts(a.org_id, a.id))
  FROM award a WHERE a.org_id = e.org_id AND ${which}
    AND NOT EXISTS (SELECT 1 FROM award s WHERE s.org_id = a.org_id AND s.supersedes_id = a.id)
  ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1)`;

/** Of enrollment `e`: the policy of its program, or of the organization. The last one counts. */
export const AWARD_POLICY = sql`(
  SELECT jsonb_build_object('automatic', p.automatic, 'blockingHolds', p.blocking_holds) FROM award_policy p
  WHERE p.org_id = e.org_id AND (p.program_id = e.program_id OR p.program_id IS NULL)
  ORDER BY p.program_id IS NULL, p.decided_at DESC, p.id DESC LIMIT 1)`;

/** Of course `c` with counters `g`. */
const COURSE = sql`jsonb_build_object('courseId', c.id, 'code', c.code, 'title', c.title, 'required', c.required,
  'outcome', coalesce(g.outcome, 'IN_PROGRESS'), 'complete', coalesce(g.complete, false),
  'scheduled', jsonb_build_object('lecture', c.lecture_minutes, 'lab', c.lab_minutes, 'placement', c.placement_minutes),
  'counted', jsonb_build_object('lecture', coalesce(g.lecture_minutes, 0), 'lab', coalesce(g.lab_minutes, 0), 'placement', coalesce(g.placement_minutes, 0)))`;

const COURSES = sql`FROM course c LEFT JOIN course_progress g ON g.org_id = c.org_id AND g.enrollment_id = e.id AND g.course_id = c.id
  WHERE c.org_id = e.org_id AND c.program_version_id = e.program_version_id`;

/** Everything of the enrollments `e` (of cohorts `h`) that `which` tells, in one statement; by name. */
export const awardSubjects = (orgId: string, which: Sql, trackId: string | null): Sql => sql`
  SELECT e.id AS "enrollmentId", e.person_id AS "personId", btrim(o.given_name || ' ' || o.family_name) AS "recipientName",
    ${SORT_NAME} AS "sortName", e.cohort_id AS "cohortId",
    e.status, e.program_id AS "programId", m.code AS "programCode", v.id AS "programVersionId", v.title,
    v.total_clock_minutes AS "totalClockMinutes", v.award_requirements AS "awardRequirements",
    (app_now() AT TIME ZONE h.time_zone)::date::text AS today, h.time_zone AS "timeZone",
    coalesce((SELECT jsonb_agg(${COURSE} ORDER BY c.position) ${COURSES}), '[]') AS courses,
    coalesce((SELECT jsonb_agg(jsonb_build_object('code', r.code, 'versionId', r.resolved_id, 'minutes', coalesce(r.minutes, 0)) ORDER BY r.position)
      FROM (SELECT q.code, q.resolved_id, g.placement_minutes AS minutes, c.position
        FROM course_requirement q JOIN course c ON c.org_id = q.org_id AND c.id = q.course_id
        LEFT JOIN course_progress g ON g.org_id = c.org_id AND g.enrollment_id = e.id AND g.course_id = c.id
        WHERE q.org_id = e.org_id AND c.program_version_id = e.program_version_id AND q.kind = 'CHECKLIST' AND q.required AND c.required
          AND g.outcome IS DISTINCT FROM 'CREDITED') r), '[]') AS "courseChecklists",
    ARRAY(SELECT DISTINCT l.kind FROM enrollment_hold l WHERE l.org_id = e.org_id AND l.enrollment_id = e.id
      AND NOT EXISTS (SELECT 1 FROM enrollment_hold_release s WHERE s.org_id = l.org_id AND s.hold_id = l.id)) AS "openHolds",
    ${AWARD_POLICY} AS policy,
    ${lastAward(sql`a.kind = 'PROGRAM' AND a.enrollment_id = e.id`)} AS "programAward",
    ${trackAsked(orgId, trackId)} AS track,
    ${trackId === null ? sql`NULL` : lastAward(sql`a.kind = 'SPECIALTY' AND a.track_id = ${trackId}::uuid AND a.person_id = ANY (${allIdsOf(sql`e.person_id`)})`)} AS "specialtyAward"
  FROM enrollment e
  JOIN cohort h ON h.org_id = e.org_id AND h.id = e.cohort_id
  JOIN program m ON m.org_id = e.org_id AND m.id = e.program_id
  JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id
  JOIN person o ON o.id = canonical_person(e.person_id)
  WHERE e.org_id = ${orgId} AND ${which}`;

/** Of person `o`. */
export const SORT_NAME = sql`lower(concat_ws(' ', nullif(o.family_name, ''), o.given_name))`;

/** With its published version; without one nobody can earn it. */
const trackAsked = (orgId: string, trackId: string | null): Sql => sql`(
  SELECT jsonb_build_object('id', t.id, 'code', t.code, 'versionId', w.id, 'title', coalesce(w.title, t.code),
    'baseProgramCode', coalesce(w.base_program_code, ''), 'awardRequirements', to_jsonb(coalesce(w.award_requirements, '{}')))
  FROM specialty_track t LEFT JOIN specialty_track_version w ON w.org_id = t.org_id AND w.track_id = t.id AND w.status = 'PUBLISHED'
  WHERE t.org_id = ${orgId} AND t.id = ${trackId}::uuid)`;

/** A checklist that an award asks for: of a course in the version it is resolved to, otherwise as the person was assigned it. */
export interface ChecklistAsked {
  readonly enrollmentId: string;
  readonly personId: string;
  readonly code: string;
  readonly versionId: string | null;
  /** Verified in the course; null: those of all assignments with the checklist. */
  readonly minutes: number | null;
  /** Of the cohort. */
  readonly timeZone: string;
}

export interface ChecklistOnRecord {
  readonly enrollmentId: string;
  readonly code: string;
  readonly title: string;
  /** Today, where the person was assigned it last: days of sign-offs belong to the zone of their site. */
  readonly on: string;
  readonly demand: ChecklistDemand;
  readonly skills: readonly SkillFactsText[];
  readonly minutes: number;
}

/** All of them in one statement; no row for a checklist that nobody has published. */
export const checklistsOnRecord = (orgId: string, asked: readonly ChecklistAsked[]): Sql => sql`
  SELECT k."enrollmentId", k.code, v.title, (app_now() AT TIME ZONE coalesce(latest."timeZone", k."timeZone"))::date::text AS on,
    jsonb_build_object('completion', v.completion, 'requiredMinutes', v.required_minutes) AS demand,
    coalesce((SELECT jsonb_agg(${skillFactsJson(sql`s.org_id`, sql`k.persons`, sql`s.org_id`, sql`s.skill_id`)} ORDER BY s.position)
      FROM checklist_skill s WHERE s.org_id = v.org_id AND s.checklist_version_id = v.id AND s.required), '[]') AS skills,
    coalesce(k.minutes, (
      SELECT sum((SELECT d.counted_minutes FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id ORDER BY d.number DESC LIMIT 1))
      FROM hour_log l JOIN assignment_standing st ON st.org_id = l.org_id AND st.assignment_id = l.assignment_id
      JOIN checklist_version w ON w.org_id = st.org_id AND w.id = st.checklist_version_id
      WHERE l.org_id = v.org_id AND l.person_id = ANY (k.persons) AND w.checklist_id = v.checklist_id
        AND ${standsAsClaim} AND ${decisionOf} = 'VERIFIED'), 0)::int AS minutes
  FROM (
    SELECT a.*, ${allIdsOf(sql`a."personId"`)} AS persons FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      AS a ("enrollmentId" uuid, "personId" uuid, code text, "versionId" uuid, minutes int, "timeZone" text)) k
  CROSS JOIN LATERAL (SELECT coalesce(
    (SELECT w.checklist_id FROM checklist_version w WHERE w.org_id = ${orgId} AND w.id = k."versionId"),
    (SELECT n.id FROM checklist n WHERE n.org_id = ${orgId} AND n.code = k.code)) AS id) c
  LEFT JOIN LATERAL (
    SELECT st.checklist_version_id AS "versionId", st.time_zone AS "timeZone"
    FROM assignment_standing st JOIN checklist_version w ON w.org_id = st.org_id AND w.id = st.checklist_version_id
    WHERE st.org_id = ${orgId} AND st.person_id = ANY (k.persons) AND w.checklist_id = c.id AND NOT st.cancelled
    ORDER BY st.starts_on DESC, st.assignment_id DESC LIMIT 1) latest ON true
  JOIN checklist_version v ON v.org_id = ${orgId} AND v.id = coalesce(k."versionId", latest."versionId", (
    SELECT w.id FROM checklist_version w WHERE w.org_id = ${orgId} AND w.checklist_id = c.id AND w.status = 'PUBLISHED'
    ORDER BY w.number DESC LIMIT 1))`;
