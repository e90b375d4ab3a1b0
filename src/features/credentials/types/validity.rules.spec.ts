import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { TypeVersion } from './validity.js';
import { lastDayOf, versionOn } from './validity.rules.js';

const days = fc
  .integer({ min: 0, max: 12_000 })
  .map((n) => Temporal.PlainDate.from('2019-12-25').add({ days: n }).toString());
const months = fc.integer({ min: 1, max: 120 });

describe('the last day of a card', () => {
  it.each([
    ['2026-08-31', 6, 'SAME_DAY', '2027-02-28'],
    ['2027-08-31', 6, 'SAME_DAY', '2028-02-29'],
    ['2026-08-31', 6, 'END_OF_MONTH', '2027-02-28'],
    ['2027-08-15', 6, 'END_OF_MONTH', '2028-02-29'],
    ['2028-02-29', 12, 'SAME_DAY', '2029-02-28'],
    ['2028-02-29', 48, 'SAME_DAY', '2032-02-29'],
    ['2028-02-29', 12, 'END_OF_MONTH', '2029-02-28'],
    ['2027-02-28', 12, 'END_OF_MONTH', '2028-02-29'],
    ['2026-03-15', 24, 'END_OF_MONTH', '2028-03-31'],
    ['2026-03-15', 24, 'SAME_DAY', '2028-03-15'],
    ['0050-01-31', 1, 'SAME_DAY', '0050-02-28'],
  ] as const)('inv 49: issued on %s for %i months by %s, is %s', (startsOn, count, rule, last) => {
    expect(lastDayOf(startsOn, count, rule)).toBe(last);
  });

  it('inv 49: is in the month so many calendar months later, by either rule, and never sooner by the end of the month', () => {
    fc.assert(
      fc.property(days, months, (startsOn, count) => {
        const [same, end] = [
          lastDayOf(startsOn, count, 'SAME_DAY'),
          lastDayOf(startsOn, count, 'END_OF_MONTH'),
        ];
        const month = Temporal.PlainDate.from(startsOn).toPlainYearMonth().add({ months: count }).toString();
        expect([same.slice(0, 7), end.slice(0, 7)]).toEqual([month, month]);
        expect(end >= same).toBe(true);
        expect(Temporal.PlainDate.from(end).add({ days: 1 }).day).toBe(1);
        expect(Number(same.slice(8))).toBe(Math.min(Number(startsOn.slice(8)), Number(end.slice(8))));
      }),
    );
  });
});

describe('the version of a type', () => {
  const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
  const version = (id: string, effectiveFrom: string | null, minute = 0): TypeVersion => ({
    id,
    code: 'CARD',
    title: 'A card',
    effectiveFrom,
    validityMonths: 24,
    expiryRule: 'SAME_DAY',
    warnDays: [],
    recordedAt: at(minute),
  });

  it('is the one in force on the day; what is older than all of them goes by the first', () => {
    const versions = [version('b', '2026-06-01'), version('a', '2026-01-01'), version('c', '2027-01-01')];
    const on = (day: string) => versionOn(versions, day, at(9))?.id;
    expect([on('2020-01-01'), on('2026-05-31'), on('2026-06-01'), on('2030-01-01')]).toEqual([
      'a',
      'a',
      'b',
      'c',
    ]);
  });

  it('is the one recorded last of those from the same day, as it was known', () => {
    const versions = [version('a', null, 1), version('b', null, 5)];
    expect([0, 1, 4, 5].map((minute) => versionOn(versions, '2026-01-01', at(minute))?.id)).toEqual([
      undefined,
      'a',
      'a',
      'b',
    ]);
  });
});
