import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { IsNull } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { partsOf } from '../supervision/eligibility.rules.js';
import { strictest, taskPermission } from '../supervision/supervision.rules.js';
import { findValidatorFacts } from '../supervision/validator-facts.queries.js';
import { AddedSkill } from './added-skill.js';
import type { AddSkillToAssignmentInput, RemoveSkillFromAssignmentInput } from './added-skill.input.js';
import {
  addedSkills,
  addedThatBuildOn,
  addSkill,
  skillToAdd,
  type SkillToAdd,
} from './added-skill.queries.js';
import {
  AddedSkillNeeded,
  SiteAddsSkills,
  SkillAskedForAlready,
  SkillBuildsOnOthers,
  SkillNotAdded,
  SkillNotInForce,
  SkillTaskProhibited,
} from './added-skill.refusals.js';
import { AssignmentAccess, type AssignmentFacts } from './assignment-access.service.js';
import { AssignmentAddedSkillRecord } from './assignment.entity.js';

interface SkillOfAssignment {
  readonly assignmentId: string;
  readonly skillId: string;
}
type NotAdded =
  SiteAddsSkills | SkillNotInForce | SkillAskedForAlready | SkillBuildsOnOthers | SkillTaskProhibited;
type NotRemoved = SiteAddsSkills | SkillNotAdded | AddedSkillNeeded;

/** A site asks for skills of its own catalogue besides the checklist, which stays as its owner made it. */
@Injectable()
export class AddedSkills {
  constructor(private readonly access: AssignmentAccess) {}

  /** Throws NOT_FOUND for an assignment one may not see, and for a skill that is not one's own. */
  async add(db: TenantDb, input: AddSkillToAssignmentInput): Promise<AddedSkill | NotAdded> {
    const owner = await this.access.dbOf(db, input.assignmentId);
    const receipt = await owner.once(input, (tx) => this.addIn(tx, input));
    return isRefusal(receipt) ? receipt : this.one(owner, receipt);
  }

