import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { LAPSED_DAYS, type Lapse, type Reader } from './reminder.js';
import { afterQuietHours, remindersDue, warningDue } from './reminder.rules.js';

const DAY = Temporal.PlainDate.from('2026-06-30');
const lapse = (over: Partial<Lapse> = {}): Lapse => ({
  personId: 'ada', kind: 'CREDENTIAL', code: 'CARD', title: 'A card', lapsesOn: DAY.toString(), warnDays: [90, 60, 30, 7], ...over,
}); // prettier-ignore
const reader = (personId: string, over: Partial<Reader> = {}): Reader => ({
  personId, timeZone: 'UTC', quietFrom: '20:00', quietUntil: '08:00', today: DAY.toString(), managerId: null, ...over,
}); // prettier-ignore
const before = (days: number): string => DAY.subtract({ days }).toString();

describe('what people are reminded of', () => {
  it.each([
    [91, null], [90, 90], [89, 90], [61, 90], [60, 60], [31, 60], [30, 30], [8, 30], [7, 7], [1, 7], [0, 7],
    [-1, -1], [-LAPSED_DAYS, -1], [-LAPSED_DAYS - 1, null],
  ])('%i days before it lapses the warning of %s days is due', (left, due) => {
    expect(warningDue(lapse(), before(left))).toBe(due);
  }); // prettier-ignore

  it('goes by the days of its type, in whatever order, and by the usual ones where it has none', () => {
    expect(warningDue(lapse({ warnDays: [14, 180, 14] }), before(100))).toBe(180);
    expect(warningDue(lapse({ warnDays: [] }), before(85))).toBe(90);
  });

  it('tells of each warning once, however often one looks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: -30, max: 250 }), { maxLength: 60 }),
        (warnDays, looks) => {
          const told = new Set<number>();
          for (const left of looks.toSorted((a, b) => b - a)) {
            const due = warningDue(lapse({ warnDays }), before(left));
            if (due !== null && left >= 0) expect(due).toBeGreaterThanOrEqual(left);
            if (due !== null) told.add(due);
          }
          expect(told.size).toBeLessThanOrEqual(new Set(warnDays).size + 1);
        },
      ),
    );
  });

  it('tells the line manager of the last warning and of what has lapsed, not of earlier ones', () => {
    const people = (today: string) => [reader('ada', { today, managerId: 'bo' }), reader('bo', { today })];
    const recipients = (days: number) =>
      remindersDue([lapse()], people(before(days))).map((r) => r.recipientId);
    expect(recipients(30)).toEqual(['ada']);
    expect(recipients(7)).toEqual(['ada', 'bo']);
    expect(recipients(-1)).toEqual(['ada', 'bo']);
  });

  it('inv 69: tells the line manager that a clearance lapses, not which', () => {
    const people = [reader('ada', { managerId: 'bo' }), reader('bo')];
    const titles = remindersDue([lapse({ kind: 'CLEARANCE', title: 'Tuberculosis screening' })], people).map(
      (r) => r.title,
    );
    expect(titles).toEqual(['Tuberculosis screening', 'A clearance']);
  });

  it('leaves out who is not there any more, as holder and as manager', () => {
    expect(remindersDue([lapse()], [reader('bo')])).toEqual([]);
    expect(remindersDue([lapse()], [reader('ada', { managerId: 'gone' })])).toHaveLength(1);
  });

  it('goes by the day where somebody is', () => {
    const [first] = remindersDue([lapse()], [reader('ada', { today: before(7) })]);
    const [second] = remindersDue([lapse()], [reader('ada', { today: before(8) })]);
    expect([first!.daysBefore, second!.daysBefore]).toEqual([7, 30]);
  });
});

describe('quiet hours', () => {
  const at = (text: string): Date => new Date(text);
  const quiet = { timeZone: 'America/Chicago', quietFrom: '20:00', quietUntil: '08:00' };
  it.each([
    ['in the evening', '2026-06-02T02:30:00Z', '2026-06-02T13:00:00.000Z'],
    ['after midnight', '2026-06-02T07:00:00Z', '2026-06-02T13:00:00.000Z'],
    ['as they end', '2026-06-02T13:00:00Z', '2026-06-02T13:00:00.000Z'],
    ['at noon', '2026-06-02T17:00:00Z', '2026-06-02T17:00:00.000Z'],
    ['in the night in which clocks go forward', '2026-03-08T06:00:00Z', '2026-03-08T13:00:00.000Z'],
    ['in the night in which they go back', '2026-11-01T04:00:00Z', '2026-11-01T14:00:00.000Z'],
  ])('%s', (_, now, expected) => {
    expect(afterQuietHours(at(now), quiet).toISOString()).toBe(expected);
  });

  it('within one day, and never where both times are the same', () => {
    const noon = { timeZone: 'UTC', quietFrom: '12:00', quietUntil: '14:00' };
    expect(afterQuietHours(at('2026-06-02T12:30:00Z'), noon).toISOString()).toBe('2026-06-02T14:00:00.000Z');
    const never = { timeZone: 'UTC', quietFrom: '09:00', quietUntil: '09:00' };
    expect(afterQuietHours(at('2026-06-02T09:00:00Z'), never)).toEqual(at('2026-06-02T09:00:00Z'));
  });

  it('end at a moment that is not quiet itself, and never in the past', () => {
    const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`); // prettier-ignore
    fc.assert(
      fc.property(
        fc.date({ min: at('2026-01-01'), max: at('2027-01-01'), noInvalidDate: true }),
        fc.constantFrom('UTC', 'America/Chicago', 'Europe/Warsaw', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        clock,
        clock,
        (now, timeZone, quietFrom, quietUntil) => {
          const then = afterQuietHours(now, { timeZone, quietFrom, quietUntil });
          expect(then.getTime()).toBeGreaterThanOrEqual(now.getTime());
          expect(then.getTime() - now.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
          expect(afterQuietHours(then, { timeZone, quietFrom, quietUntil })).toEqual(then);
        },
      ),
    );
  });
});
