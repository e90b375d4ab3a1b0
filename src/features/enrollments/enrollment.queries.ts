import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import { checkedCursor, containing, isText, isUuid, seenCohort } from './cohort.queries.js';
import type { EnrollmentStatus } from './enrollment-status.rules.js';

/** The columns of an enrollment `e` of a person `p`, named as the entity's properties, dates as text. */
const ENROLLMENT = sql`e.org_id AS "orgId", e.id, e.person_id AS "personId", e.cohort_id AS "cohortId",
  e.program_id AS "programId", e.program_version_id AS "programVersionId", e.status, e.status_since::text AS "statusSince",
  e.enrolled_on::text AS "enrolledOn", e.confirmed_requirements AS "confirmedRequirements", e.created_at AS "createdAt",
  p.given_name AS "givenName", p.family_name AS "familyName",
  ARRAY(SELECT r FROM program_version v, unnest(v.entry_requirements) r
    WHERE v.org_id = e.org_id AND v.id = e.program_version_id AND r <> ALL (e.confirmed_requirements)) AS "unconfirmedRequirements"`;

const FROM = sql`enrollment e JOIN person p ON p.id = e.person_id`;

/**
 * Condition on an enrollment `e`: the viewer may read it. Trainees read their own; staff those of the cohorts
 * they may see.
 */
export function seenEnrollment(db: Tenancy): Sql {
  if (db.scope.kind === 'system') return sql`true`;
  const own = sql`e.person_id = ${db.viewer.personId}`;
  return db.viewer.can('enrollment:read') ? sql`(${own} OR ${seenCohort(db, sql`e.cohort_id`)})` : own;
}

export const enrollmentById = (db: Tenancy, id: string): Sql =>
  sql`SELECT ${ENROLLMENT} FROM ${FROM} WHERE e.org_id = ${db.orgId} AND e.id = ${id} AND ${seenEnrollment(db)}`;

/** The latest first. */
export const enrollmentsOfPerson = (db: Tenancy, personId: string): Sql =>
  sql`SELECT ${ENROLLMENT} FROM ${FROM} WHERE e.org_id = ${db.orgId} AND e.person_id = ${personId}
    ORDER BY e.enrolled_on DESC, e.id DESC`;

export interface EnrollmentFilter {
  cohortId?: string | null;
  statuses?: EnrollmentStatus[] | null;
  onHold?: boolean | null;
  search?: string | null;
}

const ON_HOLD = sql`EXISTS (SELECT 1 FROM enrollment_hold h WHERE h.org_id = e.org_id AND h.enrollment_id = e.id
  AND NOT EXISTS (SELECT 1 FROM enrollment_hold_release r WHERE r.org_id = h.org_id AND r.hold_id = h.id))`;

const matching = (db: Tenancy, filter: EnrollmentFilter): Sql => {
  const { cohortId = null, statuses = null, onHold = null } = filter;
  const pattern = containing(filter.search);
  return sql`e.org_id = ${db.orgId} AND ${seenCohort(db, sql`e.cohort_id`)}
    AND (${cohortId}::uuid IS NULL OR e.cohort_id = ${cohortId}::uuid)
    AND (${statuses}::text[] IS NULL OR e.status = ANY (${statuses}::text[]))
    AND (${onHold}::boolean IS NULL OR ${ON_HOLD} = ${onHold}::boolean)
    AND (${pattern}::text IS NULL OR p.given_name || ' ' || p.family_name ILIKE ${pattern}::text)`;
};

/** By family name, given name, id. */
export function enrollmentPage(
  db: Tenancy,
  filter: EnrollmentFilter,
  first: number,
  after?: string | null,
): Sql {
  const [family, given, id] = checkedCursor(after, [isText, isText, isUuid]) ?? [null, null, null];
  return sql`SELECT ${ENROLLMENT} FROM ${FROM} WHERE ${matching(db, filter)}
    AND (${id}::uuid IS NULL OR (p.family_name, p.given_name, e.id) > (${family}::text, ${given}::text, ${id}::uuid))
    ORDER BY p.family_name, p.given_name, e.id LIMIT ${first + 1}`;
}

export const enrollmentCount = (db: Tenancy, filter: EnrollmentFilter): Sql =>
  sql`SELECT count(*)::int AS count FROM ${FROM} WHERE ${matching(db, filter)}`;

/** Whether the person that `personId` names is the human being who acts, also under a merged id. */
export const isActor = (db: Tenancy, personId: Sql): Sql =>
  db.actorId === null ? sql`false` : sql`(canonical_person(${personId}) = canonical_person(${db.actorId}))`;

/** In the order of recording. */
export const statusEntriesOf = (db: Tenancy, enrollmentIds: readonly string[]): Sql => sql`
  SELECT s.enrollment_id AS "enrollmentId", s.id, s.event, s.effective_on::text AS "effectiveOn", s.reason,
    s.last_attended_on::text AS "lastAttendedOn", s.approved_by AS "approvedBy", s.corrects_id AS "correctsId",
    s.recorded_by AS "recordedBy", s.recorded_at AS "recordedAt"
  FROM enrollment_status_entry s
  WHERE s.org_id = ${db.orgId} AND s.enrollment_id = ANY(${[...enrollmentIds]}::uuid[])
  ORDER BY s.recorded_at, s.id`;

/** The oldest first, each with its release. */
export const holdsOf = (db: Tenancy, enrollmentIds: readonly string[]): Sql => sql`
  SELECT h.enrollment_id AS "enrollmentId", h.id, h.kind, h.reason, h.placed_by AS "placedBy", h.placed_at AS "placedAt",
    r.released_at AS "releasedAt", r.reason AS "releaseReason", r.released_by AS "releasedBy"
  FROM enrollment_hold h LEFT JOIN enrollment_hold_release r ON r.org_id = h.org_id AND r.hold_id = h.id
  WHERE h.org_id = ${db.orgId} AND h.enrollment_id = ANY(${[...enrollmentIds]}::uuid[])
  ORDER BY h.placed_at, h.id`;
