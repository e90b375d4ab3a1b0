import fc from 'fast-check';
import type {
  Attendance,
  ClassRecord,
  ClassSession,
  CountedEntry,
  HoursPolicy,
  MakeUp,
} from './attendance.js';
import { countHours, hoursByCourse } from './hours.rules.js';
import { minutesIn, minutesLater } from './interval.rules.js';

const DAY = new Date('2026-03-02T08:00:00Z');
const policy: HoursPolicy = { minutesPerClockHour: 50, subtractUnitMinutes: 15, excusedSharePct: 10 };

const session = (id: string, from: number, minutes = 60, breakMinutes = 0): ClassSession => ({
  id,
  courseId: 'PTT-103',
  kind: 'LAB',
  startsAt: minutesLater(DAY, from),
  endsAt: minutesLater(DAY, from + minutes),
  breakMinutes,
});
const mark = (
  sessionId: string,
  status: Attendance['status'] = 'PRESENT',
  more: Partial<Attendance> = {},
): Attendance => ({
  id: `at-${sessionId}`,
  sessionId,
  status,
  minutesLate: 0,
  minutesLeftEarly: 0,
  correctsId: null,
  ...more,
});
const makeUp = (missedSessionId: string, from: number, minutes = 60, more: Partial<MakeUp> = {}): MakeUp => ({
  id: `mu-${missedSessionId}-${from}`,
  missedSessionId,
  startsAt: minutesLater(DAY, from),
  endsAt: minutesLater(DAY, from + minutes),
  breakMinutes: 0,
  supervisorPersonId: 'instructor',
  correctsId: null,
  voided: false,
  ...more,
});
const recordOf = (parts: Partial<ClassRecord>): ClassRecord => ({
  traineePersonId: 'trainee',
  sessions: [],
  attendance: [],
  makeUps: [],
  requiredMinutes: new Map([['PTT-103', 1200]]),
  countedElsewhere: [],
  ...parts,
});
const total = (entries: readonly CountedEntry[]) =>
  entries.reduce((minutes, entry) => minutes + entry.countedMinutes, 0);
const byEntry = (entries: readonly CountedEntry[], id: string) =>
  entries.find(({ entryId }) => entryId === id);

/** Sessions anywhere in two days, overlapping or not, each on the roster, some twice, some missed and made up. */
const records = fc
  .array(
    fc.record({
      from: fc.nat(1500),
      minutes: fc.integer({ min: 1, max: 240 }),
      pause: fc.nat(30),
      status: fc.constantFrom<Attendance['status']>('PRESENT', 'PRESENT', 'ABSENT', 'EXCUSED'),
      late: fc.nat(20),
      twice: fc.boolean(),
      madeUp: fc.option(
        fc.record({
          from: fc.nat(1800),
          minutes: fc.integer({ min: 1, max: 120 }),
          supervised: fc.boolean(),
          voided: fc.boolean(),
        }),
      ),
      course: fc.constantFrom('PTT-103', 'PTT-104'),
    }),
    { maxLength: 10 },
  )
  .map((all) => {
    const sessions = all.map((each, index) => ({
      ...session(`s${index}`, each.from, each.minutes, Math.min(each.pause, each.minutes - 1)),
      courseId: each.course,
    }));
    const attendance = all.flatMap((each, index) => {
      const there = each.minutes - Math.min(each.pause, each.minutes - 1);
      const minutesLate = each.status === 'PRESENT' ? Math.min(each.late, there) : 0;
      const entry = mark(`s${index}`, each.status, { minutesLate });
      return each.twice ? [entry, { ...entry, id: `${entry.id}-again` }] : [entry];
    });
    const makeUps = all.flatMap(({ madeUp }, index) =>
      madeUp
        ? [
            makeUp(`s${index}`, madeUp.from, madeUp.minutes, {
              supervisorPersonId: madeUp.supervised ? 'instructor' : null,
              voided: madeUp.voided,
            }),
          ]
        : [],
    );
    const requiredMinutes = new Map([
      ['PTT-103', 1200],
      ['PTT-104', 300],
    ]);
    return recordOf({ sessions, attendance, makeUps, requiredMinutes });
  });

/** Minutes of the clock that lie in a 60-minute period some class or make-up has begun, told one by one. */
function minutesOfPeriodsStarted(record: ClassRecord): number {
  const minutes = new Set<number>();
  for (const time of [...record.sessions, ...record.makeUps]) {
    const first = (time.startsAt.getTime() - DAY.getTime()) / 60_000;
    const length = Math.ceil(minutesIn(time) / 60) * 60;
    for (let minute = first; minute < first + length; minute += 1) minutes.add(minute);
  }
  return minutes.size;
}

