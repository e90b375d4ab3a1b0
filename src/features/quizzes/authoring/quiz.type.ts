import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import { CourseRequirementType } from '../../programs/course.type.js';
import { RequirementResolved } from '../../programs/program.refusals.js';
import type { VersionStatus } from '../bank/question.entity.js';
import { VersionStatusEnum } from '../bank/question.enums.js';
import { EditedMeanwhile } from '../bank/question.refusals.js';
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

  @Field(() => DateTime, { description: 'When it was begun.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt: Date | null;
}

@ObjectType('QuizQuestion', { description: 'A question in a version of a quiz.' })
export class QuizQuestionType {
  @Field(() => Int, { description: 'Its place, from 1.' })
  position: number;

  @Field(() => Decimal, { description: 'What a right answer earns.' })
  points: string;
}

export const QuizConnection = connectionOf('Quiz', () => QuizType);

export const CreateQuizResult = outcome('CreateQuizResult', () => [QuizType, QuizCodeTaken]);
export const EditQuizResult = outcome('EditQuizResult', () => [QuizType, EditedMeanwhile]);
export const PublishQuizResult = outcome('PublishQuizResult', () => [QuizType, NoQuizDraft, QuizNotReady]);
export const AttachQuizResult = outcome('AttachQuizResult', () => [
  CourseRequirementType,
  QuizNotPublished,
  RequirementResolved,
]);
