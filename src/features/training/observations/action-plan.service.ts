import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { OwnRecord } from '../../records/record.refusals.js';
import { AssignmentAccess, type AssignmentFacts } from '../placements/assignment-access.service.js';
import { ValidatorEligibility } from '../supervision/validator-eligibility.service.js';
import { ActionPlanEntryRecord, ActionPlanRecord, type ActionPlanEntryKind } from './action-plan.entity.js';
import type {
  CancelActionPlanInput,
  CompleteActionPlanInput,
  OpenActionPlanInput,
  WriteActionPlanInput,
} from './action-plan.input.js';
import { actionPlanRows } from './action-plan.queries.js';
import { ActionPlanReading } from './action-plan-reading.service.js';
import type { ActionPlan } from './action-plan.type.js';
import { refuseObserver } from './observation-draft.rules.js';
import { ObservationReading } from './observation-reading.service.js';
import { findAssignedSkill } from './observation.queries.js';
import {
  ActionPlanAlreadyOpen,
  ActionPlanEnded,
  ActionPlanUnwritten,
  ObservedSkillNotAssigned,
} from './observation.refusals.js';

type Answer = Promise<ActionPlan | Refusal>;

/** An open plan, seen by the viewer, with the assignment it is of. */
interface OpenPlan {
  readonly plan: ActionPlan;
  readonly facts: AssignmentFacts;
}

/** What an entry says, beyond its kind. */
interface Said {
  readonly plan?: string;
  readonly dueOn?: string | null;
  readonly note?: string;
}

/** Plans by hand: opened, written, done, given up. Those that follow from attempts open by themselves. */
@Injectable()
export class ActionPlanService {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly eligibility: ValidatorEligibility,
    private readonly reading: ObservationReading,
    private readonly plans: ActionPlanReading,
  ) {}

  async open(db: TenantDb, input: OpenActionPlanInput): Answer {
    const owner = await this.access.dbOf(db, input.assignmentId);
    const receipt = await owner.once(input, (tx) => this.openIn(tx, input));
    return isRefusal(receipt) ? receipt : this.plans.shown(owner, receipt.id);
  }

  private async openIn(tx: Transaction, input: OpenActionPlanInput): Promise<{ id: string } | Refusal> {
    const { assignmentId, skillId, reason, plan, dueOn } = input;
    const facts = await this.access.facts(tx, assignmentId);
    await tx.lock(`observed ${facts.personId}`);
    const assigned = await findAssignedSkill(tx, facts, skillId);
    if (!assigned) return notAssigned();
    if (assigned.own) return own();
    if (assigned.openActionPlanId !== null)
      return refuse(
        ActionPlanAlreadyOpen,
        'An action plan for this skill is open already: write in that one.',
        {
          openPlanId: assigned.openActionPlanId,
        },
      );
    const { siteOrgId, personId } = facts;
    const { skillOrgId } = assigned.skill;
    const row = { id: newId(), assignmentId, siteOrgId, personId, skillOrgId, skillId, reason };
    const openedBy = tx.db.viewer.personId;
    await tx.insert(ActionPlanRecord, { ...row, plan: plan ?? '', dueOn: dueOn ?? null, openedBy });
    const { id: actionPlanId, personId: _personId, ...content } = row;
    tx.append({
      personId,
      kind: 'action-plan.opened',
      content: { actionPlanId, ...content, plan: plan ?? '', dueOn: dueOn ?? null },
    });
    return { id: row.id };
  }

  write(db: TenantDb, input: WriteActionPlanInput): Answer {
    const { plan, dueOn = null } = input;
    return this.enter(db, input, 'WRITTEN', { plan, dueOn }, () => Promise.resolve(null));
  }

  /** By somebody who could validate the skill today. */
  complete(db: TenantDb, input: CompleteActionPlanInput): Answer {
    return this.enter(db, input, 'DONE', { note: input.note }, async (tx, { plan, facts }) => {
      if (plan.plan === '')
        return refuse(ActionPlanUnwritten, 'Nothing is written in the plan: say first what was to be done.');
      return this.refuseIneligible(tx, facts, plan.skillId);
    });
  }

  cancel(db: TenantDb, input: CancelActionPlanInput): Answer {
    return this.enter(db, input, 'CANCELLED', { note: input.reason }, () => Promise.resolve(null));
  }

  /** Adds an entry to an open plan, unless something stands in the way; never the trainee's own. */
  private async enter(
    db: TenantDb,
    input: { operationId: string; actionPlanId: string },
    kind: ActionPlanEntryKind,
    said: Said,
    inTheWay: (tx: Transaction, open: OpenPlan) => Promise<Refusal | null>,
  ): Answer {
    const { actionPlanId } = input;
    const owner = await this.reading.ownerOf(db, actionPlanId);
    const receipt = await owner.once(input, async (tx) => {
      const open = await this.openPlan(tx, actionPlanId);
      const refusal = isRefusal(open) ? open : await inTheWay(tx, open);
      if (isRefusal(open) || refusal) return refusal!;
      const recordedBy = tx.db.viewer.personId;
      await tx.insert(ActionPlanEntryRecord, { id: newId(), actionPlanId, kind, ...said, recordedBy });
      if (kind !== 'WRITTEN')
        tx.append({
          personId: open.plan.personId,
          kind: `action-plan.${kind.toLowerCase()}`,
          content: { actionPlanId, skillId: open.plan.skillId, ...said },
        });
      return { id: actionPlanId };
    });
    return isRefusal(receipt) ? receipt : this.plans.shown(owner, receipt.id);
  }

  private async openPlan(tx: Transaction, id: string): Promise<OpenPlan | Refusal> {
    await tx.lock(`action plan ${id}`);
    const [plan] = await tx.query<ActionPlan & { own: boolean }>(sql`
      SELECT seen.*, canonical_person(seen."personId") = canonical_person(${tx.db.viewer.personId}) AS own
      FROM (${actionPlanRows(tx.db, sql`p.id = ${id}`)}) seen`);
    if (!plan) throw notFound();
    if (plan.own) return own();
    if (plan.planStatus !== 'OPEN')
      return refuse(
        ActionPlanEnded,
        `This plan has ended (${plan.planStatus.toLowerCase().replace('_', ' ')}).`,
      );
    return { plan, facts: await this.access.facts(tx, plan.assignmentId) };
  }

  private async refuseIneligible(
    tx: Transaction,
    facts: AssignmentFacts,
    skillId: string,
  ): Promise<Refusal | null> {
    const assigned = await findAssignedSkill(tx, facts, skillId);
    if (!assigned) return notAssigned();
    const { skill, jurisdiction, setting, today } = assigned;
    const [answer] = await this.eligibility.of(tx, [
      {
        key: skillId,
        validatorPersonId: tx.db.viewer.personId,
        traineePersonId: facts.personId,
        siteOrgId: facts.siteOrgId,
        siteId: facts.siteId,
        jurisdiction,
        setting,
        agreementId: facts.agreementId,
        ownerOrgId: facts.orgId,
        on: today,
        taskCode: skill.taskCode,
        patientContact: skill.patientContact,
        skillCode: skill.code,
      },
    ]);
    return answer!.eligible ? null : refuseObserver(answer!);
  }
}

const own = (): OwnRecord => refuse(OwnRecord, 'This is your own record: somebody else has to do it.');

const notAssigned = (): ObservedSkillNotAssigned =>
  refuse(
    ObservedSkillNotAssigned,
    'The skill is neither on the checklist of this assignment nor added to it.',
  );
