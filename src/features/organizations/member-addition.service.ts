import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { isRefusal, type Refusal } from '../../platform/graphql/refusal.js';
import { PersonService } from '../people/person.service.js';
import { lockMembers, mustBeGrantor } from './membership-authority.js';
import { grantMembership, mustBeHere, whyNotIdentity } from './membership-grant.js';
import type { Membership } from './membership.entity.js';
import { whyNotGrant } from './membership.rules.js';
import { MembershipService } from './membership.service.js';
import { termsOf, type AddMemberInput } from './new-member.input.js';

/** Members without an account: known, enrolled, taught, and invited to sign in when they wish. */
@Injectable()
export class MemberAdditionService {
  constructor(
    private readonly memberships: MembershipService,
    private readonly persons: PersonService,
  ) {}

  async add(db: TenantDb, input: AddMemberInput): Promise<Membership | Refusal> {
    const receipt = await db.once(input, (tx) => this.addIn(tx, input));
    return isRefusal(receipt) ? receipt : this.memberships.byId(db, receipt.id);
  }

  private async addIn(tx: Transaction, input: AddMemberInput): Promise<{ id: string } | Refusal> {
    await lockMembers(tx);
    const terms = termsOf(input, tx.now);
    const refusal = whyNotGrant(await mustBeGrantor(tx), terms) ?? (await whyNotIdentity(tx, terms));
    if (refusal) return refusal;
    await mustBeHere(tx, terms);
    const personId = await this.persons.createIn(tx, input);
    return { id: await grantMembership(tx, { ...terms, personId, origin: { addedWithoutAccount: true } }) };
  }
}
