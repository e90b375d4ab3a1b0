import fc from 'fast-check';
import { policyOf } from '../../../../test/support/ce-policies.js';
import { daysAfter, monthsAfter, monthsBetween } from './calendar.rules.js';
import { ceCycles, wholeCyclesUpTo } from './cycles.rules.js';
import type { CeAnchor, CeCycle, CePolicy, Day } from './policy.js';

const anchored = (on: Day, more: Partial<CeAnchor> = {}): CeAnchor => ({
  on,
  since: null,
  until: null,
  ...more,
});
const wholeOn = (policy: CePolicy, anchor: CeAnchor, on: Day, asOf?: Day): CeCycle =>
  ceCycles(policy, anchor, on, asOf)[0]!;
const datesOf = ({ startsOn, endsOn }: CeCycle): string => `${startsOn}..${endsOn}`;

const anyDay = fc
  .integer({ min: Date.UTC(1990, 0, 1) / 86_400_000, max: Date.UTC(2060, 0, 1) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe('calendar months', () => {
  it('are clamped to the end of the month', () => {
    expect(monthsAfter('2024-08-31', 6)).toBe('2025-02-28');
    expect(monthsAfter('2023-08-31', 6)).toBe('2024-02-29');
    expect(monthsAfter('2024-02-29', 12)).toBe('2025-02-28');
    expect(monthsAfter('2024-01-31', -2)).toBe('2023-11-30');
  });

  it('between two days are the most that fit', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, to) => {
        const months = monthsBetween(from, to);
        expect(monthsAfter(from, months) <= to).toBe(true);
        expect(monthsAfter(from, months + 1) > to).toBe(true);
      }),
    );
  });
});

describe('cycles', () => {
  it('are counted from the anchor in calendar months, first and last day included', () => {
    const policy = policyOf({ cycle: { months: 12, anchor: 'hire_date' } });
    const anchor = anchored('2024-02-29');
    expect(datesOf(wholeOn(policy, anchor, '2024-02-29'))).toBe('2024-02-29..2025-02-27');
    expect(datesOf(wholeOn(policy, anchor, '2025-02-28'))).toBe('2025-02-28..2026-02-27');
    expect(datesOf(wholeOn(policy, anchor, '2028-02-29'))).toBe('2028-02-29..2029-02-27'); // comes back to the 29th
    expect(ceCycles(policy, anchor, '2024-02-28')).toEqual([]);
    expect(ceCycles(policy, { ...anchor, until: '2024-12-31' }, '2025-01-01')).toEqual([]);
  });

  it('end with the month of birth where the policy says so', () => {
    const policy = policyOf({ cycle: { months: 24, anchor: 'birth_month' } });
    const anchor = anchored('2026-05-17', { since: '2024-09-10' });
    expect(datesOf(wholeOn(policy, anchor, '2026-05-31'))).toBe('2024-09-10..2026-05-31');
    expect(datesOf(wholeOn(policy, anchor, '2026-06-01'))).toBe('2026-06-01..2028-05-31');
  });

  it('of a calendar begin on its day; in which year is not guessed', () => {
    const policy = policyOf({ cycle: { months: 24, window: '04-01..03-31' } });
    const cycle = wholeOn(policy, anchored('2025-04-01'), '2026-03-31');
    expect([datesOf(cycle), cycle.isFirst, cycle.undecided]).toEqual(['2025-04-01..2027-03-31', false, []]);
    expect(wholeOn(policy, anchored('2025-05-01'), '2026-03-31').undecided[0]).toContain('in which year');
    const yearly = policyOf({ cycle: { months: 12, window: '10-01..09-30' } });
    expect(datesOf(wholeOn(yearly, anchored('2025-05-01'), '2025-05-01'))).toBe('2024-10-01..2025-09-30');
  });

  it('follow one another without gaps or overlaps, and each day lies in the one that is told for it', () => {
    const anchors = fc.constantFrom('license_issue', 'birth_month', 'fixed_calendar');
    fc.assert(
      fc.property(anchors, fc.integer({ min: 1, max: 60 }), anyDay, anyDay, (anchor, months, since, on) => {
        fc.pre(since <= on);
        const policy = policyOf({ cycle: { months, anchor } });
        const cycles = wholeCyclesUpTo(policy, anchored(since, { since }), on);
        expect(cycles[0]!.startsOn).toBe(since);
        cycles.slice(1).forEach((cycle, i) => expect(cycle.startsOn).toBe(daysAfter(cycles[i]!.endsOn, 1)));
        expect(cycles.filter(({ isFirst }) => isFirst)).toHaveLength(1);
        const last = cycles.at(-1)!;
        expect(last.startsOn <= on && on <= last.endsOn).toBe(true);
        expect(wholeOn(policy, anchored(since, { since }), on)).toEqual(last);
      }),
    );
  });

  it('of categories with longer ones run beside those of the whole', () => {
    const policy = policyOf({
      cycle: { months: 12, window: '10-01..09-30' },
      separate_cycles: [{ category: 'law', hours: 2, months: 60 }],
    });
    const cycles = ceCycles(policy, anchored('2023-10-01'), '2026-01-01');
    expect(cycles.map((cycle) => [cycle.category, datesOf(cycle), cycle.requiredMinutes])).toEqual([
      [null, '2025-10-01..2026-09-30', 600],
      ['law', '2023-10-01..2028-09-30', 120],
    ]);
  });
});

