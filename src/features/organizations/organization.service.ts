import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { badInput } from '../../platform/faults/fault.js';
import { Organization } from './organization.entity.js';
import type { UpdateOrganizationInput } from './organization.input.js';

@Injectable()
export class OrganizationService {
  /** The organization the viewer is signed in to. */
  current(db: TenantDb): Promise<Organization> {
    return db.load((tx) => tx.get(Organization, { id: db.orgId }));
  }

  /** Throws BAD_USER_INPUT when it would be neither school nor clinic. */
  async update(db: TenantDb, input: UpdateOrganizationInput): Promise<Organization> {
    await db.once(input, async (tx) => {
      const { id, name, isSchool, isClinic } = await tx.get(Organization, { id: db.orgId });
      const after = {
        name: input.name ?? name,
        isSchool: input.isSchool ?? isSchool,
        isClinic: input.isClinic ?? isClinic,
      };
      if (!after.isSchool && !after.isClinic)
        throw badInput('input.isSchool', 'an organization is a school, a clinic, or both');
      await tx.update(Organization, { id }, after);
      return { id };
    });
    return this.current(db);
  }
}
