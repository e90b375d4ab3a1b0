import sql, { type Sql } from 'sql-template-tag';
import type { Role } from '../../platform/access/permissions.js';
import { Person } from '../people/person.entity.js';
import { Me, MyMembership } from './me.type.js';
import { Organization } from './organization.entity.js';

/** Whose account it is. */
export interface AccountHolder {
  email: string;
  disabled: boolean;
  personId: string;
  givenName: string;
  familyName: string;
  mergedIntoId: string | null;
}

/** A membership that opens its organization now. */
export interface OpenMembership {
  membershipId: string;
  role: Role;
  orgId: string;
  orgName: string;
  isSchool: boolean;
  isClinic: boolean;
  orgCreatedAt: Date;
}

export const holderOf = (accountId: string, personId: string): Sql => sql`
  SELECT a.email, a.disabled_at IS NOT NULL AS disabled, p.id AS "personId", p.given_name AS "givenName",
    p.family_name AS "familyName", p.merged_into_id AS "mergedIntoId"
  FROM account a JOIN person p ON p.id = a.person_id
  WHERE a.id = ${accountId} AND a.person_id = ${personId}`;

/** Across organizations, as a person may see their own; the one used last comes first. */
export const openMembershipsOf = (personId: string): Sql => sql`
  SELECT m.id AS "membershipId", m.role, o.id AS "orgId", o.name AS "orgName", o.is_school AS "isSchool",
    o.is_clinic AS "isClinic", o.created_at AS "orgCreatedAt"
  FROM membership m JOIN organization o ON o.id = m.org_id
  LEFT JOIN (
    SELECT org_id, max(last_used_at) AS at FROM session WHERE person_id = ${personId} AND impersonator_id IS NULL GROUP BY org_id
  ) used ON used.org_id = m.org_id
  WHERE m.person_id = ${personId} AND m.revoked_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > app_now())
  ORDER BY used.at DESC NULLS LAST, m.created_at, m.id
  LIMIT 100`;

export function meFrom(
  holder: AccountHolder,
  open: OpenMembership[],
  current: OpenMembership,
  impersonatorId: string | null = null,
): Me {
  const { personId: id, givenName, familyName, mergedIntoId, email } = holder;
  return Object.assign(new Me(), {
    person: Object.assign(new Person(), { id, givenName, familyName, mergedIntoId }),
    email,
    impersonatorId,
    organization: organizationOf(current),
    membershipId: current.membershipId,
    role: current.role,
    memberships: open.map((membership) =>
      Object.assign(new MyMembership(), {
        id: membership.membershipId,
        organization: organizationOf(membership),
        role: membership.role,
      }),
    ),
  });
}

export const organizationOf = (row: {
  orgId: string;
  orgName: string;
  isSchool: boolean;
  isClinic: boolean;
  orgCreatedAt: Date;
}): Organization =>
  Object.assign(new Organization(), {
    id: row.orgId,
    name: row.orgName,
    isSchool: row.isSchool,
    isClinic: row.isClinic,
    createdAt: row.orgCreatedAt,
  });
