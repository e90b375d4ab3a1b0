import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { FileLink } from '../../platform/files/file.type.js';
import { IdArg } from '../../platform/graphql/input.js';
import type { Course } from './course.entity.js';
import {
  CourseRequirementType,
  CourseType,
  GradebookCategoryType,
  LessonType,
  ModuleType,
} from './course.type.js';
import { LessonFileService } from './lesson-file.service.js';
import { lessonHtml } from './lesson-html.js';
import type { CourseModule, CourseRequirement, Lesson } from './module.entity.js';
import { ProgramService } from './program.service.js';
import { VersionTree } from './version-tree.service.js';

@Resolver(() => CourseType)
export class CourseResolver {
  constructor(private readonly tree: VersionTree) {}

  @ResolveField(() => [CourseType], { description: 'Courses to pass before this one.' })
  @AllowAsParent()
  prerequisites(@Db() db: TenantDb, @Parent() course: Course) {
    return this.tree.prerequisites(db, course);
  }

  @ResolveField(() => [ModuleType], { description: 'Its modules, in order.' })
  @AllowAsParent()
  modules(@Db() db: TenantDb, @Parent() course: Course) {
    return this.tree.modules.load(db, course.id);
  }

  @ResolveField(() => [GradebookCategoryType], { description: 'Its gradebook, in order.' })
  @AllowAsParent()
  categories(@Db() db: TenantDb, @Parent() course: Course) {
    return this.tree.categories.load(db, course.id);
  }

  @ResolveField(() => [CourseRequirementType], {
    description: 'Quizzes and checklists that stand on the course itself, in order.',
  })
  @AllowAsParent()
  requirements(@Db() db: TenantDb, @Parent() course: Course) {
    return this.tree.courseRequirements(db, course);
  }
}

@Resolver(() => ModuleType)
export class ModuleResolver {
  constructor(private readonly tree: VersionTree) {}

  @ResolveField(() => [LessonType], { description: 'Its lessons, in order.' })
  @AllowAsParent()
  lessons(@Db() db: TenantDb, @Parent() module: CourseModule) {
    return this.tree.lessons.load(db, module.id);
  }

  @ResolveField(() => [CourseRequirementType], { description: 'Its quizzes, in order.' })
  @AllowAsParent()
  requirements(@Db() db: TenantDb, @Parent() module: CourseModule) {
    return this.tree.moduleRequirements(db, module);
  }
}

@Resolver(() => LessonType)
export class LessonResolver {
  constructor(
    private readonly service: ProgramService,
    private readonly files: LessonFileService,
    private readonly tree: VersionTree,
  ) {}

  @Query(() => LessonType, {
    description: 'One lesson: for staff any, for a trainee one of a version they are or were enrolled in.',
  })
  @Allow('self')
  lesson(@Db() db: TenantDb, @IdArg('id', 'The lesson.') id: string) {
    return this.service.lesson(db, id);
  }

  @Query(() => FileLink, {
    description: 'A link to a file that a lesson shows as `/files/<id>`, for whoever may read the lesson.',
  })
  @Allow('self')
  lessonFileLink(
    @Db() db: TenantDb,
    @IdArg('lessonId', 'The lesson.') lessonId: string,
    @IdArg('fileId', 'The file.') fileId: string,
  ) {
    return this.files.link(db, lessonId, fileId);
  }

  @ResolveField(() => String, {
    description:
      'The text as HTML that is safe to show. Its images are `/files/<id>`: ask `lessonFileLink` for them.',
  })
  @AllowAsParent()
  async bodyHtml(@Db() db: TenantDb, @Parent() lesson: Lesson) {
    return lessonHtml(await this.tree.bodyOf(db, lesson));
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The Markdown as it was written; null for who may not write programs.',
  })
  @AllowAsParent()
  body(@Db() db: TenantDb, @Parent() lesson: Lesson) {
    return db.viewer.can('program:write') ? this.tree.bodyOf(db, lesson) : null;
  }
}

@Resolver(() => CourseRequirementType)
export class CourseRequirementResolver {
  @ResolveField(() => Boolean, {
    description: 'Whether a quiz or checklist stands behind it: while there is none, nobody can meet it.',
  })
  @AllowAsParent()
  resolved(@Parent() { resolvedId }: CourseRequirement) {
    return resolvedId !== null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Why nobody can meet it yet; null when it is resolved.',
  })
  @AllowAsParent()
  unresolvedBecause(@Parent() { resolvedId, kind, code }: CourseRequirement) {
    return resolvedId === null
      ? `There is no ${kind.toLowerCase()} ${code} yet: nobody can meet this.`
      : null;
  }
}
