import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment, seenMember, seenSite } from './assignment-access.queries.js';

/** A supervisor named for a trainee, for some days. */
export interface Supervision {
  readonly id: string;
  readonly orgId: string;
  readonly assignmentId: string;
  readonly personId: string;
  readonly name: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

const COLUMNS = sql`n.id, n.org_id AS "orgId", n.assignment_id AS "assignmentId", n.person_id AS "personId", n.printed_name AS name,
  n.starts_on::text AS "startsOn", n.ends_on::text AS "endsOn"`;

/** What stands: not replaced, and not taken back before it began. */
const STANDS = sql`(n.ends_on IS NULL OR n.ends_on >= n.starts_on) AND NOT EXISTS (
  SELECT 1 FROM assignment_supervisor later WHERE later.org_id = n.org_id AND later.supersedes_id = n.id)`;

/** The supervisors named, the earliest first. */
export const supervisionsOf = (orgId: string, assignmentIds: readonly string[]): Sql => sql`
  SELECT ${COLUMNS} FROM assignment_supervisor n
  WHERE n.org_id = ${orgId} AND n.assignment_id = ANY (${[...assignmentIds]}::uuid[]) AND ${STANDS}
  ORDER BY n.starts_on, n.id`;

/** One that stands, at the sites of the viewer's organization. */
export const supervisionById = (db: Tenancy, id: string): Sql => sql`
  SELECT ${COLUMNS} FROM assignment_supervisor n
  WHERE n.site_org_id = ${db.viewer.orgId} AND n.org_id IS NOT NULL AND n.id = ${id} AND ${STANDS}`;

/** An assignment at a site of the viewer's organization for which supervisors may be named. */
export interface SupervisedAssignment {
  readonly orgId: string;
  readonly assignmentId: string;
  readonly personId: string;
  readonly siteId: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly today: string;
  readonly yesterday: string;
}

/** Of one's own employees, or of others' trainees who are announced or there. */
export const supervisedAssignment = (db: Tenancy, id: string): Sql => sql`
  SELECT a.org_id AS "orgId", a.id AS "assignmentId", a.person_id AS "personId", a.site_id AS "siteId",
    a.starts_on::text AS "startsOn", a.ends_on::text AS "endsOn",
    (app_now() AT TIME ZONE a.time_zone)::date::text AS today, ((app_now() AT TIME ZONE a.time_zone)::date - 1)::text AS yesterday
  FROM (
    SELECT st.org_id, st.assignment_id AS id, st.person_id, st.site_org_id, st.site_id, st.starts_on, st.ends_on, st.time_zone
    FROM assignment_standing st JOIN training_assignment a ON a.org_id = st.org_id AND a.id = st.assignment_id
    WHERE st.org_id = ${db.viewer.orgId} AND st.site_org_id = st.org_id AND NOT st.cancelled AND ${seenAssignment(db)}
    UNION ALL
    SELECT w.org_id, w.assignment_id, w.person_id, w.site_org_id, w.site_id, w.starts_on, w.ends_on, w.time_zone FROM awaited_placements() w
  ) a WHERE a.id = ${id} AND ${seenSite(db)}`;

/** What decides whether somebody may be named. */
export interface NamedPerson {
  readonly name: string;
  /** Whether they are the trainee, by person. */
  readonly trainee: boolean;
  /** Whether they are authorized to validate at the site on the day. */
  readonly authorized: boolean;
  /** Whether they are named for some of the days already. */
  readonly named: boolean;
}

/** One row for a member of the viewer's organization; none for anybody else. */
export const namedPerson = (
  db: Tenancy,
  at: SupervisedAssignment,
  q: { personId: string; startsOn: string; endsOn: string | null },
): Sql => sql`
  SELECT btrim(p.given_name || ' ' || p.family_name) AS name,
    canonical_person(p.id) = canonical_person(${at.personId}) AS trainee,
    EXISTS (SELECT 1 FROM validator_authorization v
      WHERE v.org_id = ${db.viewer.orgId} AND v.site_id = ${at.siteId} AND v.person_id = p.id AND v.starts_on <= ${q.startsOn}::date
        AND ${q.startsOn}::date <= coalesce(v.ends_on, 'infinity')
        AND NOT EXISTS (SELECT 1 FROM validator_authorization later WHERE later.org_id = v.org_id AND later.supersedes_id = v.id)) AS authorized,
    EXISTS (SELECT 1 FROM assignment_supervisor n WHERE n.org_id = ${at.orgId} AND n.assignment_id = ${at.assignmentId}
      AND n.person_id = p.id AND ${STANDS} AND n.starts_on <= coalesce(${q.endsOn}::date, 'infinity')
      AND ${q.startsOn}::date <= coalesce(n.ends_on, 'infinity')) AS named
  FROM membership m JOIN person p ON p.id = m.person_id
  WHERE m.org_id = ${db.viewer.orgId} AND m.person_id = ${q.personId} AND m.revoked_at IS NULL
    AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND ${seenMember(db)}`;

export interface NewSupervision extends Supervision {
  readonly supersedesId: string | null;
}

/** The row is the owner's of the records, whoever's site it is. */
export const addSupervision = (db: Tenancy, n: NewSupervision): Sql => sql`
  INSERT INTO assignment_supervisor (org_id, id, assignment_id, site_org_id, person_id, printed_name, starts_on, ends_on, supersedes_id,
    recorded_by, recorded_at)
  VALUES (${n.orgId}, ${n.id}, ${n.assignmentId}, ${db.viewer.orgId}, ${n.personId}, ${n.name}, ${n.startsOn}, ${n.endsOn}, ${n.supersedesId},
    ${db.actorId}, app_now())`;

/** Others' trainees who are announced, the next first. */
export const announced = (db: Tenancy): Sql => sql`
  SELECT a.org_id AS "orgId", a.id AS "assignmentId", a.site_id AS "siteId", s.name AS "siteName",
    coalesce(o.name, '') AS "organizationName", a.starts_on::text AS "startsOn", a.ends_on::text AS "endsOn",
    btrim(a.given_name || ' ' || a.family_name) AS "traineeName"
  FROM (SELECT w.*, w.assignment_id AS id FROM awaited_placements() w) a JOIN site s ON s.org_id = a.site_org_id AND s.id = a.site_id
  LEFT JOIN organization o ON o.id = a.org_id
  WHERE (app_now() AT TIME ZONE a.time_zone)::date < a.starts_on AND ${seenSite(db)}`;
