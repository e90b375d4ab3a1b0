import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { In } from 'typeorm';
import type { TenantDb } from '../../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../../platform/database/transaction.js';
import { newId } from '../../../../platform/ids/ids.js';
import { ChecklistCatalog } from '../checklist-catalog.service.js';
import { Checklist, ChecklistVersion } from '../checklist.entity.js';
import { ChecklistPublication } from '../checklist-publication.service.js';
import { storedChecklists } from '../checklist.queries.js';
import { checklistProblems } from '../checklist.rules.js';
import { lockDefinitions, published } from '../definition-draft.js';
import { prerequisiteRows, stepRows } from '../skill-draft.service.js';
import { Skill, SkillPrerequisite, SkillStep, SkillVersion } from '../skill.entity.js';
import { graphOf, problemsOf, today } from '../skill-publication.service.js';
import { storedSkills } from '../skill.queries.js';
import type { ReadChecklist, StoredChecklist, StoredSkill } from '../stored-definition.js';
import { unless, type DefinitionProblem } from '../skill.rules.js';
import {
  planChecklist,
  planSkills,
  type PlannedChecklist,
  type PlannedSkill,
} from './checklist-import.rules.js';
import { ChecklistImport, type ImportChecklistInput } from './checklist-transfer.type.js';
import { examineChecklist, inSkill, type ExaminedChecklist } from './examine-checklist.js';
import { writeChecklist } from './write-checklist.js';

type Wish = Pick<ImportChecklistInput, 'publish' | 'dryRun'>;

/** Checklists with their skills as documents, in and out. */
@Injectable()
export class ChecklistTransfer {
  constructor(
    private readonly catalog: ChecklistCatalog,
    private readonly publication: ChecklistPublication,
  ) {}

  /** All of the document or nothing; what it says as before keeps its versions. */
  async import(db: TenantDb, input: ImportChecklistInput): Promise<ChecklistImport> {
    const examined = examineChecklist(input.document);
    const answer = await db.once(input, (tx) => this.importIn(tx, examined, input));
    return Object.assign(new ChecklistImport(), answer);
  }

  /** For the command line, which nobody retries. */
  importBySystem(db: TenantDb, text: string, wish: Wish): Promise<ChecklistImport> {
    const examined = examineChecklist(text);
    return db.write((tx) => this.importIn(tx, examined, wish));
  }

