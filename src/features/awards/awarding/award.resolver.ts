import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { PersonService } from '../../people/person.service.js';
import { PersonType } from '../../people/person.type.js';
import { ProgramVersionType } from '../../programs/program.type.js';
import { VersionTree } from '../../programs/version-tree.service.js';
import { AwardChanges } from './award-changes.service.js';
import type { Award, AwardEntry } from './award.entity.js';
import {
  AwardProgramInput,
  AwardsArgs,
  AwardSpecialtyInput,
  CohortAwardReadinessArgs,
  ReinstateAwardInput,
  ReissueAwardInput,
  RevokeAwardInput,
  SuspendAwardInput,
} from './award.input.js';
import { AwardReadinessService } from './award-readiness.service.js';
import { AwardReading } from './award-reading.service.js';
import {
  AwardConnection,
  AwardEntryType,
  AwardProgramResult,
  AwardReadiness,
  AwardReadinessConnection,
  AwardSpecialtyResult,
  AwardStandingType,
  AwardType,
  MyAwards,
  ReinstateAwardResult,
  ReissueAwardResult,
  RevokeAwardResult,
  SuspendAwardResult,
} from './award.type.js';
import { Awarding } from './awarding.service.js';

@Resolver(() => AwardType)
export class AwardResolver {
  constructor(
    private readonly reading: AwardReading,
    private readonly persons: PersonService,
    private readonly programs: VersionTree,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Query(() => AwardType, { description: 'One award: your own, or one of a cohort you may see.' })
  @Allow('self')
  award(@Db() db: TenantDb, @IdArg('id', 'The award.') id: string) {
    return this.reading.byId(db, id);
  }

  @Query(() => AwardConnection, { description: 'The awards of cohorts you may see, the latest first.' })
  @Allow('award:read')
  awards(@Db() db: TenantDb, @Args() args: AwardsArgs) {
    return this.reading.page(db, args);
  }

  @Query(() => [AwardType], {
    description:
      'The awards of a person, as far as you may see them, the latest first; empty for one nobody here knows.',
  })
  @Allow('award:read')
  personAwards(@Db() db: TenantDb, @IdArg('personId', 'The person.') personId: string) {
    return this.reading.ofPerson(db, personId);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Whose award it is.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: Award) {
    return this.persons.byId(db, personId);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who awarded it; null for the system.' })
  @AllowAsParent()
  awardedBy(@Db() db: TenantDb, @Parent() { awardedBy }: Award) {
    return awardedBy && this.persons.byId(db, awardedBy);
  }

  @ResolveField(() => ProgramVersionType, {
    nullable: true,
    description: 'Of a program: the version that was completed.',
  })
  @AllowAsParent()
  programVersion(@Db() db: TenantDb, @Parent() { programVersionId }: Award) {
    return programVersionId && this.programs.version.load(db, programVersionId);
  }

  @ResolveField(() => AwardStandingType, {
    nullable: true,
    description: 'Where it stands on a day, as far as was on record at a moment; null: not awarded by then.',
  })
  @AllowAsParent()
  standing(
    @Db() db: TenantDb,
    @Parent() { id }: Award,
    @Args('on', {
      type: () => PlainDate,
      nullable: true,
      description: "The day, in the cohort's zone; today unless given.",
    })
    on: string | null,
    @Args('knownAt', {
      type: () => DateTime,
      nullable: true,
      description: 'By what was on record at this moment; by what is on record now unless given.',
    })
    knownAt: Date | null,
  ) {
    return this.reading.standing(db, id, on, knownAt);
  }

  @ResolveField(() => [AwardEntryType], { description: 'What became of it, in the order it was entered.' })
  @AllowAsParent()
  history(@Db() db: TenantDb, @Parent() { id }: Award) {
    return this.reading.history(db, id);
  }

  @ResolveField(() => AwardType, {
    nullable: true,
    description: 'The certificate that was issued in its place.',
  })
  @AllowAsParent()
  successor(@Db() db: TenantDb, @Parent() { id }: Award) {
    return this.reading.successor(db, id);
  }

  @ResolveField(() => String, { description: 'The page where anybody can verify it.' })
  @AllowAsParent()
  verificationUrl(@Parent() { number }: Award) {
    return verificationUrl(this.config, number);
  }
}

/** The page where anybody can verify the certificate of that number. */
export const verificationUrl = ({ publicUrl }: Pick<Config, 'publicUrl'>, number: string): string =>
  `${publicUrl}/verify/${number}`;

@Resolver(() => AwardEntryType)
export class AwardEntryResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who entered it; null for the system.' })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: AwardEntry) {
    return recordedBy && this.persons.byId(db, recordedBy);
  }
}

