import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { DateTime, PlainDate } from '../../platform/graphql/scalars.js';
import { PersonService } from '../people/person.service.js';
import { PersonType } from '../people/person.type.js';
import { HeldOverview } from './held-overview.service.js';
import { LapsingArgs } from './held-record.input.js';
import { CredentialRecord, LapsingCredential, LapsingCredentialConnection } from './held-record.type.js';
import { HeldRecords } from './held-records.service.js';

@Resolver(() => CredentialRecord)
export class HeldRecordResolver {
  constructor(
    private readonly records: HeldRecords,
    private readonly overview: HeldOverview,
    private readonly persons: PersonService,
  ) {}

  @Query(() => CredentialRecord, {
    description: 'Your own cards and clearances, what they are worth today, and what is next.',
  })
  @Allow('self')
  myCredentials(@Db() db: TenantDb) {
    return this.records.own(db);
  }

  @Query(() => CredentialRecord, {
    description:
      'Cards and clearances of a person: of a clearance its status, unless you may read what stands behind it.',
  })
  @Allow('credential:read')
  personCredentials(
    @Db() db: TenantDb,
    @IdArg('personId', 'The person.') personId: string,
    @Args('on', { type: () => PlainDate, nullable: true, description: 'The day; left out: today in UTC.' })
    on: string | null,
    @Args('knownAt', {
      type: () => DateTime,
      nullable: true,
      description: 'As it was on record at this moment; left out: now.',
    })
    knownAt: Date | null,
  ) {
    return this.records.ofPerson(db, personId, on ?? null, knownAt ?? null);
  }

  @Query(() => LapsingCredentialConnection, {
    description:
      'What members hold and soon do not, by the day of the end; on demand also what ended and was not renewed. Empty: nothing ends so soon.',
  })
  @Allow('credential:read')
  credentialsLapsing(@Db() db: TenantDb, @Args() args: LapsingArgs) {
    return this.overview.lapsing(db, args);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Whose they are.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: CredentialRecord) {
    return this.persons.byId(db, personId);
  }
}

@Resolver(() => LapsingCredential)
export class LapsingCredentialResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Whose it is.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: LapsingCredential) {
    return this.persons.byId(db, personId);
  }
}
