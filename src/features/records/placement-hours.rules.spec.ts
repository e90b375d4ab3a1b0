import fc from 'fast-check';
import { minutesIn, minutesLater, minutesShared } from './interval.rules.js';
import {
  countPlacement,
  timeOfPlacement,
  type PlacementHoursRow,
  type PlacementPart,
} from './placement-hours.rules.js';

const DAY = new Date('2026-03-02T08:00:00Z');
const part = (
  from: number,
  length: number,
  breakMinutes = 0,
  minutes = length - breakMinutes,
): PlacementPart => ({
  startsAt: minutesLater(DAY, from),
  endsAt: minutesLater(DAY, from + length),
  breakMinutes,
  minutes,
});
const row = (id: string, ...parts: PlacementPart[]): PlacementHoursRow => ({
  id,
  enrollmentId: 'enrollment',
  personId: 'trainee',
  courseId: 'PTT-190',
  attemptId: 'attempt',
  sourceId: `log-${id}`,
  parts,
});
const total = (rows: readonly PlacementHoursRow[]) =>
  countPlacement(rows).reduce((sum, { countedMinutes }) => sum + countedMinutes, 0);

describe('placement hours', () => {
  it('count their minutes, without the break and up to the limit that was reached', () => {
    expect(total([row('a', part(0, 480, 30)), row('b', part(1440, 480, 30, 200))])).toBe(450 + 200);
  });

  it('inv 34: two entries of the same time count once', () => {
    expect(total([row('a', part(0, 480)), row('b', part(240, 480))])).toBe(720);
    expect(total([row('a', part(0, 480)), row('b', part(480, 60))])).toBe(540);
  });

  it('count nothing once they are taken back', () => {
    expect(total([row('a')])).toBe(0);
  });

  it('inv 36: never count more than the time they take up, and no more than each says', () => {
    const parts = fc.array(
      fc.record({
        from: fc.nat(600),
        length: fc.integer({ min: 1, max: 300 }),
        pause: fc.nat(60),
        cut: fc.nat(60),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(parts, (drawn) => {
        const rows = drawn.map(({ from, length, pause, cut }, i) => {
          const breakMinutes = Math.min(pause, length - 1);
          return row(`${i}`, part(from, length, breakMinutes, Math.max(0, length - breakMinutes - cut)));
        });
        const day = { startsAt: DAY, endsAt: minutesLater(DAY, 2000) };
        expect(total(rows)).toBeLessThanOrEqual(minutesShared(day, timeOfPlacement(rows)));
        for (const { entryId, countedMinutes } of countPlacement(rows)) {
          const said = rows[Number(entryId)]!.parts[0]!;
          expect(countedMinutes).toBeLessThanOrEqual(said.minutes);
          expect(countedMinutes).toBeLessThanOrEqual(minutesIn(said));
        }
        expect(total(rows.toReversed())).toBe(total(rows));
      }),
    );
  });
});
