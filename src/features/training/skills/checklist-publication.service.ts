import { Injectable, type OnModuleInit } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { isRefusal } from '../../../platform/graphql/refusal.js';
import { ProgramRequirements } from '../../programs/program-requirements.service.js';
import type { DraftChanged } from '../../programs/program.refusals.js';
import { ChecklistCatalog } from './checklist-catalog.service.js';
import { ChecklistVersion } from './checklist.entity.js';
import type { PublishChecklistVersionInput, RetireChecklistVersionInput } from './checklist.input.js';
import { newestPublished, storedChecklists } from './checklist.queries.js';
import type { StoredChecklist } from './stored-definition.js';
import { checklistProblems } from './checklist.rules.js';
import { incomplete, lockDefinitions, published, retire, takeDraft, told } from './definition-draft.js';
import type {
  DefinitionIncomplete,
  DefinitionNotDraft,
  DefinitionNotPublished,
} from './definition.refusals.js';

/** Publishes and retires versions of checklists, and puts them behind the courses that ask for them by their code. */
@Injectable()
export class ChecklistPublication implements OnModuleInit {
  private readonly drafts = new Loader<string, StoredChecklist>(
    (db, ids) => db.read(storedChecklists(db, sql`v.id = ANY(${ids}::uuid[]) AND v.status = 'DRAFT'`)),
    ({ versionId }) => versionId,
  );

  constructor(
    private readonly catalog: ChecklistCatalog,
    private readonly requirements: ProgramRequirements,
  ) {}

  /** A program that is published later finds the checklists that are there. */
  onModuleInit(): void {
    this.requirements.resolveWhenPublished('CHECKLIST', async (tx, codes) => {
      const found = await tx.query<{ code: string; versionId: string }>(newestPublished(tx.db, codes));
      return new Map(found.map(({ code, versionId }) => [code, versionId]));
    });
  }

  /** Throws NOT_FOUND. */
  async publish(
    db: TenantDb,
    input: PublishChecklistVersionInput,
  ): Promise<ChecklistVersion | DraftChanged | DefinitionNotDraft | DefinitionIncomplete> {
    const receipt = await db.once(input, async (tx) => {
      const { checklistVersionId: id, revision } = input;
      await lockDefinitions(tx);
      const draft = await takeDraft(tx, ChecklistVersion, { id, revision });
      if (isRefusal(draft)) return draft;
      const [stored] = await tx.query<StoredChecklist>(storedChecklists(tx.db, sql`v.id = ${id}`));
      const no = incomplete(checklistProblems(stored!));
      if (no) return no;
      await this.publishIn(tx, stored!);
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.catalog.version(db, { orgId: db.orgId, id: receipt.id });
  }

  /** Of a draft in which nothing stands in the way. */
  async publishIn(
    tx: Transaction,
    { code, versionId: id }: { code: string; versionId: string },
  ): Promise<void> {
    await tx.update(ChecklistVersion, { id }, published(tx));
    await this.requirements.resolveAll(tx, 'CHECKLIST', new Map([[code, id]]));
  }

  /** Courses it stands behind keep it. Throws NOT_FOUND. */
  async retire(
    db: TenantDb,
    input: RetireChecklistVersionInput,
  ): Promise<ChecklistVersion | DefinitionNotPublished> {
    const receipt = await db.once(input, (tx) => retire(tx, ChecklistVersion, input.checklistVersionId));
    return isRefusal(receipt) ? receipt : this.catalog.version(db, { orgId: db.orgId, id: receipt.id });
  }

  /** What publishing the draft would complain about now; null where the version is no draft of one's own. */
  async problems(db: TenantDb, { orgId, id, status }: ChecklistVersion) {
    if (status !== 'DRAFT' || orgId !== db.orgId) return null;
    const draft = await this.drafts.load(db, id);
    return draft && told(checklistProblems(draft));
  }
}
