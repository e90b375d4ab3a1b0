import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { FileLink } from '../../../platform/files/file.type.js';
import { outcome } from '../../../platform/graphql/outcome.js';
import { ExportTooLarge, TooManyQuestions } from './question-import.refusals.js';

@ObjectType({ description: 'A question that is not in the file, or not with everything it says here.' })
export class QuestionExportItem {
  @Field(() => ID, { description: 'The question.' })
  questionId: string;

  @Field(() => String, { description: 'Its code.' })
  code: string;

  @Field(() => String, { nullable: true, description: 'Why it was left out; null: it is in the file.' })
  leftOut: string | null;

  @Field(() => [String], { description: 'What of it the format does not say, one sentence each.' })
  losses: string[];
}

@ObjectType({ description: 'Questions written into a file.' })
export class QuestionExport {
  @Field(() => FileLink, { nullable: true, description: 'The file; null when no question could be written.' })
  file: FileLink | null;

  @Field(() => Int, { description: 'How many questions are in it.' })
  exported: number;

  @Field(() => [QuestionExportItem], { description: 'Those left out, and those of which something is lost.' })
  items: QuestionExportItem[];
}

export const ExportQuestionsResult = outcome('ExportQuestionsResult', () => [
  QuestionExport,
  TooManyQuestions,
  ExportTooLarge,
]);
