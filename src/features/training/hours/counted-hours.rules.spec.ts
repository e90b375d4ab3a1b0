import fc from 'fast-check';
import { minutesIn, minutesLater, minutesShared } from '../../records/interval.rules.js';
import {
  type ClaimContext,
  countClaim,
  type DayCondition,
  type ExcludedTime,
  HOURS_LIMITS,
} from './counted-hours.rules.js';

const START = new Date('2026-03-02T12:00:00Z');
const claim = (from: number, to: number, breakMinutes = 0) => ({
  startsAt: minutesLater(START, from),
  endsAt: minutesLater(START, to),
  breakMinutes,
});
const context = (more: Partial<ClaimContext> = {}): ClaimContext => ({
  timeZone: 'UTC',
  conditions: [],
  excluded: [],
  countedOn: new Map(),
  limits: HOURS_LIMITS,
  ...more,
});
const until =
  (last: string): DayCondition =>
  (on) =>
    on > last ? { code: 'OUTSIDE_ASSIGNMENT', message: `The placement ended on ${last}.` } : null;
const excluded = (from: number, to: number): ExcludedTime => ({
  code: 'SUPERVISION_RATIO_EXCEEDED',
  message: 'The supervisor had another trainee.',
  startsAt: minutesLater(START, from),
  endsAt: minutesLater(START, to),
});

describe('hours of a claim', () => {
  it('count without the unpaid break', () => {
    expect(countClaim(claim(0, 480, 30), context())).toMatchObject({
      countedMinutes: 450,
      parts: [{ on: '2026-03-02', breakMinutes: 30, minutes: 450 }],
      notCounted: [{ code: 'UNPAID_BREAK', minutes: 30 }],
    });
  });

  it('inv 33: when the placement ends within the shift, what lies within it counts', () => {
    const night = claim(480, 960); // 20:00 to 04:00
    expect(countClaim(night, context({ conditions: [until('2026-03-02')] }))).toMatchObject({
      countedMinutes: 240,
      parts: [{ on: '2026-03-02', minutes: 240 }],
      notCounted: [
        { code: 'OUTSIDE_ASSIGNMENT', minutes: 240, message: 'The placement ended on 2026-03-02.' },
      ],
    });
  });

  it('inv 33: of several conditions that do not hold the first is the reason', () => {
    const never: DayCondition = () => ({ code: 'ENROLLMENT_NOT_ACTIVE', message: 'On leave.' });
    const { countedMinutes, notCounted } = countClaim(
      claim(0, 60),
      context({ conditions: [never, until('2026-03-01')] }),
    );
    expect(countedMinutes).toBe(0);
    expect(notCounted).toEqual([{ code: 'ENROLLMENT_NOT_ACTIVE', message: 'On leave.', minutes: 60 }]);
  });

  it('inv 32: time over the ratio is cut out of the middle', () => {
    const { countedMinutes, parts } = countClaim(claim(0, 240), context({ excluded: [excluded(60, 90)] }));
    expect(countedMinutes).toBe(210);
    expect(parts.map(minutesIn)).toEqual([60, 150]);
  });

  it('inv 34: what counts of an overnight shift is limited day by day', () => {
    const night = claim(240, 1200); // 16:00 to 08:00
    const counted = countClaim(night, context({ countedOn: new Map([['2026-03-02', 600]]) }));
    expect(counted.parts.map(({ on, minutes }) => [on, minutes])).toEqual([
      ['2026-03-02', 120],
      ['2026-03-03', 480],
    ]);
    expect(counted.notCounted).toMatchObject([{ code: 'OVER_DAILY_LIMIT', minutes: 360 }]);
  });

  it('inv 34: the hour that comes twice is worked twice', () => {
    const night = {
      startsAt: new Date('2026-10-31T22:00:00-05:00'),
      endsAt: new Date('2026-11-01T06:00:00-06:00'),
      breakMinutes: 0,
    };
    expect(countClaim(night, context({ timeZone: 'America/Chicago' })).countedMinutes).toBe(540);
  });

  const drawn = fc.record({
    length: fc.integer({ min: 1, max: 960 }),
    pause: fc.nat(120),
    start: fc.nat(1440),
    last: fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-03'),
    cuts: fc.array(fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 300 })), { maxLength: 3 }),
    before: fc.nat(800),
    timeZone: fc.constantFrom('UTC', 'America/Chicago', 'Asia/Tokyo'),
  });
  const drawnClaim = ({ start, length, pause }: { start: number; length: number; pause: number }) =>
    claim(start, start + length, Math.min(pause, length - 1));

  it('inv 33, 34: are accounted for to the minute, once, within what may count and the limit of each day', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const time = drawnClaim(given);
        const cuts = given.cuts.map(([from, minutes]) => excluded(from, from + minutes));
        const countedOn = new Map([['2026-03-02', given.before]]);
        const counted = countClaim(
          time,
          context({ timeZone: given.timeZone, conditions: [until(given.last)], excluded: cuts, countedOn }),
        );
        const lost = counted.notCounted.reduce((sum, { minutes }) => sum + minutes, 0);
        expect(counted.countedMinutes + lost).toBe(minutesIn(time));
        expect(counted.notCounted.every(({ minutes }) => minutes > 0)).toBe(true);
        for (const part of counted.parts) {
          expect(part.minutes).toBeLessThanOrEqual(minutesIn(part) - part.breakMinutes);
          expect(minutesShared(part, cuts)).toBe(0);
          expect(minutesShared(part, [time])).toBe(minutesIn(part));
          expect(part.on <= given.last).toBe(true);
        }
        for (const [on, parts] of Map.groupBy(counted.parts, (part) => part.on)) {
          const minutes = parts.reduce((sum, part) => sum + part.minutes, countedOn.get(on) ?? 0);
          expect(minutes).toBeLessThanOrEqual(Math.max(HOURS_LIMITS.dailyMinutes, countedOn.get(on) ?? 0));
        }
      }),
    );
  });

  it('inv 33: one condition more never counts more', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const time = drawnClaim(given);
        const free = countClaim(time, context()).countedMinutes;
        const bound = countClaim(time, context({ conditions: [until(given.last)] })).countedMinutes;
        expect(bound).toBeLessThanOrEqual(free);
      }),
    );
  });
});
