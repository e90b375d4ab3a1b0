import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import { OwnRecord } from '../../records/record.refusals.js';
import { QuizAttemptType, QuizResponseType } from '../attempts/quiz-attempt.type.js';
import { RubricCriterionType } from '../bank/answer-form.type.js';
import { RichText } from '../bank/rich-text.type.js';
import { AnswerGraded, AttemptRunning, NoLateAnswer } from './manual-grading.refusals.js';

@ObjectType({ description: 'An answer that waits for a grader.' })
export class WaitingAnswer {
  @Field(() => ID, { description: 'Identifies the answer: `gradeAnswer` takes it.' })
  answerId: string;

  @Field(() => ID, { description: 'The quiz.' })
  quizId: string;

  @Field(() => String, { description: 'Name of the quiz.' })
  quizTitle: string;

  @Field(() => ID, { description: 'The question, as it was asked.' })
  questionVersionId: string;

  @Field(() => RichText, { description: 'What is asked.' })
  stem: RichText;

  @Field(() => Decimal, { description: 'What it is worth.' })
  points: string;

  @Field(() => [RubricCriterionType], { description: 'What it is judged by; empty: no rubric.' })
  rubric: readonly RubricCriterionType[];

  @Field(() => RichText, { nullable: true, description: 'What the author tells graders.' })
  gradingNotes: RichText | null;

  @Field(() => QuizResponseType, { description: 'What was answered.' })
  response: QuizResponseType;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the attempt was submitted; null where grading is anonymous.',
  })
  submittedAt: Date | null;

  @Field(() => ID, { nullable: true, description: 'The attempt; null where grading is anonymous.' })
  attemptId: string | null;

  @Field(() => ID, { nullable: true, description: 'The trainee; null where grading is anonymous.' })
  personId: string | null;

  @Field(() => String, {
    description:
      'What to call the trainee: their name, or where grading is anonymous a name of this answer alone.',
  })
  traineeName: string;
}

@ObjectType({
  description: 'An answer that came after time had run out. It counts only if a grader accepts it.',
})
export class LateAnswer {
  @Field(() => ID, { description: 'The attempt.' })
  attemptId: string;

  @Field(() => ID, { description: 'The question.' })
  questionVersionId: string;

  @Field(() => Int, { description: 'Revision of the answer: `acceptLateAnswer` takes it.' })
  revision: number;

  @Field(() => RichText, { description: 'What is asked.' })
  stem: RichText;

  @Field(() => QuizResponseType, { nullable: true, description: 'What was answered; null: taken back.' })
  response: QuizResponseType | null;

  @Field(() => QuizResponseType, { nullable: true, description: 'The answer that counts now; null: none.' })
  countedResponse: QuizResponseType | null;

  @Field(() => DateTime, { nullable: true, description: 'The last moment at which an answer counted.' })
  acceptUntil: Date | null;

  @Field(() => DateTime, { description: 'When it arrived, by the database clock.' })
  savedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the device says it was given: a claim.' })
  claimedAt: Date | null;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => String, { description: 'Their name.' })
  traineeName: string;
}

export const WaitingAnswerConnection = connectionOf('WaitingAnswer', () => WaitingAnswer);
export const LateAnswerConnection = connectionOf('LateAnswer', () => LateAnswer);

export const GradeAnswerResult = outcome('GradeAnswerResult', () => [
  QuizAttemptType,
  AnswerGraded,
  OwnRecord,
]);
export const CorrectMarkResult = outcome('CorrectMarkResult', () => [
  QuizAttemptType,
  AttemptRunning,
  OwnRecord,
]);
export const AcceptLateAnswerResult = outcome('AcceptLateAnswerResult', () => [
  QuizAttemptType,
  AttemptRunning,
  NoLateAnswer,
  OwnRecord,
]);
