import fc from 'fast-check';
import { completionOf, policyOf, type Done } from '../../../../test/support/ce-policies.js';
import { daysAfter } from '../policies/calendar.rules.js';
import { wholeCyclesUpTo } from '../policies/cycles.rules.js';
import type { CePolicy, Day } from '../policies/policy.js';
import { allocate } from './allocate.rules.js';
import type { Allocation, AllocationFacts, Completion, CycleAllocation } from './allocation.js';

const SINCE = '2024-01-01';
/** Days of two cycles of 24 months. */
const [EARLY, LAST_DAY, NEXT_DAY, IN_SECOND] = ['2024-06-01', '2025-12-31', '2026-01-01', '2026-06-01'];

interface Given extends Partial<AllocationFacts> {
  policy: CePolicy;
  on?: Day;
  done: readonly Done[];
}

function allocated({ policy, on = EARLY, done, ...facts }: Given): Allocation {
  const cycles = wholeCyclesUpTo(policy, { on: SINCE, since: null, until: null }, on);
  return allocate(policy, cycles, { waivers: [], completions: done.map(completionOf), ...facts });
}

/** `COUNTED 60`, `OVER_MAXIMUM 30`: what became of the minutes of a completion. */
const linesOf = ({ lines }: Allocation, i = 0): string[] =>
  lines
    .filter(({ completionId }) => completionId === `completion ${i}`)
    .map(({ reason, minutes }) => `${reason} ${minutes}`);

const minutesTo = ({ requirements }: CycleAllocation, key = 'TOTAL'): number =>
  requirements.find((one) => one.key === key)!.countedMinutes;

describe('inv 53: minutes are whole', () => {
  it('and rounded once, down, to the step of the policy; sums are not rounded again', () => {
    const policy = policyOf({ minutes_per_hour: 50, half_hour_minutes: 25 });
    const answer = allocated({
      policy,
      done: [
        { on: EARLY, minutes: 74 },
        { on: EARLY, minutes: 49 },
        { on: EARLY, minutes: 24 },
      ],
    });
    expect([0, 1, 2].map((i) => linesOf(answer, i))).toEqual([
      ['COUNTED 50', 'ROUNDED_OFF 24'],
      ['COUNTED 25', 'ROUNDED_OFF 24'],
      ['ROUNDED_OFF 24'],
    ]);
    expect(minutesTo(answer.cycles[0]!)).toBe(75);
  });
});

describe('inv 36, 54: minutes count once over the cycles of a credential', () => {
  it('what a closed cycle or a program took of them is gone', () => {
    const answer = allocated({
      policy: policyOf({}),
      done: [
        { on: EARLY, hours: 2, more: { usedMinutes: 90 } },
        { on: EARLY, hours: 1, more: { usedMinutes: 60 } },
      ],
    });
    expect([linesOf(answer, 0), linesOf(answer, 1)]).toEqual([
      ['COUNTED 30', 'ALREADY_USED 90'],
      ['ALREADY_USED 60'],
    ]);
  });

  it('and late work is in one cycle or the next, never in both', () => {
    const answer = allocated({
      policy: policyOf({ required: 1, late_window_days: 30 }),
      on: IN_SECOND,
      done: [{ on: NEXT_DAY, hours: 3 }],
    });
    expect(linesOf(answer)).toEqual(['COUNTED_LATE 180']);
    expect(answer.cycles.map((cycle) => minutesTo(cycle))).toEqual([180, 0]);
  });
});

