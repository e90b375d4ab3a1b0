import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { DateTime, PlainDate } from '../../platform/graphql/scalars.js';
import { PersonService } from '../people/person.service.js';
import { PersonType } from '../people/person.type.js';
import { ProgramVersionType } from '../programs/program.type.js';
import { VersionTree } from '../programs/version-tree.service.js';
import { CohortService } from './cohort.service.js';
import { CohortType } from './cohort.type.js';
import { EnrollmentHoldService } from './enrollment-hold.service.js';
import { EnrollmentIntakeService } from './enrollment-intake.service.js';
import { EnrollmentStatusService } from './enrollment-status.service.js';
import type { Enrollment } from './enrollment.entity.js';
import {
  ChangeEnrollmentStatusInput,
  CorrectEnrollmentStatusInput,
  EnrollmentsArgs,
  EnrollTraineeInput,
  EnrollTraineesInput,
  ImportEnrollmentsInput,
  PlaceEnrollmentHoldInput,
  ReleaseEnrollmentHoldInput,
} from './enrollment.input.js';
import { EnrollmentService } from './enrollment.service.js';
import {
  ChangeEnrollmentStatusResult,
  CorrectEnrollmentStatusResult,
  EnrollmentConnection,
  EnrollmentHoldType,
  EnrollmentStatusEntryType,
  EnrollmentStatusPeriodType,
  EnrollmentType,
  EnrollTraineeResult,
  EnrollTraineesResult,
  ImportEnrollmentsResult,
  PlaceEnrollmentHoldResult,
  ReleaseEnrollmentHoldResult,
} from './enrollment.type.js';

@Resolver(() => EnrollmentType)
export class EnrollmentResolver {
  constructor(
    private readonly service: EnrollmentService,
    private readonly cohorts: CohortService,
    private readonly persons: PersonService,
    private readonly programs: VersionTree,
  ) {}

  @Query(() => EnrollmentType, { description: 'One enrollment: your own, or one of a cohort you may see.' })
  @Allow('self')
  enrollment(@Db() db: TenantDb, @IdArg('id', 'The enrollment.') id: string) {
    return this.service.byId(db, id);
  }

  @Query(() => EnrollmentConnection, { description: "The enrollments you may see, by the trainee's name." })
  @Allow('enrollment:read')
  enrollments(@Db() db: TenantDb, @Args() args: EnrollmentsArgs) {
    return this.service.page(db, args);
  }

  @Query(() => [EnrollmentType], {
    description: 'Your own enrollments in the organization, the latest first.',
  })
  @Allow('self')
  myEnrollments(@Db() db: TenantDb) {
    return this.service.ofViewer(db);
  }

