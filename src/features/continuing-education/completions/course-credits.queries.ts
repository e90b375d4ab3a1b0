import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { CeCourseLinkRecord } from '../activities/ce-activity.entity.js';

/** Somebody who finished or taught a course of our own. */
export interface CourseDone {
  readonly personId: string;
  /** Names what it comes from: the enrollment or the cohort, and the course. */
  readonly sourceKey: string;
  readonly completedOn: string;
  readonly timeZone: string;
}

type Link = Pick<CeCourseLinkRecord, 'programId' | 'courseCode' | 'role' | 'startsOn' | 'endsOn'>;

/** Who has done what the link is about, on its days; each enrollment and each cohort once. */
export const coursesDone = (tx: Pick<Tenancy, 'orgId'>, link: Link): Sql =>
  link.role === 'ATTENDEE' ? coursesPassed(tx, link) : coursesTaught(tx, link);

const within = ({ startsOn, endsOn }: Link): Sql =>
  sql`d.on >= ${startsOn}::date AND (${endsOn}::date IS NULL OR d.on <= ${endsOn}::date)`;

const coursesPassed = ({ orgId }: Pick<Tenancy, 'orgId'>, link: Link): Sql => sql`
  SELECT DISTINCT ON (e.id) e.person_id AS "personId", 'ATTENDEE ' || e.id || ' ' || c.code AS "sourceKey",
    d.on::text AS "completedOn", h.time_zone AS "timeZone"
  FROM program_version v
  JOIN course c ON c.org_id = v.org_id AND c.program_version_id = v.id AND c.code = ${link.courseCode}
  JOIN course_attempt a ON a.org_id = c.org_id AND a.course_id = c.id AND a.outcome = 'PASSED'
  JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
  JOIN cohort h ON h.org_id = e.org_id AND h.id = e.cohort_id
  CROSS JOIN LATERAL (SELECT (a.decided_at AT TIME ZONE h.time_zone)::date AS on) d
  WHERE v.org_id = ${orgId} AND v.program_id = ${link.programId} AND ${within(link)}
  ORDER BY e.id, a.decided_at`;

/** A cohort is taught when its last class of the course is over and it has ended. */
const coursesTaught = ({ orgId }: Pick<Tenancy, 'orgId'>, link: Link): Sql => sql`
  SELECT m.person_id AS "personId", 'TEACHER ' || h.id || ' ' || c.code || ' ' || m.id AS "sourceKey",
    d.on::text AS "completedOn", h.time_zone AS "timeZone"
  FROM program_version v
  JOIN course c ON c.org_id = v.org_id AND c.program_version_id = v.id AND c.code = ${link.courseCode}
  JOIN cohort h ON h.org_id = v.org_id AND h.program_version_id = v.id
    AND h.ends_on < (app_now() AT TIME ZONE h.time_zone)::date
  JOIN cohort_instructor i ON i.org_id = h.org_id AND i.cohort_id = h.id
  JOIN membership m ON m.org_id = i.org_id AND m.id = i.membership_id
  CROSS JOIN LATERAL (SELECT (max(s.ends_at) AT TIME ZONE h.time_zone)::date AS on, max(s.ends_at) AS at FROM class_session s
    WHERE s.org_id = h.org_id AND s.cohort_id = h.id AND s.course_id = c.id AND s.cancelled_at IS NULL) d
  WHERE v.org_id = ${orgId} AND v.program_id = ${link.programId} AND d.at <= app_now() AND ${within(link)}
  ORDER BY h.id, m.id`;

/** What was credited by the link before, and stands or was taken back by a person: it is not credited again. */
export const creditedBefore = ({ orgId }: Pick<Tenancy, 'orgId'>, activityId: string): Sql => sql`
  SELECT c.id, c.source_key AS "sourceKey", c.withdrawn FROM ce_completion c
  JOIN LATERAL (SELECT e.kind FROM ce_completion_entry e WHERE e.org_id = c.org_id AND e.completion_id = c.id
    ORDER BY e.number DESC LIMIT 1) l ON l.kind <> 'UNCREDITED'
  WHERE c.org_id = ${orgId} AND c.activity_id = ${activityId} AND c.source_key IS NOT NULL`;
