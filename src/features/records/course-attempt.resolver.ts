import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { RecognizePriorLearningInput, RepeatCourseInput } from './course-attempt.input.js';
import { CourseAttemptService } from './course-attempt.service.js';
import {
  CourseAttempt,
  PriorLearningDecision,
  RecognizePriorLearningResult,
  RepeatCourseResult,
} from './course-attempt.type.js';
import { PriorLearningService } from './prior-learning.service.js';

@Resolver()
export class CourseAttemptResolver {
  constructor(
    private readonly attempts: CourseAttemptService,
    private readonly priorLearning: PriorLearningService,
  ) {}

  @Query(() => [CourseAttempt], {
    description: 'Every attempt at every course of an enrollment, in order: the own, or with `record:read`.',
  })
  @Allow('self')
  courseAttempts(@Db() db: TenantDb, @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string) {
    return this.attempts.ofEnrollment(db, enrollmentId);
  }

  @Query(() => [PriorLearningDecision], {
    description: 'Decisions on prior learning of an enrollment, in order: the own, or with `record:read`.',
  })
  @Allow('self')
  priorLearningDecisions(@Db() db: TenantDb, @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string) {
    return this.priorLearning.ofEnrollment(db, enrollmentId);
  }

  @Mutation(() => RepeatCourseResult, {
    description: 'Opens the next attempt at a failed course; both are kept.',
  })
  @Allow('enrollment:write')
  repeatCourse(@Db() db: TenantDb, @Args('input', { description: 'The course.' }) input: RepeatCourseInput) {
    return this.attempts.repeat(db, input);
  }

  @Mutation(() => RecognizePriorLearningResult, {
    description: 'Decides whether learning elsewhere stands for a course; a later decision takes its place.',
  })
  @Allow('enrollment:write')
  recognizePriorLearning(
    @Db() db: TenantDb,
    @Args('input', { description: 'The decision.' }) input: RecognizePriorLearningInput,
  ) {
    return this.priorLearning.decide(db, input);
  }
}