describe('inv 55: the same course', () => {
  const twice = (more: readonly Partial<Completion>[]): Done[] =>
    more.map((one, i) => ({ on: `2024-06-0${i + 1}`, more: { courseKey: 'same', ...one } }));

  it('counts once in a cycle, by its identity: the time with the most minutes, or the first', () => {
    const policy = policyOf({ partial_credit: true, teaching: { counts: true } });
    const equal = allocated({ policy, done: twice([{}, {}]) });
    expect([linesOf(equal, 0), linesOf(equal, 1)]).toEqual([['COUNTED 60'], ['REPEATED_COURSE 60']]);
    const longer = allocated({ policy, done: twice([{ parts: [{ minutes: 30, categories: [] }] }, {}]) });
    expect([linesOf(longer, 0), linesOf(longer, 1)]).toEqual([['REPEATED_COURSE 30'], ['COUNTED 60']]);
    const taught = allocated({ policy, done: twice([{}, { role: 'TEACHER' }]) });
    expect([linesOf(taught, 0), linesOf(taught, 1)]).toEqual([['COUNTED 60'], ['COUNTED 60']]);
  });

  it('counts again in the next cycle, ever once, or each time, as the policy says', () => {
    const done: Done[] = [
      { on: EARLY, more: { courseKey: 'same' } },
      { on: IN_SECOND, more: { courseKey: 'same' } },
      { on: IN_SECOND, more: { courseKey: 'same' } },
    ];
    const reasons = (repeated_course: string): string[] =>
      allocated({ policy: policyOf({ repeated_course }), on: IN_SECOND, done }).lines.map(
        ({ reason }) => reason,
      );
    expect(reasons('once_per_cycle')).toEqual(['COUNTED', 'COUNTED', 'REPEATED_COURSE']);
    expect(reasons('once_ever')).toEqual(['COUNTED', 'REPEATED_COURSE', 'REPEATED_COURSE']);
    expect(reasons('each_time')).toEqual(['COUNTED', 'COUNTED', 'COUNTED']);
  });

  it('done late again fills nothing in the cycle that has it already', () => {
    const policy = policyOf({ required: 2, late_window_days: 30 });
    const done = [EARLY, NEXT_DAY].map((on): Done => ({ on, more: { courseKey: 'same' } }));
    const answer = allocated({ policy, on: IN_SECOND, done });
    expect(answer.lines.map(({ reason }) => reason)).toEqual(['COUNTED', 'COUNTED']);
    expect(answer.cycles.map(({ missingMinutes }) => missingMinutes)).toEqual([60, 60]);
  });

  it('taught again counts only where the policy lets it', () => {
    const policy = policyOf({
      repeated_course: 'each_time',
      teaching: { counts: true, first_time_only: true },
    });
    const teacher = { role: 'TEACHER' } as const;
    expect(allocated({ policy, done: twice([teacher, teacher]) }).lines.map(({ reason }) => reason)).toEqual([
      'COUNTED',
      'REPEATED_COURSE',
    ]);
    expect(linesOf(allocated({ policy: policyOf({}), done: twice([teacher]) }))).toEqual([
      'TEACHING_NOT_COUNTED 60',
    ]);
  });
});

describe('inv 56: the local day of the completion', () => {
  it('lies in the cycle from its first to its last day; what comes after fills nothing before', () => {
    const policy = policyOf({ required: 2 });
    const days = [SINCE, LAST_DAY, NEXT_DAY, '2023-12-31'];
    const answer = allocated({ policy, on: IN_SECOND, done: days.map((on) => ({ on })) });
    expect(answer.cycles.map((cycle) => minutesTo(cycle))).toEqual([120, 60]);
    expect(linesOf(answer, 3)).toEqual(['OUTSIDE_CYCLE 60']);
    const missing = allocated({ policy, on: IN_SECOND, done: [{ on: NEXT_DAY, hours: 2 }] });
    expect(missing.cycles.map(({ met }) => met)).toEqual([false, true]);
  });

  it('but within the window for late renewal fills what is missing before, and no more', () => {
    const policy = policyOf({ required: 2, late_window_days: 30, carry_over: 2 });
    const done = (on: Day): Done[] => [{ on: EARLY }, { on, hours: 1 }, { on, hours: 1 }];
    const inTime = allocated({ policy, on: IN_SECOND, done: done('2026-01-30') });
    expect(inTime.lines.map(({ reason }) => reason)).toEqual(['COUNTED', 'COUNTED_LATE', 'COUNTED']);
    const tooLate = allocated({ policy, on: IN_SECOND, done: done('2026-01-31') });
    expect(tooLate.lines.map(({ reason }) => reason)).toEqual(['COUNTED', 'COUNTED', 'COUNTED']);
    const nothingMissing = allocated({
      policy,
      on: IN_SECOND,
      done: [{ on: EARLY, hours: 2 }, { on: NEXT_DAY }],
    });
    expect(linesOf(nothingMissing, 1)).toEqual(['COUNTED 60']);
  });

  it('takes from the next cycle what it can best spare', () => {
    const policy = policyOf({
      required: 1,
      late_window_days: 30,
      minimums: [{ category: 'ethics', hours: 1 }],
    });
    const done: Done[] = [
      { on: EARLY, category: 'ethics', minutes: 30 },
      { on: NEXT_DAY, category: 'ethics', minutes: 60 },
      { on: '2026-01-02', category: 'ethics', minutes: 30 },
    ];
    const answer = allocated({ policy, on: IN_SECOND, done });
    expect(answer.lines.map(({ reason }) => reason)).toEqual(['COUNTED', 'COUNTED', 'COUNTED_LATE']);
    expect(answer.cycles.map(({ met }) => met)).toEqual([true, true]);
  });

  it('of more late completions than are tried together leaves out the latest that are not needed', () => {
    const policy = policyOf({ required: 4, late_window_days: 30 });
    const done: Done[] = Array.from({ length: 12 }, (_, i) => ({ on: daysAfter(NEXT_DAY, i) }));
    const answer = allocated({ policy, on: IN_SECOND, done });
    expect(answer.lines.map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 4 }, () => 'COUNTED_LATE'),
      ...Array.from({ length: 8 }, () => 'COUNTED'),
    ]);
    expect(answer.cycles.map(({ met }) => met)).toEqual([true, true]);
  });

  it('and within an extension, which is granted for one cycle', () => {
    const waiver = { id: 'w', cycleStartsOn: SINCE, requirement: null, minutes: 0, extendedTo: '2026-03-31' };
    const given = { policy: policyOf({ required: 1 }), on: IN_SECOND, waivers: [waiver] };
    expect(linesOf(allocated({ ...given, done: [{ on: '2026-03-31' }] }))).toEqual(['COUNTED_LATE 60']);
    expect(linesOf(allocated({ ...given, done: [{ on: '2026-04-01' }] }))).toEqual(['COUNTED 60']);
  });
});

