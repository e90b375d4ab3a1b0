import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { SiteType } from '../organizations/site.type.js';
import type { Cohort } from './cohort.entity.js';
import {
  AddCohortInstructorInput,
  CloseCohortInput,
  CohortsArgs,
  CreateCohortInput,
  RemoveCohortInstructorInput,
  UpdateCohortInput,
} from './cohort.input.js';
import { ProgramVersionType } from '../programs/program.type.js';
import { VersionTree } from '../programs/version-tree.service.js';
import { CohortService } from './cohort.service.js';
import {
  AddCohortInstructorResult,
  CloseCohortResult,
  CohortConnection,
  CohortTeacherType,
  CohortType,
  CreateCohortResult,
  RemoveCohortInstructorResult,
  UpdateCohortResult,
} from './cohort.type.js';

@Resolver(() => CohortType)
export class CohortResolver {
  constructor(
    private readonly service: CohortService,
    private readonly programs: VersionTree,
  ) {}

  @Query(() => CohortType, { description: 'One cohort.' })
  @Allow('cohort:read')
  cohort(@Db() db: TenantDb, @IdArg('id', 'The cohort.') id: string) {
    return this.service.byId(db, id);
  }

  @Query(() => CohortConnection, { description: 'The cohorts you may see, the latest start first.' })
  @Allow('cohort:read')
  cohorts(@Db() db: TenantDb, @Args() args: CohortsArgs) {
    return this.service.page(db, args);
  }

  @ResolveField(() => [CohortTeacherType], { description: 'Who teaches it, by name.' })
  @AllowAsParent()
  instructors(@Db() db: TenantDb, @Parent() cohort: Cohort) {
    return this.service.teachersOf(db, cohort.id);
  }

  @ResolveField(() => ProgramVersionType, {
    description: 'The program version everybody enrolled here studies.',
  })
  @AllowAsParent()
  programVersion(@Db() db: TenantDb, @Parent() { programVersionId }: Cohort) {
    return this.programs.version.load(db, programVersionId);
  }

  @ResolveField(() => SiteType, { nullable: true, description: 'Where it is taught.' })
  @AllowAsParent()
  site(@Db() db: TenantDb, @Parent() cohort: Cohort) {
    return this.service.siteOf(db, cohort);
  }

  @Mutation(() => CreateCohortResult, { description: 'Adds a cohort of a published program version.' })
  @Allow('cohort:write')
  createCohort(
    @Db() db: TenantDb,
    @Args('input', { description: 'The new cohort.' }) input: CreateCohortInput,
  ) {
    return this.service.create(db, input);
  }

  @Mutation(() => UpdateCohortResult, { description: 'Changes the name or the calendar of a cohort.' })
  @Allow('cohort:write')
  updateCohort(@Db() db: TenantDb, @Args('input', { description: 'The changes.' }) input: UpdateCohortInput) {
    return this.service.update(db, input);
  }

  @Mutation(() => CloseCohortResult, { description: 'Closes a cohort to new enrollments, for good.' })
  @Allow('cohort:write')
  closeCohort(@Db() db: TenantDb, @Args('input', { description: 'Which one.' }) input: CloseCohortInput) {
    return this.service.close(db, input);
  }

  @Mutation(() => AddCohortInstructorResult, {
    description: 'Lets a member teach a cohort; who does already stays.',
  })
  @Allow('cohort:write')
  addCohortInstructor(
    @Db() db: TenantDb,
    @Args('input', { description: 'Who and where.' }) input: AddCohortInstructorInput,
  ) {
    return this.service.addInstructor(db, input);
  }

  @Mutation(() => RemoveCohortInstructorResult, {
    description: 'Takes a member off the teachers of a cohort.',
  })
  @Allow('cohort:write')
  removeCohortInstructor(
    @Db() db: TenantDb,
    @Args('input', { description: 'Who and where.' }) input: RemoveCohortInstructorInput,
  ) {
    return this.service.removeInstructor(db, input);
  }
}
