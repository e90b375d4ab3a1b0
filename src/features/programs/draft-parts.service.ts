import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput } from '../../platform/faults/fault.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { Course, CoursePrerequisite, GradebookCategory } from './course.entity.js';
import { DraftService, given } from './draft.service.js';
import { CourseModule, CourseRequirement } from './module.entity.js';
import type {
  AddCourseInput,
  AddCourseRequirementInput,
  AddGradebookCategoryInput,
  AddModuleInput,
  SetCoursePrerequisitesInput,
  UpdateCourseInput,
  UpdateCourseRequirementInput,
  UpdateGradebookCategoryInput,
  UpdateModuleInput,
} from './program.input.js';
import { CodeTaken } from './program.refusals.js';

/** What is added to a draft and changed in it. Every id is looked for in that draft alone. */
@Injectable()
export class DraftPartsService {
  constructor(private readonly drafts: DraftService) {}

  addCourse(db: TenantDb, input: AddCourseInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, ...fields } = input;
      const taken = await codeTaken(tx, Course, { programVersionId, code: fields.code });
      if (taken) return taken;
      const id = newId();
      const position = await tx.count(Course, { programVersionId });
      await tx.insert(Course, { ...fields, id, programVersionId, position });
      return { id };
    });
  }

  updateCourse(db: TenantDb, input: UpdateCourseInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, courseId: id, ...changes } = input;
      const { code } = changes;
      const course = await tx.get(Course, { id, programVersionId });
      const taken =
        code !== undefined &&
        code !== course.code &&
        (await codeTaken(tx, Course, { programVersionId, code }));
      if (taken) return taken;
      return change(tx, Course, id, changes);
    });
  }

  setPrerequisites(db: TenantDb, input: SetCoursePrerequisitesInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { versionId: programVersionId, courseId } = input;
      const ids = [...new Set(input.prerequisiteIds)];
      if (ids.includes(courseId)) throw badInput('input.prerequisiteIds', 'a course cannot build on itself');
      for (const id of [courseId, ...ids]) await tx.get(Course, { id, programVersionId });
      await tx.remove(CoursePrerequisite, { courseId });
      await tx.insert(
        CoursePrerequisite,
        ids.map((prerequisiteCourseId) => ({ programVersionId, courseId, prerequisiteCourseId })),
      );
      return { id: courseId };
    });
  }

  addCategory(db: TenantDb, input: AddGradebookCategoryInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, courseId, ...fields } = input;
      await tx.get(Course, { id: courseId, programVersionId });
      const taken = await codeTaken(tx, GradebookCategory, { courseId, code: fields.code });
      if (taken) return taken;
      const id = newId();
      const position = await tx.count(GradebookCategory, { courseId });
      await tx.insert(GradebookCategory, { ...fields, id, programVersionId, courseId, position });
      return { id };
    });
  }

  updateCategory(db: TenantDb, input: UpdateGradebookCategoryInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, categoryId: id, ...changes } = input;
      const { code } = changes;
      const category = await tx.get(GradebookCategory, { id, programVersionId });
      const { courseId } = category;
      const taken =
        code !== undefined &&
        code !== category.code &&
        (await codeTaken(tx, GradebookCategory, { courseId, code }));
      if (taken) return taken;
      return change(tx, GradebookCategory, id, changes);
    });
  }

  addModule(db: TenantDb, input: AddModuleInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, courseId, ...fields } = input;
      await tx.get(Course, { id: courseId, programVersionId });
      const id = newId();
      const position = await tx.count(CourseModule, { courseId });
      await tx.insert(CourseModule, { ...fields, id, programVersionId, courseId, position });
      return { id };
    });
  }

  updateModule(db: TenantDb, input: UpdateModuleInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, moduleId: id, ...changes } = input;
      await tx.get(CourseModule, { id, programVersionId });
      return change(tx, CourseModule, id, changes);
    });
  }

  addRequirement(db: TenantDb, input: AddCourseRequirementInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, courseId, kind, ...fields } = input;
      const moduleId = fields.moduleId ?? null;
      await tx.get(Course, { id: courseId, programVersionId });
      if (moduleId) await tx.get(CourseModule, { id: moduleId, courseId });
      await checkCategory(tx, courseId, kind, fields.categoryId);
      if (kind === 'CHECKLIST' && moduleId)
        throw badInput('input.moduleId', 'must be empty for a checklist, which stands on the course');
      const taken = await codeTaken(tx, CourseRequirement, { courseId, kind, code: fields.code });
      if (taken) return taken;
      const id = newId();
      const siblings = await tx.find(CourseRequirement, { where: { courseId } });
      const position = siblings.filter((other) => other.moduleId === moduleId).length;
      await tx.insert(CourseRequirement, {
        ...fields,
        id,
        programVersionId,
        courseId,
        moduleId,
        kind,
        position,
      });
      return { id };
    });
  }

  updateRequirement(db: TenantDb, input: UpdateCourseRequirementInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const {
        operationId: _,
        revision: __,
        versionId: programVersionId,
        requirementId: id,
        ...changes
      } = input;
      const { code } = changes;
      const requirement = await tx.get(CourseRequirement, { id, programVersionId });
      const { courseId, kind } = requirement;
      await checkCategory(tx, courseId, kind, changes.categoryId);
      const taken =
        code !== undefined &&
        code !== requirement.code &&
        (await codeTaken(tx, CourseRequirement, { courseId, kind, code }));
      if (taken) return taken;
      return change(tx, CourseRequirement, id, changes);
    });
  }
}

type Part = Course | GradebookCategory | CourseModule | CourseRequirement;
type Coded = Course | GradebookCategory | CourseRequirement;

async function codeTaken<E extends Coded>(
  tx: Transaction,
  entity: new () => E,
  where: Partial<E> & { code: string },
): Promise<CodeTaken | null> {
  const { code } = where;
  if (!(await tx.findOne(entity, where as never))) return null;
  return refuse(CodeTaken, `The code ${code} is taken here. Choose another one.`, { takenCode: code });
}

async function change<E extends Part>(
  tx: Transaction,
  entity: new () => E,
  id: string,
  changes: object,
): Promise<{ id: string }> {
  const set = given(changes);
  if (Object.keys(set).length) await tx.update(entity, { id } as never, set as never);
  return { id };
}

async function checkCategory(
  tx: Transaction,
  courseId: string,
  kind: CourseRequirement['kind'],
  categoryId: string | null | undefined,
): Promise<void> {
  if (!categoryId) return;
  if (kind === 'CHECKLIST')
    throw badInput('input.categoryId', 'must be empty for a checklist, which earns no grade');
  await tx.get(GradebookCategory, { id: categoryId, courseId });
}
