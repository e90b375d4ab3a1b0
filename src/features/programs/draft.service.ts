import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { Program, ProgramVersion, type PracticalPolicy } from './program.entity.js';
import type {
  CopyProgramVersionInput,
  CreateProgramVersionInput,
  DraftInput,
  UpdateProgramVersionInput,
} from './program.input.js';
import type { PracticalPolicyInput } from './program-fields.input.js';
import { lockCode, ProgramService } from './program.service.js';
import { DraftChanged, VersionLabelTaken, VersionNotDraft } from './program.refusals.js';
import { DraftEdit } from './program.type.js';
import { outlineOf, readVersion, writeVersion } from './stored-version.js';

/** Versions that are still drafts: made, copied, and edited one revision after the other. */
@Injectable()
export class DraftService {
  constructor(private readonly programs: ProgramService) {}

  async create(db: TenantDb, input: CreateProgramVersionInput): Promise<ProgramVersion | VersionLabelTaken> {
    const receipt = await db.once(input, async (tx) => {
      const { operationId: _, programId, practical, ...settings } = input;
      const program = await tx.get(Program, { id: programId });
      const taken = await labelTaken(tx, program, settings.label);
      if (taken) return taken;
      const id = newId();
      await tx.insert(ProgramVersion, { ...settings, programId, id, practical: practicalOf(practical) });
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.programs.version(db, receipt.id);
  }

  /** Everything of the version goes into the copy, also what quizzes and checklists already resolve. */
  async copy(db: TenantDb, input: CopyProgramVersionInput): Promise<ProgramVersion | VersionLabelTaken> {
    const receipt = await db.once(input, async (tx) => {
      const stored = await readVersion(tx, input.versionId);
      const { program, version } = stored;
      const taken = await labelTaken(tx, program, input.label);
      if (taken) return taken;
      return {
        id: await writeVersion(tx, program.id, { ...outlineOf(stored), label: input.label }, version.id),
      };
    });
    return isRefusal(receipt) ? receipt : this.programs.version(db, receipt.id);
  }

  updateSettings(
    db: TenantDb,
    input: UpdateProgramVersionInput,
  ): Promise<DraftEdit | DraftChanged | VersionNotDraft | VersionLabelTaken> {
    return this.edit(db, input, async (tx, version) => {
      const { operationId: _, versionId, revision: __, practical, ...changes } = input;
      const program = await tx.get(Program, { id: version.programId });
      if (changes.label !== undefined && changes.label !== version.label) {
        const taken = await labelTaken(tx, program, changes.label);
        if (taken) return taken;
      }
      const set = given({
        ...changes,
        ...(practical === undefined ? {} : { practical: practicalOf(practical) }),
      });
      if (Object.keys(set).length) await tx.update(ProgramVersion, { id: versionId }, set);
      return { id: versionId };
    });
  }

  /**
   * One edit of a draft, made on the revision that was read. The draft's row is taken first and held to the
   * end, so that edits and publishing follow one another.
   */
  async edit<No extends Refusal = never>(
    db: TenantDb,
    input: DraftInput,
    change: (tx: Transaction, version: ProgramVersion) => Promise<{ id: string } | No>,
  ): Promise<DraftEdit | DraftChanged | VersionNotDraft | No> {
    const receipt = await db.once(input, async (tx) => {
      const draft = await takeDraft(tx, input);
      return isRefusal(draft) ? draft : change(tx, draft);
    });
    if (isRefusal(receipt)) return receipt;
    return Object.assign(new DraftEdit(), { id: receipt.id, versionId: input.versionId });
  }
}

/** The draft with its next revision, held until the end of the transaction. Throws NOT_FOUND. */
export async function takeDraft(
  tx: Transaction,
  { versionId: id, revision }: { versionId: string; revision: number },
): Promise<ProgramVersion | DraftChanged | VersionNotDraft> {
  const taken = await tx.update(
    ProgramVersion,
    { id, revision, status: 'DRAFT' },
    { revision: revision + 1 },
  );
  const version = await tx.get(ProgramVersion, { id });
  if (taken) return version;
  if (version.status !== 'DRAFT')
    return refuse(VersionNotDraft, 'This version is published and never changes. Copy it to a new draft.', {
      status: version.status,
    });
  return refuse(DraftChanged, 'The draft was edited since you read it. Read it anew, then edit again.', {
    currentRevision: version.revision,
  });
}

export async function labelTaken(
  tx: Transaction,
  program: Program,
  label: string,
): Promise<VersionLabelTaken | null> {
  await lockCode(tx, program.code);
  if (!(await tx.findOne(ProgramVersion, { programId: program.id, label }))) return null;
  return refuse(VersionLabelTaken, `${program.code} has a version ${label} already. Choose another label.`, {
    label,
  });
}

/** What was given: members left out stay as they are. */
export const given = <T extends object>(changes: T): T =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as T;

const practicalOf = (input: PracticalPolicyInput | null | undefined): PracticalPolicy | null =>
  input ? { criticalSteps: 'all', ...input } : null;
