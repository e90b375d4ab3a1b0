import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { PersonService } from '../people/person.service.js';
import { lockMembers, mustBeGrantor } from './membership-authority.js';
import type { Membership } from './membership.entity.js';
import type { CorrectMemberNameInput } from './membership.input.js';
import { findStanding } from './membership.queries.js';
import { NameKnownElsewhere } from './membership.refusals.js';
import { whyNotTouch } from './membership.rules.js';
import { MembershipService } from './membership.service.js';

/** Names written wrongly. A person has one name everywhere, so only their sole organization corrects it. */
@Injectable()
export class MemberNameService {
  constructor(
    private readonly memberships: MembershipService,
    private readonly persons: PersonService,
  ) {}

  async correct(db: TenantDb, input: CorrectMemberNameInput): Promise<Membership | Refusal> {
    const receipt = await db.once(input, (tx) => this.correctIn(tx, input));
    return isRefusal(receipt) ? receipt : this.memberships.byId(db, receipt.id);
  }

  private async correctIn(
    tx: Transaction,
    { membershipId, givenName, familyName, reason }: CorrectMemberNameInput,
  ): Promise<{ id: string } | Refusal> {
    await lockMembers(tx);
    const grantor = await mustBeGrantor(tx);
    const standing = await findStanding(tx, membershipId);
    if (!standing || standing.isService) throw notFound();
    const { personId, terms } = standing;
    const refusal = whyNotTouch(grantor, membershipId, terms.role);
    if (refusal) return refusal;
    if (await this.persons.belongsElsewhereIn(tx, personId))
      return refuse(
        NameKnownElsewhere,
        "Another organization knows this person by the same name: it is not this one's alone to correct.",
      );
    await this.persons.correctNameIn(tx, personId, { givenName, familyName }, reason);
    return { id: membershipId };
  }
}
