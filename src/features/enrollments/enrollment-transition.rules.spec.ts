import {
  type EnrollmentEvent,
  type EnrollmentStatus,
  type StatusEntry,
  type VoidEntry,
  periodsOf,
} from './enrollment-status.rules.js';
import { type EnrollmentContext, TRANSITIONS, refuseStatusEntry } from './enrollment-transition.rules.js';

const context: EnrollmentContext = {
  traineePersonId: 'trainee',
  takesAttendance: false,
  lastDateAttended: null,
};
const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
const entry = (
  id: number,
  event: EnrollmentEvent,
  effectiveOn: string,
  more: Partial<StatusEntry> = {},
): StatusEntry => ({
  id: `e${id}`,
  event,
  effectiveOn,
  recordedAt: at(id),
  correctsId: null,
  reason: 'by request',
  approvedByPersonId: 'director',
  ...more,
});
const voided = (id: number, correctsId: string, reason: string | null = 'a slip'): VoidEntry => ({
  id: `e${id}`,
  event: 'VOIDED',
  recordedAt: at(id),
  correctsId,
  reason,
  approvedByPersonId: null,
});
const code = (
  history: (StatusEntry | VoidEntry)[],
  next: StatusEntry | VoidEntry,
  more: Partial<EnrollmentContext> = {},
) => refuseStatusEntry(history, next, { ...context, ...more })?.code ?? null;

/** The shortest way into each status. */
const WAYS: Record<EnrollmentStatus, EnrollmentEvent[]> = {
  APPLIED: ['APPLIED'],
  ACTIVE: ['ENROLLED'],
  ON_LEAVE: ['ENROLLED', 'LEAVE_STARTED'],
  WITHDRAWN: ['ENROLLED', 'WITHDREW'],
  COMPLETED: ['ENROLLED', 'COMPLETED'],
  DISMISSED: ['ENROLLED', 'DISMISSED'],
};
const EVENTS = [...new Set(TRANSITIONS.map(({ event }) => event))];
const wayTo = (status: EnrollmentStatus | 'NONE') =>
  status === 'NONE' ? [] : WAYS[status].map((event, index) => entry(index, event, `2026-02-0${index + 1}`));

