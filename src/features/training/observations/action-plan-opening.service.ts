import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { newId } from '../../../platform/ids/ids.js';
import { ActionPlanEntryRecord, ActionPlanRecord } from './action-plan.entity.js';
import { demandOf, type ObservedSkill } from './observation-draft.js';
import {
  findObservations,
  openPlan,
  planEndedAt,
  type ObservationsOfSkill,
} from './observation-facts.queries.js';
import { findObservedSkills } from './observation-recording.queries.js';
import type { VoidedObservation } from './observation-voidings.js';
import { observationStanding, type ObservationStanding } from './required-observations.rules.js';

/** An attempt that was not met. */
export interface MissedAttempt {
  readonly observationId: string;
  readonly assignmentId: string;
  readonly siteOrgId: string;
  readonly personId: string;
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly skill: ObservedSkill;
}

/**
 * Action plans that follow from observations (inv 18): opened when the allowed attempts were not met, and no longer needed
 * when one of those is voided. Attempts at other sites count, too, so they are counted as the system.
 */
@Injectable()
export class ActionPlanOpening {
  async openNeeded(tx: Transaction, missed: readonly MissedAttempt[]): Promise<void> {
    const last = [...new Map(missed.map((attempt) => [keyOf(attempt), attempt])).values()];
    if (!last.length) return;
    const found = await tx.asSystem((system) => findObservations(system, last.map(asked)));
    const needed = last.flatMap((attempt) => {
      const seen = found.get(keyOf(attempt))!;
      const standing = standingOf(seen, attempt.skill);
      return standing.actionPlanNeeded && !openPlan(seen.plans) ? [planFor(attempt, standing)] : [];
    });
    if (!needed.length) return;
    await tx.insert(ActionPlanRecord, needed);
    for (const { personId, id, ...plan } of needed)
      tx.append({ personId, kind: 'action-plan.opened', content: { actionPlanId: id, ...plan } });
  }

  /** Ends the plans that were opened by themselves and would not be opened now. */
  async endUnneeded(tx: Transaction, voided: readonly VoidedObservation[]): Promise<void> {
    const last = [...new Map(voided.map((each) => [keyOf(each), each])).values()];
    const found = await tx.asSystem(async (system) => ({
      observations: await findObservations(system, last.map(asked)),
      skills: await findObservedSkills(system, last),
      automatic: await openedByThemselves(system, last),
    }));
    const ended = last.flatMap((each) => {
      const seen = found.observations.get(keyOf(each))!;
      const plan = openPlan(seen.plans);
      const skill = found.skills.get(each.skillVersionId);
      if (!plan || !skill || !found.automatic.has(plan.id)) return [];
      return standingOf(seen, skill).actionPlanNeeded ? [] : [{ ...each, actionPlanId: plan.id }];
    });
    if (!ended.length) return;
    await tx.asSystem((system) =>
      system.insert(
        ActionPlanEntryRecord,
        ended.map(({ actionPlanId }) => ({ id: newId(), actionPlanId, kind: 'NOT_NEEDED' as const })),
      ),
    );
    for (const { personId, actionPlanId, observationId } of ended)
      tx.append({
        personId,
        kind: 'action-plan.cancelled',
        content: { actionPlanId, because: 'An observation that made it necessary was voided', observationId },
      });
  }
}

const keyOf = ({ personId, skillId }: Pick<MissedAttempt, 'personId' | 'skillId'>): string =>
  `${personId} ${skillId}`;

const asked = (each: Pick<MissedAttempt, 'personId' | 'skillId'>) => ({
  key: keyOf(each),
  personId: each.personId,
  skillId: each.skillId,
});

const standingOf = (
  { observations, plans }: ObservationsOfSkill,
  skill: ObservedSkill,
): ObservationStanding => observationStanding(observations, demandOf(skill), planEndedAt(plans));

/** The last attempt that was not met, by when it was made, is the one that made it necessary. */
const planFor = (attempt: MissedAttempt, { attemptsNotMet, notCounted }: ObservationStanding) => ({
  id: newId(),
  assignmentId: attempt.assignmentId,
  siteOrgId: attempt.siteOrgId,
  personId: attempt.personId,
  skillOrgId: attempt.skillOrgId,
  skillId: attempt.skillId,
  observationId: notCounted.findLast(({ why }) => why === 'NOT_MET')?.id ?? attempt.observationId,
  reason: `${attemptsNotMet} attempts were not met.`,
});

async function openedByThemselves(
  tx: Transaction,
  asked: readonly { personId: string; skillId: string }[],
): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(sql`
    SELECT p.id FROM action_plan p WHERE p.org_id = ${tx.orgId} AND p.opened_by IS NULL
      AND p.skill_id = ANY (${asked.map(({ skillId }) => skillId)}::uuid[])
      AND p.person_id IN (SELECT same.person_id FROM same_persons(${asked.map(({ personId }) => personId)}::uuid[]) same)`);
  return new Set(rows.map(({ id }) => id));
}
