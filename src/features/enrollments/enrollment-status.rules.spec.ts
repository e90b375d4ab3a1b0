import fc from 'fast-check';
import {
  type EnrollmentEvent,
  type StatusEntry,
  type StatusHistory,
  type VoidEntry,
  isDate,
  periodsOf,
  standingEntries,
  statusAfter,
  statusAsKnown,
  statusOn,
  withdrawalDate,
} from './enrollment-status.rules.js';
import { type EnrollmentContext, TRANSITIONS, refuseStatusEntry } from './enrollment-transition.rules.js';

const context: EnrollmentContext = {
  traineePersonId: 'trainee',
  takesAttendance: false,
  lastDateAttended: null,
};

const recordedAt = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
const entry = (
  id: number,
  event: EnrollmentEvent,
  effectiveOn: string,
  more: Partial<StatusEntry> = {},
): StatusEntry => ({
  id: `e${id}`,
  event,
  effectiveOn,
  recordedAt: recordedAt(id),
  correctsId: null,
  reason: 'by request',
  approvedByPersonId: 'director',
  ...more,
});
const voided = (
  id: number,
  correctsId: string,
  reason: string | null = 'entered for the wrong trainee',
): VoidEntry => ({
  id: `e${id}`,
  event: 'VOIDED',
  recordedAt: recordedAt(id),
  correctsId,
  reason,
  approvedByPersonId: null,
});

const DATES = Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
const EVENTS = [...new Set(TRANSITIONS.map(({ event }) => event))];

/** Each pick chooses one of all entries the rules would accept next: new, back-dated, correcting or voiding. */
const histories = fc.array(fc.nat(), { maxLength: 12 }).map((picks) =>
  picks.reduce<(StatusEntry | VoidEntry)[]>((history, pick, id) => {
    const accepted = candidates(history, id, pick).filter(
      (next) => !refuseStatusEntry(history, next, context),
    );
    const next = accepted[pick % Math.max(1, accepted.length)];
    return next ? [...history, next] : history;
  }, []),
);

function candidates(history: StatusHistory, id: number, pick: number): (StatusEntry | VoidEntry)[] {
  const latest = standingEntries(history).at(-1)?.effectiveOn ?? '2026-02-01';
  const days = [latest, DATES[Math.min(27, DATES.indexOf(latest) + 2)] ?? latest, DATES[pick % 28] ?? latest];
  const targets = [null, ...history.map((each) => each.id)];
  const changes = EVENTS.flatMap((event) =>
    days.flatMap((day) => targets.map((correctsId) => entry(id, event, day, { correctsId }))),
  );
  return [...changes, ...history.map((each) => voided(id, each.id))];
}

const usual: StatusHistory = [
  entry(1, 'APPLIED', '2026-01-05'),
  entry(2, 'ENROLLED', '2026-02-01'),
  entry(3, 'LEAVE_STARTED', '2026-03-01'),
  entry(4, 'LEAVE_ENDED', '2026-03-15'),
  entry(5, 'WITHDREW', '2026-04-01'),
  entry(6, 'RE_ENTERED', '2026-06-01'),
  entry(7, 'COMPLETED', '2026-09-30'),
];