describe('inv 57: minimums and maximums', () => {
  const policy = policyOf({
    required: 4,
    minimums: [
      { category: 'ethics', hours: 1 },
      { delivery: 'live', hours: 2 },
    ],
    maximums: [{ delivery: 'self_paced', hours: 2 }],
  });

  it('are checked together: what is above a maximum counts nothing, and is not carried', () => {
    const carrying = policyOf({
      required: 4,
      carry_over: 4,
      minimums: [{ category: 'ethics', hours: 1 }],
      maximums: [{ delivery: 'self_paced', hours: 2 }],
    });
    const done: Done[] = [
      { on: EARLY, hours: 3, delivery: 'SELF_PACED' },
      { on: EARLY, hours: 3, category: 'ethics' },
    ];
    const answer = allocated({ policy: carrying, done });
    expect(linesOf(answer, 0)).toEqual(['COUNTED 120', 'OVER_MAXIMUM 60']);
    expect(answer.lines.find(({ reason }) => reason === 'OVER_MAXIMUM')).toMatchObject({
      maximum: 'DELIVERY:SELF_PACED',
    });
    expect(answer.cycles[0]).toMatchObject({ met: true, carriedOutMinutes: 60 });
  });

  it('let a minute count in its category, its delivery and the whole, never in the whole twice', () => {
    const answer = allocated({ policy, done: [{ on: EARLY, hours: 1, category: 'ethics' }] });
    expect(answer.lines[0]!.towards).toEqual(['TOTAL', 'CATEGORY:ethics', 'DELIVERY:LIVE']);
    expect(
      answer.cycles[0]!.requirements.map(({ key, countedMinutes, missingMinutes }) => [
        key,
        countedMinutes,
        missingMinutes,
      ]),
    ).toEqual([
      ['TOTAL', 60, 180],
      ['CATEGORY:ethics', 60, 0],
      ['DELIVERY:LIVE', 60, 60],
    ]);
    expect(answer.cycles[0]!.missingMinutes).toBe(240);
  });

  it('count what is needed most where a maximum lets only part count', () => {
    const done: Done[] = [
      { on: EARLY, hours: 2, delivery: 'SELF_PACED' },
      { on: EARLY, hours: 1, delivery: 'SELF_PACED', category: 'ethics' },
      { on: EARLY, hours: 2 },
    ];
    const answer = allocated({ policy, done });
    expect(answer.cycles[0]).toMatchObject({ met: true });
    expect([linesOf(answer, 0), linesOf(answer, 1)]).toEqual([
      ['COUNTED 60', 'OVER_MAXIMUM 60'],
      ['COUNTED 60'],
    ]);
  });

  it('may be a share of the amount, and of a property beside the category', () => {
    const shares = policyOf({
      required: 4,
      minimums: [
        { category: 'clinical', percent: 25 },
        { category: 'certified', hours: 2, beside: true },
      ],
    });
    const answer = allocated({
      policy: shares,
      done: [{ on: EARLY, hours: 2, category: 'clinical', more: { properties: ['certified'] } }],
    });
    expect(answer.cycles[0]!.requirements.map(({ key, missingMinutes }) => [key, missingMinutes])).toEqual([
      ['TOTAL', 120],
      ['CATEGORY:clinical', 0],
      ['BESIDE:certified', 0],
    ]);
  });
});

