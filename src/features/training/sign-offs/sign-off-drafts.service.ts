import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import { isHosted } from '../../../platform/database/scope.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import type { EligibilityQuestion } from '../supervision/eligibility.js';
import { ValidatorEligibility } from '../supervision/validator-eligibility.service.js';
import { SignOffConditions } from './sign-off-conditions.js';
import { draftOf, type SignOffDraft } from './sign-off-draft.rules.js';
import {
  ownersSeen,
  skillLock,
  sceneFrom,
  sceneOf,
  type SceneRow,
  waitingScenes,
} from './sign-off-scene.queries.js';
import { signOffsById } from './sign-off.queries.js';
import type { Scene, SceneSkill, SignOffItem } from './sign-off-scene.js';
import { EVERYTHING_ON_RECORD } from './skill-status.rules.js';
import { EXPIRING_WITHIN_DAYS } from './skill-status.rules.js';

interface ItemInScene {
  readonly item: SignOffItem;
  readonly scene: Scene;
}

interface OwnerRow {
  readonly orgId: string;
  readonly id: string;
  /** Who stands for the trainee. */
  readonly personId: string;
}

/** Where the records are, and what to hold while they change: one name for each person and skill, in one order. */
export interface OpenRecords {
  readonly db: TenantDb;
  readonly locks: readonly string[];
}

/** Puts together what somebody is about to sign. */
@Injectable()
export class SignOffDrafts {
  constructor(
    private readonly eligibility: ValidatorEligibility,
    private readonly conditions: SignOffConditions,
  ) {}

  /** The records all these items are of. Throws NOT_FOUND; BAD_USER_INPUT when they are of several owners, or not each of its own. */
  async open(db: TenantDb, items: readonly SignOffItem[]): Promise<OpenRecords> {
    const ids = [...new Set(items.map(({ assignmentId }) => assignmentId))];
    const found = await db.read<OwnerRow>(ownersSeen(db, ids));
    if (found.length < ids.length) throw notFound();
    const [orgId, ...others] = new Set(found.map((row) => row.orgId));
    if (others.length > 0)
      throw badInput('input.items', 'are records of several organizations: sign those of each by themselves');
    const persons = new Map(found.map((row) => [row.id, row.personId]));
    const locks = new Set(
      items.map((item) => skillLock(orgId!, persons.get(item.assignmentId)!, item.skillId)),
    );
    if (locks.size < items.length)
      throw badInput(
        'input.items',
        'name a person and a skill twice: an observation counts for one sign-off',
      );
    return { db: db.hostedIn(orgId!), locks: [...locks].toSorted() };
  }

  /** What the viewer would sign now, in the order of the items. */
  async of(tx: Transaction, items: readonly SignOffItem[]): Promise<SignOffDraft[]> {
    await mustSeeCorrected(tx, items);
    const scenes = await this.scenesOf(tx, (observedAt) => sceneOf(tx.orgId, items, observedAt));
    if (scenes.length < items.length) throw notFound();
    return this.draftsOf(
      tx,
      items.map((item, turn) => ({ item, scene: scenes[turn]! })),
    );
  }

  /** What of these assignments waits to be signed, with an item made up for each from what there is. */
  async waiting(
    tx: Transaction,
    assignmentIds: readonly string[],
    itemFor: (scene: Scene) => SignOffItem,
  ): Promise<SignOffDraft[]> {
    const scenes = await this.scenesOf(tx, (observedAt) =>
      waitingScenes(tx.orgId, assignmentIds, observedAt, EXPIRING_WITHIN_DAYS),
    );
    return this.draftsOf(
      tx,
      scenes.map((scene) => ({ item: itemFor(scene), scene })),
    );
  }

  private async draftsOf(tx: Transaction, all: readonly ItemInScene[]): Promise<SignOffDraft[]> {
    const { personId } = tx.db.viewer;
    const questions = all.map(({ item, scene }, turn) => questionsOf(`${turn}`, item, scene, personId));
    const answers = await this.eligibility.of(tx, questions.flat());
    const byKey = new Map(answers.map((answer) => [answer.key, answer]));
    const more = await this.conditions.blocksOf(tx, all);
    return all.map(({ item, scene }, turn) => {
      const eligibilities = questions[turn]!.map(({ key }) => byKey.get(key)!);
      const draft = draftOf(item, scene, eligibilities, EVERYTHING_ON_RECORD);
      return { ...draft, blocks: [...draft.blocks, ...more[turn]!] };
    });
  }

  /** Read as the owner of the records: a status may rest on what was signed elsewhere, which itself is not shown. */
  private async scenesOf(tx: Transaction, statement: (observedAt: string | null) => Sql): Promise<Scene[]> {
    const observedAt = isHosted(tx.db) ? tx.db.viewer.orgId : null;
    const rows = await tx.asSystem((system) => system.query<SceneRow>(statement(observedAt)));
    return rows.map(sceneFrom);
  }
}

/** A status may rest on what was signed elsewhere: only what one sees is corrected. Throws NOT_FOUND. */
async function mustSeeCorrected(tx: Transaction, items: readonly SignOffItem[]): Promise<void> {
  const ids = new Set(items.flatMap(({ corrects }) => corrects?.signOffId ?? []));
  if (ids.size > 0 && (await tx.query(signOffsById(tx.db, [...ids]))).length < ids.size) throw notFound();
}

/** May they on the day it counts from, and today: a license that has gone since signs nothing any more (inv 2). */
function questionsOf(
  key: string,
  { effectiveOn }: SignOffItem,
  scene: Scene,
  validatorPersonId: string,
): EligibilityQuestion[] {
  const { skill } = scene;
  if (!skill) return [];
  const then = { jurisdiction: scene.jurisdiction, setting: scene.setting, on: effectiveOn };
  const now = { jurisdiction: scene.jurisdictionToday, setting: scene.settingToday, on: scene.today };
  const days = effectiveOn === scene.today ? [then] : [then, now];
  return days.map((day) => ({
    ...day,
    ...aboutSkill(scene, skill),
    key: `${key} ${day.on}`,
    validatorPersonId,
  }));
}

const aboutSkill = (
  { personId, siteOrgId, siteId, agreementId, orgId }: Scene,
  { taskCode, patientContact, code }: SceneSkill,
): Omit<EligibilityQuestion, 'key' | 'validatorPersonId' | 'on' | 'jurisdiction' | 'setting'> => ({
  traineePersonId: personId,
  siteOrgId,
  siteId,
  agreementId,
  ownerOrgId: orgId,
  taskCode,
  patientContact,
  skillCode: code,
});
