import { createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import { CourseRequirementType } from '../../programs/course.type.js';
import { RequirementResolved } from '../../programs/program.refusals.js';
import type { Difficulty, VersionStatus } from '../bank/question.entity.js';
import { DifficultyEnum, VersionStatusEnum } from '../bank/question.enums.js';
import { EditedMeanwhile } from '../bank/question.refusals.js';
import type { AttemptGrading, Navigation, Shown } from './quiz.entity.js';
import { AttemptGradingEnum, NavigationEnum, ShownEnum } from './quiz.enums.js';
import { NoQuizDraft, QuizCodeTaken, QuizNotPublished, QuizNotReady } from './quiz.refusals.js';

@ObjectType('Quiz', { description: 'A quiz by its name; its settings and questions stand in its versions.' })
export class QuizType {
  @Field(() => ID, { description: 'Identifies the quiz.' })
  id: string;

  @Field(() => String, { description: 'Unique in the organization.' })
  code: string;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt: Date;
}

@ObjectType('QuizVersion', {
  description: 'Settings and questions of a quiz. Once published it never changes: attempts point at it.',
})
export class QuizVersionType {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => Int, { description: '1 for the first version, and so on.' })
  number: number;

  @Field(() => VersionStatusEnum, { description: 'Draft or published.' })
  status: VersionStatus;

  @Field(() => Int, {
    description: 'Grows with every edit of the quiz: an edit names the one it was made on.',
  })
  revision: number;

  @Field(() => Decimal, { description: 'What passes, in percent of the points.' })
  passMarkPercent: string;

  @Field(() => Int, { nullable: true, description: 'Attempts allowed; null: any number.' })
  maxAttempts: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes from start to deadline; null: no limit.' })
  timeLimitMinutes: number | null;

  @Field(() => Boolean, { description: 'Whether each attempt has the questions in its own order.' })
  shuffleQuestions: boolean;

  @Field(() => Boolean, { description: 'Whether each attempt has the choices in its own order.' })
  shuffleChoices: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when attempts can be started, by the database clock; null: at once.',
  })
  opensAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it closes; null: never.' })
  closesAt: Date | null;

  @Field(() => Int, { description: 'Answers that arrive so many seconds after the deadline still count.' })
  graceSeconds: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from the end of an attempt to the start of the next; null: none.',
  })
  retryDelayMinutes: number | null;

  @Field(() => NavigationEnum, { description: 'In which order questions are answered.' })
  navigation: Navigation;

  @Field(() => AttemptGradingEnum, { description: 'Which attempts make the grade.' })
  attemptGrading: AttemptGrading;

  @Field(() => Boolean, {
    description: 'Whether attempts after the first count for no more than the pass mark.',
  })
  capRepeats: boolean;

  @Field(() => [ShownEnum], {
    description: 'What is shown of a question as soon as it is finished, while the attempt runs.',
  })
  shownDuring: Shown[];

  @Field(() => [ShownEnum], { description: 'What is shown after the attempt.' })
  shownAfter: Shown[];

  @Field(() => [ShownEnum], { description: 'What is shown after the quiz has closed.' })
  shownAfterClosing: Shown[];

  @Field(() => Boolean, { description: 'Whether graders do not see whose answers they grade.' })
  anonymousGrading: boolean;

  @Field(() => DateTime, { description: 'When it was begun.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt: Date | null;
}

@ObjectType('QuizSection', {
  description: 'A part of a version of a quiz: its questions stand together, in the order of the sections.',
})
export class QuizSectionType {
  @Field(() => Int, { description: 'Its place among the sections, from 1.' })
  position: number;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'What the whole section is worth: its questions share it in proportion to their points. Null: the sum of their points.',
  })
  points: string | null;
}

@ObjectType('QuizQuestion', { description: 'A question that every attempt at the version has.' })
export class QuizQuestionType {
  @Field(() => Int, { description: 'Its place, from 1.' })
  position: number;

  @Field(() => Int, { nullable: true, description: 'Position of its section; null where the quiz has none.' })
  section: number | null;

  @Field(() => Decimal, {
    description: 'What a right answer earns, before the section is brought to its own points.',
  })
  points: string;
}

@ObjectType('QuizDraw', {
  description:
    'Questions that each attempt draws at random, those first that the trainee has been asked least.',
})
export class QuizDrawType {
  @Field(() => Int, { description: 'Place of the first of them, from 1; the others follow it.' })
  position: number;

  @Field(() => Int, { nullable: true, description: 'Position of its section; null where the quiz has none.' })
  section: number | null;

  @Field(() => Int, { description: 'How many.' })
  count: number;

  @Field(() => Decimal, {
    description: 'What each earns, before the section is brought to its own points.',
  })
  points: string;

  @Field(() => String, { nullable: true, description: 'Of this category or one below it; null: of any.' })
  category: string | null;

  @Field(() => [String], { description: 'With all of these tags.' })
  tags: string[];

  @Field(() => [String], { description: 'For one of these learning outcomes; none: for any.' })
  learningOutcomes: string[];

  @Field(() => DifficultyEnum, { nullable: true, description: 'Of this difficulty; null: of any.' })
  difficulty: Difficulty | null;
}

export const QuizItemType = createUnionType({
  name: 'QuizItem',
  description: 'One entry of a quiz, in the order of the quiz.',
  types: () => [QuizQuestionType, QuizDrawType] as const,
  resolveType: (item: object) => item.constructor.name as never,
});

export const QuizConnection = connectionOf('Quiz', () => QuizType);

export const CreateQuizResult = outcome('CreateQuizResult', () => [QuizType, QuizCodeTaken]);
export const EditQuizResult = outcome('EditQuizResult', () => [QuizType, EditedMeanwhile]);
export const SetQuizAccessCodeResult = outcome('SetQuizAccessCodeResult', () => [QuizType]);
export const PublishQuizResult = outcome('PublishQuizResult', () => [QuizType, NoQuizDraft, QuizNotReady]);
export const AttachQuizResult = outcome('AttachQuizResult', () => [
  CourseRequirementType,
  QuizNotPublished,
  RequirementResolved,
]);
