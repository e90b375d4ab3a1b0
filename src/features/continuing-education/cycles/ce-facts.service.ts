import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Interval } from '../../records/interval.rules.js';
import { activitiesKnownAt, activityOf, type CeActivityRow } from '../activities/ce-activity.queries.js';
import type { CeActivity } from '../activities/ce-activity.type.js';
import type { CompletedPart, Completion, CycleWaiver } from '../allocation/allocation.js';
import { ownMinutes, stateAfter, type TimedMinutes } from '../completions/ce-completion.rules.js';
import type { CeCompletionState } from '../completions/ce-completion.js';
import {
  closingFacts,
  type ClosingRow,
  completionFacts,
  type FactRow,
  takenTime,
  type TakenTime,
  waiverFacts,
  type WaiverRow,
} from './ce-facts.queries.js';
import { obligationRows } from './ce-obligation.queries.js';
import type { ObligationRow } from './ce-obligation.js';
import type { ClosedCycle, KnownCompletion, ObligationFacts, PolicyOn } from './judged-cycle.js';
import { policiesKnown } from './policies-known.js';

/** Who is under which policies, with the versions of these: enough to tell when cycles end. */
export interface UnderPolicies {
  readonly obligations: readonly ObligationRow[];
  readonly policyOf: (code: string) => PolicyOn;
}

/** Reads everything that an allocation is made from: in a fixed number of statements, however many people it is about. */
@Injectable()
export class CeFacts {
  /** Obligations `o` that the condition holds for. */
  async under(tx: Transaction, condition: Sql, knownAt: Date | null): Promise<UnderPolicies> {
    const obligations = await tx.query<ObligationRow>(obligationRows(tx, condition, knownAt));
    return { obligations, policyOf: await policiesKnown(tx, knownAt) };
  }

  /** What is on record of these, in their order. */
  async of(
    tx: Transaction,
    { obligations, policyOf }: UnderPolicies,
    knownAt: Date | null,
  ): Promise<ObligationFacts[]> {
    if (obligations.length === 0) return [];
    const ids = obligations.map(({ id }) => id);
    const persons = [...new Set(obligations.map(({ personId }) => personId))];
    const [completions, waivers, closings] = await Promise.all([
      this.completionsOf(tx, persons, knownAt),
      tx.query<WaiverRow>(waiverFacts(tx, ids, knownAt)),
      tx.query<ClosingRow>(closingFacts(tx, ids, knownAt)),
    ]);
    const [waiversOf, closedOf] = [byObligation(waivers, waiverOf), byObligation(closings, closedCycleOf)];
    return obligations.map((obligation) => ({
      obligation,
      policyOn: policyOf(obligation.policyCode),
      completions: completions.get(obligation.canonicalId) ?? [],
      waivers: waiversOf.get(obligation.id) ?? [],
      closed: closedOf.get(obligation.id) ?? [],
    }));
  }

  private async completionsOf(
    tx: Transaction,
    personIds: readonly string[],
    knownAt: Date | null,
  ): Promise<ReadonlyMap<string, readonly KnownCompletion[]>> {
    const rows = await tx.query<FactRow>(completionFacts(tx, personIds, knownAt));
    const activityIds = [...new Set(rows.map(({ activityId }) => activityId))];
    const timed = rows.filter(({ startsAt }) => startsAt !== null).map(({ id }) => id);
    const [activities, taken] = await Promise.all([
      tx.query<CeActivityRow>(activitiesKnownAt(tx, activityIds, knownAt)),
      tx.query<TakenTime>(takenTime(timed, knownAt)),
    ]);
    const activityBy = new Map(activities.map((row) => [row.id, activityOf(row)]));
    const used = minutesUsed(rows, taken);
    const known = rows.map((row) => ({
      canonicalId: row.canonicalId,
      completion: completionOf(row, activityBy.get(row.activityId)!, used.get(row.id) ?? 0),
    }));
    return mapped(Map.groupBy(known, ({ canonicalId }) => canonicalId), ({ completion }) => completion); // prettier-ignore
  }
}

/**
 * inv 36: of each completion whose time is known the minutes that are hours of something else, or of another completion. What
 * nobody has accepted takes none from what was.
 */
