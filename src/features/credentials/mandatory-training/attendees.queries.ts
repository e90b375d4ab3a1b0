import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';

/** Somebody whose training an organization may put on record. */
export interface Attendee {
  readonly id: string;
  readonly name: string;
  /** Whether it is whoever asks, by any of their ids. */
  readonly isViewer: boolean;
}

/** Whether who asks may see the member `m`: themselves in any case. */
export const seenMember = (db: Tenancy): Sql =>
  db.scope.kind === 'viewer'
    ? sql`(m.id = ${db.viewer.membershipId} OR may_see_member(${db.orgId}::uuid, ${db.viewer.membershipId}::uuid, m.id))`
    : sql`true`;

/** Whether who asks may see those placed at the site of `w`: members who are limited to sites, at those. */
const seenThere = (db: Tenancy): Sql =>
  db.scope.kind === 'viewer'
    ? sql`EXISTS (SELECT 1 FROM membership v WHERE v.org_id = ${db.orgId} AND v.id = ${db.viewer.membershipId} AND (NOT v.site_limited
        OR EXISTS (SELECT 1 FROM membership_site x WHERE x.org_id = v.org_id AND x.membership_id = v.id AND x.site_id = w.site_id)))`
    : sql`true`;

/** Of these persons the members, and those placed at the organization's sites, each once. */
export const attendeesOf = (db: Tenancy, personIds: readonly string[]): Sql => sql`
  SELECT DISTINCT ON (p.id) p.id, p.name, canonical_person(p.id) IS NOT DISTINCT FROM canonical_person(${db.actorId}::uuid) AS "isViewer"
  FROM (
    SELECT n.id, concat_ws(' ', n.given_name, nullif(n.family_name, '')) AS name
    FROM membership m JOIN person n ON n.id = m.person_id
    WHERE m.org_id = ${db.orgId} AND m.person_id = ANY (${[...personIds]}::uuid[]) AND NOT m.is_service AND ${seenMember(db)}
    UNION ALL
    SELECT w.person_id, concat_ws(' ', w.given_name, nullif(w.family_name, '')) FROM awaited_placements() w
    WHERE w.person_id = ANY (${[...personIds]}::uuid[]) AND ${seenThere(db)}) p
  ORDER BY p.id`;
