import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import type { Permission } from '../../platform/access/permissions.js';

/** Whether who asks may see the member `m`: limited ones see members of their sites, trainees of their cohorts. */
export const seen = (db: Tenancy): Sql =>
  db.scope.kind === 'viewer'
    ? sql`may_see_member(${db.orgId}::uuid, ${db.viewer.membershipId}::uuid, m.id)`
    : sql`true`;

/** Whether somebody is a member of the organization now, under this id, whom the asker may see. */
export const isMember = (db: Tenancy, personId: string): Sql => sql`SELECT FROM membership m
  WHERE m.org_id = ${db.orgId} AND m.person_id = ${personId} AND m.revoked_at IS NULL
    AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND ${seen(db)}`;

/** Whether somebody is or was one, under this or an earlier id. */
export const wasMember = (db: Tenancy, personId: string): Sql => sql`SELECT FROM membership m
  WHERE m.org_id = ${db.orgId} AND ${personId} IN (m.person_id, m.former_person_id) AND ${seen(db)}`;

/** Whether a row `h` is of somebody who is a member or was one, whom the asker may see. For rows that are named by their ids. */
const ofSeenMember = (db: Tenancy): Sql => sql`EXISTS (
  SELECT 1 FROM (SELECT h.person_id AS id UNION SELECT canonical_person(h.person_id)) known
  JOIN membership m ON m.org_id = ${db.orgId} AND (m.person_id = known.id OR m.former_person_id = known.id) AND ${seen(db)})`;

/** Whether a row `h` is of somebody who is a member now, whom the asker may see. For lists: the members are looked up once. */
export const ofMembersNow = (db: Tenancy): Sql => sql`h.person_id IN (
  SELECT s.person_id FROM same_persons(ARRAY(
    SELECT known.id FROM membership m CROSS JOIN LATERAL (VALUES (m.person_id), (m.former_person_id)) AS known (id)
    WHERE m.org_id = ${db.orgId} AND known.id IS NOT NULL AND m.revoked_at IS NULL
      AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND ${seen(db)})) s)`;

/** Whether a row `h` is one's own to read. */
export const isOwn = (db: Tenancy): Sql =>
  db.actorId === null ? sql`false` : sql`may_read_as_own(${db.actorId}, h.person_id)`;

/** The same, for finding all rows of one's own. */
export const own = (db: Tenancy): Sql => sql`${isOwn(db)}
  AND h.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${db.actorId}]::uuid[]) same)`;

/** Whether who asks may read a row `h`: their own, or with the permission those of people they see. The system reads all. */
export function mayRead(db: Tenancy, permission: Permission): Sql {
  if (db.scope.kind !== 'viewer') return sql`true`;
  if (!db.viewer.can(permission)) return isOwn(db);
  return sql`(${isOwn(db)} OR ${ofSeenMember(db)})`;
}
