import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import type { ExchangeFormat } from './exchanged-question.js';
import type { ImportStatus, ItemOutcome } from './question-import.entity.js';
import { ExchangeFormatEnum, ImportStatusEnum, ItemOutcomeEnum } from './question-import.enums.js';
import { QuestionFileTooLarge } from './question-import.refusals.js';

@ObjectType('QuestionImportItem', { description: 'What became of one question of the file.' })
export class QuestionImportItemType {
  @Field(() => Int, { description: 'Its place in the file, from 1.' })
  position: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The line in which it begins, where lines tell something.',
  })
  line: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The element, or the file of the package, that it stands in.',
  })
  element: string | null;

  @Field(() => String, { description: 'What the file calls it, or how it begins.' })
  title: string;

  @Field(() => ItemOutcomeEnum, { description: 'What became of it.' })
  outcome: ItemOutcome;

  @Field(() => [String], { description: 'What the file says and the bank does not keep, one sentence each.' })
  losses: string[];

  @Field(() => String, { nullable: true, description: 'Why it was refused.' })
  refusal: string | null;

  @Field(() => ID, { nullable: true, description: 'The question made, or the one that was there.' })
  questionId: string | null;
}

export const QuestionImportItemConnection = connectionOf('QuestionImportItem', () => QuestionImportItemType);

@ObjectType({ description: 'How many questions of a file had one outcome.' })
export class QuestionImportCount {
  @Field(() => ItemOutcomeEnum, { description: 'The outcome.' })
  outcome: ItemOutcome;

  @Field(() => Int, { description: 'How many so far.' })
  count: number;
}

@ObjectType('QuestionImport', {
  description: 'A file of questions that is brought in, or tried in a dry run.',
})
export class QuestionImportType {
  @Field(() => ID, { description: 'Identifies the import.' })
  id: string;

  @Field(() => String, { description: 'What the file is called.' })
  fileName: string;

  @Field(() => ExchangeFormatEnum, {
    nullable: true,
    description: 'Its format; null until its content has told.',
  })
  format: ExchangeFormat | null;

  @Field(() => Boolean, { description: 'Whether nothing is brought in.' })
  dryRun: boolean;

  @Field(() => String, { nullable: true, description: 'The category above those of the file.' })
  category: string | null;

  @Field(() => ImportStatusEnum, { description: 'How far it is.' })
  status: ImportStatus;

  @Field(() => String, { nullable: true, description: 'Why none of the file was read.' })
  refusal: string | null;

  @Field(() => Int, { nullable: true, description: 'Questions in the file; null until it is opened.' })
  total: number | null;

  @Field(() => Int, { description: 'Of them, those whose fate is decided.' })
  done: number;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was done or refused.' })
  finishedAt: Date | null;
}

export const QuestionImportConnection = connectionOf('QuestionImport', () => QuestionImportType);

export const ImportQuestionsResult = outcome('ImportQuestionsResult', () => [
  QuestionImportType,
  QuestionFileTooLarge,
]);
