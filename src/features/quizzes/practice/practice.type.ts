import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import type { QuestionType } from '../bank/question-content.js';
import { QuestionTypeEnum } from '../bank/question.enums.js';
import { AnswerForm } from '../bank/answer-form.type.js';
import { QuestionKeyType } from '../bank/question-key.type.js';
import { RichText } from '../bank/rich-text.type.js';
import { MEMORY_STATES, RATINGS, type MemoryState, type Rating } from './practice.entity.js';
import { NoReviewToUndo, PracticeCardChanged, PracticeHeldBack } from './practice.refusals.js';

const enumOf = (values: readonly string[]) => Object.fromEntries(values.map((value) => [value, value]));

export const MemoryStateEnum = enumOf(MEMORY_STATES);
registerEnumType(MemoryStateEnum, {
  name: 'PracticeState',
  description: 'How far a question is on its way into memory.',
  valuesMap: {
    NEW: { description: 'Met in a quiz, not practised yet.' },
    LEARNING: { description: 'Asked again within minutes until it is known.' },
    REVIEW: { description: 'Known: asked again after days, each time after more of them.' },
    RELEARNING: { description: 'Was known and forgotten: asked again within minutes.' },
  },
});

export const RatingEnum = enumOf(RATINGS);
registerEnumType(RatingEnum, {
  name: 'PracticeRating',
  description: 'How well a question was remembered.',
  valuesMap: {
    AGAIN: { description: 'Not, or not fully right.' },
    HARD: { description: 'Right, with an effort.' },
    GOOD: { description: 'Right.' },
    EASY: { description: 'Right, without thinking.' },
  },
});

@ObjectType({ description: 'When a question comes back in practice.' })
export class PracticeSchedule {
  @Field(() => ID, { description: 'The question.' })
  questionId: string;

  @Field(() => Int, {
    description: 'Grows with every review and every one taken back, from 0: a review names it.',
  })
  round: number;

  @Field(() => MemoryStateEnum, { description: 'How far it is on its way into memory.' })
  state: MemoryState;

  @Field(() => DateTime, { nullable: true, description: 'From when on it is due; null: new, so at once.' })
  due: Date | null;

  @Field(() => Int, { description: 'How often it was reviewed.' })
  reviews: number;

  @Field(() => Int, { description: 'How often it was known and then forgotten.' })
  lapses: number;

  @Field(() => Boolean, { description: 'Whether the trainee has set it aside.' })
  suspended: boolean;
}

@ObjectType({
  description: 'A question to be practised. It shows what a question of an attempt shows, and no key.',
})
export class PracticeCard extends AnswerForm {
  @Field(() => ID, { description: 'The newest published version of the question: the review names it.' })
  questionVersionId: string;

  @Field(() => QuestionTypeEnum, { description: 'How it is answered. ESSAY is never practised.' })
  type: QuestionType;

  @Field(() => RichText, { description: 'What is asked.' })
  stem: RichText;

  @Field(() => PracticeSchedule, { description: 'Where it stands in practice.' })
  schedule: PracticeSchedule;
}

@ObjectType({ description: 'A review of a practice card. It counts nowhere but in practice.' })
export class PracticeReview {
  @Field(() => Boolean, { description: 'Whether the answer was fully right.' })
  correct: boolean;

  @Field(() => Decimal, {
    description: 'Percent of the points that it would have earned, at most two decimals.',
  })
  percent: string;

  @Field(() => RatingEnum, { description: 'What counts for when the question comes back.' })
  rating: Rating;

  @Field(() => QuestionKeyType, { description: 'What is right, and the feedback.' })
  key: QuestionKeyType;

  @Field(() => PracticeSchedule, { description: 'When the question comes back, as it stands now.' })
  schedule: PracticeSchedule;
}

@ObjectType({ description: 'How many questions of one quiz there are to practise.' })
export class PracticeOfQuiz {
  @Field(() => ID, { description: 'The quiz.' })
  quizId: string;

  @Field(() => String, { description: 'Its name.' })
  quizTitle: string;

  @Field(() => ID, { description: 'The course that asks for it.' })
  courseId: string;

  @Field(() => String, { description: 'Its name.' })
  courseTitle: string;

  @Field(() => Int, { description: 'Due now.' })
  dueCards: number;

  @Field(() => Int, { description: 'Met in the quiz and not practised yet.' })
  newCards: number;

  @Field(() => Int, { description: 'Due within the next 24 hours.' })
  dueTomorrow: number;

  @Field(() => Int, { description: 'Set aside by the trainee.' })
  suspendedCards: number;
}

@ObjectType({
  description:
    'What there is to practise: the questions of quizzes that were submitted and show their right answers now. A question that an open attempt asks waits until that is submitted.',
})
export class Practice {
  @Field(() => Int, { description: 'Due now.' })
  dueCards: number;

  @Field(() => Int, { description: 'Met in a quiz and not practised yet.' })
  newCards: number;

  @Field(() => Int, { description: 'Due within the next 24 hours.' })
  dueTomorrow: number;

  @Field(() => Int, { description: 'Set aside by the trainee.' })
  suspendedCards: number;

  @Field(() => DateTime, { nullable: true, description: 'When the next one will be due; null: none will.' })
  nextDueAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why there is nothing to practise now, in words; null when there is something.',
  })
  nothingToDo: string | null;

  @Field(() => [PracticeOfQuiz], {
    description: 'The same by course and quiz. A question that several quizzes have asked counts in each.',
  })
  quizzes: PracticeOfQuiz[];
}

export const PracticeCardConnection = connectionOf('PracticeCard', () => PracticeCard);

export const ReviewPracticeCardResult = outcome('ReviewPracticeCardResult', () => [
  PracticeReview,
  PracticeCardChanged,
  PracticeHeldBack,
]);
export const UndoPracticeReviewResult = outcome('UndoPracticeReviewResult', () => [
  PracticeSchedule,
  NoReviewToUndo,
]);
export const SuspendPracticeCardResult = outcome('SuspendPracticeCardResult', () => [PracticeSchedule]);
export const ResumePracticeCardResult = outcome('ResumePracticeCardResult', () => [PracticeSchedule]);
