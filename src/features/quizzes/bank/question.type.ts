import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import type { QuestionType } from './question-content.js';
import type { Difficulty, VersionStatus } from './question.entity.js';
import { DifficultyEnum, QuestionTypeEnum, VersionStatusEnum } from './question.enums.js';
import {
  EditedMeanwhile,
  NoQuestionDraft,
  QuestionCodeTaken,
  QuestionNotReady,
  QuestionRetired,
} from './question.refusals.js';

@ObjectType('QuestionVersion', {
  description: 'What one version of a question asks. Once published it never changes: attempts point at it.',
})
export class QuestionVersionType {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => Int, { description: '1 for the first version, and so on.' })
  number: number;

  @Field(() => VersionStatusEnum, { description: 'Draft or published.' })
  status: VersionStatus;

  @Field(() => Int, {
    description: 'Grows with every edit of the question: an edit names the one it was made on.',
  })
  revision: number;

  @Field(() => QuestionTypeEnum, { description: 'How it is answered.' })
  type: QuestionType;

  @Field(() => [String], { description: 'What a right answer shows the trainee can do.' })
  learningOutcomes: string[];

  @Field(() => DateTime, { description: 'When it was begun.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt: Date | null;
}

@ObjectType('Question', {
  description: 'An entry of the question bank; what is asked stands in its versions.',
})
export class QuestionEntryType {
  @Field(() => ID, { description: 'Identifies the question.' })
  id: string;

  @Field(() => String, { description: 'Unique in the organization.' })
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where it stands in the bank: a path such as `Anatomy/Knee`.',
  })
  category: string | null;

  @Field(() => DifficultyEnum, { nullable: true, description: 'How hard it is held to be; null: not said.' })
  difficulty: Difficulty | null;

  @Field(() => [String], { description: 'Words to find it by.' })
  tags: string[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was retired; null while quizzes may take it in.',
  })
  retiredAt: Date | null;

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt: Date;
}

@ObjectType({ description: 'A category of the bank.' })
export class QuestionCategory {
  @Field(() => String, { description: 'Its path, such as `Anatomy/Knee`.' })
  path: string;

  @Field(() => Int, { description: 'Questions in it and in those below it, without retired ones.' })
  questionCount: number;
}

@ObjectType({ description: 'A version of a quiz that holds a question.' })
export class QuestionUse {
  @Field(() => ID, { description: 'The quiz.' })
  quizId: string;

  @Field(() => String, { description: 'Its code.' })
  quizCode: string;

  @Field(() => String, { description: 'Its title.' })
  quizTitle: string;

  @Field(() => ID, { description: 'The version of the quiz.' })
  quizVersionId: string;

  @Field(() => Int, { description: 'Its number.' })
  quizVersionNumber: number;

  @Field(() => VersionStatusEnum, { description: 'Draft or published.' })
  status: VersionStatus;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the question it has; null in a draft, which takes the newest when it is published.',
  })
  questionVersionNumber: number | null;

  @Field(() => Boolean, {
    description: 'Whether it is one of those drawn from at random, not there in every attempt.',
  })
  drawn: boolean;
}

export const QuestionConnection = connectionOf('Question', () => QuestionEntryType);

export const CreateQuestionResult = outcome('CreateQuestionResult', () => [
  QuestionEntryType,
  QuestionCodeTaken,
]);
export const EditQuestionResult = outcome('EditQuestionResult', () => [
  QuestionEntryType,
  EditedMeanwhile,
  QuestionRetired,
]);
export const PublishQuestionResult = outcome('PublishQuestionResult', () => [
  QuestionEntryType,
  NoQuestionDraft,
  QuestionNotReady,
  QuestionRetired,
]);
export const RetireQuestionResult = outcome('RetireQuestionResult', () => [
  QuestionEntryType,
  QuestionRetired,
]);
