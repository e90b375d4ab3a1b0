import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import { badInput } from '../../platform/faults/fault.js';
import { decodeCursor } from '../../platform/graphql/page.js';
import { isId } from '../../platform/ids/ids.js';
import { isDate } from './enrollment-status.rules.js';

const STATE = sql`CASE WHEN (app_now() AT TIME ZONE c.time_zone)::date < c.starts_on THEN 'UPCOMING'
  WHEN (app_now() AT TIME ZONE c.time_zone)::date > c.ends_on THEN 'ENDED' ELSE 'RUNNING' END`;

/** The columns of a cohort `c`, named as the entity's properties, dates as text. */
const COHORT = sql`c.org_id AS "orgId", c.id, c.program_version_id AS "programVersionId", c.code, c.name,
  c.starts_on::text AS "startsOn", c.ends_on::text AS "endsOn", c.time_zone AS "timeZone", c.site_id AS "siteId",
  c.milestones, c.closed_at AS "closedAt", c.created_at AS "createdAt", ${STATE} AS state`;

/**
 * Condition: the viewer may see the cohort that `cohortId` names: any, unless their membership is limited.
 * The same answer as the function may_see_cohort, but found once per statement rather than once per row.
 */
export function seenCohort(db: Tenancy, cohortId: Sql): Sql {
  if (db.scope.kind === 'system') return sql`true`;
  const { orgId, membershipId } = db.viewer;
  return sql`(NOT EXISTS (SELECT 1 FROM membership mine
      WHERE mine.org_id = ${orgId} AND mine.id = ${membershipId} AND mine.cohort_limited)
    OR ${cohortId} IN (SELECT mine.cohort_id FROM membership_cohort mine
      WHERE mine.org_id = ${orgId} AND mine.membership_id = ${membershipId}))`;
}

export const cohortsById = (db: Tenancy, ids: readonly string[]): Sql =>
  sql`SELECT ${COHORT} FROM cohort c WHERE c.org_id = ${db.orgId} AND c.id = ANY(${[...ids]}::uuid[]) ORDER BY c.starts_on, c.code`;

export const seenCohortById = (db: Tenancy, id: string): Sql =>
  sql`SELECT ${COHORT} FROM cohort c WHERE c.org_id = ${db.orgId} AND c.id = ${id} AND ${seenCohort(db, sql`c.id`)}`;

/** For changing the cohort: waits for whoever is enrolling into it or changing it. */
export const lockedCohort = (db: Tenancy, id: string): Sql =>
  sql`${seenCohortById(db, id)} FOR NO KEY UPDATE OF c`;

export interface CohortFilter {
  programId?: string | null;
  state?: string | null;
  search?: string | null;
}

const matching = (db: Tenancy, { programId = null, state = null, search }: CohortFilter): Sql => {
  const pattern = containing(search);
  return sql`c.org_id = ${db.orgId} AND ${seenCohort(db, sql`c.id`)}
    AND (${programId}::uuid IS NULL OR c.program_version_id IN
      (SELECT v.id FROM program_version v WHERE v.org_id = ${db.orgId} AND v.program_id = ${programId}::uuid))
    AND (${state}::text IS NULL OR ${STATE} = ${state}::text)
    AND (${pattern}::text IS NULL OR c.code ILIKE ${pattern}::text OR c.name ILIKE ${pattern}::text)`;
};

/** Latest start first. */
export function cohortPage(db: Tenancy, filter: CohortFilter, first: number, after?: string | null): Sql {
  const [startsOn, id] = checkedCursor(after, [isDay, isUuid]) ?? [null, null];
  return sql`SELECT ${COHORT} FROM cohort c WHERE ${matching(db, filter)}
    AND (${id}::uuid IS NULL OR (c.starts_on, c.id) < (${startsOn}::date, ${id}::uuid))
    ORDER BY c.starts_on DESC, c.id DESC LIMIT ${first + 1}`;
}

export const cohortCount = (db: Tenancy, filter: CohortFilter): Sql =>
  sql`SELECT count(*)::int AS count FROM cohort c WHERE ${matching(db, filter)}`;

export const teachersOf = (db: Tenancy, cohortIds: readonly string[]): Sql => sql`
  SELECT t.cohort_id AS "cohortId", m.id AS "membershipId", p.id AS "personId",
    trim(p.given_name || ' ' || p.family_name) AS name
  FROM cohort_instructor t
  JOIN membership m ON m.org_id = t.org_id AND m.id = t.membership_id
  JOIN person p ON p.id = m.person_id
  WHERE t.org_id = ${db.orgId} AND t.cohort_id = ANY(${[...cohortIds]}::uuid[])
  ORDER BY p.family_name, p.given_name, m.id`;

/** An ILIKE pattern for text that holds `part` as it is written, or null for no filter. */
export const containing = (part: string | null | undefined): string | null =>
  part ? `%${part.replace(/[\\%_]/g, '\\$&')}%` : null;

export const isUuid = (part: unknown): boolean => typeof part === 'string' && isId(part);
export const isDay = (part: unknown): boolean => typeof part === 'string' && isDate(part);
export const isText = (part: unknown): boolean => typeof part === 'string';

/** The parts of a cursor, each of its kind. Throws BAD_USER_INPUT for a cursor that is not of this list. */
export function checkedCursor(
  cursor: string | null | undefined,
  kinds: readonly ((part: unknown) => boolean)[],
): (string | number | null)[] | null {
  const parts = decodeCursor(cursor, kinds.length);
  if (parts && !kinds.every((isKind, index) => isKind(parts[index])))
    throw badInput(
      'after',
      'is not a cursor of this list: give the endCursor of the page before, or nothing',
    );
  return parts;
}