describe('inv 58: what is carried over', () => {
  const policy = policyOf({ required: 4, carry_over: 2, minimums: [{ category: 'ethics', hours: 1 }] });

  it('is surplus over the whole alone, up to the cap, and counts to the whole of the next cycle alone', () => {
    const answer = allocated({ policy, on: IN_SECOND, done: [{ on: EARLY, hours: 7, category: 'ethics' }] });
    expect(linesOf(answer)).toEqual(['COUNTED 300', 'CARRIED 120']);
    expect(
      answer.cycles.map(({ carriedOutMinutes, carriedInMinutes }) => [carriedInMinutes, carriedOutMinutes]),
    ).toEqual([
      [0, 120],
      [120, 0],
    ]);
    expect(answer.cycles[1]!.requirements.map(({ key, countedMinutes }) => [key, countedMinutes])).toEqual([
      ['TOTAL', 120],
      ['CATEGORY:ethics', 0],
    ]);
  });

  it('is nothing while the whole is not done, nor by default', () => {
    expect(allocated({ policy, done: [{ on: EARLY, hours: 4 }] }).cycles[0]!.carriedOutMinutes).toBe(0);
    const none = policyOf({ required: 4 });
    expect(linesOf(allocated({ policy: none, done: [{ on: EARLY, hours: 9 }] }))).toEqual(['COUNTED 540']);
  });

  it('goes one hop: it is used first, and never becomes surplus again', () => {
    const done: Done[] = [{ on: EARLY, hours: 6 }];
    const answer = allocated({ policy, on: '2028-06-01', done });
    expect(answer.cycles.map(({ carriedOutMinutes }) => carriedOutMinutes)).toEqual([120, 0, 0]);
    const own = allocated({ policy, on: '2028-06-01', done: [...done, { on: IN_SECOND, hours: 3 }] });
    expect(own.cycles.map(({ carriedOutMinutes }) => carriedOutMinutes)).toEqual([120, 60, 0]);
    expect(linesOf(own, 1)).toEqual(['COUNTED 120', 'CARRIED 60']);
  });

  it('does not reach over a cycle that is not there', () => {
    const anchor = { on: SINCE, since: null, until: null };
    const [first, , third] = wholeCyclesUpTo(policy, anchor, '2028-06-01');
    const completions = [completionOf({ on: EARLY, hours: 6 }, 0)];
    const answer = allocate(policy, [first!, third!], { waivers: [], completions });
    expect(answer.cycles.map(({ carriedInMinutes }) => carriedInMinutes)).toEqual([0, 0]);
  });

  it('comes from a closed cycle as it was carried then', () => {
    const answer = allocated({ policy, done: [{ on: EARLY, hours: 3 }], carriedInMinutes: 60 });
    expect(answer.cycles[0]!.requirements[0]).toMatchObject({ countedMinutes: 240, missingMinutes: 0 });
  });

  it('leaves every minimum that is met as it is', () => {
    const answer = allocated({
      policy,
      on: IN_SECOND,
      done: [
        { on: EARLY, hours: 5 },
        { on: LAST_DAY, hours: 1, category: 'ethics' },
      ],
    });
    expect([linesOf(answer, 0), linesOf(answer, 1)]).toEqual([
      ['COUNTED 180', 'CARRIED 120'],
      ['COUNTED 60'],
    ]);
  });
});

