import { Args, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import type { QuestionImport } from './question-import.entity.js';
import { ImportQuestionsInput, QuestionImportItemsArgs } from './question-import.input.js';
import { QuestionImports } from './question-import.service.js';
import {
  ImportQuestionsResult,
  QuestionImportConnection,
  QuestionImportCount,
  QuestionImportItemConnection,
  QuestionImportType,
} from './question-import.type.js';

@Resolver(() => QuestionImportType)
export class QuestionImportResolver {
  constructor(private readonly imports: QuestionImports) {}

  @Mutation(() => ImportQuestionsResult, {
    description:
      'Brings the questions of a file into the bank, published. It is done in the background: ask `questionImport` or follow `questionImportChanged`. The same file again adds nothing.',
  })
  @Allow('quiz:write')
  importQuestions(
    @Db() db: TenantDb,
    @Args('input', { description: 'The file.' }) input: ImportQuestionsInput,
  ) {
    return this.imports.request(db, input);
  }

  @Query(() => QuestionImportType, { description: 'An import and its report.' })
  @Allow('quiz:write')
  questionImport(@Db() db: TenantDb, @IdArg('id', 'The import.') id: string) {
    return this.imports.import(db, id);
  }

  @Query(() => QuestionImportConnection, { description: 'The imports of the organization, newest first.' })
  @Allow('quiz:write')
  questionImports(@Db() db: TenantDb, @Args() args: PageArgs) {
    return this.imports.page(db, args);
  }

  @Subscription(() => QuestionImportType, {
    description: 'Tells how an import goes on, after each of its batches and at its end.',
    resolve: (imported: QuestionImport) => imported,
  })
  @Allow('quiz:write')
  questionImportChanged(@Db() db: TenantDb, @IdArg('id', 'The import.') id: string) {
    return this.imports.follow(db, id);
  }

  @ResolveField(() => QuestionImportItemConnection, {
    description: 'What became of each question, in the order of the file.',
  })
  @AllowAsParent()
  items(@Db() db: TenantDb, @Parent() { id }: QuestionImport, @Args() args: QuestionImportItemsArgs) {
    return this.imports.items(db, id, args);
  }

  @ResolveField(() => [QuestionImportCount], { description: 'How many had which outcome so far.' })
  @AllowAsParent()
  counts(@Db() db: TenantDb, @Parent() { id }: QuestionImport) {
    return this.imports.counts.load(db, id);
  }
}
