import fc from 'fast-check';
import type { ClassRecord, HoursPolicy, MakeUp } from './attendance.js';
import { countHours } from './hours.rules.js';
import { minutesLater } from './interval.rules.js';
import { overMissed } from './make-up.rules.js';

const DAY = new Date('2026-03-02T08:00:00Z');
const policy: HoursPolicy = { minutesPerClockHour: 60, subtractUnitMinutes: 1, excusedSharePct: 10 };
const session = {
  id: 's',
  courseId: 'PTT-103',
  kind: 'LAB' as const,
  startsAt: DAY,
  endsAt: minutesLater(DAY, 60),
  breakMinutes: 0,
};

/** A make-up of the session, on a day of its own. */
const makeUp = (id: string, day: number, minutes: number, more: Partial<MakeUp> = {}): MakeUp => {
  const startsAt = minutesLater(DAY, day * 1440);
  const time = { startsAt, endsAt: minutesLater(startsAt, minutes), breakMinutes: 0 };
  return {
    id,
    missedSessionId: 's',
    ...time,
    supervisorPersonId: 'instructor',
    correctsId: null,
    voided: false,
    ...more,
  };
};
const count = (minutesLate: number, makeUps: readonly MakeUp[]) => {
  const roster = {
    id: 'at',
    sessionId: 's',
    status: 'PRESENT' as const,
    minutesLate,
    minutesLeftEarly: 0,
    correctsId: null,
  };
  const record: ClassRecord = {
    ...{ traineePersonId: 'trainee', sessions: [session], attendance: [roster], makeUps },
    ...{ requiredMinutes: new Map([['PTT-103', 1200]]), countedElsewhere: [] },
  };
  return countHours(record, policy);
};
const over = (minutesLate: number, makeUps: readonly MakeUp[], added: MakeUp) =>
  overMissed(count(minutesLate, makeUps), count(minutesLate, [...makeUps, added]), added.id);

describe('a make-up', () => {
  it('inv 39: is of no more than is still missed', () => {
    expect(over(30, [], makeUp('new', 1, 30))).toBeNull();
    expect(over(30, [], makeUp('new', 1, 31))).toEqual({ missedMinutes: 30 });
    expect(over(30, [makeUp('a', 2, 20)], makeUp('new', 3, 11))).toEqual({ missedMinutes: 10 });
  });

  it('inv 39: does not take the minutes of a later one', () => {
    expect(over(30, [makeUp('a', 2, 20)], makeUp('new', 1, 11))).toEqual({ missedMinutes: 10 });
    expect(over(30, [makeUp('a', 2, 20)], makeUp('new', 1, 40))).toEqual({ missedMinutes: 10 });
    expect(over(30, [makeUp('a', 2, 20)], makeUp('new', 1, 10))).toBeNull();
  });

  it('gives back the minutes of the one it corrects', () => {
    expect(over(30, [makeUp('a', 2, 30)], makeUp('new', 1, 30, { correctsId: 'a' }))).toBeNull();
  });

  it('is of nothing when attendance was corrected since: then it can only be voided', () => {
    expect(over(0, [makeUp('a', 2, 30)], makeUp('new', 2, 20, { correctsId: 'a' }))).toEqual({
      missedMinutes: 0,
    });
    expect(over(0, [makeUp('a', 2, 30)], makeUp('new', 2, 30, { correctsId: 'a', voided: true }))).toBeNull();
  });

  it('throws when it is not among the entries', () => {
    expect(() => overMissed([], [], 'gone')).toThrow(RangeError);
  });

  it('inv 39: however many are entered, corrected and voided, those that stand count in full and within what was missed', () => {
    const step = fc.record({
      day: fc.integer({ min: 1, max: 40 }),
      minutes: fc.integer({ min: 1, max: 60 }),
      corrects: fc.option(fc.nat(5)),
      voided: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.uniqueArray(step, { selector: ({ day }) => day, maxLength: 8 }),
        (late, steps) => {
          let standing: MakeUp[] = [];
          let all: MakeUp[] = [];
          for (const [index, { day, minutes, corrects, voided }] of steps.entries()) {
            const before = corrects === null ? undefined : standing[corrects];
            const more = before ? { correctsId: before.id, voided } : {};
            const added = makeUp(`m${index}`, day, minutes, more);
            if (over(late, all, added)) continue;
            all = [...all, added];
            standing = [...standing.filter(({ id }) => id !== before?.id), ...(added.voided ? [] : [added])];
          }
          const counted = new Map(count(late, all).map((each) => [each.entryId, each]));
          const made = standing.map(({ id }) => counted.get(id)!);
          expect(made.every((each) => each.countedMinutes === each.creditMinutes)).toBe(true);
          expect(made.reduce((sum, each) => sum + each.countedMinutes, 0)).toBeLessThanOrEqual(late);
        },
      ),
    );
  });
});
