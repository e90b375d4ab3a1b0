import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { Refusal } from '../../../platform/graphql/refusal.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import { CourseBlocked, EnrollmentNotActive } from '../../records/lesson-record.refusals.js';
import type { AttemptGrading, Navigation } from '../authoring/quiz.entity.js';
import { AttemptGradingEnum, NavigationEnum } from '../authoring/quiz.enums.js';
import type { QuestionType } from '../bank/question-content.js';
import { QuestionTypeEnum } from '../bank/question.enums.js';
import { AnswerForm } from '../bank/answer-form.type.js';
import { MatchType, PlaceType, QuestionKeyType } from '../bank/question-key.type.js';
import type { AttemptStatus } from './quiz-attempt.entity.js';
import { AttemptStatusEnum, CorrectnessEnum } from './quiz-attempt.enums.js';
import type { Correctness } from './feedback.rules.js';
import {
  AccessCodeWrong,
  AttemptOver,
  AttemptPaused,
  AttemptsExhausted,
  QuestionFinished,
  QuestionNotReached,
  QuizClosed,
  QuizNotAvailable,
  QuizNotOpen,
  RetryTooSoon,
  TooManyWrongCodes,
} from './quiz-attempt.refusals.js';
import { RichText } from '../bank/rich-text.type.js';

@ObjectType('FilledBlank', { description: 'What was filled into a blank.' })
export class FilledBlankType {
  @Field(() => ID, { description: 'The blank.' })
  blankId: string;

  @Field(() => String, { description: 'The text or number as it was typed, or the id of the choice.' })
  answer: string;
}

@ObjectType('QuizResponse', {
  description: 'An answer: the member that fits the type of the question is given.',
})
export class QuizResponseType {
  @Field(() => [ID], { nullable: true, description: 'The chosen choices.' })
  choiceIds?: readonly string[];

  @Field(() => Boolean, { nullable: true, description: 'True or false.' })
  isTrue?: boolean;

  @Field(() => String, { nullable: true, description: 'The text as it was typed.' })
  text?: string;

  @Field(() => Decimal, { nullable: true, description: 'The number as it was typed.' })
  number?: string;

  @Field(() => String, { nullable: true, description: 'The unit that was chosen for the number.' })
  unit?: string;

  @Field(() => [MatchType], { nullable: true, description: 'The prompts that were matched.' })
  matches?: readonly MatchType[];

  @Field(() => [ID], { nullable: true, description: 'The items in the order they were put in.' })
  order?: readonly string[];

  @Field(() => [FilledBlankType], { nullable: true, description: 'The blanks that were filled.' })
  blanks?: readonly FilledBlankType[];

  @Field(() => [PlaceType], { nullable: true, description: 'The places that were marked.' })
  places?: readonly PlaceType[];
}

@ObjectType({ description: 'An answer as it was saved.' })
export class AttemptAnswer {
  @Field(() => QuizResponseType, { nullable: true, description: 'The answer; null when it was taken back.' })
  response: QuizResponseType | null;

  @Field(() => Int, { description: 'Grows with every save of this answer, from 1.' })
  revision: number;

  @Field(() => DateTime, { description: 'When it was saved, by the database clock.' })
  savedAt: Date;
}

@ObjectType({ description: 'The level of a criterion that an answer reached.' })
export class ReachedLevel {
  @Field(() => ID, { description: 'The criterion of the rubric.' })
  criterionId: string;

  @Field(() => ID, { description: 'Its level.' })
  levelId: string;
}

@ObjectType({ description: 'What an answer earned.' })
export class QuestionMark {
  @Field(() => Decimal, { nullable: true, description: 'Points earned; null: a grader has yet to read it.' })
  earned: string | null;

  @Field(() => Decimal, { description: 'Points possible.' })
  possible: string;

  @Field(() => RichText, { nullable: true, description: 'What the grader says to it.' })
  comment: RichText | null;

  @Field(() => [ReachedLevel], { description: 'Of the rubric, where it was graded by one.' })
  rubricLevels: readonly ReachedLevel[];
}

