import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { FACTS, seenAssignment, seenSite } from './assignment-access.queries.js';
import type { AssignmentKind } from './assignment.entity.js';
import type { AssignmentState } from './assignment-standing.rules.js';

const TODAY = sql`(app_now() AT TIME ZONE st.time_zone)::date`;

const STATE = sql`CASE WHEN st.cancelled THEN 'CANCELLED' WHEN st.ends_on < ${TODAY} THEN 'OVER'
  WHEN ${TODAY} < st.starts_on THEN 'UPCOMING' ELSE 'IN_FORCE' END`;

/** Columns of Assignment; names of organizations the viewer has nothing to do with any more are empty. */
const ROWS = sql`SELECT ${FACTS}, coalesce(o.name, '') AS "organizationName", coalesce(w.name, '') AS "siteOrganizationName",
    ${STATE} AS state, ${TODAY}::text AS today, a.created_at AS "createdAt"`;

const TABLES = sql`FROM training_assignment a
  JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
  JOIN site s ON s.org_id = a.site_org_id AND s.id = a.site_id
  LEFT JOIN organization o ON o.id = a.org_id
  LEFT JOIN organization w ON w.id = a.site_org_id`;

export interface AssignmentFilter {
  readonly kind?: AssignmentKind | null;
  readonly siteId?: string | null;
  readonly personId?: string | null;
  readonly states?: AssignmentState[] | null;
}

const filtered = ({
  kind = null,
  siteId = null,
  personId = null,
  states = null,
}: AssignmentFilter): Sql => sql`
  (${kind}::text IS NULL OR a.kind = ${kind}::text)
  AND (${siteId}::uuid IS NULL OR a.site_id = ${siteId}::uuid)
  AND (${personId}::uuid IS NULL OR a.person_id = ${personId}::uuid)
  AND (${states}::text[] IS NULL OR ${STATE} = ANY (${states}::text[]))`;

/** Those of the organization's own records. */
const matchingOwn = (db: Tenancy, filter: AssignmentFilter): Sql =>
  sql`a.org_id = ${db.orgId} AND ${seenAssignment(db)} AND ${filtered(filter)}`;

/** Those of other organizations at the sites of the viewer's; the database shows them while they are in force. */
const matchingHosted = (db: Tenancy, filter: AssignmentFilter): Sql =>
  sql`a.site_org_id = ${db.viewer.orgId} AND a.org_id <> ${db.viewer.orgId} AND ${seenSite(db)} AND ${filtered(filter)}`;

type Key = readonly [startsOn: string | null, id: string | null];

/** The latest first day first. */
const pageOf = (matching: Sql, [startsOn, id]: Key, limit: number): Sql => sql`
  ${ROWS} ${TABLES} WHERE ${matching}
    AND (${id}::uuid IS NULL OR (st.starts_on, a.id) < (${startsOn}::date, ${id}::uuid))
  ORDER BY st.starts_on DESC, a.id DESC LIMIT ${limit}`;

const countOf = (matching: Sql): Sql => sql`SELECT count(*)::int AS count ${TABLES} WHERE ${matching}`;

export const ownPage = (db: Tenancy, filter: AssignmentFilter, after: Key, limit: number): Sql =>
  pageOf(matchingOwn(db, filter), after, limit);
export const ownCount = (db: Tenancy, filter: AssignmentFilter): Sql => countOf(matchingOwn(db, filter));

export const hostedPage = (db: Tenancy, filter: AssignmentFilter, after: Key, limit: number): Sql =>
  pageOf(matchingHosted(db, filter), after, limit);
export const hostedCount = (db: Tenancy, filter: AssignmentFilter): Sql =>
  countOf(matchingHosted(db, filter));

/** Some of one organization, by their ids, as far as the viewer may see them. */
export const assignmentsById = (db: Tenancy, ids: readonly string[]): Sql => sql`
  ${ROWS} ${TABLES} WHERE a.org_id = ${db.orgId} AND a.id = ANY (${[...ids]}::uuid[]) AND ${seenAssignment(db)}`;

/** The viewer's own, the latest first. */
export const assignmentsOfViewer = (db: Tenancy): Sql => sql`
  ${ROWS} ${TABLES} WHERE a.org_id = ${db.orgId} AND may_read_as_own(${db.viewer.personId}, a.person_id)
  ORDER BY st.starts_on DESC, a.id DESC`;

/** People who train by assignments of the organization. */
export const traineesOf = (db: Tenancy, personIds: readonly string[]): Sql => sql`
  SELECT p.* FROM person p WHERE p.id = ANY (${[...personIds]}::uuid[])
    AND EXISTS (SELECT 1 FROM training_assignment a WHERE a.org_id = ${db.orgId} AND a.person_id = p.id)`;

/** The days of a standing row; one that ended before it began has its first day. */
const days = (st: Sql): Sql =>
  sql`daterange(${st}.starts_on, greatest(coalesce(${st}.ends_on, 'infinity'), ${st}.starts_on), '[]')`;

/** Others of the same person that run at the same time. */
export const sideBySide = (db: Tenancy, ids: readonly string[]): Sql => sql`
  SELECT st.assignment_id AS "assignmentId", other.assignment_id AS "otherId"
  FROM assignment_standing st
  JOIN assignment_standing other ON other.org_id = st.org_id AND other.person_id = st.person_id
    AND other.assignment_id <> st.assignment_id AND NOT other.cancelled
    AND ${days(sql`other`)} && ${days(sql`st`)}
  WHERE st.org_id = ${db.orgId} AND st.assignment_id = ANY (${[...ids]}::uuid[]) AND NOT st.cancelled
  ORDER BY other.starts_on, other.assignment_id`;

/** What was put on record of it, in that order; nothing for a clinic that hosts: the entries are the owner's. */
export const entriesOf = (db: Tenancy, ids: readonly string[]): Sql => sql`
  SELECT e.id, e.assignment_id AS "assignmentId", e.kind, e.starts_on::text AS "startsOn", e.ends_on::text AS "endsOn",
    e.checklist_version_id AS "checklistVersionId", e.gate, e.reason, e.recorded_by AS "recordedBy", e.recorded_at AS "recordedAt"
  FROM assignment_entry e WHERE e.org_id = ${db.orgId} AND e.assignment_id = ANY (${[...ids]}::uuid[])
  ORDER BY e.recorded_at, e.id`;

/** What assignments were made with, in the form in which entries change it. */
export const madeOf = (db: Tenancy, ids: readonly string[] | null): Sql => sql`
  SELECT a.id, a.starts_on::text AS "startsOn", a.ends_on::text AS "endsOn", a.checklist_version_id AS "checklistVersionId"
  FROM training_assignment a
  WHERE a.org_id = ${db.orgId} AND (${ids === null} OR a.id = ANY (${[...(ids ?? [])]}::uuid[]))
  ORDER BY a.id`;
