import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newSecretToken, secretTokenHash } from '../../platform/access/secret-token.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { normalEmail } from '../people/password.rules.js';
import { Person } from '../people/person.entity.js';
import { InvitationPost } from './invitation-post.js';
import type { Invitation } from './invitation.entity.js';
import { INVITATION_DAYS } from './invitation.letter.js';
import {
  addInvitations,
  clearExpired,
  countInvitations,
  findInvitation,
  findInvitationIn,
  findKnownAddresses,
  listInvitations,
  type NewInvitation,
} from './invitation.queries.js';
import { AlreadyInvited, InvitationNotOpen } from './invitation.refusals.js';
import type { InvitationsArgs, ResendInvitationInput, RevokeInvitationInput } from './invitation.type.js';
import { lockMembers, mustBeGrantor } from './membership-authority.js';
import { mustBeHere, whyNotIdentity } from './membership-grant.js';
import { findStanding } from './membership.queries.js';
import { AlreadyMember } from './membership.refusals.js';
import { whyNotGrant, type Grantor } from './membership.rules.js';
import { termsOf, type InviteMemberInput, type InviteToSignInInput } from './new-member.input.js';

type Offer = Omit<NewInvitation, 'tokenHash'>;

/** Offers of membership. Whether an address has an account elsewhere is never looked at, so never told. */
@Injectable()
export class InvitationService {
  constructor(private readonly post: InvitationPost) {}

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<Invitation> {
    const found = await findInvitation(db, id);
    if (!found) throw notFound();
    return found;
  }