@ObjectType({ description: 'A part of a quiz as it stands in an attempt.' })
export class AttemptSection {
  @Field(() => Int, { description: 'Its place, from 1.' })
  position: number;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => RichText, { nullable: true, description: 'To be read before its questions.' })
  instructions: RichText | null;
}

@ObjectType({ description: 'A question as it stands in one attempt.' })
export class AttemptQuestion extends AnswerForm {
  @Field(() => ID, { description: 'Identifies the question in the attempt: `saveAnswer` takes it.' })
  questionVersionId: string;

  @Field(() => Int, { description: 'Its place in this attempt, from 1.' })
  place: number;

  @Field(() => AttemptSection, { nullable: true, description: 'The part of the quiz it stands in.' })
  section: AttemptSection | null;

  @Field(() => Decimal, { description: 'What a right answer earns.' })
  points: string;

  @Field(() => QuestionTypeEnum, { description: 'How it is answered.' })
  type: QuestionType;

  @Field(() => RichText, { description: 'What is asked.' })
  stem: RichText;

  @Field(() => AttemptAnswer, {
    nullable: true,
    description: 'The newest answer that came in time; null: none.',
  })
  answer: AttemptAnswer | null;

  @Field(() => AttemptAnswer, {
    nullable: true,
    description: 'The newest answer that came too late and does not count.',
  })
  lateAnswer: AttemptAnswer | null;

  @Field(() => Boolean, {
    description: 'Whether the trainee has finished it (`finishQuestion`): its answer is final.',
  })
  finished: boolean;

  @Field(() => QuestionMark, {
    nullable: true,
    description:
      'As far as the quiz shows it. Null before the end, and while whoever asks has another attempt open that holds this question.',
  })
  mark: QuestionMark | null;

  @Field(() => CorrectnessEnum, {
    nullable: true,
    description: 'How right the answer is, as far as the quiz shows it; null like `mark`.',
  })
  correctness: Correctness | null;

  @Field(() => QuestionKeyType, {
    nullable: true,
    description:
      'Right answers, feedback and explanation, as far as the quiz shows them: during the attempt for a question that is finished, after it, or after the quiz has closed. Null like `mark`.',
  })
  key: QuestionKeyType | null;
}

@ObjectType('QuizAttempt', {
  description:
    'One attempt of a trainee at a quiz. Once submitted its answers never change; what they are worth changes only by a further entry with a reason.',
})
export class QuizAttemptType {
  @Field(() => ID, { description: 'Identifies the attempt.' })
  id: string;

  @Field(() => ID, { description: 'The requirement it is for.' })
  requirementId: string;

  @Field(() => ID, { description: 'The enrollment it counts in.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The version of the quiz.' })
  quizVersionId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => Int, { description: '1 for the first attempt at the requirement, and so on.' })
  number: number;

  @Field(() => AttemptStatusEnum, { description: 'Running or submitted.' })
  status: AttemptStatus;

  @Field(() => DateTime, { description: 'When it began.' })
  startedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'After this moment, by the database clock, no answer counts; null: no time limit.',
  })
  deadline: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The last moment at which an answer counts: the deadline and the grace after it. Then the attempt is submitted as it stands. Null: no end.',
  })
  acceptUntil: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'A break of the trainee runs until then, or ran; null: none.',
  })
  pausedUntil: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was submitted; null while it runs.' })
  submittedAt: Date | null;

  @Field(() => Boolean, { description: 'Whether it was submitted because its time had run out.' })
  timedOut: boolean;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Points earned so far, as the newest score says; null while it runs.',
  })
  earned: string | null;

  @Field(() => Int, { description: 'Answers that wait for a grader.' })
  pending: number;

  @Field(() => Decimal, { description: 'Points possible.' })
  possible: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Percent of the points, rounded; null while it runs.',
  })
  percent: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the exact share of the points reaches the pass mark; null while it runs and while answers wait for a grader.',
  })
  passed: boolean | null;
}

