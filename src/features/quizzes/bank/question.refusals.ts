import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@ObjectType({ description: 'One thing that stands in the way of publishing.' })
export class PublicationProblem {
  @Field(() => String, { description: 'Where it is, e.g. `choices.2.text` or `items.3`.' })
  field: string;

  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
}

@RefusalType('Another question of the bank has this code.')
export class QuestionCodeTaken extends Refusal {
  @Field(() => ID, { description: 'The question that has it.' })
  questionId: string;
}

@RefusalType(
  'Somebody edited it after this edit was begun. Nothing was changed: read it anew, then edit again.',
)
export class EditedMeanwhile extends Refusal {
  @Field(() => Int, { description: 'The revision it has now.' })
  currentRevision: number;
}

@RefusalType('The question cannot be published as it is.')
export class QuestionNotReady extends Refusal {
  @Field(() => [PublicationProblem], { description: 'Everything that stands in the way, all at once.' })
  problems: PublicationProblem[];
}

@RefusalType('The latest version of the question is published already: there is no draft to publish.')
export class NoQuestionDraft extends Refusal {}

@RefusalType('The question was retired: it stays in the quizzes that have it and enters no other.')
export class QuestionRetired extends Refusal {}
