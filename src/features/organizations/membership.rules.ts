import { roleMayGrant, type Role } from '../../platform/access/permissions.js';
import { refuse, type Refusal } from '../../platform/graphql/refusal.js';
import {
  AuditorMustExpire,
  LastOwner,
  MembershipIsRevoked,
  OwnMembership,
  RoleAboveYours,
} from './membership.refusals.js';

/** Who changes a membership: as the database knows them at that moment, not as their token says. */
export interface Grantor {
  membershipId: string;
  role: Role;
}

/** Everything about a membership that decides what its person may do. */
export interface MembershipTerms {
  role: Role;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lineManagerId: string | null;
  /** null: all sites. */
  siteIds: string[] | null;
  /** null: all cohorts. */
  cohortIds: string[] | null;
}

/** An owner for good: neither revoked nor expiring. Every organization keeps at least one. */
export const isStandingOwner = (terms: Pick<MembershipTerms, 'role' | 'expiresAt' | 'revokedAt'>): boolean =>
  terms.role === 'OWNER' && terms.expiresAt === null && terms.revokedAt === null;

/** Why a membership must not begin with these terms, or null. */
export function whyNotGrant(
  grantor: Grantor,
  terms: Pick<MembershipTerms, 'role' | 'expiresAt'>,
): RoleAboveYours | AuditorMustExpire | null {
  return whyNotRole(grantor, terms.role) ?? whyNotEndless(terms);
}

/**
 * Why one member must not change another's membership from `before` to `after`, or null.
 * Nobody changes their own; nobody touches or gives a role above their own; auditors expire; a revoked
 * membership is restored before anything else; an owner for good remains.
 */
export function whyNotChange(change: {
  grantor: Grantor;
  membershipId: string;
  before: MembershipTerms;
  after: MembershipTerms;
  /** Owners for good beside the member concerned. */
  otherStandingOwners: number;
}): Refusal | null {
  const { grantor, membershipId, before, after, otherStandingOwners } = change;
  return (
    whyNotTouch(grantor, membershipId, before.role) ??
    whyNotGrant(grantor, after) ??
    whyNotWhileRevoked(before, after) ??
    whyNotWithoutOwner(before, after, otherStandingOwners)
  );
}

/** Why a member must not change anything about another who has this role, or null: it is oneself, or above. */
export const whyNotTouch = (
  grantor: Grantor,
  membershipId: string,
  role: Role,
): OwnMembership | RoleAboveYours | null =>
  grantor.membershipId === membershipId
    ? refuse(
        OwnMembership,
        'Nobody changes their own membership. Ask another owner or administrator to do it.',
      )
    : whyNotRole(grantor, role);

/** Whether a line of managers, from the proposed manager upwards, comes back to the member. */
export const wouldCycle = (membershipId: string, managersUpwards: readonly string[]): boolean =>
  managersUpwards.includes(membershipId);

const whyNotRole = (grantor: Grantor, role: Role): RoleAboveYours | null =>
  roleMayGrant(grantor.role, role)
    ? null
    : refuse(RoleAboveYours, `With the role ${grantor.role} you can neither give nor change ${role}.`, {
        role,
      });

const whyNotEndless = ({
  role,
  expiresAt,
}: Pick<MembershipTerms, 'role' | 'expiresAt'>): AuditorMustExpire | null =>
  role === 'AUDITOR' && expiresAt === null
    ? refuse(AuditorMustExpire, 'An auditor always has an end: give expiresAt.')
    : null;

const whyNotWhileRevoked = (before: MembershipTerms, after: MembershipTerms): MembershipIsRevoked | null =>
  before.revokedAt && after.revokedAt
    ? refuse(MembershipIsRevoked, 'This membership is revoked. Restore it, then change it.')
    : null;

const whyNotWithoutOwner = (
  before: MembershipTerms,
  after: MembershipTerms,
  others: number,
): LastOwner | null =>
  isStandingOwner(before) && !isStandingOwner(after) && others === 0
    ? refuse(LastOwner, 'This is the last owner without an end. Appoint another owner first.')
    : null;