describe('inv 60: not everything counts', () => {
  const reasonOf = (document: object, more: Partial<Completion>): string =>
    allocated({ policy: policyOf(document), done: [{ on: EARLY, more }] }).lines[0]!.reason;

  it('orientation, initial certification and mandatory training only where the policy says so', () => {
    for (const nature of ['ORIENTATION', 'INITIAL_CERTIFICATION', 'MANDATORY_TRAINING'] as const) {
      expect(reasonOf({}, { nature })).toBe('EXCLUDED_KIND');
      expect(reasonOf({ count: [nature.toLowerCase()] }, { nature })).toBe('COUNTED');
    }
  });

  it('a provider approved on the day of the completion, whatever came before or after', () => {
    const policy = { accepted_approvers: ['BOARD'] };
    const approved = (from: Day, to: Day | null, approver = 'BOARD'): string =>
      reasonOf(policy, { approvals: [{ approver, from, to }] });
    expect(approved(EARLY, EARLY)).toBe('COUNTED');
    expect(approved('2024-01-01', null)).toBe('COUNTED');
    expect(approved('2024-01-01', '2024-05-31')).toBe('NOT_APPROVED_ON_DAY');
    expect(approved('2024-06-02', null)).toBe('NOT_APPROVED_ON_DAY');
    expect(approved('2024-01-01', null, 'SOMEBODY')).toBe('NOT_APPROVED_ON_DAY');
    expect(reasonOf(policy, {})).toBe('NOT_APPROVED_ON_DAY');
  });

  it('only with evidence, after review, and whole where the policy wants it whole', () => {
    expect(reasonOf({}, { hasEvidence: false })).toBe('NO_EVIDENCE');
    expect(reasonOf({ evidence_required: false }, { hasEvidence: false })).toBe('COUNTED');
    expect(reasonOf({}, { standing: 'PENDING' })).toBe('PENDING_REVIEW');
    expect(reasonOf({}, { standing: 'REJECTED' })).toBe('REJECTED');
    expect(reasonOf({}, { offeredMinutes: 120 })).toBe('PARTIAL_NOT_ACCEPTED');
    expect(reasonOf({ partial_credit: true }, { offeredMinutes: 120 })).toBe('COUNTED');
  });
});

describe('waivers', () => {
  const policy = policyOf({ required: 4, carry_over: 4, minimums: [{ category: 'ethics', hours: 1 }] });
  const waived = (requirement: string | null, minutes: number | null, hours = 0) =>
    allocated({
      policy,
      done: [{ on: EARLY, hours }],
      waivers: [{ id: 'w', cycleStartsOn: SINCE, requirement, minutes, extendedTo: null }],
    }).cycles[0]!;

  it('take off what they name, or all', () => {
    expect(waived(null, null).met).toBe(true);
    expect(waived('CATEGORY:ethics', null).missingMinutes).toBe(240);
    expect(waived('TOTAL', 60).missingMinutes).toBe(240);
    expect(waived(null, 30).missingMinutes).toBe(240);
  });

  it('make no surplus', () => {
    expect(waived(null, null, 4).carriedOutMinutes).toBe(0);
  });
});

describe('a policy that does not say enough', () => {
  it('judges nobody, and every minute says so', () => {
    const answer = allocated({ policy: policyOf({ cycle: {} }), done: [{ on: EARLY }] });
    expect(answer.cycles).toEqual([]);
    expect(linesOf(answer)).toEqual(['NOT_JUDGED 60']);
    expect(answer.lines[0]!.because).toContain('cycle.months');
  });

  it('about one cycle alone judges the others', () => {
    const policy = policyOf({
      required: 2,
      cycle: { months: 24, anchor: 'fixed_calendar' },
      first_cycle: { licensed_in_second_half: { general_hours: 0, keep: ['hiv'] } },
    });
    const anchor = { on: SINCE, since: '2025-06-01', until: null };
    const completions = [{ on: '2025-07-01' }, { on: IN_SECOND, hours: 2 }].map(completionOf);
    const answer = allocate(policy, wholeCyclesUpTo(policy, anchor, IN_SECOND), { completions, waivers: [] });
    expect(answer.cycles.map(({ judged, met, undecided }) => [judged, met, undecided])).toEqual([
      [false, false, ['how much of hiv the first cycle asks for']],
      [true, true, []],
    ]);
    expect(linesOf(answer, 0)).toEqual(['NOT_JUDGED 60']);
  });
});

