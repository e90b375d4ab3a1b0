import fc from 'fast-check';
import { minutesIn, minutesLater } from '../../records/interval.rules.js';
import { byLocalDate, localDate, startOfDay } from './local-days.rules.js';

const CHICAGO = 'America/Chicago';
const shift = (startsAt: string, minutes: number) => ({
  startsAt: new Date(startsAt),
  endsAt: minutesLater(new Date(startsAt), minutes),
});
const lengths = (parts: ReturnType<typeof byLocalDate>) => parts.map((part) => [part.on, minutesIn(part)]);

describe('the local dates of a shift', () => {
  it('inv 34: an overnight shift is split at local midnight', () => {
    const night = shift('2026-03-03T02:00:00Z', 480); // 20:00 to 04:00 in Chicago
    expect(lengths(byLocalDate(night, CHICAGO))).toEqual([
      ['2026-03-02', 240],
      ['2026-03-03', 240],
    ]);
  });

  it('inv 34: the night the clock goes back has an hour more, the night it goes forward an hour less', () => {
    const back = {
      startsAt: new Date('2026-10-31T22:00:00-05:00'),
      endsAt: new Date('2026-11-01T06:00:00-06:00'),
    };
    expect(lengths(byLocalDate(back, CHICAGO))).toEqual([
      ['2026-10-31', 120],
      ['2026-11-01', 420],
    ]);
    const forward = {
      startsAt: new Date('2026-03-07T22:00:00-06:00'),
      endsAt: new Date('2026-03-08T06:00:00-05:00'),
    };
    expect(lengths(byLocalDate(forward, CHICAGO))).toEqual([
      ['2026-03-07', 120],
      ['2026-03-08', 300],
    ]);
  });

  it('knows days that do not begin at midnight', () => {
    const zone = 'America/Santiago'; // the clock goes from 24:00 to 01:00 on 6 September 2026
    expect(startOfDay('2026-09-06', zone).toISOString()).toBe('2026-09-06T04:00:00.000Z');
    expect(lengths(byLocalDate(shift('2026-09-06T03:00:00Z', 120), zone))).toEqual([
      ['2026-09-05', 60],
      ['2026-09-06', 60],
    ]);
  });

  it('inv 34: the parts follow one another, add up to the whole, and each lies on its date', () => {
    const zone = fc.constantFrom(
      'UTC',
      CHICAGO,
      'Europe/Berlin',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    );
    const start = fc.integer({ min: Date.UTC(2025, 0) / 60_000, max: Date.UTC(2028, 0) / 60_000 });
    fc.assert(
      fc.property(zone, start, fc.integer({ min: 1, max: 960 }), (timeZone, from, minutes) => {
        const time = shift(new Date(from * 60_000).toISOString(), minutes);
        const parts = byLocalDate(time, timeZone);
        expect(parts.reduce((sum, part) => sum + minutesIn(part), 0)).toBe(minutes);
        expect(parts[0]!.startsAt).toEqual(time.startsAt);
        expect(parts.at(-1)!.endsAt).toEqual(time.endsAt);
        for (const [i, { on, startsAt, endsAt }] of parts.entries()) {
          if (i > 0) expect(startsAt).toEqual(parts[i - 1]!.endsAt);
          expect(localDate(startsAt, timeZone)).toBe(on);
          expect(localDate(new Date(endsAt.getTime() - 1), timeZone)).toBe(on);
        }
      }),
    );
  });
});
