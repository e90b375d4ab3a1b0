import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { RecordLicenseStatusInput } from '../licenses/license.input.js';
import { LicenseSuspensions } from './license-suspension.service.js';
import { RecordLicenseStatusResult } from './sign-off.type.js';

@Resolver()
export class LicenseSuspensionResolver {
  constructor(private readonly service: LicenseSuspensions) {}

  @Mutation(() => RecordLicenseStatusResult, {
    description:
      'Records what a board says of a license for some days, also long past ones. Everything that was signed under it on days on which it was not active after all goes to review.',
  })
  @Allow('license:write')
  recordLicenseStatus(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which license, which status, which days.' })
    input: RecordLicenseStatusInput,
  ) {
    return this.service.record(db, input);
  }
}