describe('categories with longer cycles of their own', () => {
  it('count beside the whole, whatever a maximum of the whole does', () => {
    const policy = policyOf({
      required: 1,
      cycle: { months: 12, anchor: 'license_issue' },
      maximums: [{ delivery: 'self_paced', hours: 1 }],
      separate_cycles: [{ category: 'law', hours: 2, months: 60 }],
    });
    const anchor = { on: SINCE, since: null, until: null };
    const completions = [
      { on: EARLY, hours: 2, category: 'law', delivery: 'SELF_PACED' } as const,
      { on: '2025-06-01', hours: 1 },
    ].map(completionOf);
    const cycles = wholeCyclesUpTo(policy, anchor, '2025-06-01');
    const separate = {
      ...cycles[0]!,
      category: 'law',
      endsOn: '2028-12-31',
      requiredMinutes: 120,
      maximums: [],
    };
    const answer = allocate(policy, [...cycles, separate], { completions, waivers: [] });
    expect(answer.separate[0]!.cycle).toMatchObject({ met: true });
    expect(answer.separate[0]!.lines.map(({ reason, minutes }) => [reason, minutes])).toEqual([
      ['COUNTED', 120],
    ]);
    expect(linesOf(answer, 0)).toEqual(['COUNTED 60', 'OVER_MAXIMUM 60']);
    const generous = policyOf({
      required: 1,
      carry_over: 5,
      separate_cycles: [{ category: 'law', hours: 2, months: 60 }],
    });
    const more = [completionOf({ on: EARLY, hours: 4, category: 'law' }, 0)];
    const [ofLaw] = allocate(generous, [separate], { completions: more, waivers: [] }).separate;
    expect(ofLaw!.cycle.carriedOutMinutes).toBe(0);
    expect(ofLaw!.lines.map(({ reason, minutes }) => [reason, minutes])).toEqual([['COUNTED', 240]]);
    const waived = (requirement: string | null) =>
      allocate(policy, [...cycles, separate], {
        completions: [],
        waivers: [{ id: 'w', cycleStartsOn: SINCE, requirement, minutes: null, extendedTo: null }],
      });
    expect(waived(null).cycles[0]!.met).toBe(true);
    expect(waived(null).separate[0]!.cycle.met).toBe(false);
    expect(waived('CATEGORY:law').separate[0]!.cycle.met).toBe(true);
  });
});

/** Facts of up to eight completions in two cycles, and policies of up to three requirements. */
const days = fc.constantFrom(SINCE, EARLY, LAST_DAY, NEXT_DAY, '2026-01-20', IN_SECOND);
const anyPolicy = fc
  .record({
    required: fc.integer({ min: 1, max: 6 }),
    minimums: fc.record({ a: fc.nat(2), b: fc.nat(2), live: fc.nat(3) }),
    maximums: fc.record({ a: fc.option(fc.integer({ min: 2, max: 3 })), self: fc.option(fc.nat(3)) }),
    carry: fc.nat(2),
    late: fc.boolean(),
  })
  .map(({ required, minimums, maximums, carry, late }) => {
    const limits = {
      minimums: [
        ...(minimums.a ? [{ category: 'a', hours: minimums.a }] : []),
        ...(minimums.b ? [{ category: 'b', hours: minimums.b }] : []),
        ...(minimums.live ? [{ delivery: 'live', hours: minimums.live }] : []),
      ],
      maximums: [
        ...(maximums.a === null ? [] : [{ category: 'a', hours: maximums.a }]),
        ...(maximums.self === null ? [] : [{ delivery: 'self_paced', hours: maximums.self }]),
      ],
    };
    return policyOf({
      ...limits,
      minutes_per_hour: 1,
      required,
      carry_over: carry,
      late_window_days: late ? 30 : 0,
      proration_rounding: { to_hours: 1 },
    });
  })
  .filter(({ complete }) => complete);

const anyDone = (most: number, on: fc.Arbitrary<Day> = days): fc.Arbitrary<Done[]> =>
  fc.array(
    fc.record({
      on,
      minutes: fc.integer({ min: 1, max: 2 }),
      category: fc.subarray(['a', 'b', 'c']),
      delivery: fc.constantFrom('LIVE' as const, 'SELF_PACED' as const),
    }),
    { maxLength: most },
  );

