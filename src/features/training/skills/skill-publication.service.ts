import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal } from '../../../platform/graphql/refusal.js';
import { Loader } from '../../../platform/graphql/loader.js';
import type { DraftChanged } from '../../programs/program.refusals.js';
import { incomplete, lockDefinitions, published, retire, takeDraft, told } from './definition-draft.js';
import type {
  DefinitionIncomplete,
  DefinitionNotDraft,
  DefinitionNotPublished,
} from './definition.refusals.js';
import { SkillCatalog } from './skill-catalog.service.js';
import type { DeclaredEffect, SkillDefinition } from './skill-definition.js';
import { SkillVersion } from './skill.entity.js';
import type { PublishSkillVersionInput, RetireSkillVersionInput } from './skill.input.js';
import { prerequisitesInForce, storedSkills } from './skill.queries.js';
import type { StoredSkill } from './stored-definition.js';
import {
  effectProblems,
  prerequisiteProblems,
  skillProblems,
  type DefinitionProblem,
  type Prerequisites,
} from './skill.rules.js';

interface InForce {
  readonly code: string;
  readonly prerequisites: readonly string[];
}

/** The two steps a version takes: from draft to published, and from published to retired. */
@Injectable()
export class SkillPublication {
  private readonly drafts = new Loader<string, { versionId: string; problems: DefinitionProblem[] }>(
    async (db, ids) => {
      const [stored, inForce, [clock]] = await db.readAll<[StoredSkill, InForce, { today: string }]>([
        storedSkills(db, sql`v.id = ANY(${ids}::uuid[]) AND v.status = 'DRAFT'`),
        prerequisitesInForce(db),
        sql`SELECT (app_now() AT TIME ZONE 'UTC')::date::text AS today`,
      ]);
      return stored.map((draft) => ({
        versionId: draft.versionId,
        problems: problemsOf(draft, graphWith([draft], inForce), clock!.today),
      }));
    },
    ({ versionId }) => versionId,
  );

  constructor(private readonly catalog: SkillCatalog) {}

  /** Throws NOT_FOUND. */
  async publish(
    db: TenantDb,
    input: PublishSkillVersionInput,
  ): Promise<SkillVersion | DraftChanged | DefinitionNotDraft | DefinitionIncomplete> {
    const receipt = await db.once(input, async (tx) => {
      const { skillVersionId: id, revision } = input;
      await lockDefinitions(tx);
      const draft = await takeDraft(tx, SkillVersion, { id, revision });
      if (isRefusal(draft)) return draft;
      const [stored] = await tx.query<StoredSkill>(storedSkills(tx.db, sql`v.id = ${id}`));
      const no = incomplete(problemsOf(stored!, await graphOf(tx, [stored!]), today(tx)));
      if (no) return no;
      await tx.update(SkillVersion, { id }, published(tx));
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.catalog.version(db, { orgId: db.orgId, id: receipt.id });
  }

  /** Throws NOT_FOUND. */
  async retire(db: TenantDb, input: RetireSkillVersionInput): Promise<SkillVersion | DefinitionNotPublished> {
    const receipt = await db.once(input, (tx) => retire(tx, SkillVersion, input.skillVersionId));
    return isRefusal(receipt) ? receipt : this.catalog.version(db, { orgId: db.orgId, id: receipt.id });
  }

  /** What publishing the draft would complain about now; null where the version is no draft of one's own. */
  async problems(db: TenantDb, { orgId, id, status }: SkillVersion) {
    if (status !== 'DRAFT' || orgId !== db.orgId) return null;
    const found = await this.drafts.load(db, id);
    return found && told(found.problems);
  }
}

export const problemsOf = (
  skill: SkillDefinition & DeclaredEffect & { readonly number: number },
  graph: Prerequisites,
  on: string,
): DefinitionProblem[] => [
  ...skillProblems(skill),
  ...effectProblems(skill, skill.number, on),
  ...prerequisiteProblems(skill.code, graph),
];

/** The prerequisites of the versions in force, with these in the place of what they follow. */
export const graphOf = async (tx: Transaction, skills: readonly InForce[]): Promise<Prerequisites> =>
  graphWith(skills, await tx.query<InForce>(prerequisitesInForce(tx.db)));

const graphWith = (skills: readonly InForce[], inForce: readonly InForce[]): Prerequisites =>
  new Map([...inForce, ...skills].map(({ code, prerequisites }) => [code, prerequisites]));

/** Definitions belong to no place, so their day is that of UTC. */
export const today = (tx: Transaction): string => tx.now.toISOString().slice(0, 10);
