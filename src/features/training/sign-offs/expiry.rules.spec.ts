import fc from 'fast-check';
import { daysLater, expiryOf, monthsLater } from './expiry.rules.js';

const day = fc.integer({ min: 0, max: 20_000 }).map((days) => daysLater('2000-01-01', days));
const months = fc.integer({ min: 1, max: 48 });
const validity = fc.record({ months, renewalWindowDays: fc.integer({ min: 0, max: 120 }) });
const YEAR = { months: 12, renewalWindowDays: 60 };

/** Days of a month, counted by walking. */
function lastDayOfMonth(month: string): number {
  let last = 28;
  while (daysLater(`${month}-01`, last).startsWith(month)) last++;
  return last;
}

describe('inv 24: calendar months', () => {
  it.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2026-01-15', 1, '2026-02-15'],
    ['2026-12-31', 2, '2027-02-28'],
  ])('%s + %i months is %s', (from, count, to) => {
    expect(monthsLater(from, count)).toBe(to);
  });

  it('keep the day of the month, or take the last day of a shorter one', () => {
    fc.assert(
      fc.property(day, months, (from, count) => {
        const to = monthsLater(from, count);
        const [year, month, dayOfMonth] = to.split('-').map(Number) as [number, number, number];
        const [fromYear, fromMonth, fromDay] = from.split('-').map(Number) as [number, number, number];
        expect(year * 12 + month).toBe(fromYear * 12 + fromMonth + count);
        expect(dayOfMonth).toBe(Math.min(fromDay, lastDayOfMonth(to.slice(0, 7))));
      }),
    );
  });
});

describe('inv 25: early renewal', () => {
  it('keeps the anchor inside the window, whose first day belongs to it', () => {
    expect(expiryOf('2026-11-01', YEAR, '2026-12-31')).toBe('2027-12-31');
    expect(expiryOf('2026-12-31', YEAR, '2026-12-31')).toBe('2027-12-31');
  });

  it('restarts before the window and after the expiry', () => {
    expect(expiryOf('2026-10-31', YEAR, '2026-12-31')).toBe('2027-10-31');
    expect(expiryOf('2027-01-01', YEAR, '2026-12-31')).toBe('2028-01-01');
  });

  it('never shortens', () => {
    fc.assert(
      fc.property(day, validity, day, (on, given, running) => {
        const expiry = expiryOf(on, given, running)!;
        expect(expiry >= monthsLater(on, given.months)).toBe(true);
        if (running >= on) expect(expiry >= running).toBe(true);
      }),
    );
  });

  it('never rewards renewing sooner: a later day gives no earlier expiry', () => {
    fc.assert(
      fc.property(day, fc.nat(800), validity, day, (on, later, given, running) => {
        expect(expiryOf(on, given, running)! <= expiryOf(daysLater(on, later), given, running)!).toBe(true);
      }),
    );
  });

  it('leaves what does not expire without an expiry', () => {
    expect(expiryOf('2026-10-31', { months: null, renewalWindowDays: 60 }, '2026-12-31')).toBeNull();
  });
});
