import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { Decimal } from '../../../platform/graphql/scalars.js';
import { CourseRequirementType } from '../../programs/course.type.js';
import type { CourseRequirement } from '../../programs/module.entity.js';
import { PublicationProblem } from '../bank/question.refusals.js';
import { QuestionEntryType, QuestionVersionType } from '../bank/question.type.js';
import { QuizAttachment } from './quiz-attachment.service.js';
import { QuizCatalog } from './quiz-catalog.service.js';
import { QuizPublication } from './quiz-publication.service.js';
import { Quiz, QuizDraw, QuizQuestion, QuizSection, QuizVersion } from './quiz.entity.js';
import {
  AttachQuizInput,
  CreateQuizInput,
  EditQuizInput,
  PublishQuizInput,
  QuizzesArgs,
  SetQuizAccessCodeInput,
} from './quiz.input.js';
import { QuizService } from './quiz.service.js';
import {
  AttachQuizResult,
  CreateQuizResult,
  EditQuizResult,
  PublishQuizResult,
  QuizConnection,
  QuizDrawType,
  QuizItemType,
  QuizQuestionType,
  QuizSectionType,
  QuizType,
  QuizVersionType,
  SetQuizAccessCodeResult,
} from './quiz.type.js';
import { RichText } from '../bank/rich-text.type.js';

@Resolver(() => QuizType)
export class QuizResolver {
  constructor(
    private readonly catalog: QuizCatalog,
    private readonly service: QuizService,
    private readonly publication: QuizPublication,
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

  @ResolveField(() => String, {
    nullable: true,
    description:
      'What who takes it must know to start; null where nothing is asked for, and for who may not write quizzes.',
  })
  @AllowAsParent()
  accessCode(@Db() db: TenantDb, @Parent() quiz: Quiz) {
    return this.catalog.accessCode(db, quiz.id);
  }

  @ResolveField(() => [PublicationProblem], {
    nullable: true,
    description:
      'What publishing the draft would complain about now, all at once; null where there is no draft.',
  })
  @AllowAsParent()
  draftProblems(@Db() db: TenantDb, @Parent() quiz: Quiz) {
    return this.publication.problems(db, quiz.id);
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
      'Publishes the draft of a quiz, pins the newest published version of each question and what its draws draw from, and fixes it all.',
  })
  @Allow('quiz:write')
  publishQuiz(@Db() db: TenantDb, @Args('input', { description: 'Which quiz.' }) input: PublishQuizInput) {
    return this.publication.publish(db, input);
  }

  @Mutation(() => SetQuizAccessCodeResult, {
    description:
      'Sets, changes or clears what who takes the quiz must know to start, for all its versions at once.',
  })
  @Allow('quiz:write')
  setQuizAccessCode(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which quiz, and what.' }) input: SetQuizAccessCodeInput,
  ) {
    return this.service.setAccessCode(db, input);
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

  @ResolveField(() => [QuizSectionType], { description: 'Its sections in their order; it may have none.' })
  @AllowAsParent()
  sections(@Db() db: TenantDb, @Parent() version: QuizVersion) {
    return this.catalog.sectionsOf(db, version.id);
  }

  @ResolveField(() => [QuizItemType], { description: 'Its questions and draws in their order.' })
  @AllowAsParent()
  items(@Db() db: TenantDb, @Parent() version: QuizVersion) {
    return this.catalog.itemsOf(db, version.id);
  }

  @ResolveField(() => Decimal, { description: 'Points that can be earned.' })
  @AllowAsParent()
  possible(@Db() db: TenantDb, @Parent() version: QuizVersion) {
    return this.catalog.possible(db, version.id);
  }

  @ResolveField(() => Int, { description: 'How many questions it has, drawn ones included.' })
  @AllowAsParent()
  questionCount(@Db() db: TenantDb, @Parent() version: QuizVersion) {
    return this.catalog.questionCount(db, version.id);
  }
}

@Resolver(() => QuizSectionType)
export class QuizSectionResolver {
  constructor(private readonly catalog: QuizCatalog) {}

  @ResolveField(() => RichText, { description: 'Shown with its questions.' })
  @AllowAsParent()
  instructions(@Parent() section: QuizSection) {
    return new RichText(section.instructions);
  }

  @ResolveField(() => [QuizItemType], { description: 'Its questions and draws in their order.' })
  @AllowAsParent()
  items(@Db() db: TenantDb, @Parent() section: QuizSection) {
    return this.catalog.itemsOfSection(db, section);
  }

  @ResolveField(() => Decimal, { description: 'Points that can be earned in it.' })
  @AllowAsParent()
  possible(@Db() db: TenantDb, @Parent() section: QuizSection) {
    return this.catalog.possibleOfSection(db, section);
  }
}

@Resolver(() => QuizDrawType)
export class QuizDrawResolver {
  constructor(private readonly catalog: QuizCatalog) {}

  @ResolveField(() => Int, {
    description:
      'From how many questions it draws: those pinned when the quiz was published; of a draft those that fit now.',
  })
  @AllowAsParent()
  poolSize(@Db() db: TenantDb, @Parent() draw: QuizDraw) {
    return this.catalog.poolSize(db, draw);
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
