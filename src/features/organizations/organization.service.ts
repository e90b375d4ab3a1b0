import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { Organization } from './organization.entity.js';
import type { UpdateOrganizationInput } from './organization.input.js';
import { NeitherSchoolNorClinic } from './organization.refusals.js';

@Injectable()
export class OrganizationService {
  /** The organization the viewer is signed in to. */
  current(db: TenantDb): Promise<Organization> {
    return db.load((tx) => tx.get(Organization, { id: db.orgId }));
  }

  async update(db: TenantDb, input: UpdateOrganizationInput): Promise<Organization | NeitherSchoolNorClinic> {
    const receipt = await db.once(input, (tx) => this.updateIn(tx, input));
    return isRefusal(receipt) ? receipt : this.current(db);
  }

  private async updateIn(
    tx: Transaction,
    input: UpdateOrganizationInput,
  ): Promise<{ id: string } | NeitherSchoolNorClinic> {
    const before = await tx.get(Organization, { id: tx.orgId });
    const after = {
      name: input.name ?? before.name,
      isSchool: input.isSchool ?? before.isSchool,
      isClinic: input.isClinic ?? before.isClinic,
    };
    if (!after.isSchool && !after.isClinic)
      return refuse(
        NeitherSchoolNorClinic,
        'An organization is a school, a clinic, or both: keep one of them.',
      );
    await tx.update(Organization, { id: tx.orgId }, after);
    return { id: tx.orgId };
  }
}
