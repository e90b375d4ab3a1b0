import sql, { type Sql } from 'sql-template-tag';
import type { WorkAsked } from '../work-requirements/work-requirement.js';
import type { AssignmentFacts } from '../placements/assignment-access.service.js';
import { enrollmentHistory } from '../placements/enrollment-days.queries.js';
import { decisionOf, HOUR_LOG, type HourLogRow } from './hour-log.queries.js';

/** A claim with what its counting needs from the database. */
export interface ClaimRow extends HourLogRow {
  /** How many decisions there were. */
  readonly decided: number;
  /** The local dates it touches, with the law and setting of the site on each. */
  readonly days: readonly { readonly on: string; readonly jurisdiction: string; readonly setting: string }[];
}

/** Time that counts already, of another claim of the same person. */
export interface CountedTimeRow {
  readonly on: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly minutes: number;
}

export interface AssignmentDaysRow {
  readonly own: boolean;
  readonly clearedFrom: string | null;
  readonly work: WorkAsked;
  readonly agreement: { startsOn: string; endsOn: string | null } | null;
  readonly enrollment: readonly { recordedAt: string }[];
  readonly counted: readonly CountedTimeRow[];
}

/** Waits until nobody else decides about hours of this trainee, or under one of these supervisors: then ratios hold. */
export const lockForDeciding = (
  orgId: string,
  { personId }: AssignmentFacts,
  ids: readonly string[],
  verifierId: string,
): Sql => sql`
  SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM (
    SELECT DISTINCT 'hours ' || canonical_person(who) AS name FROM (
      SELECT ${personId}::uuid AS who UNION SELECT ${verifierId}::uuid
      UNION SELECT supervisor_person_id FROM hour_log WHERE org_id = ${orgId} AND id = ANY (${[...ids]}::uuid[]) AND supervisor_person_id IS NOT NULL) w
    ORDER BY 1) n`;

/** Hours that somebody verified, or is named to have supervised, of themselves, by whichever of their ids; by assignment. */
export const verifiedByOneself = (orgId: string, personId: string): Sql => sql`
  WITH own AS MATERIALIZED (SELECT ARRAY(SELECT same.person_id FROM same_persons(ARRAY[${personId}::uuid]) same) AS ids)
  SELECT l.assignment_id AS "assignmentId", array_agg(l.id) AS ids FROM own JOIN hour_log l ON l.org_id = ${orgId} AND l.person_id = ANY (own.ids)
  CROSS JOIN LATERAL (SELECT d.decision, d.decided_by FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id
    ORDER BY d.number DESC LIMIT 1) d
  WHERE d.decision = 'VERIFIED' AND (d.decided_by = ANY (own.ids) OR l.supervisor_person_id = ANY (own.ids))
  GROUP BY l.assignment_id ORDER BY l.assignment_id`;

/** Claims of the assignment by their ids, in order of time. */
export const claimsOf = (orgId: string, assignmentId: string, ids: readonly string[]): Sql => sql`
  SELECT ${HOUR_LOG}, (SELECT count(*)::int FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id) AS decided,
    (SELECT jsonb_agg(jsonb_build_object('on', day::date, 'jurisdiction', j.jurisdiction, 'setting', j.setting) ORDER BY day)
      FROM generate_series((l.starts_at AT TIME ZONE l.time_zone)::date,
        ((l.ends_at - interval '1 microsecond') AT TIME ZONE l.time_zone)::date, interval '1 day') day
      CROSS JOIN LATERAL site_on(l.site_org_id, l.site_id, day::date) j) AS days
  FROM hour_log l JOIN person p ON p.id = l.person_id
  WHERE l.org_id = ${orgId} AND l.assignment_id = ${assignmentId} AND l.id = ANY (${[...ids]}::uuid[]) AND NOT l.withdrawn
  ORDER BY l.starts_at, l.id`;

/** What the hours of an assignment are judged by, and the trainee's other time that counts, anywhere, near these claims. */
export const assignmentDays = (
  orgId: string,
  { id, personId, enrollmentId, agreementId }: AssignmentFacts,
  ids: readonly string[],
  viewerId: string,
): Sql => sql`
  SELECT canonical_person(${personId}::uuid) = canonical_person(${viewerId}::uuid) AS own,
    cleared_from(${orgId}, ${id})::text AS "clearedFrom", work_asked(${orgId}, ${id}) AS work,
    (SELECT jsonb_build_object('startsOn', g.starts_on, 'endsOn', least(g.ends_on, e.ends_on)) FROM affiliation_agreement g
      LEFT JOIN affiliation_ending e ON e.org_id = g.org_id AND e.agreement_id = g.id
      WHERE g.org_id = ${orgId} AND g.id = ${agreementId}::uuid) AS agreement,
    ${enrollmentHistory(orgId, sql`${enrollmentId}::uuid`)} AS enrollment,
    coalesce((SELECT jsonb_agg(part) FROM (
      SELECT part FROM same_persons(ARRAY[${personId}]::uuid[]) s
      JOIN hour_log l ON l.org_id = ${orgId} AND l.person_id = s.person_id AND l.id <> ALL (${[...ids]}::uuid[])
      CROSS JOIN LATERAL (SELECT d.parts FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id
        ORDER BY d.number DESC LIMIT 1) d
      CROSS JOIN jsonb_array_elements(d.parts) part
      WHERE ${decisionOf} = 'VERIFIED' AND l.starts_at < near.until AND l.ends_at > near.since
      UNION ALL SELECT part FROM counted_time_elsewhere(${personId}, near.since, near.until) part) counting
    ), '[]') AS counted
  FROM (SELECT min(w.starts_at) - interval '2 days' AS since, max(w.ends_at) + interval '2 days' AS until
    FROM hour_log w WHERE w.org_id = ${orgId} AND w.id = ANY (${[...ids]}::uuid[])) near`;

/** Somebody's verified time under a supervisor. */
export interface SupervisedTimeRow {
  readonly hourLogId: string;
  readonly supervisorId: string;
  readonly personId: string;
  readonly placed: boolean;
  readonly patientRelated: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export const supervisedTime = (
  siteOrgId: string,
  supervisors: readonly string[],
  from: Date,
  to: Date,
): Sql => sql`
  SELECT hour_log_id AS "hourLogId", supervisor_id AS "supervisorId", person_id AS "personId", placed, patient_related AS "patientRelated",
    starts_at AS "startsAt", ends_at AS "endsAt"
  FROM supervised_time(${siteOrgId}, ${[...supervisors]}::uuid[], ${from}, ${to})`;
