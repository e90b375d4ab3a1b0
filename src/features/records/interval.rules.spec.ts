import fc from 'fast-check';
import { type Entry, minutesIn, minutesLater, minutesShared, overlappingEntries } from './interval.rules.js';

const MORNING = new Date('2026-03-02T08:00:00Z');

const between = (id: string, from: number, to: number): Entry => ({
  id,
  startsAt: minutesLater(MORNING, from),
  endsAt: minutesLater(MORNING, to),
});

const entries = fc
  .array(fc.record({ from: fc.nat(300), length: fc.nat(120) }), { maxLength: 8 })
  .map((all) => all.map(({ from, length }, index) => between(`e${index}`, from, from + length)));

/** The minutes of the day an entry covers, told one by one. */
function minutesOf({ startsAt, endsAt }: Entry): Set<number> {
  const first = (startsAt.getTime() - MORNING.getTime()) / 60_000;
  const last = (endsAt.getTime() - MORNING.getTime()) / 60_000;
  return new Set(Array.from({ length: last - first }, (_, index) => first + index));
}

describe('intervals', () => {
  it('inv 34: are half-open, so classes back to back share nothing', () => {
    expect(overlappingEntries([between('a', 0, 60), between('b', 60, 120)])).toEqual([]);
  });

  it('inv 36: a class and a placement shift at the same time are told as overlapping, with the minutes', () => {
    expect(overlappingEntries([between('shift', 45, 200), between('class', 0, 60)])).toEqual([
      { firstId: 'class', secondId: 'shift', sharedMinutes: 15 },
    ]);
  });

  it('count a shared second as shared time', () => {
    const second = {
      id: 'b',
      startsAt: new Date(MORNING.getTime() + 3_599_000),
      endsAt: minutesLater(MORNING, 90),
    };
    expect(overlappingEntries([between('a', 0, 60), second])).toMatchObject([{ sharedMinutes: 1 }]);
  });

  it('an end before the start is no time at all', () => {
    expect(minutesIn(between('a', 60, 0))).toBe(0);
    expect(overlappingEntries([between('a', 60, 0), between('b', 0, 90)])).toEqual([]);
  });

  it('inv 36: overlap exactly where minutes told one by one do', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const expected = all.flatMap((a, index) =>
          all
            .slice(index + 1)
            .map((b) => [...minutesOf(a)].filter((minute) => minutesOf(b).has(minute)).length),
        );
        const found = overlappingEntries(all).map(({ sharedMinutes }) => sharedMinutes);
        expect(found.sort()).toEqual(expected.filter((minutes) => minutes > 0).sort());
      }),
    );
  });

  it('inv 36: minutes shared with several others are told once', () => {
    fc.assert(
      fc.property(entries, (others) => {
        const one = between('one', 50, 200);
        const covered = new Set(others.flatMap((other) => [...minutesOf(other)]));
        const expected = [...minutesOf(one)].filter((minute) => covered.has(minute)).length;
        expect(minutesShared(one, others)).toBe(expected);
      }),
    );
  });
});
