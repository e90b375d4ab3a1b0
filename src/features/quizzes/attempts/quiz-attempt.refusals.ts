import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('The school has not made this quiz yet, or it has no quiz attached.')
export class QuizNotAvailable extends Refusal {}

@RefusalType('Every attempt at this quiz has been used.')
export class AttemptsExhausted extends Refusal {
  @Field(() => Int, { description: 'Attempts used.' })
  used: number;

  @Field(() => Int, { description: 'Attempts allowed.' })
  allowed: number;
}

@RefusalType('The attempt is over: this answer does not count.')
export class AttemptOver extends Refusal {
  @Field(() => Boolean, {
    description:
      'True when the answer came after the deadline: it is kept as a late claim, which counts only if a grader accepts it with a reason. False when the trainee had submitted: it is not kept.',
  })
  kept: boolean;
}
