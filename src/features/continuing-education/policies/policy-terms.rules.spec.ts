import { policyOf } from '../../../../test/support/ce-policies.js';
import { unitsOf } from './policy-words.rules.js';
import { termsOf } from './policy-terms.rules.js';

describe('a policy', () => {
  const lacks = (document: object): readonly string[] => policyOf(document).incomplete;

  it('that lacks something says what, and has no terms: nothing is invented', () => {
    const { terms, incomplete } = termsOf({ required: 40, carry_over: 20, incomplete: ['cycle.months'] });
    expect([terms, incomplete]).toEqual([null, ['cycle.months']]);
    expect(termsOf(null).terms).toBeNull();
    expect(termsOf({}).incomplete).toEqual(['cycle.months', 'required']);
  });

  it.each([
    [{ unit: 'tokens' }, 'unit (tokens is none of'],
    [{ minutes_per_hour: 0 }, 'minutes_per_hour'],
    [{ cycle: { months: 24, window: '04-01..03-30' } }, 'cycle.window'],
    [{ minutes_per_hour: 50, half_hour_minutes: 30 }, 'half_hour_minutes'],
    [{ minimums: [{ category: 'a', hours: 11 }] }, 'minimums of categories are more'],
    [{ minimums: [{ category: 'a', percent: 101 }] }, 'minimums.0.percent'],
    [
      {
        minimums: [
          { category: 'a', hours: 1 },
          { category: 'a', hours: 2 },
        ],
      },
      'CATEGORY:a is there twice',
    ],
    [{ minimums: [{ category: 'a', hours: 1, of: 'x' }] }, 'minimums.0.of (not understood)'],
    [
      {
        minimums: [
          { delivery: 'live', hours: 1 },
          { category: 'a', hours: 1, beside: true },
        ],
      },
      'cross',
    ],
    [{ maximums: 'few' }, 'maximums (must be a list)'],
    [{ first_cycle: { sometimes: true } }, 'first_cycle (not understood)'],
    [{ proration: 'daily' }, 'proration'],
    [{ accepted_approvers: [] }, 'accepted_approvers'],
    [{ count: ['lunch'] }, 'count'],
    [{ surprise: 1 }, 'surprise (not understood)'],
  ])('%j is incomplete', (document, what) => {
    expect(lacks(document).join()).toContain(what);
    expect(policyOf(document).terms).toBeNull();
  });

  it('says what its source leaves open and is taken so', () => {
    expect(termsOf({ required: 1, cycle: { months: 12 } }).assumed).toEqual([
      'An hour is taken as 60 minutes: the source does not say.',
      'Cycles are counted from the day the license was issued: the source does not say.',
    ]);
    expect(policyOf({}).assumed).toEqual([]);
  });

  it('inv 53: is kept in whole minutes; units are for display, rounded down once', () => {
    const ceu = policyOf({ unit: 'ceu', required: 2.4, minutes_per_hour: 50 }).terms!;
    expect([ceu.minutesPerUnit, ceu.requiredMinutes]).toEqual([500, 1200]);
    expect([unitsOf(ceu, 1200), unitsOf(ceu, 1199), unitsOf(ceu, 49)]).toEqual(['2.4', '2.3', '0']);
    const hours = policyOf({ minutes_per_hour: 50 }).terms!;
    expect([unitsOf(hours, 75), unitsOf(hours, 1)]).toEqual(['1.5', '0.02']);
  });
});