describe('enrollment status', () => {
  it('inv 44: the history is a row of periods, the last one open', () => {
    expect(periodsOf(usual).map(({ status, from, to }) => [status, from, to])).toEqual([
      ['APPLIED', '2026-01-05', '2026-01-31'],
      ['ACTIVE', '2026-02-01', '2026-02-28'],
      ['ON_LEAVE', '2026-03-01', '2026-03-14'],
      ['ACTIVE', '2026-03-15', '2026-03-31'],
      ['WITHDRAWN', '2026-04-01', '2026-05-31'],
      ['ACTIVE', '2026-06-01', '2026-09-29'],
      ['COMPLETED', '2026-09-30', null],
    ]);
  });

  it('tells a re-entry from a first enrollment and from the end of a leave', () => {
    const active = periodsOf(usual).filter(({ status }) => status === 'ACTIVE');
    expect(active.map(({ event }) => event)).toEqual(['ENROLLED', 'LEAVE_ENDED', 'RE_ENTERED']);
  });

  it('of two entries on one day the last stands', () => {
    const sameDay = [entry(1, 'APPLIED', '2026-02-01'), entry(2, 'ENROLLED', '2026-02-01')];
    expect(periodsOf(sameDay)).toEqual([
      { status: 'ACTIVE', event: 'ENROLLED', from: '2026-02-01', to: null, entryId: 'e2' },
    ]);
  });

  it('a correction takes the place of its entry, also within a day', () => {
    const corrected = [
      entry(1, 'APPLIED', '2026-02-01'),
      entry(2, 'ENROLLED', '2026-02-01'),
      entry(3, 'APPLIED', '2026-02-01', { correctsId: 'e1', reason: 'wrong form' }),
    ];
    expect(refuseStatusEntry(corrected.slice(0, 2), corrected[2] as StatusEntry, context)).toBeNull();
    expect(statusOn(corrected, '2026-02-01')).toMatchObject({ status: 'ACTIVE', entryId: 'e2' });
  });

  it('a void takes an entry back', () => {
    const history = [...usual.slice(0, 3), voided(8, 'e3')];
    expect(statusOn(history, '2026-03-05')).toMatchObject({ status: 'ACTIVE', event: 'ENROLLED', to: null });
  });

  it('inv 44: the withdrawal date is the last day before it, the last date attended', () => {
    expect(withdrawalDate(usual, '2026-05-01')).toBe('2026-03-31');
    expect(withdrawalDate(usual, '2026-03-31')).toBeNull();
    expect(withdrawalDate(usual, '2026-07-01')).toBeNull();
    expect(statusOn(usual, '2026-03-31')?.status).toBe('ACTIVE');
  });

  it('has no status before the first entry, nor without any', () => {
    expect(statusOn(usual, '2026-01-04')).toBeNull();
    expect(statusOn([], '2026-01-04')).toBeNull();
  });

  it('knows a calendar', () => {
    expect(['2028-02-29', '2026-12-31'].every(isDate)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '', 'today'].some(isDate)).toBe(false);
  });

  it('inv 44: no gap and no overlap, for any history: every day from the first on has exactly one period', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const periods = periodsOf(history);
        const first = periods[0]?.from;
        for (const day of [...DATES, '2026-03-01']) {
          const holding = periods.filter(({ from, to }) => from <= day && (to === null || day <= to));
          expect(holding).toHaveLength(first !== undefined && first <= day ? 1 : 0);
          expect(statusOn(history, day)).toEqual(holding[0] ?? null);
        }
        expect(periods.filter(({ to }) => to === null)).toHaveLength(first === undefined ? 0 : 1);
      }),
      { numRuns: 200 },
    );
  });

  it('inv 44: whatever is accepted, neighbouring entries are always an allowed transition', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const entries = standingEntries(history);
        entries.forEach(({ event }, index) => {
          const before = entries[index - 1];
          const from = before ? statusAfter(before.event) : 'NONE';
          expect(TRANSITIONS.some((allowed) => allowed.from === from && allowed.event === event)).toBe(true);
        });
      }),
    );
  });

  it('what was known at a moment is never changed by later entries', () => {
    fc.assert(
      fc.property(histories, fc.nat(12), fc.constantFrom(...DATES), (history, moment, day) => {
        const known = history.filter(({ id }) => Number(id.slice(1)) <= moment);
        expect(statusAsKnown(history, day, recordedAt(moment))).toEqual(statusOn(known, day));
        expect(statusAsKnown(history, day, recordedAt(99))).toEqual(statusOn(history, day));
      }),
    );
  });

  it('a back-dated correction changes today’s answer about the past, not yesterday’s', () => {
    const history = [...usual.slice(0, 5), entry(9, 'WITHDREW', '2026-03-20', { correctsId: 'e5' })];
    expect(statusOn(history, '2026-03-25')?.status).toBe('WITHDRAWN');
    expect(statusAsKnown(history, '2026-03-25', recordedAt(8))?.status).toBe('ACTIVE');
  });
});
