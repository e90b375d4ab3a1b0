import fc from 'fast-check';
import { categoriesLeft, earnedProblem, finishedOn, ownMinutes } from './ce-completion.rules.js';

const at = (time: string): Date => new Date(`2026-03-${time}Z`);
const now = at('31T23:59:00');

describe('the day of a completion', () => {
  const claimed = { completedOn: null, startsAt: at('10T05:00:00'), endsAt: at('10T06:30:00') };

  it('inv 56: is the day in the zone of the person, not of whoever gave it', () => {
    expect(finishedOn({ ...claimed, timeZone: 'America/Los_Angeles' }, now)).toEqual({ on: '2026-03-09' }); // 23:30
    expect(finishedOn({ ...claimed, timeZone: 'America/New_York' }, now)).toEqual({ on: '2026-03-10' }); // 02:30
  });

  it('is the day before of what ends at midnight', () => {
    const endsAt = at('10T07:00:00'); // midnight, in daylight saving time
    expect(finishedOn({ ...claimed, endsAt, timeZone: 'America/Los_Angeles' }, now)).toEqual({
      on: '2026-03-09',
    });
  });

  it('is not another one than the times say, and not in the future', () => {
    const zone = { timeZone: 'America/Los_Angeles' };
    expect(finishedOn({ ...claimed, ...zone, completedOn: '2026-03-10' }, now)).toMatchObject({
      field: 'completedOn',
    });
    expect(finishedOn({ ...claimed, ...zone }, at('10T06:00:00'))).toMatchObject({ field: 'endsAt' });
    const day = { ...zone, startsAt: null, endsAt: null, completedOn: '2026-04-01' };
    expect(finishedOn(day, now)).toMatchObject({ field: 'completedOn' });
    expect(finishedOn({ ...day, timeZone: 'Asia/Tokyo' }, now)).toEqual({ on: '2026-04-01' });
  });
});

describe('minutes earned', () => {
  const whole = { minutes: 60, categories: [], startsAt: null, endsAt: null };

  it('are a part only where the activity allows it', () => {
    expect(earnedProblem({ minutes: 90, partialAllowed: false }, whole)).toMatchObject({ field: 'minutes' });
    expect(earnedProblem({ minutes: 90, partialAllowed: true }, whole)).toBeNull();
    expect(earnedProblem({ minutes: 45, partialAllowed: true }, whole)).toMatchObject({ field: 'minutes' });
  });

  it('are of one subject each', () => {
    const categories = [
      { code: 'ethics', minutes: 40 },
      { code: 'safety', minutes: 30 },
    ];
    expect(earnedProblem({ minutes: 60, partialAllowed: false }, { ...whole, categories })).toMatchObject({
      field: 'categories',
    });
  });

  it('inv 36: that counted as class or placement hours, or of an earlier completion, are not earned again', () => {
    const timed = (id: string, from: string, to: string, minutes: number) => ({
      ...{ id, startsAt: at(`10T${from}:00`), endsAt: at(`10T${to}:00`), minutes },
    });
    const webinar = timed('a', '09:00', '10:30', 60); // with breaks, nobody knows where
    const workshop = timed('b', '10:00', '11:00', 60);
    const placement = { startsAt: at('10T08:00:00'), endsAt: at('10T09:45:00') };
    expect([...ownMinutes([workshop, webinar], [])]).toEqual([['a', 60], ['b', 30]]); // prettier-ignore
    expect([...ownMinutes([webinar], [placement])]).toEqual([['a', 45]]);
  });

  it('inv 36: never exceed the time there was, however much of it is shared', () => {
    const interval = fc.tuple(fc.nat(600), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(
        fc.array(interval, { maxLength: 8 }),
        fc.array(interval, { maxLength: 4 }),
        (own, taken) => {
          const spanOf = ([from, length]: [number, number]) => ({
            startsAt: new Date(from * 60_000),
            endsAt: new Date((from + length) * 60_000),
          });
          const completions = own.map((each, i) => ({ id: `${i}`, ...spanOf(each), minutes: each[1] }));
          const counted = [...ownMinutes(completions, taken.map(spanOf)).values()];
          const free = new Set(own.flatMap(([from, length]) => Array.from({ length }, (_, i) => from + i)));
          for (const [from, length] of taken) for (let i = 0; i < length; i++) free.delete(from + i);
          expect(counted.reduce((sum, minutes) => sum + minutes, 0)).toBe(free.size);
        },
      ),
    );
  });

  it('leave their subjects what is left', () => {
    const categories = [
      { code: 'ethics', minutes: 40 },
      { code: 'safety', minutes: 20 },
    ];
    expect(categoriesLeft(categories, 50)).toEqual([
      { code: 'ethics', minutes: 40 },
      { code: 'safety', minutes: 10 },
    ]);
    expect(categoriesLeft(categories, 0)).toEqual([]);
  });
});
