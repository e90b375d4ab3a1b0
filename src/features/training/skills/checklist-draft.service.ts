import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { In } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import type { DraftChanged } from '../../programs/program.refusals.js';
import { ChecklistCatalog } from './checklist-catalog.service.js';
import { Checklist, ChecklistSkill, ChecklistVersion } from './checklist.entity.js';
import type {
  ChecklistSkillInput,
  CopyChecklistVersionInput,
  CreateChecklistInput,
  DiscardChecklistDraftInput,
  EditChecklistDraftInput,
} from './checklist.input.js';
import { refuseNonsense, takeDraft } from './definition-draft.js';
import { ChecklistCodeTaken, DefinitionDraftExists, type DefinitionNotDraft } from './definition.refusals.js';
import { SkillVersion } from './skill.entity.js';
import { unless } from './skill.rules.js';

/** Versions of checklists that are still drafts: made, copied, edited one revision after the other, thrown away. */
@Injectable()
export class ChecklistDrafts {
  constructor(private readonly catalog: ChecklistCatalog) {}

  /** Throws BAD_USER_INPUT for what does not fit together, NOT_FOUND for a version of a skill that is not there. */
  async create(db: TenantDb, input: CreateChecklistInput): Promise<ChecklistVersion | ChecklistCodeTaken> {
    const receipt = await db.once(input, async (tx) => {
      const { operationId: _, code, skills, ...settings } = input;
      refuseMinutes(settings);
      const checklistId = await newChecklist(tx, code);
      if (isRefusal(checklistId)) return checklistId;
      const id = newId();
      await tx.insert(ChecklistVersion, { ...settings, id, checklistId, number: 1 });
      await writeSkills(tx, id, skills);
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.version(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async copy(
    db: TenantDb,
    input: CopyChecklistVersionInput,
  ): Promise<ChecklistVersion | DefinitionDraftExists> {
    const receipt = await db.once(input, async (tx) => {
      const from = await tx.get(ChecklistVersion, { id: input.checklistVersionId });
      const { checklistId, title, completion, requiredMinutes } = from;
      await tx.lock(`checklist ${checklistId}`);
      const newest = await tx.get(ChecklistVersion, { checklistId }, { order: { number: 'DESC' } });
      if (newest.status === 'DRAFT')
        return refuse(DefinitionDraftExists, `Version ${newest.number} of the checklist is a draft.`, {
          draftId: newest.id,
        });
      const id = newId();
      const number = newest.number + 1;
      await tx.insert(ChecklistVersion, { id, checklistId, number, title, completion, requiredMinutes });
      await tx.query(sql`
        INSERT INTO checklist_skill (org_id, checklist_version_id, skill_id, skill_version_id, position, required)
        SELECT org_id, ${id}, skill_id, skill_version_id, position, required FROM checklist_skill
        WHERE org_id = ${tx.orgId} AND checklist_version_id = ${from.id}`);
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.version(db, receipt.id);
  }

  /** Throws as {@link create}, and NOT_FOUND. */
  async edit(
    db: TenantDb,
    input: EditChecklistDraftInput,
  ): Promise<ChecklistVersion | DraftChanged | DefinitionNotDraft> {
    const receipt = await db.once(input, async (tx) => {
      const { operationId: _, checklistVersionId: id, revision, skills, ...changes } = input;
      const draft = await takeDraft(tx, ChecklistVersion, { id, revision });
      if (isRefusal(draft)) return draft;
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      refuseMinutes({ ...draft, ...given });
      if (Object.keys(given).length) await tx.update(ChecklistVersion, { id }, given);
      if (skills) await writeSkills(tx, id, skills);
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.version(db, receipt.id);
  }

  /** The checklist stays, also when the draft was all of it: its code may be taken up again. Throws NOT_FOUND. */
  async discard(
    db: TenantDb,
    input: DiscardChecklistDraftInput,
  ): Promise<Checklist | DraftChanged | DefinitionNotDraft> {
    const receipt = await db.once(input, async (tx) => {
      const { checklistVersionId: id, revision } = input;
      const draft = await takeDraft(tx, ChecklistVersion, { id, revision });
      if (isRefusal(draft)) return draft;
      await tx.remove(ChecklistSkill, { checklistVersionId: id });
      await tx.remove(ChecklistVersion, { id });
      return { id: draft.checklistId };
    });
    return isRefusal(receipt) ? receipt : db.load((tx) => tx.get(Checklist, { id: receipt.id }));
  }

  private version(db: TenantDb, id: string): Promise<ChecklistVersion> {
    return this.catalog.version(db, { orgId: db.orgId, id });
  }
}

/** The id of a checklist without versions: a new one, or one whose only draft was thrown away. */
async function newChecklist(tx: Transaction, code: string): Promise<string | ChecklistCodeTaken> {
  await tx.lock(`checklist code ${tx.orgId} ${code}`);
  const known = await tx.findOne(Checklist, { code });
  if (known && (await tx.count(ChecklistVersion, { checklistId: known.id })))
    return refuse(ChecklistCodeTaken, `There is a checklist ${code} already. Choose another code.`, {
      checklistId: known.id,
    });
  if (known) return known.id;
  const id = newId();
  await tx.insert(Checklist, { id, code });
  return id;
}

/** Puts them in the place of those the draft has. */
async function writeSkills(
  tx: Transaction,
  checklistVersionId: string,
  skills: readonly ChecklistSkillInput[],
): Promise<void> {
  const ids = skills.map(({ skillVersionId }) => skillVersionId);
  const versions = await tx.find(SkillVersion, { where: { id: In(ids) } });
  const skillOf = new Map(versions.map(({ id, skillId }) => [id, skillId]));
  if (ids.some((id) => !skillOf.has(id))) throw notFound();
  const skillIds = ids.map((id) => skillOf.get(id)!);
  refuseNonsense(
    skillIds.flatMap((id, i) =>
      unless(skillIds.indexOf(id) === i, ['skills', i], 'the skill is on the checklist twice'),
    ),
  );
  await tx.remove(ChecklistSkill, { checklistVersionId });
  await tx.insert(
    ChecklistSkill,
    skills.map(({ skillVersionId, required }, i) => ({
      checklistVersionId,
      skillId: skillIds[i],
      skillVersionId,
      required,
      position: i + 1,
    })),
  );
}

/** Where hours do not complete it, none are asked for. */
const refuseMinutes = ({
  completion,
  requiredMinutes,
}: Pick<ChecklistVersion, 'completion' | 'requiredMinutes'>): void =>
  refuseNonsense(
    unless(
      completion !== 'SKILLS' || requiredMinutes === 0,
      ['requiredMinutes'],
      'must be 0: the completion is SKILLS',
    ),
  );
