import { Injectable } from '@nestjs/common';
import sql, { raw } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { Course, CoursePrerequisite, GradebookCategory } from './course.entity.js';
import { DraftService } from './draft.service.js';
import { CourseModule, CourseRequirement, Lesson } from './module.entity.js';
import type { DraftPart } from './program.enums.js';
import type { MoveInDraftInput, RemoveFromDraftInput } from './program.input.js';

/** Table of each part, and the columns that its siblings share. */
const PLACES: Record<DraftPart, { table: string; siblings: readonly string[] }> = {
  COURSE: { table: 'course', siblings: ['program_version_id'] },
  MODULE: { table: 'module', siblings: ['course_id'] },
  LESSON: { table: 'lesson', siblings: ['module_id'] },
  CATEGORY: { table: 'gradebook_category', siblings: ['course_id'] },
  REQUIREMENT: { table: 'course_requirement', siblings: ['course_id', 'module_id'] },
};

/** The order of the parts of a draft, and their removal. Positions run from 0 without gaps. */
@Injectable()
export class DraftOrderService {
  constructor(private readonly drafts: DraftService) {}

  move(db: TenantDb, input: MoveInDraftInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { part, id, versionId, position } = input;
      const others = (await siblings(tx, part, versionId, id)).filter((other) => other !== id);
      await number(tx, part, others.toSpliced(position, 0, id));
      return { id };
    });
  }

  remove(db: TenantDb, input: RemoveFromDraftInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { part, id, versionId } = input;
      const others = (await siblings(tx, part, versionId, id)).filter((other) => other !== id);
      await REMOVALS[part](tx, id);
      await number(tx, part, others);
      return { id };
    });
  }
}

/** Ids of the part and its siblings, in order. Throws NOT_FOUND when the draft has no such part. */
async function siblings(tx: Transaction, part: DraftPart, versionId: string, id: string): Promise<string[]> {
  const { table, siblings: shared } = PLACES[part];
  const same = shared.map((column) => `s.${column} IS NOT DISTINCT FROM p.${column}`).join(' AND ');
  const rows = await tx.query<{ id: string }>(sql`
    SELECT s.id FROM ${raw(table)} p JOIN ${raw(table)} s ON s.org_id = p.org_id AND ${raw(same)}
    WHERE p.org_id = ${tx.orgId} AND p.program_version_id = ${versionId} AND p.id = ${id}
    ORDER BY s.position, s.id`);
  if (!rows.length) throw notFound();
  return rows.map((row) => row.id);
}

async function number(tx: Transaction, part: DraftPart, ids: readonly string[]): Promise<void> {
  await tx.query(sql`
    UPDATE ${raw(PLACES[part].table)} p SET position = o.ordinal - 1
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS o (id, ordinal)
    WHERE p.org_id = ${tx.orgId} AND p.id = o.id AND p.position <> o.ordinal - 1`);
}

const REMOVALS: Record<DraftPart, (tx: Transaction, id: string) => Promise<unknown>> = {
  async COURSE(tx, id) {
    await tx.remove(CoursePrerequisite, { courseId: id });
    await tx.remove(CoursePrerequisite, { prerequisiteCourseId: id });
    await tx.remove(CourseRequirement, { courseId: id });
    await tx.remove(Lesson, { courseId: id });
    await tx.remove(CourseModule, { courseId: id });
    await tx.remove(GradebookCategory, { courseId: id });
    await tx.remove(Course, { id });
  },
  async MODULE(tx, id) {
    await tx.remove(CourseRequirement, { moduleId: id });
    await tx.remove(Lesson, { moduleId: id });
    await tx.remove(CourseModule, { id });
  },
  LESSON: (tx, id) => tx.remove(Lesson, { id }),
  /** Its quizzes stay and count in no category. */
  async CATEGORY(tx, id) {
    await tx.update(CourseRequirement, { categoryId: id }, { categoryId: null });
    await tx.remove(GradebookCategory, { id });
  },
  REQUIREMENT: (tx, id) => tx.remove(CourseRequirement, { id }),
};
