import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { ACCESS_TOPIC } from '../../platform/live/live-updates.js';
import { Membership } from './membership.entity.js';
import type {
  ChangeMemberRoleInput,
  LimitMemberInput,
  MembershipChangeInput,
  RestoreMembershipInput,
  RevokeMembershipInput,
  SetLineManagerInput,
  SetMemberExpiryInput,
} from './membership.input.js';
import {
  countOtherStandingOwners,
  endSessions,
  findLineManagers,
  findStanding,
  saveTerms,
  type MembershipStanding,
} from './membership.queries.js';
import { LineManagerCycle } from './membership.refusals.js';
import { whyNotChange, wouldCycle, type MembershipTerms } from './membership.rules.js';
import { lockMembers, mustBeGrantor } from './membership-authority.js';
import { MembershipService } from './membership.service.js';

type Amend = (
  before: MembershipTerms,
  tx: Transaction,
) => MembershipTerms | Promise<MembershipTerms | Refusal>;

/** What members with the right to do so change about the memberships of others. */
@Injectable()
export class MembershipChangeService {
  constructor(private readonly memberships: MembershipService) {}

  changeRole(db: TenantDb, input: ChangeMemberRoleInput): Promise<Membership | Refusal> {
    return this.change(db, input, (before, tx) => {
      if (input.expiresAt) mustBeAhead(tx, input.expiresAt);
      return { ...before, role: input.role, expiresAt: input.expiresAt ?? before.expiresAt };
    });
  }

  limit(db: TenantDb, input: LimitMemberInput): Promise<Membership | Refusal> {
    const { siteIds, cohortIds } = input;
    return this.change(db, input, (before) => ({
      ...before,
      siteIds: siteIds === undefined ? before.siteIds : sorted(siteIds),
      cohortIds: cohortIds === undefined ? before.cohortIds : sorted(cohortIds),
    }));
  }

  setExpiry(db: TenantDb, input: SetMemberExpiryInput): Promise<Membership | Refusal> {
    return this.change(db, input, (before, tx) => {
      if (input.expiresAt) mustBeAhead(tx, input.expiresAt);
      return { ...before, expiresAt: input.expiresAt ?? null };
    });
  }

  setLineManager(db: TenantDb, input: SetLineManagerInput): Promise<Membership | Refusal> {
    return this.change(db, input, async (before, tx) => {
      const lineManagerId = input.lineManagerId ?? null;
      if (lineManagerId) {
        const line = await findLineManagers(tx, lineManagerId);
        if (!line.length) throw notFound();
        if (wouldCycle(input.membershipId, line))
          return refuse(LineManagerCycle, 'The member leads this person already, directly or over others.');
      }
      return { ...before, lineManagerId };
    });
  }

  /** Ends live access at once: the database refuses the next use of any token, subscriptions are told. */
  revoke(db: TenantDb, input: RevokeMembershipInput): Promise<Membership | Refusal> {
    return this.change(db, input, (before, tx) => ({ ...before, revokedAt: before.revokedAt ?? tx.now }));
  }

  /** Like {@link revoke}, for an integration; null when it is done. */
  async revokeService(db: TenantDb, input: MembershipChangeInput): Promise<Refusal | null> {
    const amend: Amend = (before, tx) => ({ ...before, revokedAt: before.revokedAt ?? tx.now });
    const receipt = await db.once(input, (tx) => this.changeIn(tx, input, amend, { isService: true }));
    return isRefusal(receipt) ? receipt : null;
  }

  restore(db: TenantDb, input: RestoreMembershipInput): Promise<Membership | Refusal> {
    return this.change(db, input, (before) => ({ ...before, revokedAt: null }));
  }

  private async change(
    db: TenantDb,
    input: MembershipChangeInput,
    amend: Amend,
  ): Promise<Membership | Refusal> {
    const receipt = await db.once(input, (tx) => this.changeIn(tx, input, amend));
    return isRefusal(receipt) ? receipt : this.memberships.byId(db, receipt.id);
  }

  private async changeIn(
    tx: Transaction,
    input: MembershipChangeInput,
    amend: Amend,
    { isService } = { isService: false },
  ): Promise<{ id: string } | Refusal> {
    await lockMembers(tx);
    const grantor = await mustBeGrantor(tx);
    const standing = await findStanding(tx, input.membershipId);
    if (standing?.isService !== isService) throw notFound();
    const before = standing.terms;
    const after = await amend(before, tx);
    if (isRefusal(after)) return after;
    const otherStandingOwners = await countOtherStandingOwners(tx, input.membershipId);
    const given = { grantor, membershipId: input.membershipId, before, after, otherStandingOwners };
    const refusal = whyNotChange(given);
    if (refusal) return refusal;
    await record(tx, input, standing, after);
    return { id: input.membershipId };
  }
}

/** Saves the new terms with their evidence, and ends what was open under the old ones. */
async function record(
  tx: Transaction,
  { membershipId, reason }: MembershipChangeInput,
  { personId, terms: before }: MembershipStanding,
  after: MembershipTerms,
): Promise<void> {
  const changed = changedTerms(before, after);
  if (!changed.length) return;
  const revocation = after.revokedAt ? { by: tx.db.actorId, reason } : { by: null, reason: null };
  await saveTerms(tx, membershipId, after, revocation);
  tx.append({
    personId,
    kind: after.revokedAt ? 'membership.revoked' : 'membership.changed',
    content: { membershipId, before: only(before, changed), after: only(after, changed), reason },
  });
  if (after.revokedAt) await endSessions(tx, membershipId, 'ACCESS_ENDED');
  tx.notify(ACCESS_TOPIC, { membershipId });
}

const changedTerms = (before: MembershipTerms, after: MembershipTerms): (keyof MembershipTerms)[] =>
  (Object.keys(after) as (keyof MembershipTerms)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );

const only = (terms: MembershipTerms, names: readonly (keyof MembershipTerms)[]): object =>
  Object.fromEntries(names.map((name) => [name, terms[name]]));

const sorted = (ids: string[] | null): string[] | null => (ids === null ? null : [...ids].sort());

function mustBeAhead(tx: Transaction, expiresAt: Date): void {
  if (expiresAt <= tx.now) throw badInput('input.expiresAt', 'must be ahead; to end it now, revoke it');
}
