import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import type { AnswerKey, Presentation, QuestionType } from './question-content.js';
import type { VersionStatus } from './question.entity.js';
import { RichText, richText } from './rich-text.type.js';
import { QuestionTypeEnum, VersionStatusEnum } from './question.enums.js';
import {
  EditedMeanwhile,
  NoQuestionDraft,
  QuestionCodeTaken,
  QuestionNotReady,
  QuestionRetired,
} from './question.refusals.js';

@ObjectType('QuestionChoice', { description: 'A choice as everybody may see it.' })
export class ChoiceType {
  @Field(() => ID, { description: 'Identifies the choice in its question. Random: it tells nothing.' })
  id: string;

  @Field(() => RichText, { description: 'What it says.' })
  text: RichText;
}

@ObjectType({ description: 'What a choice means for the mark, and what is said to who chose it.' })
export class ChoiceKey {
  @Field(() => ID, { description: 'The choice.' })
  choiceId: string;

  @Field(() => Boolean, { description: 'Whether it is right to choose it.' })
  correct: boolean;

  @Field(() => RichText, { nullable: true, description: 'Feedback.' })
  feedback: RichText | null;
}

@ObjectType('QuestionKey', {
  description:
    'What is right and what is said about it: for authors, and for a trainee after the attempt is finished.',
})
export class QuestionKeyType {
  @Field(() => [ChoiceKey], { description: 'For each choice; empty for types without choices.' })
  choices: ChoiceKey[];

  @Field(() => Boolean, { nullable: true, description: 'Of a TRUE_FALSE question.' })
  isTrue: boolean | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback for the answer "true".' })
  whenTrue: RichText | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback for the answer "false".' })
  whenFalse: RichText | null;

  @Field(() => [String], { description: 'What a SHORT_TEXT question accepts.' })
  accepted: readonly string[];

  @Field(() => Decimal, { nullable: true, description: 'Of a NUMBER question.' })
  number: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How far from the number an answer may be.' })
  tolerance: string | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback for a right answer.' })
  whenCorrect: RichText | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback for a wrong answer.' })
  whenIncorrect: RichText | null;

  @Field(() => RichText, { nullable: true, description: 'Why the right answer is right.' })
  explanation: RichText | null;
}

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

  @Field(() => String, { nullable: true, description: 'Where it stands in the bank.' })
  category: string | null;

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

/** The choices as the API shows them. */
export const choicesView = ({ choices = [] }: Presentation): ChoiceType[] =>
  choices.map(({ id, text }) => ({ id, text: new RichText(text) }));

/** An answer key as the API shows it, choice by choice. */
export function keyView({ choices = [] }: Presentation, key: AnswerKey): QuestionKeyType {
  return {
    choices: choices.map(({ id }) => ({
      choiceId: id,
      correct: key.correctChoiceIds?.includes(id) ?? false,
      feedback: richText(key.choiceFeedback?.[id]),
    })),
    isTrue: key.isTrue ?? null,
    whenTrue: richText(key.whenTrue),
    whenFalse: richText(key.whenFalse),
    accepted: key.accepted?.map(({ pattern }) => pattern) ?? [],
    number: key.numbers?.[0]?.number ?? null,
    tolerance: key.numbers?.[0]?.tolerance ?? null,
    whenCorrect: richText(key.whenCorrect),
    whenIncorrect: richText(key.whenIncorrect),
    explanation: richText(key.explanation),
  };
}