describe('enrollment transitions', () => {
  it('inv 44: allows exactly the transitions of the table', () => {
    for (const status of ['NONE', ...Object.keys(WAYS)] as (EnrollmentStatus | 'NONE')[]) {
      for (const event of EVENTS) {
        const allowed = TRANSITIONS.some(
          (transition) => transition.from === status && transition.event === event,
        );
        expect([status, event, code(wayTo(status), entry(5, event, '2026-03-01'))]).toEqual([
          status,
          event,
          allowed ? null : 'TRANSITION_NOT_ALLOWED',
        ]);
      }
    }
  });

  it('asks for a reason and an approver where the table says so', () => {
    for (const { from, event, needs } of TRANSITIONS) {
      const history = wayTo(from);
      const blank = code(history, entry(5, event, '2026-03-01', { reason: '  ' }));
      expect([from, event, blank]).toEqual([from, event, needs.includes('REASON') ? 'REASON_MISSING' : null]);
      const unapproved = code(history, entry(5, event, '2026-03-01', { approvedByPersonId: null }));
      expect([from, event, unapproved]).toEqual([
        from,
        event,
        needs.includes('APPROVER') ? 'APPROVER_MISSING' : null,
      ]);
    }
  });

  it('inv 1: nobody approves a decision about themselves', () => {
    const again = entry(5, 'RE_ENTERED', '2026-03-01', { approvedByPersonId: 'trainee' });
    expect(code(wayTo('DISMISSED'), again)).toBe('APPROVED_BY_TRAINEE');
  });

  it('completed is the end', () => {
    expect(TRANSITIONS.some(({ from }) => from === 'COMPLETED')).toBe(false);
  });

  it('only who was active before re-enters; an applicant who gave up applies or enrolls', () => {
    const gaveUp = [entry(0, 'APPLIED', '2026-02-01'), entry(1, 'WITHDREW', '2026-02-02')];
    expect(code(gaveUp, entry(5, 'RE_ENTERED', '2026-03-01'))).toBe('NEVER_ACTIVE_BEFORE');
    expect(code(gaveUp, entry(5, 'APPLIED', '2026-03-01'))).toBeNull();
  });

  it('a back-dated entry must fit between its neighbours', () => {
    const history = [...wayTo('WITHDRAWN')];
    expect(code(history, entry(5, 'LEAVE_STARTED', '2026-02-01'))).toBeNull();
    expect(code(history, entry(5, 'COMPLETED', '2026-02-01'))).toBe('TRANSITION_NOT_ALLOWED');
    expect(code(history, entry(5, 'APPLIED', '2026-01-01'))).toBeNull();
  });

  it('inv 44: a school that takes attendance withdraws from the day after the last date attended', () => {
    const attended = { takesAttendance: true, lastDateAttended: '2026-02-27' };
    const history = wayTo('ACTIVE');
    expect(code(history, entry(5, 'WITHDREW', '2026-02-28'), attended)).toBeNull();
    expect(
      refuseStatusEntry(history, entry(5, 'WITHDREW', '2026-03-10'), { ...context, ...attended }),
    ).toMatchObject({
      code: 'WITHDRAWAL_DATE_NOT_LAST_ATTENDED',
      lastDateAttended: '2026-02-27',
      expectedEffectiveOn: '2026-02-28',
    });
    expect(
      code(history, entry(5, 'WITHDREW', '2026-03-10'), { ...attended, takesAttendance: false }),
    ).toBeNull();
    expect(
      code(history, entry(5, 'WITHDREW', '2026-03-10'), { ...attended, lastDateAttended: null }),
    ).toBeNull();
  });

  it('inv 44: who does not come back from leave withdraws by correcting the leave', () => {
    const history = [entry(0, 'ENROLLED', '2026-02-01'), entry(1, 'LEAVE_STARTED', '2026-03-05')];
    const attended = { takesAttendance: true, lastDateAttended: '2026-03-01' };
    const withdrawal = entry(5, 'WITHDREW', '2026-03-02', { correctsId: 'e1', reason: 'did not return' });
    expect(code(history, { ...withdrawal, correctsId: null }, attended)).toBe('TRANSITION_NOT_ALLOWED');
    expect(code(history, withdrawal, attended)).toBeNull();
    expect(periodsOf([...history, withdrawal]).map(({ status, from }) => [status, from])).toEqual([
      ['ACTIVE', '2026-02-01'],
      ['WITHDRAWN', '2026-03-02'],
    ]);
  });

  it('says what could stand in the place of what cannot follow', () => {
    const message = (history: StatusEntry[], next: StatusEntry) =>
      refuseStatusEntry(history, next, context)?.message;
    expect(message(wayTo('ON_LEAVE'), entry(5, 'COMPLETED', '2026-03-01'))).toBe(
      'COMPLETED on 2026-03-01 cannot follow ON_LEAVE; LEAVE_ENDED, WITHDREW, DISMISSED can.',
    );
    expect(message(wayTo('ACTIVE'), entry(5, 'LEAVE_STARTED', '2020-01-01'))).toBe(
      'On 2020-01-01 the history has not begun: it begins with APPLIED or ENROLLED, not with LEAVE_STARTED.',
    );
  });

  it('corrects an entry once, with a reason, and only one that is there', () => {
    const history = [...wayTo('ON_LEAVE'), voided(3, 'e1')];
    expect(code(history, voided(5, 'e1'))).toBe('ENTRY_ALREADY_CORRECTED');
    expect(code(history, voided(5, 'e9'))).toBe('CORRECTED_ENTRY_UNKNOWN');
    expect(code(history, voided(5, 'e3'))).toBe('CORRECTED_ENTRY_UNKNOWN');
    expect(code(wayTo('ON_LEAVE'), voided(5, 'e1', ''))).toBe('REASON_MISSING');
    expect(code(wayTo('APPLIED'), voided(5, 'e0'))).toBe('NO_ENTRY_LEFT');
    expect(
      code(wayTo('ACTIVE'), entry(5, 'ENROLLED', '2026-01-15', { correctsId: 'e0', reason: null })),
    ).toBe('REASON_MISSING');
    expect(code(wayTo('ON_LEAVE'), voided(5, 'e0'))).toBe('TRANSITION_NOT_ALLOWED');
  });

  it('is append-only: no id twice, no entry before the last, no date that does not exist', () => {
    expect(code(wayTo('ACTIVE'), entry(0, 'COMPLETED', '2026-03-01'))).toBe('ENTRY_ID_USED');
    expect(code(wayTo('ON_LEAVE'), entry(5, 'LEAVE_ENDED', '2026-03-01', { recordedAt: at(0) }))).toBe(
      'RECORDED_OUT_OF_ORDER',
    );
    expect(code([], entry(5, 'ENROLLED', '2026-02-30'))).toBe('DATE_INVALID');
  });
});
