import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { PublicationProblem } from '../bank/question.refusals.js';

@RefusalType('Another quiz has this code.')
export class QuizCodeTaken extends Refusal {
  @Field(() => ID, { description: 'The quiz that has it.' })
  quizId: string;
}

@RefusalType('The quiz cannot be published as it is.')
export class QuizNotReady extends Refusal {
  @Field(() => [PublicationProblem], { description: 'Everything that stands in the way, all at once.' })
  problems: PublicationProblem[];
}

@RefusalType('The latest version of the quiz is published already: there is no draft to publish.')
export class NoQuizDraft extends Refusal {}

@RefusalType('The quiz has no published version yet: only a published one can be attached.')
export class QuizNotPublished extends Refusal {}
