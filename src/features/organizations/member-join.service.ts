import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { AccountService } from '../people/account.service.js';
import { PersonMergeService, type PersonJoin } from '../people/person-merge.service.js';
import type { Invitation } from './invitation.entity.js';
import { AccountOfAnotherPerson } from './invitation.refusals.js';
import { AlreadyMember } from './membership.refusals.js';
import { Organization } from './organization.entity.js';
import { PersonJoins } from './person-joins.js';

/** Whoever proved an account. */
export interface ExistingPerson {
  personId: string;
}

/** Whoever gets their first account now. */
export interface NewPerson {
  givenName: string;
  familyName: string;
  passwordHash: string;
}

/**
 * Brings a member who is here without an account together with whoever accepts the invitation sent to them:
 * they get their first account, or turn out to be a person with one. The caller holds the members' lock and has
 * used the invitation up.
 */
@Injectable()
export class MemberJoin {
  constructor(
    private readonly accounts: AccountService,
    private readonly merges: PersonMergeService,
    private readonly joins: PersonJoins,
  ) {}

  async joinIn(
    tx: Transaction,
    open: Invitation & { membershipId: string },
    joining: ExistingPerson | NewPerson,
  ): Promise<string | Refusal> {
    const meant = await personOfMember(tx, open.membershipId);
    if ('personId' in joining && joining.personId === meant) return open.membershipId;
    // A second account would open whatever else the person belongs to by now.
    if (await this.accounts.ownsAnyIn(tx, meant)) return accountOfAnother();
    if ('personId' in joining) {
      const refusal = await this.takeIn(tx, open, { fromPersonId: meant, intoPersonId: joining.personId });
      if (refusal) return refusal;
    } else {
      const { passwordHash } = joining;
      await this.accounts.createIn(tx, { personId: meant, email: open.email, passwordHash });
    }
    return open.membershipId;
  }

  private async takeIn(
    tx: Transaction,
    { id: invitationId, membershipId }: Invitation & { membershipId: string },
    join: PersonJoin,
  ): Promise<Refusal | null> {
    const refusal = await whyNotMember(tx, join.intoPersonId);
    if (refusal) return refusal;
    if (!(await this.merges.mayBeTakenIn(tx, join))) return accountOfAnother();
    const { name } = await tx.get(Organization, { id: tx.orgId });
    const reason = `Accepted the invitation to ${name}`;
    // First the membership: it ties the person to the organization, and keeps the former one tied.
    await tx.query(sql`UPDATE membership SET person_id = ${join.intoPersonId}, former_person_id = ${join.fromPersonId}
      WHERE org_id = ${tx.orgId} AND id = ${membershipId}`);
    const mergeId = await this.merges.takeIn(tx, join, reason);
    await this.joins.carryOut(tx, join);
    const content = { ...join, mergeId, invitationId, membershipId, reason };
    for (const personId of [join.fromPersonId, join.intoPersonId])
      tx.append({ personId, kind: 'person.joined', content });
    return null;
  }
}

/** Whoever belongs to the organization already does not join it again, nor under a second id. */
export async function whyNotMember(tx: Transaction, personId: string): Promise<AlreadyMember | null> {
  const [member] = await tx.query<{ id: string }>(sql`
    SELECT id FROM membership WHERE org_id = ${tx.orgId} AND person_id = ${personId}`);
  return member
    ? refuse(
        AlreadyMember,
        'You are a member of this organization already. If you are known here twice, whoever keeps its members can merge the two persons (mergePersons).',
        { existingMembershipId: member.id },
      )
    : null;
}

async function personOfMember(tx: Transaction, membershipId: string): Promise<string> {
  const [row] = await tx.query<{ personId: string }>(sql`
    SELECT person_id AS "personId" FROM membership WHERE org_id = ${tx.orgId} AND id = ${membershipId}`);
  return row!.personId;
}

export const accountOfAnother = (): AccountOfAnotherPerson =>
  refuse(
    AccountOfAnotherPerson,
    'This invitation belongs to another account: sign in with that one, or ask who invited you to invite you anew.',
  );
