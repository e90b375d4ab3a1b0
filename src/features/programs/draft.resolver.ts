import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { DraftLessonService } from './draft-lesson.service.js';
import { DraftOrderService } from './draft-order.service.js';
import { DraftPartsService } from './draft-parts.service.js';
import { DraftService } from './draft.service.js';
import {
  AddCourseInput,
  AddCourseRequirementInput,
  AddGradebookCategoryInput,
  AddLessonInput,
  AddModuleInput,
  MoveInDraftInput,
  RemoveFromDraftInput,
  SetCoursePrerequisitesInput,
  UpdateCourseInput,
  UpdateCourseRequirementInput,
  UpdateGradebookCategoryInput,
  UpdateLessonInput,
  UpdateModuleInput,
  UpdateProgramVersionInput,
} from './program.input.js';
import * as results from './program.results.js';
import { DraftEdit, ProgramVersionType } from './program.type.js';
import { VersionTree } from './version-tree.service.js';

/** Every edit of a draft; each names the revision it was made on. */
@Resolver(() => DraftEdit)
export class DraftResolver {
  constructor(
    private readonly drafts: DraftService,
    private readonly parts: DraftPartsService,
    private readonly lessons: DraftLessonService,
    private readonly order: DraftOrderService,
    private readonly tree: VersionTree,
  ) {}

  @ResolveField(() => ProgramVersionType, { description: 'The draft with its new revision.' })
  @AllowAsParent()
  version(@Db() db: TenantDb, @Parent() edit: DraftEdit) {
    return this.tree.version.load(db, edit.versionId);
  }

  @Mutation(() => results.UpdateProgramVersionResult, { description: "Changes a draft's settings." })
  @Allow('program:write')
  updateProgramVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'The changes.' }) input: UpdateProgramVersionInput,
  ) {
    return this.drafts.updateSettings(db, input);
  }

  @Mutation(() => results.AddCourseResult, { description: 'Adds a course to a draft.' })
  @Allow('program:write')
  addCourse(@Db() db: TenantDb, @Args('input', { description: 'The new course.' }) input: AddCourseInput) {
    return this.parts.addCourse(db, input);
  }

  @Mutation(() => results.UpdateCourseResult, { description: 'Changes a course of a draft.' })
  @Allow('program:write')
  updateCourse(@Db() db: TenantDb, @Args('input', { description: 'The changes.' }) input: UpdateCourseInput) {
    return this.parts.updateCourse(db, input);
  }

  @Mutation(() => results.SetCoursePrerequisitesResult, {
    description: 'Says which courses a course of a draft builds on.',
  })
  @Allow('program:write')
  setCoursePrerequisites(
    @Db() db: TenantDb,
    @Args('input', { description: 'The course and what it builds on.' }) input: SetCoursePrerequisitesInput,
  ) {
    return this.parts.setPrerequisites(db, input);
  }

  @Mutation(() => results.AddGradebookCategoryResult, {
    description: 'Adds a category to the gradebook of a course of a draft.',
  })
  @Allow('program:write')
  addGradebookCategory(
    @Db() db: TenantDb,
    @Args('input', { description: 'The new category.' }) input: AddGradebookCategoryInput,
  ) {
    return this.parts.addCategory(db, input);
  }

  @Mutation(() => results.UpdateGradebookCategoryResult, {
    description: 'Changes a gradebook category of a draft.',
  })
  @Allow('program:write')
  updateGradebookCategory(
    @Db() db: TenantDb,
    @Args('input', { description: 'The changes.' }) input: UpdateGradebookCategoryInput,
  ) {
    return this.parts.updateCategory(db, input);
  }

  @Mutation(() => results.AddModuleResult, { description: 'Adds a module to a course of a draft.' })
  @Allow('program:write')
  addModule(@Db() db: TenantDb, @Args('input', { description: 'The new module.' }) input: AddModuleInput) {
    return this.parts.addModule(db, input);
  }

  @Mutation(() => results.UpdateModuleResult, { description: 'Changes a module of a draft.' })
  @Allow('program:write')
  updateModule(@Db() db: TenantDb, @Args('input', { description: 'The changes.' }) input: UpdateModuleInput) {
    return this.parts.updateModule(db, input);
  }

  @Mutation(() => results.AddLessonResult, { description: 'Adds a lesson to a module of a draft.' })
  @Allow('program:write')
  addLesson(@Db() db: TenantDb, @Args('input', { description: 'The new lesson.' }) input: AddLessonInput) {
    return this.lessons.add(db, input);
  }

  @Mutation(() => results.UpdateLessonResult, { description: 'Changes a lesson of a draft.' })
  @Allow('program:write')
  updateLesson(@Db() db: TenantDb, @Args('input', { description: 'The changes.' }) input: UpdateLessonInput) {
    return this.lessons.update(db, input);
  }

  @Mutation(() => results.AddCourseRequirementResult, {
    description: 'Lets a course of a draft require a quiz or checklist.',
  })
  @Allow('program:write')
  addCourseRequirement(
    @Db() db: TenantDb,
    @Args('input', { description: 'The requirement.' }) input: AddCourseRequirementInput,
  ) {
    return this.parts.addRequirement(db, input);
  }

  @Mutation(() => results.UpdateCourseRequirementResult, {
    description: 'Changes a required quiz or checklist of a draft.',
  })
  @Allow('program:write')
  updateCourseRequirement(
    @Db() db: TenantDb,
    @Args('input', { description: 'The changes.' }) input: UpdateCourseRequirementInput,
  ) {
    return this.parts.updateRequirement(db, input);
  }

  @Mutation(() => results.MoveInDraftResult, {
    description: 'Gives a part of a draft another place among its siblings.',
  })
  @Allow('program:write')
  moveInDraft(
    @Db() db: TenantDb,
    @Args('input', { description: 'What goes where.' }) input: MoveInDraftInput,
  ) {
    return this.order.move(db, input);
  }

  @Mutation(() => results.RemoveFromDraftResult, {
    description: 'Removes a part of a draft with all that is in it.',
  })
  @Allow('program:write')
  removeFromDraft(
    @Db() db: TenantDb,
    @Args('input', { description: 'What goes.' }) input: RemoveFromDraftInput,
  ) {
    return this.order.remove(db, input);
  }
}
