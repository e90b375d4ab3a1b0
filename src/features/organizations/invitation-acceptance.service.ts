import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { RequestContext } from '../../platform/access/request-context.js';
import { roleMayGrant, type Role } from '../../platform/access/permissions.js';
import { secretTokenHash } from '../../platform/access/secret-token.js';
import { Database } from '../../platform/database/database.js';
import { isUniqueViolation } from '../../platform/database/sql-errors.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, conflict, forbidden, notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { AccountService } from '../people/account.service.js';
import { PasswordHasher } from '../people/password-hasher.js';
import { WeakPassword, WrongPassword } from '../people/password.refusals.js';
import { passwordProblem } from '../people/password.rules.js';
import { PersonService } from '../people/person.service.js';
import type { Invitation } from './invitation.entity.js';
import { findInvitationByToken, findInvitationIn } from './invitation.queries.js';
import { InvitationNotOpen } from './invitation.refusals.js';
import { AcceptedInvitation, InvitationPreview, type AcceptInvitationInput } from './invitation.type.js';
import {
  accountOfAnother,
  MemberJoin,
  whyNotMember,
  type ExistingPerson,
  type NewPerson,
} from './member-join.service.js';
import { lockMembers } from './membership-authority.js';
import { grantMembership } from './membership-grant.js';

/** The other side of an invitation: whoever holds the mailed link. */
@Injectable()
export class InvitationAcceptanceService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountService,
    private readonly persons: PersonService,
    private readonly passwords: PasswordHasher,
    private readonly members: MemberJoin,
  ) {}

  /** Throws NOT_FOUND for every token that opens nothing. */
  async preview(token: string): Promise<InvitationPreview> {
    const open = await this.findOpen(token);
    if (!open) throw notFound();
    const { email, role, givenName, familyName, expiresAt } = open;
    const organizationName = await this.organizationName(open.orgId);
    const hasAccount = await this.accounts.exists(email);
    const shown = { organizationName, email, role, givenName, familyName, expiresAt, hasAccount };
    return Object.assign(new InvitationPreview(), shown);
  }

  /** The link and the proof of an account make the membership; a link works once. */
  async accept(input: AcceptInvitationInput, context: RequestContext): Promise<AcceptedInvitation | Refusal> {
    const open = await this.findOpen(input.token);
    if (!open) return notOpen();
    const joining = await this.whoJoins(open, input, context);
    if (isRefusal(joining)) return joining;
    const organization = this.database.forOrganization(open.orgId);
    const membershipId = await organization
      .write(async (tx) => {
        const joined = await this.joinIn(tx, open, joining);
        return isRefusal(joined) ? joined : { id: joined };
      })
      .catch(accountJustMade);
    if (isRefusal(membershipId)) return membershipId;
    return Object.assign(new AcceptedInvitation(), {
      organizationId: open.orgId,
      organizationName: await this.organizationName(open.orgId),
      membershipId: membershipId.id,
      role: open.role,
    });
  }

  private async findOpen(token: string): Promise<Invitation | null> {
    const tokenHash = secretTokenHash(token);
    const found = await findInvitationByToken(this.database.forVisitor({ tokenHash }), tokenHash);
    return found?.state === 'PENDING' ? found : null;
  }

  private async organizationName(orgId: string): Promise<string> {
    const [row] = await this.database
      .forOrganization(orgId)
      .read<{ name: string }>(sql`SELECT name FROM organization WHERE id = ${orgId}`);
    return row!.name;
  }

  /** Somebody signed in joins as who they are; an address with an account proves it; a new one gets one. */
  private async whoJoins(
    open: Invitation,
    { password, ...correction }: AcceptInvitationInput,
    { viewer, db, address }: RequestContext,
  ): Promise<ExistingPerson | NewPerson | Refusal> {
    if (viewer && !password) return this.asSignedIn(open, db);
    if (!password) throw badInput('input.password', 'is needed unless you are signed in');
    const { email } = open;
    if (await this.accounts.exists(email)) {
      const known = await this.accounts.authenticate({ email, password }, address);
      return known ?? refuse(WrongPassword, 'This address has an account, and this is not its password.');
    }
    const givenName = correction.givenName ?? open.givenName;
    const familyName = correction.familyName ?? open.familyName;
    const problem = passwordProblem(password, { email, givenName, familyName });
    if (problem) return refuse(WeakPassword, problem);
    return { givenName, familyName, passwordHash: await this.passwords.hash(password) };
  }

  /** The link may have been sent to a further address of theirs, but not to the account of somebody else. */
  private async asSignedIn({ email }: Invitation, db: TenantDb): Promise<ExistingPerson | Refusal> {
    const { personId, accountId } = db.viewer;
    const human = await db.read(sql`SELECT 1 FROM account WHERE id = ${accountId} AND kind = 'USER'`);
    if (!human.length) throw forbidden();
    const owner = await this.accounts.ownerOf(email);
    return owner === null || owner === personId ? { personId } : accountOfAnother();
  }

  private async joinIn(
    tx: Transaction,
    found: Invitation,
    joining: ExistingPerson | NewPerson,
  ): Promise<string | Refusal> {
    await lockMembers(tx);
    const open = await useIn(tx, found);
    if (!open || !(await mayStillBeGranted(tx, open))) return notOpen();
    const { membershipId } = open;
    return membershipId === null
      ? this.becomeMemberIn(tx, open, joining)
      : this.members.joinIn(tx, { ...open, membershipId }, joining);
  }

  private async becomeMemberIn(
    tx: Transaction,
    open: Invitation,
    joining: ExistingPerson | NewPerson,
  ): Promise<string | Refusal> {
    const personId = await this.personIn(tx, open, joining);
    if (isRefusal(personId)) return personId;
    const id = await grantMembership(tx, {
      personId,
      role: open.role,
      expiresAt: open.membershipExpiresAt,
      lineManagerId: open.lineManagerId,
      siteIds: open.siteIds.length ? open.siteIds : null,
      cohortIds: open.cohortIds.length ? open.cohortIds : null,
      externalSource: open.externalSource,
      externalId: open.externalId,
      origin: { invitationId: open.id, invitedBy: open.invitedBy },
    });
    await tx.query(
      sql`UPDATE invitation SET membership_id = ${id} WHERE org_id = ${tx.orgId} AND id = ${open.id}`,
    );
    return id;
  }

  /** The person who joins, made with their account where they are new. */
  private async personIn(
    tx: Transaction,
    { email }: Invitation,
    joining: ExistingPerson | NewPerson,
  ): Promise<string | Refusal> {
    if ('personId' in joining) return (await whyNotMember(tx, joining.personId)) ?? joining.personId;
    const personId = await this.persons.createIn(tx, joining);
    await this.accounts.createIn(tx, { personId, email, passwordHash: joining.passwordHash });
    return personId;
  }
}

