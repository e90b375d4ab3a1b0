import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { isActor } from '../../enrollments/enrollment.queries.js';

/**
 * Entries `g` and the one that took their place. The reason leaves the database only for who may read health
 * records.
 */
const accommodation = ({ orgId, viewer }: Tenancy): Sql => sql`
  SELECT g.id, g.person_id AS "personId", g.time_multiplier::text AS "timeMultiplier", g.break_minutes AS "breakMinutes",
    g.closing_extension_minutes AS "closingExtensionMinutes", g.extra_attempts AS "extraAttempts",
    g.valid_from::text AS "validFrom", g.valid_until::text AS "validUntil", g.withdrawn, g.supersedes_id AS "supersedesId",
    newer.id AS "supersededById", g.recorded_by AS "recordedBy", g.recorded_at AS "recordedAt",
    CASE WHEN ${viewer.can('health:read')} THEN g.reason END AS reason
  FROM accommodation g LEFT JOIN accommodation newer ON newer.org_id = g.org_id AND newer.supersedes_id = g.id
  WHERE g.org_id = ${orgId}`;

/** Condition: the person is a member of the organization whom the viewer's cohorts and sites show. */
export const seenPerson = ({ orgId, viewer }: Tenancy, personId: Sql): Sql => sql`EXISTS (
  SELECT 1 FROM membership m WHERE m.org_id = ${orgId} AND ${personId} IN (m.person_id, m.former_person_id)
    AND may_see_member(${orgId}::uuid, ${viewer.membershipId}::uuid, m.id))`;

/** A person as far as they are seen, and whether they are the one who asks. */
export const seenPersonById = (db: Tenancy, personId: string): Sql => sql`
  SELECT ${isActor(db, sql`${personId}::uuid`)} AS own WHERE ${seenPerson(db, sql`${personId}::uuid`)}`;

export const accommodationById = (db: Tenancy, id: string): Sql =>
  sql`${accommodation(db)} AND g.id = ${id} AND ${seenPerson(db, sql`g.person_id`)}`;

/** Under every id of the person, the latest first. */
export const accommodationsOf = (db: Tenancy, personId: string, withFormer: boolean): Sql => sql`
  ${accommodation(db)} AND g.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)
    ${withFormer ? empty : sql`AND NOT g.withdrawn AND newer.id IS NULL`}
  ORDER BY g.recorded_at DESC, g.id DESC`;

/** An entry that somebody wants to put another in the place of. */
export const accommodationToChange = (db: Tenancy, id: string): Sql => sql`
  SELECT kept.*, ${isActor(db, sql`kept."personId"`)} AS own FROM (${accommodationById(db, id)}) kept`;
