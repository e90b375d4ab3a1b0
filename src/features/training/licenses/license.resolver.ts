import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { PersonService } from '../../people/person.service.js';
import { PersonType } from '../../people/person.type.js';
import { LicenseImport } from './license-import.service.js';
import { LicenseList } from './license-list.service.js';
import type { License, LicenseStatusEntry, LicenseVerification } from './license.entity.js';
import { AddLicenseInput, ExpiryArgs, ImportLicensesInput, VerifyLicenseInput } from './license.input.js';
import { LicenseService } from './license.service.js';
import {
  AddLicenseResult,
  ImportLicensesResult,
  LicenseConnection,
  LicenseStanding,
  LicenseStatusEntryType,
  LicenseStatusPeriodType,
  LicenseType,
  LicenseTypeEntryType,
  LicenseVerificationType,
  VerifyLicenseResult,
} from './license.type.js';

const knownAtArg = {
  type: () => DateTime,
  nullable: true,
  description: 'As it was on record at this moment; left out: now.',
};

@Resolver(() => LicenseType)
export class LicenseResolver {
  constructor(
    private readonly service: LicenseService,
    private readonly list: LicenseList,
    private readonly importer: LicenseImport,
    private readonly persons: PersonService,
  ) {}

  @Query(() => [LicenseType], {
    description:
      'Licenses of a person, by jurisdiction, type and number. Empty: none is on record; `addLicense` adds one.',
  })
  @Allow('license:read')
  licenses(@Db() db: TenantDb, @IdArg('personId', 'The person.') personId: string) {
    return this.service.ofPerson(db, personId);
  }

  @Query(() => [LicenseType], {
    description: 'Your own licenses. Empty: none is on record; `addLicense` adds one.',
  })
  @Allow('self')
  myLicenses(@Db() db: TenantDb) {
    return this.service.ofPerson(db, db.viewer.personId);
  }

  @Query(() => LicenseConnection, {
    description:
      'Licenses of members: first those that are not active today, then by the day on which they lapse, those without an end last.',
  })
  @Allow('license:read')
  memberLicenses(
    @Db() db: TenantDb,
    @OptionalIdArg('siteId', 'Only of those who were ever authorized to validate at this site.')
    siteId: string | null,
    @Args() page: PageArgs,
  ) {
    return this.list.ofMembers(db, page, siteId);
  }

  @Query(() => LicenseConnection, {
    description: 'Licenses of members that are active today and lapse soon, the first to lapse first.',
  })
  @Allow('license:read')
  licensesExpiring(@Db() db: TenantDb, @Args() args: ExpiryArgs) {
    return this.list.expiring(db, args, args.withinDays);
  }

  @Query(() => [LicenseTypeEntryType], {
    description: 'Types of licenses, by code. Empty: none are loaded; `npm run rules:import` loads them.',
  })
  @Allow('self')
  licenseTypes(@Db() db: TenantDb) {
    return this.service.types(db);
  }

  @Mutation(() => AddLicenseResult, {
    description:
      "Adds a license, one's own or a member's. It counts nowhere until an organization verifies it.",
  })
  @Allow('self')
  addLicense(@Db() db: TenantDb, @Args('input', { description: 'The license.' }) input: AddLicenseInput) {
    return this.service.add(db, input);
  }

  @Mutation(() => VerifyLicenseResult, {
    description: "Records what was found of a member's license at the issuing board; never of one's own.",
  })
  @Allow('license:write')
  verifyLicense(
    @Db() db: TenantDb,
    @Args('input', { description: 'What was found.' }) input: VerifyLicenseInput,
  ) {
    return this.service.verify(db, input);
  }

  @Mutation(() => ImportLicensesResult, {
    description:
      'Adds licenses of members from a CSV file, with their status and verification. A bad row is reported and loses no other.',
  })
  @Allow('license:write')
  importLicenses(
    @Db() db: TenantDb,
    @Args('input', { description: 'The file.' }) input: ImportLicensesInput,
  ) {
    return this.importer.import(db, input);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Whose it is.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() license: License) {
    return this.persons.byId(db, license.personId);
  }

  @ResolveField(() => LicenseStanding, { description: 'What it is worth on a day.' })
  @AllowAsParent()
  standing(
    @Parent() license: License,
    @Args('on', { type: () => PlainDate, nullable: true, description: 'The day; left out: today in UTC.' })
    on: string | null,
    @Args('knownAt', knownAtArg) knownAt: Date | null,
  ) {
    return this.list.standing(license, on ?? null, knownAt ?? null);
  }

  @ResolveField(() => [LicenseStatusPeriodType], {
    description: 'Its history in order, no day twice; days in between have no status.',
  })
  @AllowAsParent()
  periods(@Parent() license: License, @Args('knownAt', knownAtArg) knownAt: Date | null) {
    return this.list.periods(license, knownAt ?? null);
  }
}

@Resolver(() => LicenseStatusEntryType)
export class LicenseStatusEntryResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, {
    nullable: true,
    description: 'Who entered it; null for the system and for people of other organizations.',
  })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: LicenseStatusEntry) {
    return recordedBy === null ? null : this.persons.byId(db, recordedBy);
  }
}

@Resolver(() => LicenseVerificationType)
export class LicenseVerificationResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who looked it up.' })
  @AllowAsParent()
  verifiedBy(@Db() db: TenantDb, @Parent() { verifiedBy }: LicenseVerification) {
    return verifiedBy === null ? null : this.persons.byId(db, verifiedBy);
  }
}