  /** Newest first. */
  async page(db: TenantDb, args: InvitationsArgs): Promise<Page<Invitation>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const states = args.states ?? null;
    const rows = await listInvitations(db, states, after as string | null, args.first + 1);
    return pageOf(
      rows,
      args,
      (row) => [row.id],
      () => countInvitations(db, states),
    );
  }

  invite(db: TenantDb, input: InviteMemberInput): Promise<Invitation | Refusal> {
    return this.answer(
      db,
      db.once(input, (tx) => this.inviteIn(tx, input)),
    );
  }

  /** For a member who is here without an account. */
  inviteToSignIn(db: TenantDb, input: InviteToSignInInput): Promise<Invitation | Refusal> {
    return this.answer(
      db,
      db.once(input, (tx) => this.inviteToSignInIn(tx, input)),
    );
  }

  resend(db: TenantDb, input: ResendInvitationInput): Promise<Invitation | Refusal> {
    return this.answer(
      db,
      db.once(input, (tx) => this.resendIn(tx, input.invitationId)),
    );
  }

  revoke(db: TenantDb, input: RevokeInvitationInput): Promise<Invitation | Refusal> {
    return this.answer(
      db,
      db.once(input, (tx) => this.revokeIn(tx, input.invitationId)),
    );
  }

  private async answer(
    db: TenantDb,
    given: Promise<{ id: string } | Refusal>,
  ): Promise<Invitation | Refusal> {
    const receipt = await given;
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async inviteIn(tx: Transaction, input: InviteMemberInput): Promise<{ id: string } | Refusal> {
    await lockMembers(tx);
    const email = normalEmail(input.email);
    const terms = termsOf(input, tx.now);
    const refusal =
      whyNotGrant(await mustBeGrantor(tx), terms) ??
      (await whyNotAddress(tx, email)) ??
      (await whyNotIdentity(tx, terms));
    if (refusal) return refusal;
    await mustBeHere(tx, terms);
    const { expiresAt: membershipExpiresAt, siteIds, cohortIds, ...rest } = terms;
    const { givenName, familyName } = input;
    const limits = { siteIds: siteIds ?? [], cohortIds: cohortIds ?? [] };
    return this.send(tx, {
      ...rest,
      ...limits,
      email,
      givenName,
      familyName,
      membershipExpiresAt,
      membershipId: null,
    });
  }

  private async inviteToSignInIn(
    tx: Transaction,
    input: InviteToSignInInput,
  ): Promise<{ id: string } | Refusal> {
    await lockMembers(tx);
    const email = normalEmail(input.email);
    const { membershipId } = input;
    const grantor = await mustBeGrantor(tx);
    const standing = await findStanding(tx, membershipId);
    if (!standing || standing.isService || standing.terms.revokedAt) throw notFound();
    const refusal =
      whyNotGrant(grantor, standing.terms) ??
      (await whyNotAccount(tx, standing.personId, membershipId)) ??
      (await whyNotAddress(tx, email));
    if (refusal) return refusal;
    const { givenName, familyName } = await tx.get(Person, { id: standing.personId });
    // Everything else the membership has already.
    const none = { externalSource: null, externalId: null, lineManagerId: null, siteIds: [], cohortIds: [] };
    const offer = { ...none, role: standing.terms.role, membershipExpiresAt: standing.terms.expiresAt };
    return this.send(tx, { ...offer, email, givenName, familyName, membershipId });
  }

  private async resendIn(tx: Transaction, id: string): Promise<{ id: string } | Refusal> {
    const { found, grantor } = await this.mustBeFound(tx, id);
    if (found.state !== 'PENDING' && found.state !== 'EXPIRED') return notOpen();
    const refusal = whyNotGrant(grantor, {
      role: found.role,
      expiresAt: found.membershipExpiresAt,
    });
    if (refusal) return refusal;
    const token = newSecretToken();
    await tx.query(sql`UPDATE invitation SET token_hash = ${secretTokenHash(token)}, invited_by = ${tx.db.actorId},
      expires_at = app_now() + make_interval(days => ${INVITATION_DAYS}) WHERE org_id = ${tx.orgId} AND id = ${id}`);
    await this.post.send(tx, { email: found.email, token });
    return { id };
  }

  private async revokeIn(tx: Transaction, id: string): Promise<{ id: string } | Refusal> {
    const { found, grantor } = await this.mustBeFound(tx, id);
    if (found.state === 'ACCEPTED') return notOpen();
    const refusal = whyNotGrant(grantor, { role: found.role, expiresAt: tx.now });
    if (refusal) return refusal;
    await tx.query(sql`UPDATE invitation SET revoked_at = app_now()
      WHERE org_id = ${tx.orgId} AND id = ${id} AND revoked_at IS NULL`);
    return { id };
  }

  /** Who may not decide learns nothing of what there is. */
  private async mustBeFound(tx: Transaction, id: string): Promise<{ found: Invitation; grantor: Grantor }> {
    await lockMembers(tx);
    const grantor = await mustBeGrantor(tx);
    const found = await findInvitationIn(tx, id);
    if (!found) throw notFound();
    return { found, grantor };
  }

  private async send(tx: Transaction, offer: Offer): Promise<{ id: string }> {
    const token = newSecretToken();
    const [id] = await addInvitations(tx, [{ ...offer, tokenHash: secretTokenHash(token) }]);
    await this.post.send(tx, { email: offer.email, token });
    return { id: id! };
  }
}

async function whyNotAddress(tx: Transaction, email: string): Promise<AlreadyMember | AlreadyInvited | null> {
  await clearExpired(tx, [email]);
  const known = await findKnownAddresses(tx, [email]);
  const invitationId = known.find((row) => row.invitationId)?.invitationId;
  if (invitationId)
    return refuse(AlreadyInvited, `${email} is invited already. Send the invitation again instead.`, {
      invitationId,
    });
  const [member] = known;
  return member ? alreadyMember(`${email} belongs to a member already.`, member.membershipId) : null;
}

async function whyNotAccount(
  tx: Transaction,
  personId: string,
  membershipId: string,
): Promise<AlreadyMember | null> {
  const [account] = await tx.query(sql`SELECT 1 FROM account WHERE person_id = ${personId}`);
  return account ? alreadyMember('This member has an account already.', membershipId) : null;
}

const alreadyMember = (message: string, membershipId: string | null): AlreadyMember =>
  refuse(AlreadyMember, message, { existingMembershipId: membershipId });

const notOpen = (): InvitationNotOpen =>
  refuse(InvitationNotOpen, 'This invitation was accepted or taken back. Make a new one.');
