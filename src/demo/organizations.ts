import sql from 'sql-template-tag';
import { type AccountService } from '../features/people/account.service.js';
import { type PersonService } from '../features/people/person.service.js';
import { grantMembership } from '../features/organizations/membership-grant.js';
import { Site } from '../features/organizations/site.entity.js';
import { Viewer } from '../platform/access/viewer.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids/ids.js';
import type { DemoMember } from './people.js';

export interface DemoSite {
  readonly id: string;
  readonly name: string;
  readonly setting: Site['setting'];
  readonly jurisdiction: string;
  readonly timeZone: string;
}

/** What a member is limited to; nothing for most. */
export interface Limits {
  readonly siteIds?: string[];
  readonly cohortIds?: string[];
  readonly expiresAt?: Date;
  /** A membership: who learns of what lapses. */
  readonly lineManagerId?: string;
}

export async function foundOrganization(
  tx: Transaction,
  name: string,
  kind: { isSchool: boolean; isClinic: boolean },
  sites: readonly DemoSite[],
): Promise<void> {
  await tx.query(sql`
    INSERT INTO organization (id, name, is_school, is_clinic) VALUES (${tx.orgId}, ${name}, ${kind.isSchool}, ${kind.isClinic})`);
  await tx.insert(Site, [...sites]);
}

/** Persons of the staff with their accounts and memberships. */
export class StaffEntry {
  constructor(
    private readonly persons: PersonService,
    private readonly accounts: AccountService,
    private readonly passwordHash: string,
  ) {}

  /** As whom they act from now on: no session is opened. */
  async add(tx: Transaction, member: DemoMember, limits: Limits = {}): Promise<Viewer> {
    const personId = await this.persons.createIn(tx, member);
    const accountId = await this.accounts.createIn(tx, {
      personId,
      email: member.email,
      passwordHash: this.passwordHash,
    });
    const { siteIds = null, cohortIds = null, expiresAt = null, lineManagerId = null } = limits;
    const membershipId = await grantMembership(tx, {
      ...{ personId, role: member.role, expiresAt, lineManagerId, siteIds, cohortIds },
      ...{ externalSource: null, externalId: null, origin: { addedAtStart: true } },
    });
    return new Viewer(tx.orgId, personId, accountId, membershipId, newId(), member.role);
  }
}