describe('an allocation', () => {
  it('inv 54: accounts for every minute of every completion exactly once', () => {
    fc.assert(
      fc.property(anyPolicy, anyDone(8), (policy, done) => {
        const { lines } = allocated({ policy, on: IN_SECOND, done });
        done.forEach(({ minutes }, i) => {
          const own = lines.filter(({ completionId }) => completionId === `completion ${i}`);
          expect(own.every((line) => Number.isInteger(line.minutes) && line.minutes > 0)).toBe(true);
          expect(own.reduce((sum, line) => sum + line.minutes, 0)).toBe(minutes);
        });
      }),
    );
  });

  it('adds up to the standing of its cycles', () => {
    fc.assert(
      fc.property(anyPolicy, anyDone(8), (policy, done) => {
        const { lines, cycles } = allocated({ policy, on: IN_SECOND, done });
        for (const { cycle, requirements, carriedInMinutes } of cycles)
          for (const { key, countedMinutes } of requirements) {
            const counted = lines
              .filter(
                ({ cycleStartsOn, towards }) => cycleStartsOn === cycle.startsOn && towards.includes(key),
              )
              .reduce((sum, { minutes }) => sum + minutes, 0);
            expect(counted).toBe(countedMinutes);
            expect(key === 'TOTAL' || carriedInMinutes >= 0).toBe(true);
          }
      }),
    );
  });

  it('is the same for the same facts in any order', () => {
    const shuffled = anyDone(8).chain((done) =>
      fc.tuple(
        fc.constant(done.map(completionOf)),
        fc.shuffledSubarray(done.map(completionOf), { minLength: done.length }),
      ),
    );
    fc.assert(
      fc.property(anyPolicy, shuffled, (policy, [completions, others]) => {
        const given = { policy, on: IN_SECOND, done: [] };
        expect(allocated({ ...given, completions: others })).toEqual(allocated({ ...given, completions }));
      }),
    );
  });

  it('is never worse for one completion more', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyDone(8, fc.constant(EARLY)),
        anyDone(1, fc.constant(EARLY)),
        (policy, done, more) => {
          const missing = (all: readonly Done[]): number =>
            allocated({ policy, done: all }).cycles[0]!.missingMinutes;
          expect(missing([...done, ...more])).toBeLessThanOrEqual(missing(done));
        },
      ),
    );
  });
});

// ---- Exhaustive search: written from the invariants, and nothing of the allocation's own is used.

/** What a cycle of the search asks for: minutes by key, `TOTAL` among them. */
interface Search {
  minimums: Record<string, number>;
  maximums: Record<string, number>;
  carry: number;
}
const searchOf = ({ terms }: CePolicy): Search => ({
  minimums: Object.fromEntries([
    ['TOTAL', terms!.requiredMinutes],
    ...terms!.minimums.map(({ key, minutes }) => [key, minutes!] as const),
  ]),
  maximums: Object.fromEntries(terms!.maximums.map(({ key, minutes }) => [key, minutes!])),
  carry: terms!.carryOverMinutes,
});

/** Missing minutes and unmet requirements of a cycle with these sums, and what can be carried of it. */
function judged(search: Search, sums: Record<string, number>, carriedIn: number, late: number) {
  const missing = Object.entries(search.minimums).map(([key, minimum]) =>
    Math.max(0, minimum - (sums[key] ?? 0) - (key === 'TOTAL' ? carriedIn : 0)),
  );
  const { TOTAL: whole, ...others } = search.minimums;
  const mandated = Object.entries(others).reduce(
    (sum, [key, minimum]) => sum + Math.min(minimum, sums[key] ?? 0),
    0,
  );
  const over = (sums['TOTAL'] ?? 0) - late - Math.max(whole! - carriedIn, mandated);
  return {
    missing: missing.reduce((a, b) => a + b, 0),
    unmet: missing.filter((one) => one > 0).length,
    carried: Math.min(search.carry, Math.max(0, over)),
  };
}

const keysAt = (done: Done, category: string): string[] => [
  'TOTAL',
  `CATEGORY:${category}`,
  `DELIVERY:${done.delivery!}`,
];