  /** The version as a document of the form that {@link import} reads. Throws NOT_FOUND. */
  async export(db: TenantDb, checklistVersionId: string): Promise<string> {
    const { id } = await this.catalog.version(db, { orgId: db.orgId, id: checklistVersionId });
    const [[checklist], skills] = await db.readAll<[StoredChecklist, StoredSkill]>([
      storedChecklists(db, sql`v.id = ${id}`),
      storedSkills(
        db,
        sql`v.id IN (SELECT k.skill_version_id FROM checklist_skill k WHERE k.org_id = v.org_id AND k.checklist_version_id = ${id})`,
      ),
    ]);
    const byId = new Map(skills.map((skill) => [skill.versionId, skill]));
    const listed = checklist!.skills.map(({ versionId, required }) => ({
      ...byId.get(versionId)!,
      required,
    }));
    return writeChecklist({ ...checklist!, skills: listed });
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async importIn(tx: Transaction, examined: ExaminedChecklist, wish: Wish): Promise<ChecklistImport> {
    const { checklist, located } = examined;
    if (!checklist) return report({ errors: examined.errors });
    await lockDefinitions(tx);
    const plan = await planOf(tx, checklist);
    const inTheWay = plan.errors.length ? [] : await publicationProblems(tx, checklist, plan.skills);
    const errors = [...plan.errors, ...(wish.publish ? inTheWay : [])].map(located);
    const told = {
      newSkills: plan.skills.filter(({ kept }) => !kept).map(({ skill }) => skill.code),
      keptSkills: plan.skills.filter(({ kept }) => kept).map(({ skill }) => skill.code),
      beforePublishing: wish.publish ? [] : inTheWay.map(located),
    };
    if (errors.length) return report({ errors });
    if (wish.dryRun) return report(told);
    const skillVersionIds = await writeSkills(tx, plan.skills);
    const checklistVersionId = await writeList(tx, checklist, plan, skillVersionIds);
    if (wish.publish) await this.publishAll(tx, checklist, { ...plan, checklistVersionId, skillVersionIds });
    return report({ ...told, applied: true, checklistVersionId });
  }

  private async publishAll(
    tx: Transaction,
    { code }: ReadChecklist,
    { list, checklistVersionId, skillVersionIds }: Plan & Written,
  ): Promise<void> {
    await tx.update(SkillVersion, { id: In([...skillVersionIds]), status: 'DRAFT' }, published(tx));
    if (list.kept?.status !== 'PUBLISHED')
      await this.publication.publishIn(tx, { code, versionId: checklistVersionId });
  }
}

interface Plan {
  readonly skills: readonly PlannedSkill[];
  readonly list: PlannedChecklist;
  readonly errors: readonly DefinitionProblem[];
}

interface Written {
  readonly checklistVersionId: string;
  readonly skillVersionIds: readonly string[];
}

async function planOf(tx: Transaction, checklist: ReadChecklist): Promise<Plan> {
  const codes = checklist.skills.map(({ code }) => code);
  const stored = await tx.query<StoredSkill>(storedSkills(tx.db, sql`s.code = ANY(${codes}::text[])`));
  // By number, so that the newest of a code comes last.
  const skills = planSkills(checklist.skills, new Map(stored.map((skill) => [skill.code, skill])));
  const lists = await tx.query<StoredChecklist>(storedChecklists(tx.db, sql`c.code = ${checklist.code}`));
  const list = planChecklist(checklist, skills.planned, lists.at(-1) ?? null);
  const unknown = await unknownPrerequisites(tx, checklist);
  return {
    skills: skills.planned,
    list: list.planned,
    errors: [...unknown, ...skills.problems, ...(skills.problems.length ? [] : list.problems)],
  };
}

/** What skills build on stands in the document or in the organization. */
async function unknownPrerequisites(
  tx: Transaction,
  { skills }: ReadChecklist,
): Promise<DefinitionProblem[]> {
  const named = skills.flatMap(({ prerequisites }) => prerequisites);
  const there = await tx.find(Skill, { where: { code: In(named) } });
  const known = new Set([...skills, ...there].map(({ code }) => code));
  return skills.flatMap(({ code, prerequisites }, i) =>
    prerequisites.flatMap((other) =>
      unless(
        known.has(other),
        ['skills', i, 'prerequisites'],
        `${code} builds on ${other}, and there is no such skill in the document or before it`,
      ),
    ),
  );
}

/** As if all of the document were published together. */
async function publicationProblems(
  tx: Transaction,
  checklist: ReadChecklist,
  planned: readonly PlannedSkill[],
): Promise<DefinitionProblem[]> {
  const graph = await graphOf(tx, checklist.skills);
  const numbered = planned.map((each) => ({
    ...each.skill,
    number: each.kept ? each.kept.number : each.number,
    isNew: each.kept?.status !== 'PUBLISHED',
  }));
  return [
    ...numbered.flatMap((skill, i) => (skill.isNew ? inSkill(i, problemsOf(skill, graph, today(tx))) : [])),
    ...checklistProblems({
      ...checklist,
      skills: numbered.map((skill) => ({ ...skill, status: 'PUBLISHED' })),
    }),
  ];
}

/** Drafts of what is new, in five statements; answers the versions of all, in the order of the plan. */
async function writeSkills(tx: Transaction, planned: readonly PlannedSkill[]): Promise<string[]> {
  const skillIds = await skillIdsOf(tx, planned);
  const all = planned.map((each) => ({ ...each, versionId: each.kept?.versionId ?? newId() }));
  const fresh = all.filter(({ kept }) => !kept) as (Extract<PlannedSkill, { kept: null }> & {
    versionId: string;
  })[];
  await tx.insert(
    SkillVersion,
    fresh.map(({ skill, number, versionId }) => {
      const { code, steps: _, prerequisites: __, required: ___, ...settings } = skill;
      const { methods, entrustmentScale } = settings;
      const lists = { methods: [...methods], entrustmentScale: [...entrustmentScale] };
      return { ...settings, ...lists, id: versionId, skillId: skillIds.get(code)!, number };
    }),
  );
  await tx.insert(
    SkillStep,
    fresh.flatMap(({ skill, versionId }) => stepRows(versionId, skill.steps)),
  );
  await tx.insert(
    SkillPrerequisite,
    fresh.flatMap(({ skill, versionId }) =>
      prerequisiteRows(
        versionId,
        skill.prerequisites.map((code) => skillIds.get(code)!),
      ),
    ),
  );
  return all.map(({ versionId }) => versionId);
}

/** Ids by code, of everything the document names; those that are not there are made. */
async function skillIdsOf(
  tx: Transaction,
  planned: readonly PlannedSkill[],
): Promise<ReadonlyMap<string, string>> {
  const codes = planned.map(({ skill }) => skill.code);
  const named = planned.flatMap(({ skill }) => skill.prerequisites);
  const there = await tx.find(Skill, { where: { code: In([...codes, ...named]) } });
  const ids = new Map(there.map(({ code, id }) => [code, id]));
  const missing = codes.filter((code) => !ids.has(code)).map((code) => ({ code, id: newId() }));
  await tx.insert(Skill, missing);
  return new Map([...ids, ...missing.map(({ code, id }): [string, string] => [code, id])]);
}

/** The version there is, or a new draft. */
async function writeList(
  tx: Transaction,
  { code, title, completion, requiredMinutes, skills }: ReadChecklist,
  { list }: Plan,
  skillVersionIds: readonly string[],
): Promise<string> {
  if (list.kept) return list.kept.versionId;
  const there = await tx.findOne(Checklist, { code });
  const checklistId = there?.id ?? newId();
  if (!there) await tx.insert(Checklist, { id: checklistId, code });
  const id = newId();
  await tx.insert(ChecklistVersion, {
    ...{ id, checklistId, title, completion, requiredMinutes },
    number: list.number,
  });
  await tx.query(sql`
    INSERT INTO checklist_skill (org_id, checklist_version_id, skill_id, skill_version_id, position, required)
    SELECT v.org_id, ${id}, v.skill_id, v.id, listed.position, listed.required
    FROM unnest(${skillVersionIds}::uuid[], ${skills.map(({ required }) => required)}::boolean[]) WITH ORDINALITY AS listed (id, required, position)
    JOIN skill_version v ON v.org_id = ${tx.orgId} AND v.id = listed.id`);
  return id;
}

const report = (told: Partial<ChecklistImport>): ChecklistImport =>
  Object.assign(new ChecklistImport(), {
    applied: false,
    errors: [],
    beforePublishing: [],
    newSkills: [],
    keptSkills: [],
    checklistVersionId: null,
    ...told,
  });