@ObjectType({ description: 'An answer was saved and counts.' })
export class SavedAnswer {
  @Field(() => ID, { description: 'The attempt.' })
  attemptId: string;

  @Field(() => ID, { description: 'The question.' })
  questionVersionId: string;

  @Field(() => Int, { description: 'Revision of the answer now.' })
  revision: number;

  @Field(() => DateTime, { description: 'When it was saved, by the database clock.' })
  savedAt: Date;

  @Field(() => Boolean, {
    description:
      'Whether another device had saved a newer answer than this one knew. Both are kept; the one just saved counts.',
  })
  overtook: boolean;
}

@ObjectType({ description: 'A quiz as it stands for the trainee who asks.' })
export class TraineeQuiz {
  @Field(() => ID, { description: 'The requirement that asks for it.' })
  requirementId: string;

  @Field(() => ID, { description: 'The enrollment in which it counts.' })
  enrollmentId: string;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => RichText, { nullable: true, description: 'To be read before the start.' })
  instructions: RichText | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What passes, in percent; null while there is no quiz.',
  })
  passMarkPercent: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it opens for this trainee; null: it is open.' })
  opensAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it closes for this trainee, and ends a running attempt; null: never.',
  })
  closesAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds from start to deadline for this trainee; null: no limit.',
  })
  timeLimitSeconds: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from start to deadline as the quiz says, without what this trainee is granted.',
  })
  timeLimitMinutes: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from the end of one attempt to the start of the next; null: none.',
  })
  retryDelayMinutes: number | null;

  @Field(() => NavigationEnum, { description: 'Whether the order of answering is free.' })
  navigation: Navigation;

  @Field(() => Boolean, { description: 'Whether a start needs an access code.' })
  needsAccessCode: boolean;

  @Field(() => Int, { description: 'How many questions it has.' })
  questionCount: number;

  @Field(() => Decimal, { description: 'Points that can be earned.' })
  possible: string;

  @Field(() => Int, { nullable: true, description: 'Attempts allowed; null: any number.' })
  maxAttempts: number | null;

  @Field(() => Int, { description: 'Attempts begun; after a repeat of the course those begun since.' })
  attemptsUsed: number;

  @Field(() => Int, { nullable: true, description: 'Attempts left; null: any number.' })
  attemptsLeft: number | null;

  @Field(() => AttemptGradingEnum, { description: 'Which of several attempts counts.' })
  attemptGrading: AttemptGrading;

  @Field(() => Boolean, {
    description: 'Whether attempts after the first count for no more than the pass mark.',
  })
  capRepeats: boolean;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What the quiz counts for now, in percent of its points; null: nothing yet.',
  })
  countedPercent: string | null;

  @Field(() => Boolean, { description: 'Whether what counts reaches the pass mark.' })
  passed: boolean;

  @Field(() => Refusal, {
    nullable: true,
    description: 'Why no attempt can be started or gone on with now; null when one can.',
  })
  blockedBy: Refusal | null;

  @Field(() => DateTime, { description: 'The database clock when this was read.' })
  serverNow: Date;
}

export const QuizAttemptConnection = connectionOf('QuizAttempt', () => QuizAttemptType);

export const StartQuizAttemptResult = outcome('StartQuizAttemptResult', () => [
  QuizAttemptType,
  AccessCodeWrong,
  AttemptsExhausted,
  CourseBlocked,
  EnrollmentNotActive,
  QuizClosed,
  QuizNotAvailable,
  QuizNotOpen,
  RetryTooSoon,
  TooManyWrongCodes,
]);
export const SaveAnswerResult = outcome('SaveAnswerResult', () => [
  SavedAnswer,
  AttemptOver,
  AttemptPaused,
  QuestionFinished,
  QuestionNotReached,
]);
export const FinishQuestionResult = outcome('FinishQuestionResult', () => [
  QuizAttemptType,
  AttemptOver,
  AttemptPaused,
  QuestionFinished,
  QuestionNotReached,
]);
export const SubmitQuizAttemptResult = outcome('SubmitQuizAttemptResult', () => [QuizAttemptType]);
