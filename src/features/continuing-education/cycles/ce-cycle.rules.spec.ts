import fc from 'fast-check';
import { daysAfter } from '../policies/calendar.rules.js';
import { termsOf } from '../policies/policy-terms.rules.js';
import type { CePolicy } from '../policies/policy.js';
import { decide, judge } from './ce-cycle.rules.js';
import { nextStepOf, percentOf, standingOf, toEarn } from './ce-status.rules.js';
import {
  isJudged,
  type ClosedCycle,
  type JudgedCycle,
  type KnownCompletion,
  type ObligationFacts,
} from './judged-cycle.js';

const policyOf = (document: object, given: Partial<CePolicy> = {}): CePolicy => {
  const { terms, incomplete, assumed } = termsOf({
    ...{
      required: 10,
      minutes_per_hour: 60,
      partial_credit: true,
      cycle: { months: 12, anchor: 'hire_date' },
    },
    ...document,
  });
  return {
    ...{ id: 'p', code: 'P', title: 'Policy', source: 'EMPLOYER', authority: [], verifiedOn: null },
    ...{
      effectiveFrom: null,
      effectiveTo: null,
      complete: terms !== null,
      incomplete,
      assumed,
      terms,
      ...given,
    },
  };
};

const done = (id: string, completedOn: string, minutes: number): KnownCompletion => ({
  ...{ id, completedOn, title: id, activityId: id, courseKey: id, state: 'ACCEPTED', standing: 'ACCEPTED' },
  ...{ parts: [{ minutes, categories: [] }], offeredMinutes: minutes, delivery: 'LIVE', role: 'LEARNER' },
  ...{ nature: 'EDUCATION', properties: [], approvals: [], hasEvidence: true, usedMinutes: 0 },
});

const factsOf = (
  policy: CePolicy,
  completions: readonly KnownCompletion[],
  closed: readonly ClosedCycle[] = [],
): ObligationFacts => ({
  obligation: {
    ...{ id: 'o', personId: 'x', canonicalId: 'x', personName: 'Tess Nowak', policyCode: 'P', number: 1 },
    ...{ renews: 'EMPLOYMENT', renewsId: 'e', renewsWhat: 'employment' },
    ...{ anchorOn: '2024-01-01', startsOn: '2024-01-01', endsOn: null, firstRenewedOn: null },
  },
  policyOn: () => policy,
  completions,
  waivers: [],
  closed,
});

const judged = (facts: ObligationFacts, on: string, today = on): JudgedCycle => {
  const answer = judge(facts, on, today);
  if (!isJudged(answer)) throw new Error('Not judged');
  return answer;
};

const closedOf = (facts: ObligationFacts, startsOn: string, today: string): ClosedCycle => {
  const decided = decide(facts, startsOn, today);
  if (!('cycle' in decided)) throw new Error('Not decided');
  const { cycle } = decided.cycle;
  const kept = JSON.parse(JSON.stringify(decided)) as typeof decided; // as the database keeps it
  return {
    ...{ id: startsOn, number: 1, startsOn, endsOn: cycle.endsOn, closedAt: new Date(0), reason: null },
    ...{ contentHash: '', decided: kept },
  };
};

const anyDone = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1_200 }), fc.integer({ min: 1, max: 500 })), { maxLength: 10 })
  .map((list) => list.map(([days, minutes], i) => done(`c${i}`, daysAfter('2024-01-01', days), minutes)));

describe('closing a cycle', () => {
  it('inv 54, 58, 61: takes nothing from the next ones and gives them nothing, whatever is carried or comes late', () => {
    const policies = fc
      .record({ carry_over: fc.constantFrom(0, 2, 5), late_window_days: fc.constantFrom(0, 30) })
      .map((document) => policyOf(document));
    fc.assert(
      fc.property(policies, anyDone, (policy, completions) => {
        const today = '2027-06-30';
        const open = factsOf(policy, completions);
        const first = closedOf(open, '2024-01-01', today);
        const second = closedOf({ ...open, closed: [first] }, '2025-01-01', today);
        const after = (closed: readonly ClosedCycle[]) =>
          judged(factsOf(policy, completions, closed), '2026-06-30', today).current;
        expect(after([first, second])).toEqual(after([first]));
        expect(after([first])).toEqual(after([]));
      }),
    );
  });

  it('inv 61: stays as it was decided, whatever is done or taken back later', () => {
    fc.assert(
      fc.property(anyDone, anyDone, (before, after) => {
        const policy = policyOf({});
        const first = closedOf(factsOf(policy, before), '2024-01-01', '2025-03-01');
        const { current, lines } = judged(factsOf(policy, after, [first]), '2024-07-01', '2027-01-01');
        expect({ current, lines }).toEqual({ current: first.decided.cycle, lines: first.decided.lines });
      }),
    );
  });
});

describe('a status', () => {
  it('accounts for every minute done in the cycle, and never promises what is not so', () => {
    fc.assert(
      fc.property(anyDone, (completions) => {
        const facts = factsOf(policyOf({ maximums: [{ delivery: 'live', hours: 8 }] }), completions);
        const answer = judged(facts, '2024-12-31');
        const within = completions.filter(({ completedOn }) => completedOn <= '2024-12-31');
        const sum = (list: readonly { minutes: number }[]): number =>
          list.reduce((total, { minutes }) => total + minutes, 0);
        expect(sum(answer.lines)).toBe(sum(within.flatMap(({ parts }) => parts)));
        const percent = percentOf(answer.current);
        expect(percent === 100).toBe(answer.current.met);
        expect(toEarn(answer.current) === 0).toBe(answer.current.met);
        expect(percent).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('says lapsed while the cycle before is open and something is missing in it', () => {
    const policy = policyOf({ late_window_days: 30 });
    const facts = factsOf(policy, [done('a', '2025-02-10', 600)]);
    const standing = (on: string, given = facts) => standingOf(judge(given, on, on), [], on);
    expect(standing('2024-06-01')).toBe('ON_THE_WAY');
    expect(standing('2025-01-30')).toBe('ON_THE_WAY'); // late work may still fill it
    expect(standing('2025-02-11')).toBe('LAPSED');
    const closed = closedOf(facts, '2024-01-01', '2025-03-01');
    expect(standing('2025-02-11', factsOf(policy, facts.completions, [closed]))).toBe('MET');
  });

  it('names the fewest minutes that fill what is missing, in the unit of the policy', () => {
    const policy = policyOf({
      minutes_per_hour: 50,
      minimums: [
        { category: 'ethics', hours: 2 },
        { delivery: 'live', hours: 4 },
      ],
    });
    const facts = factsOf(policy, [done('a', '2024-02-01', 400)]);
    const answer = judged(facts, '2024-12-01');
    expect(toEarn(answer.current)).toBe(100);
    expect(nextStepOf(answer, facts, '2024-12-01')).toBe(
      'Earn 2 contact hours, with at least 2 contact hours of ethics until 2024-12-31: 30 days left.',
    );
  });

  it('judges nobody by a policy that does not say enough, or on a day on which they are not under it', () => {
    const incomplete = factsOf(policyOf({ cycle: { anchor: 'hire_date' } }), []);
    expect(standingOf(judge(incomplete, '2024-06-01', '2024-06-01'), [], '2024-06-01')).toBe('NOT_JUDGED');
    const before = factsOf(policyOf({}), []);
    expect(standingOf(judge(before, '2023-06-01', '2023-06-01'), [], '2023-06-01')).toBe('NOT_UNDER_POLICY');
  });
});