describe('inv 59: the first cycle', () => {
  const first = (rule: unknown, since: Day, more: object = {}): CeCycle =>
    wholeOn(
      policyOf({ cycle: { months: 24, anchor: 'fixed_calendar' }, first_cycle: rule, ...more }),
      anchored('2024-04-01', { since }),
      since,
    );

  it('asks for less when it is renewed on time, and for more when late', () => {
    const policy = policyOf({ required: 30, first_cycle: { if_on_time: 15, if_late: 30 } });
    const hours = (asOf: Day, firstRenewedOn: Day | null = null): number =>
      wholeOn(policy, anchored('2024-01-01', { firstRenewedOn }), '2024-06-01', asOf).requiredMinutes / 60;
    expect(hours('2025-12-31')).toBe(15);
    expect(hours('2026-01-01')).toBe(30); // over, and nobody has renewed it
    expect(hours('2026-06-01', '2025-12-31')).toBe(15);
    expect(hours('2026-06-01', '2026-01-01')).toBe(30);
    expect(wholeOn(policy, anchored('2024-01-01'), '2026-06-01').requiredMinutes).toBe(1800);
  });

  it('is exempt for everybody, or for those who came at most so many months before its end', () => {
    expect(first('exempt', '2024-04-01').requiredMinutes).toBe(0);
    const within = { exempt_if_licensed_within_months: 12 };
    expect(first(within, '2025-04-01').requiredMinutes).toBe(0);
    expect(first(within, '2025-03-31').requiredMinutes).toBe(600);
    expect(first({ licensed_within_months: { months: 12, hours: 5 } }, '2025-04-01').requiredMinutes).toBe(
      300,
    );
  });

  it('keeps what a policy names for those who came in its second half', () => {
    const minimums = [
      { category: 'errors', hours: 2 },
      { category: 'law', hours: 1 },
    ];
    const rule = { licensed_in_second_half: { general_hours: 0, keep: ['errors'] } };
    const late = first(rule, '2025-04-01', { minimums });
    expect([late.requiredMinutes, late.minimums.map(({ code }) => code)]).toEqual([120, ['errors']]);
    expect(late.because).toContain('120 minutes instead of 600');
    expect(first(rule, '2025-03-31', { minimums }).requiredMinutes).toBe(600);
  });
});

describe('inv 59: proration', () => {
  const minimums = [{ category: 'safety', hours: 3 }];
  const maximums = [{ delivery: 'self_paced', hours: 6 }];
  const document = {
    required: 12,
    cycle: { months: 12, anchor: 'fixed_calendar' },
    proration: 'by_full_month',
    minimums,
    maximums,
  };
  const amounts = ({ requiredMinutes, minimums: [minimum], maximums: [maximum] }: CeCycle): number[] => [
    requiredMinutes,
    minimum!.minutes,
    maximum!.minutes,
  ];
  const from = (since: Day, more: object = {}): CeCycle =>
    wholeOn(policyOf({ ...document, ...more }), anchored('2024-01-01', { since }), since);

  it('takes the share of full months of every amount, rounded up to half an hour unless the policy says otherwise', () => {
    expect(amounts(from('2024-01-01'))).toEqual([720, 180, 360]);
    expect(amounts(from('2024-01-02'))).toEqual([660, 180, 330]); // 11 months: 11 h, 2.75 h, 5.5 h
    expect(amounts(from('2024-08-01'))).toEqual([300, 90, 150]);
    expect(amounts(from('2024-12-02'))).toEqual([0, 0, 0]);
    expect(from('2024-08-01').because).toBe(
      'Prorated: 5 full months of 12, so 300 of 720 minutes, rounded up to 30 minutes.',
    );
    const down = { proration_rounding: { to_hours: 1, direction: 'down' } };
    expect(amounts(from('2024-08-01', down))).toEqual([300, 60, 120]);
  });

  it('is for who leaves before the end too, and for nobody where the policy does not prorate', () => {
    const anchor = anchored('2024-01-01', { until: '2024-06-30' });
    const cycle = wholeOn(policyOf(document), anchor, '2024-03-01');
    expect([datesOf(cycle), cycle.requiredMinutes]).toEqual(['2024-01-01..2024-06-30', 360]);
    expect(amounts(from('2024-08-01', { proration: 'none' }))).toEqual([720, 180, 360]);
  });
});
