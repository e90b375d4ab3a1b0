import type { ObservationResult } from './step-results.rules.js';

export const OBSERVATION_KINDS = ['PERFORMANCE', 'SELF_ASSESSMENT', 'PEER_REVIEW', 'NO_SHOW'] as const;
export type ObservationKind = (typeof OBSERVATION_KINDS)[number];

/** An observation as far as it matters for what is required. */
export interface ObservationFact {
  readonly id: string;
  readonly kind: ObservationKind;
  /** Null on what is no performance. */
  readonly result: ObservationResult | null;
  readonly skillVersionId: string;
  readonly startsAt: Date;
  /** The day it counts for, in the zone of the site, as YYYY-MM-DD. */
  readonly observedOn: string;
  /** The person who stands for the observer: two ids of one human being are one validator. */
  readonly observerId: string | null;
  readonly method: string | null;
  readonly simulated: boolean;
  readonly entrustmentLevel: string | null;
  readonly recordedAt: Date;
  readonly voidedAt: Date | null;
}

/** What a version of a skill asks for. */
export interface ObservationDemand {
  readonly skillVersionId: string;
  readonly requiredObservations: number;
  readonly requiredDates: number;
  readonly requiredValidators: number;
  /** Whether one that was not met lets the count begin anew. */
  readonly consecutive: boolean;
  readonly maxAttempts: number;
  readonly methods: readonly string[];
  readonly simulationAllowed: boolean;
  /** From most to least help. */
  readonly entrustmentScale: readonly string[];
  /** The lowest level that counts; null: any. */
  readonly minEntrustment: string | null;
}

export const NOT_COUNTED = [
  'VOIDED',
  'NO_PERFORMANCE',
  'OTHER_VERSION',
  'METHOD_NOT_LISTED',
  'SIMULATION_NOT_ALLOWED',
  'NOT_MET',
  'INCOMPLETE',
  'ENTRUSTMENT_TOO_LOW',
  'BEFORE_ONE_NOT_MET',
] as const;
export type NotCounted = (typeof NOT_COUNTED)[number];

export interface ObservationStanding {
  /** Whether enough was seen, on enough dates, by enough validators. Says nothing of an open action plan. */
  readonly satisfied: boolean;
  /** Ids of those that count, in the order in which they were observed. */
  readonly counted: readonly string[];
  readonly dates: number;
  readonly validators: number;
  readonly notCounted: readonly { readonly id: string; readonly why: NotCounted }[];
  /** Attempts not met since the last action plan ended. */
  readonly attemptsNotMet: number;
  readonly actionPlanNeeded: boolean;
  /** In words, one sentence each; empty when satisfied. */
  readonly missing: readonly string[];
}

/**
 * Where a trainee stands in the observations a skill asks for (inv 15, 16, 18). Only the observations themselves and when
 * they were made matter, never the order in which they were recorded.
 * @param planEndedAt when the last action plan for the skill was done or cancelled: attempts before it are settled.
 */
export function observationStanding(
  observations: readonly ObservationFact[],
  demand: ObservationDemand,
  planEndedAt: Date | null = null,
): ObservationStanding {
  const inOrder = distinct(observations).sort(byTime);
  const reasons = inOrder.map((fact) => whyNotCounted(fact, demand));
  const reset = demand.consecutive ? reasons.lastIndexOf('NOT_MET') : -1;
  const why = reasons.map((reason, at) => reason ?? (at < reset ? 'BEFORE_ONE_NOT_MET' : null));
  const counted = inOrder.filter((_, at) => why[at] === null);
  const dates = new Set(counted.map(({ observedOn }) => observedOn)).size;
  const validators = new Set(counted.map(({ observerId }) => observerId)).size;
  const attemptsNotMet = inOrder.filter(
    ({ startsAt }, at) => reasons[at] === 'NOT_MET' && (planEndedAt === null || startsAt >= planEndedAt),
  ).length;
  const missing = missingOf({ observations: counted.length, dates, validators }, demand);
  return {
    satisfied: missing.length === 0,
    counted: counted.map(({ id }) => id),
    dates,
    validators,
    notCounted: inOrder.flatMap(({ id }, at) => (why[at] === null ? [] : [{ id, why: why[at]! }])),
    attemptsNotMet,
    actionPlanNeeded: attemptsNotMet >= demand.maxAttempts,
    missing,
  };
}

/**
 * The observations as they were known at a moment and had been made up to a day: what was recorded or voided later had
 * not happened yet.
 */
export function observationsKnown(
  observations: readonly ObservationFact[],
  on: string,
  knownAt: Date,
): ObservationFact[] {
  return observations
    .filter(({ observedOn, recordedAt }) => observedOn <= on && recordedAt <= knownAt)
    .map((fact) => (fact.voidedAt !== null && fact.voidedAt > knownAt ? { ...fact, voidedAt: null } : fact));
}

/** Why an observation does not count by itself; null when it does. What could not have counted is no attempt either. */
function whyNotCounted(fact: ObservationFact, demand: ObservationDemand): NotCounted | null {
  if (fact.voidedAt !== null) return 'VOIDED';
  if (fact.kind !== 'PERFORMANCE') return 'NO_PERFORMANCE';
  if (fact.skillVersionId !== demand.skillVersionId) return 'OTHER_VERSION';
  if (fact.method === null || !demand.methods.includes(fact.method)) return 'METHOD_NOT_LISTED';
  if (fact.simulated && !demand.simulationAllowed) return 'SIMULATION_NOT_ALLOWED';
  if (fact.result !== 'MET') return fact.result === 'NOT_MET' ? 'NOT_MET' : 'INCOMPLETE';
  return reaches(fact.entrustmentLevel, demand) ? null : 'ENTRUSTMENT_TOO_LOW';
}

/** Levels are compared by their place on the scale, and only so (inv 19). */
function reaches(level: string | null, { entrustmentScale, minEntrustment }: ObservationDemand): boolean {
  if (minEntrustment === null) return true;
  const place = level === null ? -1 : entrustmentScale.indexOf(level);
  return place >= 0 && place >= entrustmentScale.indexOf(minEntrustment);
}

function missingOf(
  seen: { observations: number; dates: number; validators: number },
  demand: ObservationDemand,
): string[] {
  const { requiredObservations, requiredDates, requiredValidators, consecutive } = demand;
  const inARow = consecutive ? ' in a row' : '';
  return [
    shortfall(seen.observations, requiredObservations, `satisfactory observations${inARow}`),
    shortfall(seen.dates, requiredDates, 'different dates'),
    shortfall(seen.validators, requiredValidators, 'different validators'),
  ].filter((text) => text !== null);
}

const shortfall = (have: number, need: number, what: string): string | null =>
  have >= need ? null : `${have} of ${need} ${what}: ${need - have} more needed.`;

const distinct = (observations: readonly ObservationFact[]): ObservationFact[] => [
  ...new Map(observations.map((fact) => [fact.id, fact])).values(),
];

const byTime = (a: ObservationFact, b: ObservationFact): number =>
  a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1);