function minutesUsed(rows: readonly FactRow[], taken: readonly TakenTime[]): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  const takenBy = new Map(rows.map(({ id, canonicalId }) => [id, canonicalId]));
  const takenOf = Map.groupBy(taken, ({ completionId }) => takenBy.get(completionId));
  for (const { id, minutes } of doubles(rows)) used.set(id, minutes);
  const timed = rows.filter(
    ({ id, startsAt, lastKind }) => startsAt !== null && lastKind !== 'REFUSED' && !used.has(id),
  );
  for (const [personId, own] of Map.groupBy(timed, ({ canonicalId }) => canonicalId)) {
    const intervals: Interval[] = takenOf.get(personId) ?? [];
    const { accepted = [], open = [] } = Object.groupBy(own as readonly (FactRow & TimedMinutes)[], (each) =>
      stateAfter(each.lastKind) === 'ACCEPTED' ? 'accepted' : 'open',
    );
    const left = new Map([
      ...ownMinutes(accepted, intervals),
      ...ownMinutes(open, [...intervals, ...accepted]),
    ]);
    for (const { id, minutes } of own) used.set(id, minutes - left.get(id)!);
  }
  return used;
}

/** The same activity on the same day under two ids of one person, merged since: one of them counts (abuse 39). */
function doubles(rows: readonly FactRow[]): FactRow[] {
  const same = Map.groupBy(rows, ({ canonicalId, activityId, completedOn }) =>
    [canonicalId, activityId, completedOn].join(' '),
  );
  const counts = ({ lastKind, id }: FactRow): string =>
    `${stateAfter(lastKind) === 'ACCEPTED' ? 0 : 1} ${id}`;
  return [...same.values()].flatMap((each) =>
    each.toSorted((a, b) => (counts(a) < counts(b) ? -1 : 1)).slice(1),
  );
}

const STANDING_OF: Record<CeCompletionState, Completion['standing']> = {
  CLAIMED: 'PENDING',
  SUBMITTED: 'PENDING',
  MORE_ASKED: 'PENDING',
  ACCEPTED: 'ACCEPTED',
  REFUSED: 'REJECTED',
  WITHDRAWN: 'REJECTED',
};

function completionOf(row: FactRow, activity: CeActivity, usedMinutes: number): KnownCompletion {
  const state = stateAfter(row.lastKind);
  const {
    title,
    courseIdentity,
    minutes: offeredMinutes,
    delivery,
    nature,
    properties,
    approvals,
  } = activity;
  return {
    ...{
      id: row.id,
      activityId: row.activityId,
      title,
      state,
      offeredMinutes,
      delivery,
      nature,
      properties,
      usedMinutes,
    },
    courseKey: courseIdentity,
    completedOn: row.completedOn,
    parts: partsOf(row),
    role: row.role === 'TEACHER' ? 'TEACHER' : 'LEARNER',
    approvals: approvals.map(({ approver, startsOn, endsOn }) => ({ approver, from: startsOn, to: endsOn })),
    hasEvidence: row.hasFiles || row.firstKind === 'RECORDED' || row.firstKind === 'CREDITED',
    standing: STANDING_OF[state],
  };
}

/** Its subjects, and what is of none. */
function partsOf({ minutes, categories }: FactRow): CompletedPart[] {
  const parts = categories.map(({ code, minutes: of }) => ({ minutes: of, categories: [code] }));
  const rest = minutes - parts.reduce((sum, part) => sum + part.minutes, 0);
  return rest > 0 ? [...parts, { minutes: rest, categories: [] }] : parts;
}

const waiverOf = ({ id, cycleStartsOn, kind, requirement, minutes, extendedTo }: WaiverRow): CycleWaiver => ({
  ...{ id, cycleStartsOn, requirement, extendedTo },
  minutes: kind === 'EXTENSION' ? 0 : minutes,
});

const closedCycleOf = ({ obligationId: _, ...row }: ClosingRow): ClosedCycle => row;

const byObligation = <Row extends { readonly obligationId: string }, T>(
  rows: readonly Row[],
  one: (row: Row) => T,
): ReadonlyMap<string, T[]> => mapped(Map.groupBy(rows, ({ obligationId }) => obligationId), one); // prettier-ignore

const mapped = <K, Row, T>(groups: ReadonlyMap<K, readonly Row[]>, one: (row: Row) => T): Map<K, T[]> =>
  new Map([...groups].map(([key, rows]) => [key, rows.map(one)]));
