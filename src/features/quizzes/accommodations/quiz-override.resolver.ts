import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { CohortService } from '../../enrollments/cohort.service.js';
import { CohortType } from '../../enrollments/cohort.type.js';
import { PersonService } from '../../people/person.service.js';
import { PersonType } from '../../people/person.type.js';
import type { QuizOverride } from './quiz-override.entity.js';
import { QuizOverridesArgs, SetQuizOverrideInput, WithdrawQuizOverrideInput } from './quiz-override.input.js';
import { QuizOverrideService } from './quiz-override.service.js';
import {
  QuizOverrideConnection,
  QuizOverrideType,
  SetQuizOverrideResult,
  WithdrawQuizOverrideResult,
} from './quiz-override.type.js';

@Resolver(() => QuizOverrideType)
export class QuizOverrideResolver {
  constructor(
    private readonly service: QuizOverrideService,
    private readonly persons: PersonService,
    private readonly cohorts: CohortService,
  ) {}

  @Query(() => QuizOverrideConnection, {
    description: 'The overrides of a quiz that stand, of the persons and cohorts you may see; oldest first.',
  })
  @Allow('quiz:read')
  quizOverrides(@Db() db: TenantDb, @Args() args: QuizOverridesArgs) {
    return this.service.page(db, args);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'For whom; null: for a cohort.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: QuizOverride) {
    return personId && this.persons.byId(db, personId);
  }

  @ResolveField(() => CohortType, { nullable: true, description: 'For which cohort; null: for a person.' })
  @AllowAsParent()
  cohort(@Db() db: TenantDb, @Parent() { cohortId }: QuizOverride) {
    return cohortId && this.cohorts.ofParent(db, cohortId);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who put it on record.' })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: QuizOverride) {
    return this.persons.byId(db, recordedBy);
  }

  @Mutation(() => SetQuizOverrideResult, {
    description: 'Sets other rules of a quiz for one person or one cohort, at attempts that run too.',
  })
  @Allow('quiz:write')
  setQuizOverride(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which rules, for whom.' }) input: SetQuizOverrideInput,
  ) {
    return this.service.set(db, input);
  }

  @Mutation(() => WithdrawQuizOverrideResult, {
    description: 'Ends an override. An attempt that runs keeps what it had.',
  })
  @Allow('quiz:write')
  withdrawQuizOverride(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which one, and why.' }) input: WithdrawQuizOverrideInput,
  ) {
    return this.service.withdraw(db, input);
  }
}
