import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { Decimal } from '../../../platform/graphql/scalars.js';
import { CourseRequirementType } from '../../programs/course.type.js';
import type { CourseRequirement } from '../../programs/module.entity.js';
import { QuestionEntryType, QuestionVersionType } from '../bank/question.type.js';
import { QuizAttachment } from './quiz-attachment.service.js';
import { QuizCatalog } from './quiz-catalog.service.js';
import { Quiz, QuizQuestion, QuizVersion } from './quiz.entity.js';
import {
  AttachQuizInput,
  CreateQuizInput,
  EditQuizInput,
  PublishQuizInput,
  QuizzesArgs,
} from './quiz.input.js';
import { QuizService } from './quiz.service.js';
import {
  AttachQuizResult,
  CreateQuizResult,
  EditQuizResult,
  PublishQuizResult,
  QuizConnection,
  QuizQuestionType,
  QuizType,
  QuizVersionType,
} from './quiz.type.js';
import { RichText } from '../bank/rich-text.type.js';

@Resolver(() => QuizType)
export class QuizResolver {
  constructor(
    private readonly catalog: QuizCatalog,
    private readonly service: QuizService,
    private readonly attachment: QuizAttachment,
  ) {}

  @Query(() => QuizType, { description: 'One quiz, for authors.' })
  @Allow('quiz:read')
  quiz(@Db() db: TenantDb, @IdArg('id', 'The quiz.') id: string) {
    return this.catalog.quiz(db, id);
  }

  @Query(() => QuizConnection, { description: 'The quizzes of the organization, by code.' })
  @Allow('quiz:read')
  quizzes(@Db() db: TenantDb, @Args() args: QuizzesArgs) {
    return this.catalog.page(db, args);
  }

  @ResolveField(() => [QuizVersionType], { description: 'Its versions, newest first.' })
  @AllowAsParent()
  versions(@Db() db: TenantDb, @Parent() quiz: Quiz) {
    return this.catalog.versions(db, quiz.id);
  }

  @ResolveField(() => QuizVersionType, { description: 'The newest version, which may be a draft.' })
  @AllowAsParent()
  async latestVersion(@Db() db: TenantDb, @Parent() quiz: Quiz) {
    return (await this.catalog.versions(db, quiz.id))[0];
  }

  @Mutation(() => CreateQuizResult, { description: 'Makes a quiz, as a draft.' })
  @Allow('quiz:write')
  createQuiz(@Db() db: TenantDb, @Args('input', { description: 'The new quiz.' }) input: CreateQuizInput) {
    return this.service.create(db, input);
  }

  @Mutation(() => EditQuizResult, {
    description: 'Changes the draft of a quiz, or drafts the next version from a copy of the published one.',
  })
  @Allow('quiz:write')
  editQuiz(@Db() db: TenantDb, @Args('input', { description: 'The changes.' }) input: EditQuizInput) {
    return this.service.edit(db, input);
  }

  @Mutation(() => PublishQuizResult, {
    description:
      'Publishes the draft of a quiz, pins the newest published version of each question, and fixes both.',
  })
  @Allow('quiz:write')
  publishQuiz(@Db() db: TenantDb, @Args('input', { description: 'Which quiz.' }) input: PublishQuizInput) {
    return this.service.publish(db, input);
  }

  @Mutation(() => AttachQuizResult, {
    description:
      'Puts the newest published version of a quiz behind a requirement: as often as wished in a draft program version, once in a published one.',
  })
  @Allow('quiz:write')
  attachQuiz(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which quiz for which requirement.' }) input: AttachQuizInput,
  ) {
    return this.attachment.attach(db, input);
  }
}

@Resolver(() => QuizVersionType)
export class QuizVersionResolver {
  constructor(private readonly catalog: QuizCatalog) {}

  @ResolveField(() => QuizType, { description: 'The quiz it is a version of.' })
  @AllowAsParent()
  quiz(@Db() db: TenantDb, @Parent() version: QuizVersion) {
    return this.catalog.quizOf(db, version.quizId);
  }

  @ResolveField(() => RichText, { description: 'Shown before the start.' })
  @AllowAsParent()
  instructions(@Parent() version: QuizVersion) {
    return new RichText(version.instructions);
  }

  @ResolveField(() => [QuizQuestionType], { description: 'Its questions in their order.' })
  @AllowAsParent()
  questions(@Db() db: TenantDb, @Parent() version: QuizVersion) {
    return this.catalog.questionsOf(db, version.id);
  }

  @ResolveField(() => Decimal, { description: 'Points that can be earned.' })
  @AllowAsParent()
  possible(@Db() db: TenantDb, @Parent() version: QuizVersion) {
    return this.catalog.possible(db, version.id);
  }

  @ResolveField(() => Int, { description: 'How many questions it has.' })
  @AllowAsParent()
  async questionCount(@Db() db: TenantDb, @Parent() version: QuizVersion) {
    return (await this.catalog.questionsOf(db, version.id)).length;
  }
}

@Resolver(() => QuizQuestionType)
export class QuizQuestionResolver {
  constructor(private readonly catalog: QuizCatalog) {}

  @ResolveField(() => QuestionEntryType, { description: 'The question of the bank.' })
  @AllowAsParent()
  question(@Db() db: TenantDb, @Parent() entry: QuizQuestion) {
    return this.catalog.question(db, entry.questionId);
  }

  @ResolveField(() => QuestionVersionType, {
    nullable: true,
    description: 'The version that was pinned when the quiz was published; null in a draft.',
  })
  @AllowAsParent()
  version(@Db() db: TenantDb, @Parent() entry: QuizQuestion) {
    return entry.questionVersionId && this.catalog.questionVersion(db, entry.questionVersionId);
  }
}

@Resolver(() => CourseRequirementType)
export class RequirementQuizResolver {
  constructor(private readonly catalog: QuizCatalog) {}

  @ResolveField(() => QuizVersionType, {
    nullable: true,
    description:
      'The version of the quiz that stands behind it; null while there is none, and for who may not read quizzes.',
  })
  @AllowAsParent()
  quizVersion(@Db() db: TenantDb, @Parent() requirement: CourseRequirement) {
    return this.catalog.attachedTo(db, requirement);
  }
}
