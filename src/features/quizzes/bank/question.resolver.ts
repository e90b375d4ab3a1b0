import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { ChoiceType, choicesView, QuestionPresentation, presentationView } from './answer-form.type.js';
import { QuestionBank } from './question-bank.service.js';
import { Question, QuestionVersion } from './question.entity.js';
import {
  CreateQuestionInput,
  EditQuestionInput,
  PublishQuestionInput,
  QuestionsArgs,
  RetireQuestionInput,
} from './question.input.js';
import { keyView, QuestionKeyType } from './question-key.type.js';
import { RichText } from './rich-text.type.js';
import { QuestionService } from './question.service.js';
import {
  CreateQuestionResult,
  EditQuestionResult,
  PublishQuestionResult,
  QuestionCategory,
  QuestionConnection,
  QuestionEntryType,
  QuestionUse,
  QuestionVersionType,
  RetireQuestionResult,
} from './question.type.js';

@Resolver(() => QuestionEntryType)
export class QuestionResolver {
  constructor(
    private readonly bank: QuestionBank,
    private readonly service: QuestionService,
  ) {}

  @Query(() => QuestionEntryType, { description: 'One question of the bank.' })
  @Allow('quiz:read')
  question(@Db() db: TenantDb, @IdArg('id', 'The question.') id: string) {
    return this.bank.question(db, id);
  }

  @Query(() => QuestionConnection, { description: 'The question bank, by code.' })
  @Allow('quiz:read')
  questions(@Db() db: TenantDb, @Args() args: QuestionsArgs) {
    return this.bank.page(db, args);
  }

  @Query(() => [QuestionCategory], { description: 'The categories of the bank, by path.' })
  @Allow('quiz:read')
  questionCategories(@Db() db: TenantDb) {
    return this.bank.categories(db);
  }

  @ResolveField(() => [QuestionUse], {
    description: 'The versions of quizzes that hold it, by code of the quiz, newest first.',
  })
  @AllowAsParent()
  usedIn(@Db() db: TenantDb, @Parent() question: Question) {
    return this.bank.usedIn(db, question.id);
  }

  @ResolveField(() => [QuestionVersionType], { description: 'Its versions, newest first.' })
  @AllowAsParent()
  versions(@Db() db: TenantDb, @Parent() question: Question) {
    return this.bank.versions(db, question.id);
  }

  @ResolveField(() => QuestionVersionType, { description: 'The newest version, which may be a draft.' })
  @AllowAsParent()
  async latestVersion(@Db() db: TenantDb, @Parent() question: Question) {
    return (await this.bank.versions(db, question.id))[0];
  }

  @Mutation(() => CreateQuestionResult, { description: 'Adds a question to the bank, as a draft.' })
  @Allow('quiz:write')
  createQuestion(
    @Db() db: TenantDb,
    @Args('input', { description: 'The new question.' }) input: CreateQuestionInput,
  ) {
    return this.service.create(db, input);
  }

  @Mutation(() => EditQuestionResult, {
    description: 'Changes the draft of a question, or drafts the next version of a published one.',
  })
  @Allow('quiz:write')
  editQuestion(
    @Db() db: TenantDb,
    @Args('input', { description: 'The question as it is to be.' }) input: EditQuestionInput,
  ) {
    return this.service.edit(db, input);
  }

  @Mutation(() => PublishQuestionResult, {
    description: 'Publishes the draft of a question: it never changes again, and quizzes may take it in.',
  })
  @Allow('quiz:write')
  publishQuestion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which question.' }) input: PublishQuestionInput,
  ) {
    return this.service.publish(db, input);
  }

  @Mutation(() => RetireQuestionResult, {
    description: 'Retires a question: it stays in the quizzes that have it and enters no other.',
  })
  @Allow('quiz:write')
  retireQuestion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which question.' }) input: RetireQuestionInput,
  ) {
    return this.service.retire(db, input);
  }
}

@Resolver(() => QuestionVersionType)
export class QuestionVersionResolver {
  constructor(private readonly bank: QuestionBank) {}

  @ResolveField(() => RichText, { description: 'What is asked.' })
  @AllowAsParent()
  stem(@Parent() version: QuestionVersion) {
    return new RichText(version.stem);
  }

  @ResolveField(() => [ChoiceType], {
    description: 'The choices in the order they were written; empty for types without choices.',
  })
  @AllowAsParent()
  choices(@Parent() version: QuestionVersion) {
    return choicesView(version.presentation.choices);
  }

  @ResolveField(() => String, { nullable: true, description: 'Unit of a NUMBER or CALCULATED question.' })
  @AllowAsParent()
  unit(@Parent() version: QuestionVersion) {
    return version.presentation.unit ?? null;
  }

  @ResolveField(() => QuestionPresentation, {
    description: 'What is shown beside the stem, as it was written.',
  })
  @AllowAsParent()
  presentation(@Parent() version: QuestionVersion) {
    return presentationView(version.presentation);
  }

  @ResolveField(() => QuestionKeyType, { description: 'What is right, and the feedback. For authors alone.' })
  @AllowAsParent()
  async key(@Db() db: TenantDb, @Parent() version: QuestionVersion) {
    return keyView({ ...version, answerKey: await this.bank.keyOf(db, version.id) });
  }
}
