import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { In } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import type { DraftChanged } from '../../programs/program.refusals.js';
import { refuseNonsense, takeDraft } from './definition-draft.js';
import {
  DefinitionDraftExists,
  DefinitionInUse,
  SkillCodeTaken,
  type DefinitionNotDraft,
} from './definition.refusals.js';
import { SkillCatalog } from './skill-catalog.service.js';
import type { StepDefinition } from './skill-definition.js';
import { Skill, SkillPrerequisite, SkillStep, SkillVersion } from './skill.entity.js';
import type {
  CopySkillVersionInput,
  CreateSkillInput,
  DiscardSkillDraftInput,
  EditSkillDraftInput,
  SkillFields,
} from './skill.input.js';
import { effectPairing, shapeProblems } from './skill.rules.js';

type Settings = Partial<Omit<SkillFields, 'steps' | 'prerequisiteSkillIds'>>;

/** Versions of skills that are still drafts: made, copied, edited one revision after the other, thrown away. */
@Injectable()
export class SkillDrafts {
  constructor(private readonly catalog: SkillCatalog) {}

  /** Throws BAD_USER_INPUT for figures that do not fit together, NOT_FOUND for a prerequisite that is not there. */
  async create(db: TenantDb, input: CreateSkillInput): Promise<SkillVersion | SkillCodeTaken> {
    const receipt = await db.once(input, async (tx) => {
      const { operationId: _, code, steps, prerequisiteSkillIds, ...settings } = input;
      refuseShape(settings, prerequisiteSkillIds);
      const skillId = await newSkill(tx, code);
      if (isRefusal(skillId)) return skillId;
      const id = newId();
      await tx.insert(SkillVersion, { ...settings, id, skillId, number: 1 });
      await writeParts(tx, id, steps, prerequisiteSkillIds);
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.version(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async copy(db: TenantDb, input: CopySkillVersionInput): Promise<SkillVersion | DefinitionDraftExists> {
    const receipt = await db.once(input, async (tx) => {
      const from = await tx.get(SkillVersion, { id: input.skillVersionId });
      const newest = await lockedNewest(tx, from.skillId);
      if (newest.status === 'DRAFT')
        return refuse(DefinitionDraftExists, `Version ${newest.number} of the skill is a draft.`, {
          draftId: newest.id,
        });
      const draft = nextDraft(from, newest.number + 1);
      await tx.insert(SkillVersion, draft);
      await copyParts(tx, from.id, draft.id);
      return { id: draft.id };
    });
    return isRefusal(receipt) ? receipt : this.version(db, receipt.id);
  }

  /** Throws as {@link create}, and NOT_FOUND. */
  async edit(
    db: TenantDb,
    input: EditSkillDraftInput,
  ): Promise<SkillVersion | DraftChanged | DefinitionNotDraft> {
    const receipt = await db.once(input, async (tx) => {
      const { operationId: _, skillVersionId: id, revision, steps, prerequisiteSkillIds, ...changes } = input;
      const draft = await takeDraft(tx, SkillVersion, { id, revision });
      if (isRefusal(draft)) return draft;
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      refuseShape({ ...draft, ...given }, prerequisiteSkillIds ?? []);
      if (Object.keys(given).length) await tx.update(SkillVersion, { id }, given);
      await writeParts(tx, id, steps, prerequisiteSkillIds);
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.version(db, receipt.id);
  }

  /** The skill stays, also when the draft was all of it: its code may be taken up again. Throws NOT_FOUND. */
  async discard(
    db: TenantDb,
    input: DiscardSkillDraftInput,
  ): Promise<Skill | DraftChanged | DefinitionNotDraft | DefinitionInUse> {
    const receipt = await db.once(input, async (tx) => {
      const { skillVersionId: id, revision } = input;
      const draft = await takeDraft(tx, SkillVersion, { id, revision });
      if (isRefusal(draft)) return draft;
      const inUse = await useOf(tx, id);
      if (inUse) return inUse;
      await tx.remove(SkillStep, { skillVersionId: id });
      await tx.remove(SkillPrerequisite, { skillVersionId: id });
      await tx.remove(SkillVersion, { id });
      return { id: draft.skillId };
    });
    return isRefusal(receipt) ? receipt : db.load((tx) => tx.get(Skill, { id: receipt.id }));
  }

  private version(db: TenantDb, id: string): Promise<SkillVersion> {
    return this.catalog.version(db, { orgId: db.orgId, id });
  }
}

/** The id of a skill without versions: a new one, or one whose only draft was thrown away. */
async function newSkill(tx: Transaction, code: string): Promise<string | SkillCodeTaken> {
  await tx.lock(`skill code ${tx.orgId} ${code}`);
  const known = await tx.findOne(Skill, { code });
  if (known && (await tx.count(SkillVersion, { skillId: known.id })))
    return refuse(SkillCodeTaken, `There is a skill ${code} already. Choose another code.`, {
      skillId: known.id,
    });
  if (known) return known.id;
  const id = newId();
  await tx.insert(Skill, { id, code });
  return id;
}

/** Nobody else copies a version of the skill until the end. Throws NOT_FOUND. */
async function lockedNewest(tx: Transaction, skillId: string): Promise<SkillVersion> {
  await tx.lock(`skill ${skillId}`);
  return tx.get(SkillVersion, { skillId }, { order: { number: 'DESC' } });
}

/** The effect belongs to the change from one version to the next, so it is declared anew. */
export function nextDraft(from: SkillVersion, number: number): SkillVersion {
  const life = { status: 'DRAFT', revision: 1, effect: 'NONE', revalidateBy: null } as const;
  const {
    createdAt: _,
    publishedAt: __,
    publishedBy: ___,
    retiredAt: ____,
    retiredBy: _____,
    ...kept
  } = from;
  return Object.assign(new SkillVersion(), { ...kept, ...life, id: newId(), number });
}

async function copyParts(tx: Transaction, fromId: string, toId: string): Promise<void> {
  const steps = await tx.find(SkillStep, { where: { skillVersionId: fromId } });
  await tx.insert(
    SkillStep,
    steps.map((step) => ({ ...step, id: newId(), skillVersionId: toId })),
  );
  await tx.query(sql`INSERT INTO skill_prerequisite (org_id, skill_version_id, prerequisite_skill_id)
    SELECT org_id, ${toId}, prerequisite_skill_id FROM skill_prerequisite
    WHERE org_id = ${tx.orgId} AND skill_version_id = ${fromId}`);
}

/** Puts them in the place of those the draft has; what is left out stays. */
async function writeParts(
  tx: Transaction,
  skillVersionId: string,
  steps: SkillFields['steps'] | undefined,
  prerequisiteSkillIds: readonly string[] | undefined,
): Promise<void> {
  if (steps) {
    await tx.remove(SkillStep, { skillVersionId });
    await tx.insert(SkillStep, stepRows(skillVersionId, steps.map(stepOf)));
  }
  if (prerequisiteSkillIds) {
    const known = await tx.count(Skill, { id: In([...prerequisiteSkillIds]) });
    if (known < prerequisiteSkillIds.length) throw notFound();
    await tx.remove(SkillPrerequisite, { skillVersionId });
    await tx.insert(SkillPrerequisite, prerequisiteRows(skillVersionId, prerequisiteSkillIds));
  }
}

const stepOf = ({ measure, ...step }: SkillFields['steps'][number]): StepDefinition => ({
  ...step,
  measure: measure ?? null,
});

export const stepRows = (
  skillVersionId: string,
  steps: readonly StepDefinition[],
): Omit<SkillStep, 'orgId'>[] =>
  steps.map(({ measure, ...step }, i) => ({
    ...step,
    id: newId(),
    skillVersionId,
    position: i + 1,
    measureUnit: measure?.unit ?? null,
    measureTolerance: measure?.tolerance ?? null,
  }));

export const prerequisiteRows = (
  skillVersionId: string,
  skillIds: readonly string[],
): Omit<SkillPrerequisite, 'orgId'>[] =>
  skillIds.map((prerequisiteSkillId) => ({ skillVersionId, prerequisiteSkillId }));

function refuseShape(settings: Settings, prerequisites: readonly string[]): void {
  const { requiredObservations = 1, requiredDates = 1, requiredValidators = 1 } = settings;
  const { entrustmentScale = [], effect = 'NONE', revalidateBy = null } = settings;
  refuseNonsense([
    ...shapeProblems({
      requiredObservations,
      requiredDates,
      requiredValidators,
      entrustmentScale,
      prerequisites,
    }),
    ...effectPairing({ effect, revalidateBy }),
  ]);
}

async function useOf(tx: Transaction, skillVersionId: string): Promise<DefinitionInUse | null> {
  const lists = await tx.query<{ code: string }>(sql`
    SELECT DISTINCT c.code FROM checklist_skill k
    JOIN checklist_version v ON v.org_id = k.org_id AND v.id = k.checklist_version_id
    JOIN checklist c ON c.org_id = v.org_id AND c.id = v.checklist_id
    WHERE k.org_id = ${tx.orgId} AND k.skill_version_id = ${skillVersionId} ORDER BY c.code`);
  if (!lists.length) return null;
  const checklistCodes = lists.map(({ code }) => code);
  return refuse(
    DefinitionInUse,
    `The draft stands on ${checklistCodes.join(', ')}: take it off there first.`,
    {
      checklistCodes,
    },
  );
}