/** Compare-and-set: of two requests with the same link one wins. Answers the invitation as it is now. */
async function useIn(tx: Transaction, { id, tokenHash }: Invitation): Promise<Invitation | undefined> {
  const used = await tx.query(sql`UPDATE invitation SET accepted_at = app_now()
    WHERE org_id = ${tx.orgId} AND id = ${id} AND token_hash = ${tokenHash} AND accepted_at IS NULL AND revoked_at IS NULL
    AND expires_at > app_now() AND (membership_expires_at IS NULL OR membership_expires_at > app_now()) RETURNING id`);
  return used.length ? findInvitationIn(tx, id) : undefined;
}

/** An offer outlives neither the membership nor the right of whoever made it; somebody else may send it again. */
async function mayStillBeGranted(tx: Transaction, offer: Invitation): Promise<boolean> {
  const { invitedBy, role, membershipId } = offer;
  const ended =
    await tx.query(sql`SELECT 1 FROM membership WHERE org_id = ${tx.orgId} AND id = ${membershipId}::uuid
    AND (revoked_at IS NOT NULL OR expires_at <= app_now())`);
  if (ended.length) return false;
  if (invitedBy === null) return true;
  const [inviter] = await tx.query<{ role: Role }>(sql`SELECT role FROM membership
    WHERE org_id = ${tx.orgId} AND person_id = ${invitedBy} AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > app_now()) AND NOT cohort_limited AND NOT site_limited`);
  return inviter !== undefined && roleMayGrant(inviter.role, role);
}

/** Two links to one new address, opened in the same moment. */
function accountJustMade(error: unknown): never {
  if (isUniqueViolation(error, 'uq_account_email'))
    throw conflict('An account was just made for this address. Try again with its password.');
  throw error;
}

const notOpen = (): InvitationNotOpen =>
  refuse(InvitationNotOpen, 'This invitation was used, taken back or is too old. Ask for a new one.');
