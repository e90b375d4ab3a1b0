import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { ActionPlanEntryKind } from './action-plan.entity.js';
import type { ObservationFact } from './required-observations.rules.js';

/** Whose observations of which skill; the key names the answer. */
export interface SkillOfPerson {
  readonly key: string;
  readonly personId: string;
  readonly skillId: string;
}

export interface ActionPlanFact {
  readonly id: string;
  readonly openedAt: Date;
  /** Null while it is open. */
  readonly endedAt: Date | null;
  readonly endedBy: Exclude<ActionPlanEntryKind, 'WRITTEN'> | null;
}

/** What is on record of a person and a skill, as far as the transaction sees it. */
export interface ObservationsOfSkill {
  readonly key: string;
  readonly observations: ObservationFact[];
  readonly plans: ActionPlanFact[];
}

type Json<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

interface FoundObservations {
  readonly key: string;
  readonly observations: Json<ObservationFact>[] | null;
  readonly plans: Json<ActionPlanFact>[] | null;
}

/**
 * The observations of each person and skill, under whatever id of the person they stand, with the action plans: one
 * statement for any number. Of another organization's people only what their placements here show; in `tx.asSystem`
 * all of them.
 */
export async function findObservations(
  tx: Transaction,
  asked: readonly SkillOfPerson[],
): Promise<Map<string, ObservationsOfSkill>> {
  if (!asked.length) return new Map();
  const rows = await tx.query<FoundObservations>(observationsOf(tx.orgId, asked));
  return new Map(rows.map((row) => [row.key, observationsFrom(row)]));
}

/** Of observations `o`: what somebody saw of themselves says no more than a self-assessment, by whichever id they saw it (inv 1). */
export const OBSERVATION_KIND = sql`CASE WHEN canonical_person(o.observed_by) = canonical_person(o.person_id) THEN 'SELF_ASSESSMENT' ELSE o.kind END`;

/** Rows of {@link FoundObservations}. */
export const observationsOf = (orgId: string, asked: readonly SkillOfPerson[]): Sql => sql`
  WITH asked AS MATERIALIZED (
    SELECT a.key, a."skillId" AS skill_id, ARRAY(SELECT same.person_id FROM same_persons(ARRAY[a."personId"]) same) AS persons
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS a (key text, "personId" uuid, "skillId" uuid))
  SELECT a.key,
    (SELECT json_agg(json_build_object('id', o.id, 'kind', ${OBSERVATION_KIND}, 'result', o.result, 'skillVersionId', o.skill_version_id,
        'startsAt', o.starts_at, 'observedOn', o.observed_on, 'observerId', canonical_person(o.observed_by), 'method', o.method,
        'simulated', o.simulated, 'entrustmentLevel', o.entrustment_level, 'recordedAt', o.recorded_at, 'voidedAt', v.recorded_at))
      FROM observation o LEFT JOIN observation_voiding v ON v.org_id = o.org_id AND v.observation_id = o.id
      WHERE o.org_id = ${orgId} AND o.person_id = ANY (a.persons) AND o.skill_id = a.skill_id) AS observations,
    (SELECT json_agg(json_build_object('id', p.id, 'openedAt', p.opened_at, 'endedAt', e.recorded_at, 'endedBy', e.kind))
      FROM action_plan p LEFT JOIN action_plan_entry e ON e.org_id = p.org_id AND e.action_plan_id = p.id AND e.kind <> 'WRITTEN'
      WHERE p.org_id = ${orgId} AND p.person_id = ANY (a.persons) AND p.skill_id = a.skill_id) AS plans
  FROM asked a`;

export function observationsFrom({ key, observations, plans }: FoundObservations): ObservationsOfSkill {
  return {
    key,
    observations: (observations ?? []).map((each) => ({
      ...each,
      startsAt: new Date(each.startsAt),
      recordedAt: new Date(each.recordedAt),
      voidedAt: dateOf(each.voidedAt),
    })),
    plans: (plans ?? []).map((each) => ({
      ...each,
      openedAt: new Date(each.openedAt),
      endedAt: dateOf(each.endedAt),
    })),
  };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** When the attempts so far were settled: by the last plan that was done or cancelled (one not needed settles nothing). */
export function planEndedAt(plans: readonly ActionPlanFact[]): Date | null {
  const ends = plans.filter(({ endedBy }) => endedBy === 'DONE' || endedBy === 'CANCELLED');
  return ends.reduce<Date | null>(
    (last, { endedAt }) => (last === null || endedAt! > last ? endedAt : last),
    null,
  );
}

export const openPlan = (plans: readonly ActionPlanFact[]): ActionPlanFact | null =>
  plans.find(({ endedAt }) => endedAt === null) ?? null;
