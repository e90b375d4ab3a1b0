import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  activeUntil,
  confirmationOn,
  daysThatLostActive,
  statusEntryOn,
  statusPeriods,
} from './license-status.rules.js';
import { LICENSE_STATUSES, type LicenseStatusCode, type StatusEntry, type Verification } from './license.js';

const day = (n: number): string => Temporal.PlainDate.from('2026-02-20').add({ days: n }).toString();
const at = (n: number): Date => new Date(Date.UTC(2026, 0, 1, 0, n));

const entry = (
  status: LicenseStatusCode,
  startsOn: string,
  endsOn: string | null = null,
  minute = 0,
): StatusEntry => ({ id: `${minute}`, status, startsOn, endsOn, recordedAt: at(minute) });

const entries = fc
  .array(
    fc
      .record({
        status: fc.constantFrom(...LICENSE_STATUSES),
        start: fc.integer({ min: 0, max: 20 }),
        length: fc.option(fc.integer({ min: 0, max: 20 })),
        minute: fc.integer({ min: 0, max: 6 }),
      })
      .map(({ status, start, length, minute }) => ({
        ...entry(status, day(start), length === null ? null : day(start + length), minute),
      })),
    { maxLength: 8 },
  )
  .map((list) => list.map((one, i) => ({ ...one, id: String(i).padStart(3, '0') })));

const days = Array.from({ length: 45 }, (_, i) => day(i - 1));

describe('the status of a license', () => {
  it('inv 3: is active from its first through its last day, and unknown, which is not active, on any other', () => {
    const active = [entry('ACTIVE', '2026-02-01', '2026-02-28')];
    const on = (date: string) => statusEntryOn(active, date, at(9))?.status ?? null;
    expect([on('2026-01-31'), on('2026-02-01'), on('2026-02-28'), on('2026-03-01')]).toEqual([
      null,
      'ACTIVE',
      'ACTIVE',
      null,
    ]);
  });

  it('goes by the entry recorded last of those that cover the day, as it was known', () => {
    const history = [
      entry('ACTIVE', '2026-01-01', '2026-12-31', 1),
      entry('SUSPENDED', '2026-03-01', '2026-03-31', 5),
    ];
    const on = (date: string, minute: number) => statusEntryOn(history, date, at(minute))?.status;
    expect([on('2026-03-15', 4), on('2026-03-15', 5), on('2026-04-01', 5)]).toEqual([
      'ACTIVE',
      'SUSPENDED',
      'ACTIVE',
    ]);
  });

  it('inv 3: never is two at once: periods do not overlap, and say of each day what the entries say', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 7 }), (list, minute) => {
        const periods = statusPeriods(list, at(minute));
        for (const date of days) {
          const covering = periods.filter(
            (p) => p.startsOn <= date && (p.endsOn === null || date <= p.endsOn),
          );
          expect(covering.length).toBeLessThanOrEqual(1);
          expect(covering[0]?.entry ?? null).toBe(statusEntryOn(list, date, at(minute)));
        }
        for (const [i, period] of periods.entries()) {
          if (period.endsOn !== null) expect(period.endsOn >= period.startsOn).toBe(true);
          if (i) expect(periods[i - 1]!.endsOn! < period.startsOn).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order in which entries are read', () => {
    fc.assert(
      fc.property(entries, fc.integer(), (list, seed) => {
        const shuffled = list.toSorted((a, b) => ((Number(a.id) * seed) % 7) - ((Number(b.id) * seed) % 7));
        for (const date of days)
          expect(statusEntryOn(shuffled, date, at(9))).toBe(statusEntryOn(list, date, at(9)));
      }),
    );
  });

  it('at a moment is not changed by what is recorded later', () => {
    fc.assert(
      fc.property(entries, entries, (list, more) => {
        const later = more.map((one) => ({ ...one, id: `9${one.id}`, recordedAt: at(50) }));
        for (const date of days)
          expect(statusEntryOn([...list, ...later], date, at(49))).toBe(statusEntryOn(list, date, at(49)));
      }),
    );
  });

  it('loses exactly the days that were active before a later entry and are not with it', () => {
    const added = fc.record({
      status: fc.constantFrom(...LICENSE_STATUSES),
      start: fc.integer({ min: 0, max: 20 }),
      length: fc.option(fc.integer({ min: 0, max: 20 })),
    });
    fc.assert(
      fc.property(entries, added, (list, { status, start, length }) => {
        const next = {
          ...entry(status, day(start), length === null ? null : day(start + length), 60),
          id: 'zzz',
        };
        const lost = daysThatLostActive(list, next);
        for (const date of days) {
          const before = statusEntryOn(list, date, at(60))?.status === 'ACTIVE';
          const after = statusEntryOn([...list, next], date, at(60))?.status === 'ACTIVE';
          const isLost = lost.some(
            (one) => one.startsOn <= date && (one.endsOn === null || date <= one.endsOn),
          );
          expect(isLost).toBe(before && !after);
        }
      }),
    );
  });

  it('tells the last day of an active time that several entries make up', () => {
    const renewed = [
      entry('ACTIVE', '2024-03-01', '2026-02-28', 1),
      entry('ACTIVE', '2026-03-01', '2028-02-29', 2),
    ];
    expect(activeUntil(renewed, '2026-02-10', at(9))).toBe('2028-02-29');
    expect(activeUntil(renewed, '2026-02-10', at(1))).toBe('2026-02-28');
    expect(activeUntil([entry('ACTIVE', '2024-03-01')], '2026-02-10', at(9))).toBeNull();
  });
});

