import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { ExportQuestionsInput } from './question-export.input.js';
import { QuestionExports } from './question-export.service.js';
import { ExportQuestionsResult } from './question-export.type.js';

@Resolver()
export class QuestionExportResolver {
  constructor(private readonly exports: QuestionExports) {}

  @Mutation(() => ExportQuestionsResult, {
    description:
      'Writes questions of the bank, with their keys, into a file that other systems read, and tells what the format cannot carry.',
  })
  @Allow('quiz:write')
  exportQuestions(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which questions, and what to write.' }) input: ExportQuestionsInput,
  ) {
    return this.exports.export(db, input);
  }
}
