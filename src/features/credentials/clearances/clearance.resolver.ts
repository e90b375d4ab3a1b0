import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { FileLink } from '../../../platform/files/file.type.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { PersonService } from '../../people/person.service.js';
import { PersonType } from '../../people/person.type.js';
import { StandingType } from '../standing.type.js';
import type { Clearance, ClearanceEntry } from './clearance.entity.js';
import {
  RecordClearanceInput,
  VerifyClearanceInput,
  WithdrawClearanceInput,
  WithdrawClearanceVerificationInput,
} from './clearance.input.js';
import {
  ClearanceConnection,
  ClearanceDetails,
  ClearanceEntryType,
  ClearanceRecordType,
  RecordClearanceResult,
  VerifyClearanceResult,
  WithdrawClearanceResult,
  WithdrawClearanceVerificationResult,
} from './clearance.type.js';
import { Clearances } from './clearances.service.js';

@Resolver(() => ClearanceRecordType)
export class ClearanceResolver {
  constructor(
    private readonly service: Clearances,
    private readonly persons: PersonService,
  ) {}

  @Query(() => ClearanceRecordType, {
    description:
      'A clearance: your own or, with `credential:read`, of somebody you see, whose status alone you learn.',
  })
  @Allow('self')
  clearance(@Db() db: TenantDb, @IdArg('id', 'The clearance.') id: string) {
    return this.service.byId(db, id);
  }

  @Query(() => FileLink, {
    description:
      'Where the document of a clearance can be seen: of your own, or as one who may read such documents.',
  })
  @Allow('self')
  clearanceDocument(@Db() db: TenantDb, @IdArg('clearanceId', 'The clearance.') clearanceId: string) {
    return this.service.documentLink(db, clearanceId);
  }

  @Query(() => ClearanceConnection, {
    description:
      'Clearances of members that nobody has verified and you may, the longest waiting first; `verifyClearance` does it. Empty: nothing waits for you.',
  })
  @Allow('credential:write')
  clearancesToVerify(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.service.toVerify(db, page);
  }

  @Mutation(() => RecordClearanceResult, {
    description:
      "Records a clearance, one's own or a member's. It counts once somebody else has verified it.",
  })
  @Allow('self')
  recordClearance(
    @Db() db: TenantDb,
    @Args('input', { description: 'What clears them.' }) input: RecordClearanceInput,
  ) {
    return this.service.record(db, input);
  }

  @Mutation(() => VerifyClearanceResult, {
    description:
      "Enters what was found of a member's clearance; never of one's own, and about health only with `health:read`.",
  })
  @Allow('credential:write')
  verifyClearance(
    @Db() db: TenantDb,
    @Args('input', { description: 'What was found.' }) input: VerifyClearanceInput,
  ) {
    return this.service.verify(db, input);
  }

  @Mutation(() => WithdrawClearanceResult, {
    description:
      "Takes a clearance back: one's own while nothing was found of it, a member's with `credential:write` and, about health, `health:read`.",
  })
  @Allow('self')
  withdrawClearance(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which one, and why.' }) input: WithdrawClearanceInput,
  ) {
    return this.service.withdraw(db, input);
  }

  @Mutation(() => WithdrawClearanceVerificationResult, {
    description: "Takes back what was found of a member's clearance; never of one's own.",
  })
  @Allow('credential:write')
  withdrawClearanceVerification(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which finding, and why.' }) input: WithdrawClearanceVerificationInput,
  ) {
    return this.service.withdrawFinding(db, input);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Whose it is.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: Clearance) {
    return this.persons.byId(db, personId);
  }

  @ResolveField(() => StandingType, { description: 'What this one is worth on a day.' })
  @AllowAsParent()
  standing(
    @Parent() clearance: Clearance,
    @Args('on', { type: () => PlainDate, nullable: true, description: 'The day; left out: today in UTC.' })
    on: string | null,
    @Args('knownAt', {
      type: () => DateTime,
      nullable: true,
      description: 'As it was on record at this moment; left out: now.',
    })
    knownAt: Date | null,
  ) {
    return this.service.standing(clearance, on ?? null, knownAt ?? null);
  }

  @ResolveField(() => ClearanceDetails, {
    nullable: true,
    description: 'What stands behind it; null for those who may not read it.',
  })
  @AllowAsParent()
  details(@Parent() clearance: Clearance) {
    return this.service.details(clearance);
  }
}

@Resolver(() => ClearanceEntryType)
export class ClearanceEntryResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, {
    nullable: true,
    description: 'Who entered it; null for the system and for people of other organizations.',
  })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: ClearanceEntry) {
    return recordedBy === null ? null : this.persons.byId(db, recordedBy);
  }
}