describe('the last day there is', () => {
  it('is a day like any other', () => {
    const forever = [
      entry('ACTIVE', '2026-01-01', '9999-12-31', 1),
      entry('SUSPENDED', '2026-03-01', '9999-12-31', 2),
    ];
    expect(
      statusPeriods(forever, at(9)).map(({ startsOn, endsOn, entry: { status } }) => [
        startsOn,
        endsOn,
        status,
      ]),
    ).toEqual([
      ['2026-01-01', '2026-02-28', 'ACTIVE'],
      ['2026-03-01', null, 'SUSPENDED'],
    ]);
    expect(activeUntil(forever, '2026-01-05', at(1))).toBeNull();
  });
});

describe('the verification of a license', () => {
  const word = (
    outcome: Verification['outcome'],
    verifiedOn: string,
    minute: number,
    orgId = 'clinic',
  ): Verification => ({ id: `${minute}`, orgId, outcome, verifiedOn, recordedAt: at(minute) });

  it('holds for any day once confirmed, and not from the day on which it was found not to be', () => {
    const words = [word('CONFIRMED', '2026-01-10', 1), word('NOT_CONFIRMED', '2026-03-01', 5)];
    const on = (date: string, minute: number) => confirmationOn(words, date, at(minute))?.verifiedOn ?? null;
    expect([on('2025-06-01', 1), on('2026-02-28', 5), on('2026-03-01', 5), on('2026-03-01', 4)]).toEqual([
      '2026-01-10',
      '2026-01-10',
      null,
      '2026-01-10',
    ]);
    expect(confirmationOn([], '2026-03-01', at(9))).toBeNull();
  });

  it('comes back when it is confirmed again, not when an older look-up is entered late', () => {
    const words = [word('CONFIRMED', '2026-01-10', 1), word('NOT_CONFIRMED', '2026-03-01', 5)];
    const again = [...words, word('CONFIRMED', '2026-04-01', 7)];
    const late = [...words, word('CONFIRMED', '2026-02-01', 7)];
    expect(confirmationOn(again, '2026-04-02', at(9))?.verifiedOn).toBe('2026-04-01');
    expect(confirmationOn(late, '2026-04-02', at(9))).toBeNull();
  });

  it('is not there where one of two organizations found it not confirmed', () => {
    const words = [word('CONFIRMED', '2026-01-10', 1), word('NOT_CONFIRMED', '2026-01-05', 2, 'school')];
    expect(confirmationOn(words, '2026-02-01', at(9))).toBeNull();
  });
});