describe('class hours', () => {
  it('inv 39: counts attended time, minus what was missed, and says why', () => {
    const entries = countHours(
      recordOf({
        sessions: [session('a', 0), session('b', 60), session('c', 120, 50)],
        attendance: [mark('a'), mark('b', 'PRESENT', { minutesLate: 3 }), mark('c', 'ABSENT')],
      }),
      policy,
    );
    expect(byEntry(entries, 'at-a')).toMatchObject({
      source: 'ATTENDED',
      countedMinutes: 60,
      notCounted: [],
    });
    expect(byEntry(entries, 'at-b')).toMatchObject({
      countedMinutes: 45,
      notCounted: [{ code: 'LATE_OR_LEFT_EARLY', minutes: 15, minutesLate: 3 }],
    });
    expect(byEntry(entries, 'at-c')).toMatchObject({
      countedMinutes: 0,
      notCounted: [{ code: 'ABSENT', minutes: 60 }],
    });
    expect(hoursByCourse(entries)).toEqual([{ courseId: 'PTT-103', kind: 'LAB', countedMinutes: 105 }]);
  });

  it('inv 39: eight classes of 50 minutes back to back are not eight clock hours', () => {
    const sessions = Array.from({ length: 8 }, (_, index) => session(`s${index}`, index * 50, 50));
    const entries = countHours(
      recordOf({ sessions, attendance: sessions.map(({ id }) => mark(id)) }),
      policy,
    );
    expect(total(entries)).toBe(400);
    const hourly = Array.from({ length: 8 }, (_, index) => session(`s${index}`, index * 60, 50));
    expect(
      total(countHours(recordOf({ sessions: hourly, attendance: hourly.map(({ id }) => mark(id)) }), policy)),
    ).toBe(480);
  });

  it('inv 36: minutes shared by two classes count once', () => {
    const sessions = [session('a', 0), { ...session('b', 30), courseId: 'PTT-104' }];
    const entries = countHours(recordOf({ sessions, attendance: [mark('a'), mark('b')] }), policy);
    expect(byEntry(entries, 'at-b')).toMatchObject({
      countedMinutes: 30,
      notCounted: [{ code: 'SAME_MINUTES', minutes: 30, countedForIds: ['at-a'] }],
    });
  });

  it('inv 36: minutes that count as placement hours do not count as class hours', () => {
    const shift = { id: 'shift', startsAt: minutesLater(DAY, 20), endsAt: minutesLater(DAY, 200) };
    const record = recordOf({
      sessions: [session('a', 0)],
      attendance: [mark('a')],
      countedElsewhere: [shift],
    });
    expect(countHours(record, policy)).toMatchObject([
      { countedMinutes: 20, notCounted: [{ code: 'SAME_MINUTES', minutes: 40, countedForIds: ['shift'] }] },
    ]);
  });

  it('inv 36: a trainee who comes late from another class loses nothing twice', () => {
    const sessions = [session('a', 0, 30), session('b', 0)];
    const attendance = [mark('a'), mark('b', 'PRESENT', { minutesLate: 30 })];
    expect(total(countHours(recordOf({ sessions, attendance }), policy))).toBe(60);
  });

  it('inv 39: excused absence counts up to its share of the course', () => {
    const sessions = [session('a', 0, 60), session('b', 60, 60), session('c', 120, 60)];
    const attendance = sessions.map(({ id }) => mark(id, 'EXCUSED'));
    const entries = countHours(recordOf({ sessions, attendance }), policy);
    expect(entries.map(({ countedMinutes }) => countedMinutes)).toEqual([60, 60, 0]);
    expect(entries[2]?.notCounted).toMatchObject([
      { code: 'EXCUSED_SHARE_USED_UP', minutes: 60, sharePct: 10, countableMinutes: 120 },
    ]);
  });

  it('inv 39: make-up counts only supervised, by somebody else, and up to the minutes missed', () => {
    const sessions = [session('a', 0, 90)];
    const attendance = [mark('a', 'PRESENT', { minutesLate: 30 })];
    const made = (more: Partial<MakeUp>, minutes = 60) =>
      countHours(recordOf({ sessions, attendance, makeUps: [makeUp('a', 600, minutes, more)] }), policy)[1];
    expect(made({})).toMatchObject({
      source: 'MADE_UP',
      countedMinutes: 30,
      notCounted: [{ code: 'MAKE_UP_OVER_MISSED', minutes: 30, missedMinutes: 30 }],
    });
    expect(made({}, 20)).toMatchObject({ countedMinutes: 20, notCounted: [] });
    expect(made({ supervisorPersonId: null })).toMatchObject({
      countedMinutes: 0,
      notCounted: [{ code: 'MAKE_UP_UNSUPERVISED', minutes: 60 }],
    });
    expect(made({ supervisorPersonId: 'trainee' })).toMatchObject({
      notCounted: [{ code: 'MAKE_UP_SUPERVISED_BY_TRAINEE' }],
    });
  });

  it('inv 39: nothing is made up for a session that was attended or has no roster', () => {
    const sessions = [session('a', 0), session('b', 60)];
    const makeUps = [makeUp('a', 600), makeUp('b', 700)];
    expect(total(countHours(recordOf({ sessions, attendance: [mark('a')], makeUps }), policy))).toBe(60);
  });

  it('inv 39: minutes that count for another entry were not missed, so they are not made up', () => {
    const sessions = [session('a', 0), session('b', 30)];
    const record = recordOf({ sessions, attendance: [mark('a'), mark('b')], makeUps: [makeUp('b', 600)] });
    expect(total(countHours(record, policy))).toBe(90);
  });

  it('a corrected entry counts nothing and names the entry that corrects it', () => {
    const sessions = [session('a', 0)];
    const attendance = [mark('a'), mark('a', 'ABSENT', { id: 'later', correctsId: 'at-a' })];
    const entries = countHours(recordOf({ sessions, attendance, makeUps: [makeUp('a', 600)] }), policy);
    expect(byEntry(entries, 'at-a')).toMatchObject({
      countedMinutes: 0,
      notCounted: [{ code: 'CORRECTED', minutes: 60, correctedById: 'later' }],
    });
    expect(total(entries)).toBe(60);
  });

  it('a voided make-up counts nothing, and leaves what it made up to be made up', () => {
    const sessions = [session('a', 0)];
    const makeUps = [
      makeUp('a', 600),
      makeUp('a', 600, 60, { id: 'void', correctsId: 'mu-a-600', voided: true }),
    ];
    const record = recordOf({ sessions, attendance: [mark('a', 'ABSENT')], makeUps });
    const entries = countHours(record, policy);
    expect(total(entries)).toBe(0);
    expect(byEntry(entries, 'void')).toMatchObject({ notCounted: [{ code: 'VOIDED', minutes: 60 }] });
    expect(total(countHours({ ...record, makeUps: [...makeUps, makeUp('a', 700)] }, policy))).toBe(60);
  });

  it('throws on an entry for a session that is not there', () => {
    expect(() => countHours(recordOf({ attendance: [mark('gone')] }), policy)).toThrow(RangeError);
  });

  it('inv 36, 39: never more than the minutes of the 60-minute periods started, each told once', () => {
    fc.assert(
      fc.property(records, (record) => {
        expect(total(countHours(record, policy))).toBeLessThanOrEqual(minutesOfPeriodsStarted(record));
      }),
      { numRuns: 300 },
    );
  });

  it('accounts for every entry to the minute, in whole minutes', () => {
    fc.assert(
      fc.property(records, (record) => {
        for (const { creditMinutes, countedMinutes, notCounted } of countHours(record, policy)) {
          expect(Number.isInteger(countedMinutes) && countedMinutes >= 0).toBe(true);
          expect(notCounted.every(({ minutes }) => minutes > 0)).toBe(true);
          expect(notCounted.reduce((sum, { minutes }) => sum + minutes, countedMinutes)).toBe(creditMinutes);
        }
      }),
    );
  });

  it('inv 39: excused and made-up minutes stay within their limits', () => {
    fc.assert(
      fc.property(records, (record) => {
        const entries = countHours(record, policy);
        for (const [courseId, required] of record.requiredMinutes) {
          const excused = entries.filter(
            (entry) => entry.courseId === courseId && entry.source === 'EXCUSED',
          );
          expect(total(excused)).toBeLessThanOrEqual(required / 10);
        }
        for (const { id } of record.sessions) {
          const ofSession = entries.filter(({ sessionId }) => sessionId === id);
          const credit = ofSession.find(({ source }) => source !== 'MADE_UP')?.creditMinutes ?? 0;
          expect(total(ofSession)).toBeLessThanOrEqual(credit);
        }
      }),
    );
  });

  it('does not depend on the order of the entries, and an entry told twice adds nothing', () => {
    fc.assert(
      fc.property(records, (record) => {
        const entries = countHours(record, policy);
        const turned = {
          ...record,
          sessions: [...record.sessions].reverse(),
          attendance: [...record.attendance].reverse(),
          makeUps: [...record.makeUps].reverse(),
        };
        expect(countHours(turned, policy)).toEqual(entries);
        const once = { ...record, attendance: record.attendance.filter(({ id }) => !id.endsWith('again')) };
        const attended = (all: CountedEntry[]) => total(all.filter(({ source }) => source === 'ATTENDED'));
        expect(attended(countHours(once, policy))).toBe(attended(entries));
      }),
    );
  });
});
