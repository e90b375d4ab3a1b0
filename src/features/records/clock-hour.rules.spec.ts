import fc from 'fast-check';
import {
  type ClassTime,
  creditFor,
  creditForPresence,
  fullCredit,
  refuseAbsence,
  refuseClassTime,
  timeClaimed,
} from './clock-hour.rules.js';
import { minutesIn, minutesLater } from './interval.rules.js';

const START = new Date('2026-03-02T08:00:00Z');
const policy = { minutesPerClockHour: 50, subtractUnitMinutes: 15 };
const classOf = (minutes: number, breakMinutes = 0): ClassTime => ({
  id: 'class',
  startsAt: START,
  endsAt: minutesLater(START, minutes),
  breakMinutes,
});
const present = (minutesLate = 0, minutesLeftEarly = 0) => ({ minutesLate, minutesLeftEarly });

const policies = fc.record({
  minutesPerClockHour: fc.integer({ min: 50, max: 60 }),
  subtractUnitMinutes: fc.integer({ min: 1, max: 30 }),
});
const attended = fc
  .record({ minutes: fc.integer({ min: 1, max: 960 }), pause: fc.nat(), late: fc.nat(), early: fc.nat() })
  .map(({ minutes, pause, late, early }) => {
    const time = classOf(minutes, pause % minutes);
    const classMinutes = minutes - time.breakMinutes;
    const minutesLate = late % (classMinutes + 1);
    return { time, absence: present(minutesLate, early % (classMinutes - minutesLate + 1)) };
  });

describe('clock hour', () => {
  it.each([
    [420, 420],
    [50, 60],
    [49, 49],
    [60, 60],
    [100, 100],
    [110, 120],
    [0, 0],
  ])('inv 39: %i minutes of class are %i minutes of credit', (minutes, credit) => {
    expect(creditFor(minutes, policy)).toBe(credit);
  });

  it('inv 39: 420 minutes are 7 hours, not 8.4', () => {
    expect(fullCredit(classOf(420), policy) / 60).toBe(7);
    expect(fullCredit(classOf(480, 60), policy) / 60).toBe(7);
  });

  it('inv 39: at most one clock hour per 60-minute period, whatever the policy', () => {
    fc.assert(
      fc.property(fc.nat(960), policies, (minutes, any) => {
        const credit = creditFor(minutes, any);
        expect(Number.isInteger(credit)).toBe(true);
        expect(credit).toBeLessThanOrEqual(Math.ceil(minutes / 60) * 60);
        expect(credit).toBeGreaterThanOrEqual(minutes);
        expect(creditFor(minutes + 1, any)).toBeGreaterThanOrEqual(credit);
      }),
    );
  });

  it.each([
    [60, present(1), 45],
    [60, present(15), 45],
    [60, present(16), 30],
    [60, present(5, 5), 30],
    [50, present(5), 45],
    [50, present(45), 5],
    [60, present(60), 0],
    [120, present(0, 20), 90],
  ])('inv 39: of %i minutes, %j leaves %i', (minutes, absence, credit) => {
    expect(creditForPresence(classOf(minutes), absence, policy)).toBe(credit);
  });

  it('inv 39: credit for part of a class is within what the presence earns and what the unit leaves', () => {
    fc.assert(
      fc.property(attended, policies, ({ time, absence }, any) => {
        const credit = creditForPresence(time, absence, any);
        const there = minutesIn(time) - time.breakMinutes - absence.minutesLate - absence.minutesLeftEarly;
        expect(credit).toBeGreaterThanOrEqual(0);
        expect(credit).toBeLessThanOrEqual(creditFor(there, any));
        const missed = absence.minutesLate + absence.minutesLeftEarly;
        if (missed === 0) expect(credit).toBe(fullCredit(time, any));
        else expect(credit).toBeLessThanOrEqual(Math.max(0, fullCredit(time, any) - missed));
      }),
    );
  });

  it('inv 36: the time claimed is never shorter than the credit, and only a last period is filled up', () => {
    fc.assert(
      fc.property(attended, policies, ({ time, absence }, any) => {
        const claimed = timeClaimed(time, absence, any);
        const credit = creditForPresence(time, absence, any);
        expect(minutesIn(claimed) - time.breakMinutes).toBeGreaterThanOrEqual(credit);
        expect(claimed.endsAt.getTime() - time.endsAt.getTime()).toBeLessThanOrEqual(10 * 60_000);
      }),
    );
  });

  it('refuses class times that cannot be', () => {
    expect(refuseClassTime(classOf(0))).toMatchObject({ code: 'CLASS_ENDS_BEFORE_START' });
    expect(refuseClassTime(classOf(-5))).toMatchObject({ code: 'CLASS_ENDS_BEFORE_START' });
    expect(refuseClassTime(classOf(961))).toMatchObject({ code: 'CLASS_TOO_LONG', maxMinutes: 960 });
    for (const pause of [-1, 60, 1.5, NaN]) {
      expect(refuseClassTime(classOf(60, pause))).toMatchObject({ code: 'BREAK_NOT_WITHIN_CLASS' });
    }
    expect(refuseClassTime(classOf(960, 60))).toBeNull();
  });

  it('refuses missed minutes that are no part of the class', () => {
    for (const absence of [present(-1), present(61), present(31, 31), present(0.5), present(0, NaN)]) {
      expect(refuseAbsence(classOf(90, 30), absence)).toMatchObject({
        code: 'MISSED_MINUTES_NOT_WITHIN_CLASS',
        classMinutes: 60,
      });
    }
    expect(refuseAbsence(classOf(90, 30), present(30, 30))).toBeNull();
  });
});
