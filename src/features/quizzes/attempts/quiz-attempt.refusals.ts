import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { DateTime } from '../../../platform/graphql/scalars.js';

@RefusalType('The school has not made this quiz yet, or it has no quiz attached.')
export class QuizNotAvailable extends Refusal {}

@RefusalType('Every attempt at this quiz has been used.')
export class AttemptsExhausted extends Refusal {
  @Field(() => Int, { description: 'Attempts used.' })
  used: number;

  @Field(() => Int, { description: 'Attempts allowed.' })
  allowed: number;
}

@RefusalType('The quiz has not opened yet.')
export class QuizNotOpen extends Refusal {
  @Field(() => DateTime, { description: 'When it opens for the trainee who asks.' })
  opensAt: Date;
}

@RefusalType('The quiz has closed.')
export class QuizClosed extends Refusal {
  @Field(() => DateTime, { description: 'When it closed for the trainee who asks.' })
  closesAt: Date;
}

@RefusalType('The quiz asks for some time between two attempts, and it is not over.')
export class RetryTooSoon extends Refusal {
  @Field(() => DateTime, { description: 'From when on the next attempt can be started.' })
  retryAt: Date;
}

@RefusalType('The quiz asks for an access code, and this is not it.')
export class AccessCodeWrong extends Refusal {}

@RefusalType('There were too many wrong access codes: none is looked at for a while.')
export class TooManyWrongCodes extends Refusal {
  @Field(() => DateTime, { description: 'From when on a code is looked at again.' })
  retryAt: Date;
}

@RefusalType('The question was finished: its answer stays as it is.')
export class QuestionFinished extends Refusal {}

@RefusalType('The questions are taken one after the other, and this one has not been reached.')
export class QuestionNotReached extends Refusal {
  @Field(() => Int, { description: 'The place of the question to be finished first.' })
  currentPlace: number;
}

@RefusalType('A break runs: no question is shown and no answer taken until it ends.')
export class AttemptPaused extends Refusal {
  @Field(() => DateTime, { description: 'When the break ends, if the trainee does not end it before.' })
  breakEndsAt: Date;
}

@RefusalType('The attempt is over: this answer does not count.')
export class AttemptOver extends Refusal {
  @Field(() => Boolean, {
    description:
      'True when the answer came after the deadline: it is kept as a late claim, which counts only if a grader accepts it with a reason. False when the trainee had submitted: it is not kept.',
  })
  kept: boolean;
}