  @ResolveField(() => PersonType, { description: 'The trainee.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: Enrollment) {
    return this.persons.byId(db, personId);
  }

  @ResolveField(() => ProgramVersionType, { description: 'The version the enrollment is pinned to.' })
  @AllowAsParent()
  programVersion(@Db() db: TenantDb, @Parent() { programVersionId }: Enrollment) {
    return this.programs.version.load(db, programVersionId);
  }

  @ResolveField(() => CohortType, { description: 'The cohort.' })
  @AllowAsParent()
  cohort(@Db() db: TenantDb, @Parent() { cohortId }: Enrollment) {
    return this.cohorts.ofParent(db, cohortId);
  }

  @ResolveField(() => [EnrollmentStatusEntryType], {
    description: 'Everything put on record about the status, corrected entries included, in that order.',
  })
  @AllowAsParent()
  history(@Db() db: TenantDb, @Parent() { id }: Enrollment) {
    return this.service.history(db, id);
  }

  @ResolveField(() => [EnrollmentStatusPeriodType], {
    description: 'What stands of the history: periods without gap or overlap, the last one open.',
  })
  @AllowAsParent()
  periods(@Db() db: TenantDb, @Parent() { id }: Enrollment) {
    return this.service.periods(db, id);
  }

  @ResolveField(() => EnrollmentStatusPeriodType, {
    nullable: true,
    description: 'The status on a day; null before the history begins.',
  })
  @AllowAsParent()
  statusOn(
    @Db() db: TenantDb,
    @Parent() { id }: Enrollment,
    @Args('on', { type: () => PlainDate, description: "The day, in the cohort's zone." }) on: string,
    @Args('knownAt', {
      type: () => DateTime,
      nullable: true,
      description: 'By what was on record at this moment; by what is on record now unless given.',
    })
    knownAt: Date | null,
  ) {
    return this.service.statusOn(db, id, on, knownAt);
  }

  @ResolveField(() => PlainDate, {
    nullable: true,
    description: 'The last day attended before the withdrawal that stands; null unless withdrawn.',
  })
  @AllowAsParent()
  withdrawnOn(@Db() db: TenantDb, @Parent() enrollment: Enrollment) {
    return this.service.withdrawnOn(db, enrollment);
  }

  @ResolveField(() => [EnrollmentHoldType], {
    description: 'Holds, released ones included, the oldest first.',
  })
  @AllowAsParent()
  holds(@Db() db: TenantDb, @Parent() { id }: Enrollment) {
    return this.service.holdsOf(db, id);
  }
}

@Resolver(() => EnrollmentType)
export class EnrollmentIntakeResolver {
  constructor(private readonly service: EnrollmentIntakeService) {}

  @Mutation(() => EnrollTraineeResult, { description: 'Enrolls one person in a cohort.' })
  @Allow('enrollment:write')
  enrollTrainee(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whom, where.' }) input: EnrollTraineeInput,
  ) {
    return this.service.enroll(db, input);
  }

  @Mutation(() => EnrollTraineesResult, {
    description: 'Enrolls members in a cohort: the good ones are kept, the others reported.',
  })
  @Allow('enrollment:write')
  enrollTrainees(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whom, where.' }) input: EnrollTraineesInput,
  ) {
    return this.service.enrollMany(db, input);
  }

  @Mutation(() => ImportEnrollmentsResult, {
    description:
      'Enrolls the people of a CSV file: good rows are kept, wrong ones reported with their line, and the same file again changes nothing.',
  })
  @Allow('enrollment:write')
  importEnrollments(
    @Db() db: TenantDb,
    @Args('input', { description: 'The file.' }) input: ImportEnrollmentsInput,
  ) {
    return this.service.import(db, input);
  }
}

@Resolver(() => EnrollmentType)
export class EnrollmentDecisionResolver {
  constructor(
    private readonly statuses: EnrollmentStatusService,
    private readonly holds: EnrollmentHoldService,
  ) {}

  @Mutation(() => ChangeEnrollmentStatusResult, { description: 'Puts a change of status on record.' })
  @Allow('enrollment:write')
  changeEnrollmentStatus(
    @Db() db: TenantDb,
    @Args('input', { description: 'What happened.' }) input: ChangeEnrollmentStatusInput,
  ) {
    return this.statuses.change(db, input);
  }

  @Mutation(() => CorrectEnrollmentStatusResult, {
    description: 'Corrects an entry of a status history by a later one.',
  })
  @Allow('enrollment:write')
  correctEnrollmentStatus(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which entry, and what is right.' }) input: CorrectEnrollmentStatusInput,
  ) {
    return this.statuses.correct(db, input);
  }

  @Mutation(() => PlaceEnrollmentHoldResult, { description: 'Keeps documents of an enrollment back.' })
  @Allow('hold:manage')
  placeEnrollmentHold(
    @Db() db: TenantDb,
    @Args('input', { description: 'Why.' }) input: PlaceEnrollmentHoldInput,
  ) {
    return this.holds.place(db, input);
  }

  @Mutation(() => ReleaseEnrollmentHoldResult, { description: 'Ends a hold.' })
  @Allow('hold:manage')
  releaseEnrollmentHold(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: ReleaseEnrollmentHoldInput,
  ) {
    return this.holds.release(db, input);
  }
}
