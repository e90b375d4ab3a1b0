import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Decimal } from '../../../platform/graphql/scalars.js';
import { AttemptQuestion } from './quiz-attempt.type.js';

@ObjectType({ description: 'What the answers of a preview would earn.' })
export class PreviewScore {
  @Field(() => Decimal, { description: 'Points earned.' })
  earned: string;

  @Field(() => Decimal, { description: 'Points possible.' })
  possible: string;

  @Field(() => Decimal, { description: 'Percent of the points, rounded.' })
  percent: string;

  @Field(() => Boolean, { description: 'Whether the exact share of the points reaches the pass mark.' })
  passed: boolean;
}

@ObjectType({
  description: 'A version of a quiz as an attempt would have it, for authors. Nothing of it is stored.',
})
export class QuizPreview {
  @Field(() => ID, { description: 'The version.' })
  quizVersionId: string;

  @Field(() => Int, { description: 'Asked for again with it, the preview is the same.' })
  seed: number;

  @Field(() => [AttemptQuestion], { description: 'The questions in the order of this attempt.' })
  questions: AttemptQuestion[];

  @Field(() => PreviewScore, {
    nullable: true,
    description:
      'Null without answers, where one of them waits for a grader, and while an own open attempt holds one of the questions.',
  })
  score: PreviewScore | null;
}