/** Everything that can lawfully be made of the completions in one cycle: the best of it, by missing, unmet, carried. */
function bestOf(
  search: Search,
  done: readonly Done[],
  carriedIn = 0,
  lateOnes: ReadonlySet<Done> = new Set(),
): number[] {
  let best = [Infinity, 0, 0, 0];
  const sums: Record<string, number> = {};
  const minutes = done.flatMap((one) => Array.from({ length: one.minutes! }, () => one));
  const place = (i: number, late: number, firstOption: number): void => {
    if (i === minutes.length) {
      const { missing, unmet, carried } = judged(search, sums, carriedIn, late);
      const cost = [missing, unmet, -carried, -(sums['TOTAL'] ?? 0)];
      if (isLess(cost, best)) best = cost;
      return;
    }
    const one = minutes[i]!;
    const options = [...(one.category!.length ? (one.category as string[]) : ['none']), null];
    // Minutes of one completion are alike: they are placed in the order of its options.
    options.slice(minutes[i - 1] === one ? firstOption : 0).forEach((category, skipped) => {
      const option = skipped + (minutes[i - 1] === one ? firstOption : 0);
      if (category === null) return place(i + 1, late, option);
      const keys = keysAt(one, category);
      if (keys.some((key) => (sums[key] ?? 0) + 1 > (search.maximums[key] ?? Infinity))) return;
      for (const key of keys) sums[key] = (sums[key] ?? 0) + 1;
      place(i + 1, late + (lateOnes.has(one) ? 1 : 0), option);
      for (const key of keys) sums[key]! -= 1;
    });
  };
  place(0, 0, 0);
  return best;
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((each, i) => each !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}

const costOf = (
  { requirements, carriedOutMinutes, missingMinutes }: CycleAllocation,
  counted: number,
): number[] => [
  missingMinutes,
  requirements.filter((one) => one.missingMinutes > 0).length,
  -carriedOutMinutes,
  -counted,
];

/** In how many ways one or two minutes are divided over categories, or are not counted. */
const waysOf = (minutes: number, categories: number): number => {
  const options = Math.max(1, categories) + 1;
  return minutes === 1 ? options : (options * (options + 1)) / 2;
};

const subsetsOf = <T>(of: readonly T[]): T[][] =>
  of.reduce<T[][]>((all, one) => [...all, ...all.map((each) => [...each, one])], [[]]);

describe('an allocation is the best there is, by exhaustive search', () => {
  it('in one cycle, of up to 8 completions and 3 requirements', () => {
    fc.assert(
      fc.property(anyPolicy, anyDone(8, fc.constant(EARLY)), fc.nat(2), (policy, done, carriedInMinutes) => {
        // Ways to count, so that the search ends: 50,000 take half a second.
        fc.pre(
          done.reduce((ways, { minutes, category }) => ways * waysOf(minutes!, category!.length), 1) < 50_000,
        );
        const answer = allocated({ policy, done, carriedInMinutes });
        const counted = answer.lines
          .filter(({ reason }) => reason === 'COUNTED' || reason === 'CARRIED')
          .reduce((sum, { minutes }) => sum + minutes, 0);
        const found = costOf(answer.cycles[0]!, counted).map((one) => one + 0);
        expect(found).toEqual(bestOf(searchOf(policy), done, carriedInMinutes).map((one) => one + 0));
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('in two cycles with late work and carry-over', () => {
    fc.assert(
      fc.property(anyPolicy, anyDone(6), (policy, done) => {
        const search = searchOf(policy);
        const first = done.filter(({ on }) => on <= LAST_DAY);
        const second = done.filter(({ on }) => on > LAST_DAY);
        const inWindow = second.filter(({ on }) => policy.terms!.lateWindowDays > 0 && on <= '2026-01-30');
        let best = [Infinity, 0, 0];
        for (const late of subsetsOf(inWindow)) {
          const [missing, unmet, carried] = bestOf(search, [...first, ...late], 0, new Set(late));
          const left = second.filter((one) => !late.includes(one));
          const cost = [missing!, unmet!, bestOf(search, left, -carried!)[0]!];
          if (isLess(cost, best)) best = cost;
        }
        const [one, two] = allocated({ policy, on: IN_SECOND, done }).cycles;
        expect([one!.missingMinutes, costOf(one!, 0)[1], two!.missingMinutes]).toEqual(best);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
