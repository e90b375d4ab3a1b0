import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType(
  'The answer waits for no grader any more: it was graded meanwhile, or a later one took its place.',
)
export class AnswerGraded extends Refusal {
  @Field(() => ID, { description: 'The attempt, which is no secret any more.' })
  attemptId: string;
}

@RefusalType('The attempt still runs: nothing is marked before it is submitted.')
export class AttemptRunning extends Refusal {}

@RefusalType('The answer is no late claim that could be accepted.')
export class NoLateAnswer extends Refusal {}
