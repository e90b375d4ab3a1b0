import fc from 'fast-check';
import { type CohortCalendar, expectedPercent, isBehind } from './calendar.rules.js';

const calendar: CohortCalendar = { startsOn: '2026-01-01', endsOn: '2026-04-11' };
const dates = fc
  .integer({ min: 0, max: 200 })
  .map((day) => new Date(Date.UTC(2025, 10, 1 + day)).toISOString().slice(0, 10));

describe('calendar', () => {
  it.each([
    ['2025-12-31', 0],
    ['2026-01-01', 0],
    ['2026-01-02', 1],
    ['2026-02-20', 50],
    ['2026-04-10', 99],
    ['2026-04-11', 100],
    ['2026-05-01', 100],
  ])('on %s expects %i %% of a cohort of 100 days', (on, percent) =>
    expect(expectedPercent(calendar, on)).toBe(percent),
  );

  it('is behind only when more than 10 points below', () => {
    expect(isBehind(40, calendar, '2026-02-20')).toBe(false);
    expect(isBehind(39, calendar, '2026-02-20')).toBe(true);
    expect(isBehind(100, calendar, '2026-02-20')).toBe(false);
  });

  it('follows milestones where there are any', () => {
    const milestones = [
      { on: '2026-03-01', percent: 60 },
      { on: '2026-02-01', percent: 20 },
    ];
    const planned = { ...calendar, milestones };
    expect(
      ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'].map((on) => expectedPercent(planned, on)),
    ).toEqual([0, 20, 20, 60]);
  });

  it('a calendar of one day expects everything on that day', () => {
    const oneDay = { startsOn: '2026-01-01', endsOn: '2026-01-01' };
    expect(expectedPercent(oneDay, '2025-12-31')).toBe(0);
    expect(expectedPercent(oneDay, '2026-01-01')).toBe(100);
  });

  it('never expects less on a later day, and always a whole percent', () => {
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        const [earlier, later] = a <= b ? [a, b] : [b, a];
        const expected = expectedPercent(calendar, later);
        expect(expected).toBeGreaterThanOrEqual(expectedPercent(calendar, earlier));
        expect(Number.isInteger(expected) && expected >= 0 && expected <= 100).toBe(true);
      }),
    );
  });
});