@Resolver()
export class AwardReadinessResolver {
  constructor(private readonly readiness: AwardReadinessService) {}

  @Query(() => AwardReadiness, {
    description:
      'Whether the program of an enrollment, or a specialty on top of it, can be awarded today, requirement by requirement: your own, or of a cohort you may see.',
  })
  @Allow('self')
  awardReadiness(
    @Db() db: TenantDb,
    @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string,
    @OptionalIdArg('trackId', 'The specialty track; left out: the program.') trackId: string | null,
  ) {
    return this.readiness.ofEnrollment(db, enrollmentId, trackId);
  }

  @Query(() => AwardReadinessConnection, {
    description:
      'Who of a cohort can be awarded its program today, and what the others miss; by name, without those who left.',
  })
  @Allow('award:read')
  cohortAwardReadiness(@Db() db: TenantDb, @Args() args: CohortAwardReadinessArgs) {
    return this.readiness.ofCohort(db, args);
  }

  @Query(() => MyAwards, { description: 'What you were awarded here, and what is missing for the rest.' })
  @Allow('self')
  myAwards(@Db() db: TenantDb) {
    return this.readiness.ofViewer(db);
  }
}

@Resolver()
export class AwardingResolver {
  constructor(
    private readonly awarding: Awarding,
    private readonly changes: AwardChanges,
  ) {}

  @Mutation(() => AwardProgramResult, {
    description: 'Awards the program of an enrollment: decided from records, as of today. Never to oneself.',
  })
  @Allow('award:write')
  awardProgram(@Db() db: TenantDb, @Args('input', { description: 'To whom.' }) input: AwardProgramInput) {
    return this.awarding.program(db, input);
  }

  @Mutation(() => AwardSpecialtyResult, {
    description:
      'Awards a specialty on top of a certificate, in the version that is published now. Never to oneself.',
  })
  @Allow('award:write')
  awardSpecialty(
    @Db() db: TenantDb,
    @Args('input', { description: 'What, to whom.' }) input: AwardSpecialtyInput,
  ) {
    return this.awarding.specialty(db, input);
  }

  @Mutation(() => SuspendAwardResult, { description: 'An award does not count until it is reinstated.' })
  @Allow('award:write')
  suspendAward(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: SuspendAwardInput,
  ) {
    return this.changes.suspend(db, input);
  }

  @Mutation(() => ReinstateAwardResult, { description: 'A suspended award counts again.' })
  @Allow('award:write')
  reinstateAward(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: ReinstateAwardInput,
  ) {
    return this.changes.reinstate(db, input);
  }

  @Mutation(() => RevokeAwardResult, {
    description:
      'Takes an award back, for good. It stays on record; to award it again is another certificate.',
  })
  @Allow('award:write')
  revokeAward(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: RevokeAwardInput,
  ) {
    return this.changes.revoke(db, input);
  }

  @Mutation(() => ReissueAwardResult, {
    description:
      'Issues a certificate with another printed name and a number of its own in place of a valid one. To print one again needs no reissue.',
  })
  @Allow('award:write')
  reissueAward(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: ReissueAwardInput,
  ) {
    return this.changes.reissue(db, input);
  }
}
