import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput } from '../../platform/faults/fault.js';
import { newId } from '../../platform/ids/ids.js';
import { DraftService, given } from './draft.service.js';
import { filesNamedIn, filesNotToShow } from './lesson-files.js';
import { CourseModule, Lesson, type LessonMedia } from './module.entity.js';
import type { AddLessonInput, UpdateLessonInput } from './program.input.js';

/** Lessons of a draft, and the files they may show. */
@Injectable()
export class DraftLessonService {
  constructor(private readonly drafts: DraftService) {}

  add(db: TenantDb, input: AddLessonInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, moduleId, ...fields } = input;
      const { courseId } = await tx.get(CourseModule, { id: moduleId, programVersionId });
      await checkFiles(tx, fields);
      const id = newId();
      const position = await tx.count(Lesson, { moduleId });
      await tx.insert(Lesson, { ...fields, id, programVersionId, courseId, moduleId, position });
      return { id };
    });
  }

  update(db: TenantDb, input: UpdateLessonInput) {
    return this.drafts.edit(db, input, async (tx) => {
      const { operationId: _, revision: __, versionId: programVersionId, lessonId: id, ...changes } = input;
      await tx.get(Lesson, { id, programVersionId });
      await checkFiles(tx, changes);
      const set = given(changes);
      if (Object.keys(set).length) await tx.update(Lesson, { id }, set);
      return { id };
    });
  }
}

async function checkFiles(tx: Transaction, given: { body?: string; media?: LessonMedia[] }): Promise<void> {
  for (const [field, part] of [
    ['input.body', { body: given.body }],
    ['input.media', { media: given.media }],
  ] as const) {
    const [file] = await filesNotToShow(tx, filesNamedIn(part));
    if (file) throw badInput(field, `names the file ${file}, which you have not uploaded`);
  }
}
