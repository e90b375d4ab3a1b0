import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { isRefusal } from '../../platform/graphql/refusal.js';
import { Course, CoursePrerequisite, GradebookCategory } from './course.entity.js';
import { takeDraft } from './draft.service.js';
import { CourseModule, CourseRequirement, Lesson } from './module.entity.js';
import { Program, ProgramVersion } from './program.entity.js';
import type { DiscardProgramVersionInput } from './program.input.js';
import type { DraftChanged, VersionNotDraft } from './program.refusals.js';
import { lockCode, ProgramService } from './program.service.js';

/** What refers to others before what is referred to. */
const PARTS = [CoursePrerequisite, CourseRequirement, Lesson, CourseModule, GradebookCategory, Course];

/** Drafts that nobody wants. No record names a draft, so nothing but the draft itself goes. */
@Injectable()
export class DraftDiscardService {
  constructor(private readonly programs: ProgramService) {}

  /** Answers the program that had the draft. Throws NOT_FOUND. */
  async discard(
    db: TenantDb,
    input: DiscardProgramVersionInput,
  ): Promise<Program | DraftChanged | VersionNotDraft> {
    const receipt = await db.once(input, async (tx) => {
      const draft = await takeDraft(tx, input);
      if (isRefusal(draft)) return draft;
      await lockVersions(tx, draft);
      await discardIn(tx, draft.id);
      return { id: draft.programId };
    });
    return isRefusal(receipt) ? receipt : this.programs.byId(db, receipt.id);
  }
}

/** A copy of the draft that is being made is either seen here, or finds its source gone. */
async function lockVersions(tx: Transaction, { programId }: ProgramVersion): Promise<void> {
  const { code } = await tx.get(Program, { id: programId });
  await lockCode(tx, code);
}

/** Copies stay, and no longer name what they were copied from. Eight statements, whatever the draft holds. */
async function discardIn(tx: Transaction, id: string): Promise<void> {
  for (const part of PARTS) await tx.remove(part, { programVersionId: id });
  await tx.update(ProgramVersion, { copiedFromId: id }, { copiedFromId: null });
  await tx.remove(ProgramVersion, { id });
}
