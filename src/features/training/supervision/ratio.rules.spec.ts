import fc from 'fast-check';
import { ratioViolations, type SupervisedInterval } from './ratio.rules.js';
import { termsOf } from './rule-terms.rules.js';

const hour = (h: number): Date => new Date(Date.UTC(2026, 0, 5, 0, Math.round(h * 60)));

const under = (
  key: string,
  from: number,
  to: number,
  given: Partial<SupervisedInterval> = {},
): SupervisedInterval => ({
  key,
  personId: `person ${key}`,
  classes: ['aide'],
  supervisorId: 'Sam',
  supervisorType: 'PT',
  patientRelated: true,
  startsAt: hour(from),
  endsAt: hour(to),
  ...given,
});

const law = (ratios: unknown) => termsOf({ ratios }, 'JURISDICTION', 'OUTPATIENT');

function violations(ratios: unknown, intervals: SupervisedInterval[]) {
  const answer = ratioViolations(law(ratios), intervals);
  if (!answer.decided) throw new Error(answer.missing.join());
  return answer.violations.map(({ startsAt, endsAt, keys, count }) => ({
    from: (startsAt.getTime() - hour(0).getTime()) / 3_600_000,
    to: (endsAt.getTime() - hour(0).getTime()) / 3_600_000,
    keys: keys.join(),
    count,
  }));
}

describe('a ratio', () => {
  const one = [{ counts: ['aide'], only_when: 'patient_related_task', max: 1, per: 'PT' }];

  it('inv 32: is kept or not at each moment, not over a day: who leaves as another comes is not there with them', () => {
    expect(violations(one, [under('a', 8, 12), under('b', 12, 16)])).toEqual([]);
    expect(violations(one, [under('a', 8, 12), under('b', 11.5, 16)])).toEqual([
      { from: 11.5, to: 12, keys: 'a,b', count: 2 },
    ]);
  });

  it('inv 32: counts only the classes and the tasks it names, per supervisor it names', () => {
    const both = (given: Partial<SupervisedInterval>) =>
      violations(one, [under('a', 8, 12), under('b', 8, 12, given)]);
    expect(both({})).toHaveLength(1);
    expect(both({ classes: ['PTA'] })).toEqual([]);
    expect(both({ patientRelated: false })).toEqual([]);
    expect(both({ supervisorId: 'Zoe' })).toEqual([]);
    expect(both({ personId: 'person a' })).toEqual([]);
    const licensee = [{ counts: ['aide'], max: 1, per: 'licensee' }];
    const withPta = [
      under('a', 8, 9, { supervisorType: 'PTA' }),
      under('b', 8, 9, { supervisorType: 'PTA' }),
    ];
    expect([violations(one, withPta).length, violations(licensee, withPta).length]).toEqual([0, 1]);
  });

  it('inv 32: null, or none at all, limits nothing; 0 allows nobody', () => {
    const crowd = Array.from({ length: 9 }, (_, i) => under(String(i), 8, 12));
    expect(violations([], crowd)).toEqual([]);
    expect(violations([{ counts: ['aide'], max: null, per: 'PT' }], crowd)).toEqual([]);
    expect(violations([{ counts: ['aide'], max: 0, per: 'PT' }], crowd.slice(0, 1))).toEqual([
      { from: 8, to: 12, keys: '0', count: 1 },
    ]);
  });

  it('may hold only for a number in all, and ask for a least of some', () => {
    const three = [
      { counts: ['PTA', 'aide', 'other_assistive'], max: 3, per: 'PT' },
      { when_total_equals: 3, min_of: { PTA: 1 } },
      { when_total_equals: 3, counts: ['PTA_under_general'], max: 2 },
    ];
    const pta = (key: string, from: number, to: number) => under(key, from, to, { classes: ['PTA'] });
    const general = (key: string) => under(key, 8, 9, { classes: ['PTA', 'PTA_under_general'] });
    expect(violations(three, [under('a', 8, 9), under('b', 8, 9), pta('c', 8, 9)])).toEqual([]);
    expect(violations(three, [under('a', 8, 9), under('b', 8, 9), under('c', 8, 9)])).toEqual([
      { from: 8, to: 9, keys: 'a,b,c', count: 3 },
    ]);
    expect(violations(three, [under('a', 8, 9), under('b', 8, 9)])).toEqual([]);
    expect(violations(three, [general('a'), general('b'), general('c')])).toEqual([
      { from: 8, to: 9, keys: 'a,b,c', count: 3 },
    ]);
    expect(
      violations(
        three,
        ['a', 'b', 'c', 'd'].map((key) => pta(key, 8, 9)),
      ),
    ).toHaveLength(1);
  });

  it('of a form that is not understood, or that is not there, decides nothing', () => {
    const decided = (rule: object) =>
      ratioViolations(termsOf(rule, 'JURISDICTION', 'OUTPATIENT'), [under('a', 8, 9)]).decided;
    expect(decided({})).toBe(false);
    expect(decided({ ratios: [{ counts: ['aide'], only_when: 'the moon is full', max: 2 }] })).toBe(false);
    expect(decided({ ratios: [{ most: 2 }] })).toBe(false);
    expect(decided({ ratios: [{ max: 2 }] })).toBe(false);
    expect(decided({ ratios: 'few' })).toBe(false);
    expect(decided({ ratios: [] })).toBe(true);
  });

  it('inv 32: is violated exactly at the moments at which more persons are there than it allows', () => {
    const intervals = fc.array(
      fc.record({
        person: fc.integer({ min: 0, max: 4 }),
        from: fc.integer({ min: 0, max: 20 }),
        length: fc.integer({ min: 1, max: 6 }),
      }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(intervals, fc.integer({ min: 0, max: 3 }), (list, max) => {
        const all = list.map(({ person, from, length }, i) =>
          under(String(i), from, from + length, { personId: String(person) }),
        );
        const found = violations([{ counts: ['aide'], max, per: 'PT' }], all);
        for (let h = 0.5; h < 27; h++) {
          const there = all.filter(({ startsAt, endsAt }) => startsAt <= hour(h) && hour(h) < endsAt);
          const persons = new Set(there.map(({ personId }) => personId)).size;
          expect(found.some(({ from, to }) => from <= h && h < to)).toBe(persons > max);
        }
      }),
    );
  });
});
