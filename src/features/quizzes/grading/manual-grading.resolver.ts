import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import {
  AcceptLateAnswerInput,
  CorrectMarkInput,
  GradeAnswerInput,
  GradingQueueArgs,
} from './manual-grading.input.js';
import { ManualGrading } from './manual-grading.service.js';
import {
  AcceptLateAnswerResult,
  CorrectMarkResult,
  GradeAnswerResult,
  LateAnswerConnection,
  WaitingAnswerConnection,
} from './manual-grading.type.js';

@Resolver()
export class ManualGradingResolver {
  constructor(private readonly grading: ManualGrading) {}

  @Query(() => WaitingAnswerConnection, {
    description:
      'Answers that wait for a grader, of the cohorts you may see and never your own; the longest waiting first.',
  })
  @Allow('quiz:grade')
  gradingQueue(@Db() db: TenantDb, @Args() args: GradingQueueArgs) {
    return this.grading.queue(db, args);
  }

  @Query(() => LateAnswerConnection, {
    description: 'Answers that came after time had run out and that nobody has accepted, as they came.',
  })
  @Allow('quiz:grade')
  lateAnswers(@Db() db: TenantDb, @Args() args: GradingQueueArgs) {
    return this.grading.lateAnswers(db, args);
  }

  @Mutation(() => GradeAnswerResult, { description: 'Marks an answer that waits for a grader.' })
  @Allow('quiz:grade')
  gradeAnswer(@Db() db: TenantDb, @Args('input', { description: 'What it earns.' }) input: GradeAnswerInput) {
    return this.grading.grade(db, input);
  }

  @Mutation(() => CorrectMarkResult, {
    description: 'Gives an answer another mark, by a further entry with a reason that the trainee reads.',
  })
  @Allow('quiz:grade')
  correctMark(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which answer, and what it earns.' }) input: CorrectMarkInput,
  ) {
    return this.grading.correct(db, input);
  }

  @Mutation(() => AcceptLateAnswerResult, {
    description: 'Counts an answer that came too late as if it had come in time, with a reason.',
  })
  @Allow('quiz:grade')
  acceptLateAnswer(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which answer, and why.' }) input: AcceptLateAnswerInput,
  ) {
    return this.grading.acceptLate(db, input);
  }
}