  /** What was observed and signed of it stays on record. Throws NOT_FOUND as {@link add}. */
  async remove(db: TenantDb, input: RemoveSkillFromAssignmentInput): Promise<AddedSkill | NotRemoved> {
    const owner = await this.access.dbOf(db, input.assignmentId);
    const receipt = await owner.once(input, (tx) => this.removeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.one(owner, receipt);
  }

  /** Those asked for now, by code. Throws NOT_FOUND. */
  async of(db: TenantDb, assignmentId: string): Promise<AddedSkill[]> {
    const owner = await this.access.dbOf(db, assignmentId);
    return owner.load(async (tx) => listed(tx, await this.access.facts(tx, assignmentId), null));
  }

  private async one(owner: TenantDb, { assignmentId, skillId }: SkillOfAssignment): Promise<AddedSkill> {
    const [added] = await owner.load(async (tx) =>
      listed(tx, await this.access.facts(tx, assignmentId), skillId),
    );
    return added!;
  }

  private async addIn(
    tx: Transaction,
    { assignmentId, skillId }: SkillOfAssignment,
  ): Promise<SkillOfAssignment | NotAdded> {
    const assignment = await this.ofSite(tx, assignmentId, skillId);
    if (isRefusal(assignment)) return assignment;
    const [skill] = await tx.query<SkillToAdd>(skillToAdd(assignment, skillId));
    const no = skill
      ? (whyNot(skill) ?? (await prohibition(tx, assignment, skill)))
      : refuse(SkillNotInForce, 'Publish a version of the skill first.');
    if (no) return no;
    await tx.query(addSkill(tx.db, assignment, skillId, skill!.skillVersionId));
    note(tx, assignment, 'SKILL_ADDED', skillId, skill!.skillVersionId);
    return { assignmentId, skillId };
  }

  private async removeIn(
    tx: Transaction,
    { assignmentId, skillId }: SkillOfAssignment,
  ): Promise<SkillOfAssignment | NotRemoved> {
    const assignment = await this.ofSite(tx, assignmentId, skillId);
    if (isRefusal(assignment)) return assignment;
    const above = await tx.query<{ code: string }>(addedThatBuildOn(assignment, skillId));
    const neededBySkillCodes = above.map(({ code }) => code);
    if (above.length)
      return refuse(AddedSkillNeeded, `${neededBySkillCodes.join(', ')} build on it: remove those first.`, {
        neededBySkillCodes,
      });
    const asked = { assignmentId, skillOrgId: assignment.siteOrgId, skillId, removedAt: IsNull() };
    const end = { removedAt: tx.now, removedBy: tx.db.actorId };
    if (!(await tx.update(AssignmentAddedSkillRecord, asked, end)))
      return refuse(SkillNotAdded, 'Nobody added this skill to the assignment.');
    note(tx, assignment, 'SKILL_REMOVED', skillId, null);
    return { assignmentId, skillId };
  }

  /** The assignment, where it is at a site of the viewer's organization and the skill is theirs. Throws NOT_FOUND. */
  private async ofSite(
    tx: Transaction,
    assignmentId: string,
    skillId: string,
  ): Promise<AssignmentFacts | SiteAddsSkills> {
    await tx.lock(`added skills ${assignmentId}`);
    const assignment = await this.access.facts(tx, assignmentId);
    const { orgId } = tx.db.viewer;
    if (assignment.siteOrgId !== orgId)
      return refuse(
        SiteAddsSkills,
        'The organization of the site adds its own skills. Ask it to, or put the skill on your checklist.',
      );
    if (!(await isOwnSkill(tx, orgId, skillId))) throw notFound();
    return assignment;
  }
}

/** In a hosted transaction entities are the owner's; the skill is of whoever works there. */
async function isOwnSkill(tx: Transaction, orgId: string, skillId: string): Promise<boolean> {
  const found = await tx.query(sql`SELECT 1 FROM skill WHERE org_id = ${orgId} AND id = ${skillId}`);
  return found.length > 0;
}

async function listed(
  tx: Transaction,
  assignment: AssignmentFacts,
  skillId: string | null,
): Promise<AddedSkill[]> {
  const rows = await tx.query<AddedSkill>(addedSkills(assignment, skillId));
  return rows.map((row) => Object.assign(new AddedSkill(), row));
}

function whyNot({
  code,
  isAskedFor,
  missing,
}: SkillToAdd): SkillAskedForAlready | SkillBuildsOnOthers | null {
  if (isAskedFor) return refuse(SkillAskedForAlready, `The assignment asks for ${code} already.`);
  if (!missing.length) return null;
  const message = `${code} builds on ${missing.join(', ')}, which the assignment does not ask for: add that first.`;
  return refuse(SkillBuildsOnOthers, message, { missingSkillCodes: missing });
}

/** inv 10: what is prohibited at the site is not trained there. */
async function prohibition(
  tx: Transaction,
  assignment: AssignmentFacts,
  { taskCode, patientContact, today: on }: SkillToAdd,
): Promise<SkillTaskProhibited | null> {
  const question = {
    key: taskCode,
    validatorPersonId: tx.db.viewer.personId,
    traineePersonId: assignment.personId,
    siteOrgId: assignment.siteOrgId,
    siteId: assignment.siteId,
    jurisdiction: assignment.jurisdiction,
    setting: assignment.setting,
    agreementId: assignment.agreementId,
    ownerOrgId: assignment.orgId,
    on,
    taskCode,
    patientContact,
    skillCode: null,
  };
  const parts = partsOf(question, await findValidatorFacts(tx, [question]), { on, knownAt: tx.now });
  if (taskPermission(strictest(parts.map(({ terms }) => terms)), taskCode, patientContact) !== 'PROHIBITED')
    return null;
  const by = parts.find(({ terms }) => taskPermission(terms, taskCode, patientContact) === 'PROHIBITED');
  const message = `${by?.source.citation ?? 'The vocabulary of tasks'} leaves ${taskCode} to licensed persons.`;
  return refuse(SkillTaskProhibited, message, { taskCode });
}

function note(
  tx: Transaction,
  { id: assignmentId, personId, siteOrgId }: AssignmentFacts,
  change: 'SKILL_ADDED' | 'SKILL_REMOVED',
  skillId: string,
  skillVersionId: string | null,
): void {
  const content = { assignmentId, change, skillOrgId: siteOrgId, skillId, skillVersionId };
  tx.append({ personId, kind: 'assignment.changed', content });
}
