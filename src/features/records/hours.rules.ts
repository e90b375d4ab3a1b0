import type {
  Attendance,
  ClassRecord,
  ClassSession,
  CountedEntry,
  CountedHours,
  HoursPolicy,
  MakeUp,
} from './attendance.js';
import { fullCredit } from './clock-hour.rules.js';
import {
  IN_FULL,
  type RunningCount,
  excusedShare,
  markUsed,
  noteMissed,
  unlessCorrected,
  unlessVoided,
  withSupervisor,
  withinExcusedShare,
  withinMissed,
  withoutAbsence,
  withoutMissedParts,
  withoutSharedMinutes,
} from './hours-limits.rules.js';
import { byId, byStart } from './interval.rules.js';

const ORDER: readonly Attendance['status'][] = ['PRESENT', 'EXCUSED', 'ABSENT'];

/**
 * Which minutes of a trainee's class record count, entry by entry (inv 36 and 39): attended time first, then
 * excused absence up to its share, then make-up, each in order of time.
 * @throws RangeError when an entry names a session that is not in the record.
 */
export function countHours(record: ClassRecord, policy: HoursPolicy): CountedEntry[] {
  const running: RunningCount = {
    policy,
    correctedBy: correctionsIn([...record.attendance, ...record.makeUps]),
    used: [...record.countedElsewhere],
    excusedLeft: new Map(
      [...record.requiredMinutes.keys()].map((id) => [id, excusedShare(record, policy, id)]),
    ),
    missed: new Map(),
  };
  const sessions = new Map(record.sessions.map((session) => [session.id, session]));
  const rosters = record.attendance.map((entry) => ({
    entry,
    session: sessionOf(sessions, entry.sessionId),
  }));
  rosters.sort(byStatusThenTime);
  const makeUps = [...record.makeUps].sort((a, b) => byStart(a, b) || byId(a, b));
  return [
    ...rosters.map(({ entry, session }) => countAttendance(entry, session, record, running)),
    ...makeUps.map((makeUp) =>
      countMakeUp(makeUp, sessionOf(sessions, makeUp.missedSessionId), record, running),
    ),
  ];
}

/** The counted minutes by course and kind, in order of first appearance. */
export function hoursByCourse(entries: readonly CountedEntry[]): CountedHours[] {
  const totals = new Map<string, CountedHours>();
  for (const { courseId, kind, countedMinutes } of entries) {
    const key = `${courseId} ${kind}`;
    const before = totals.get(key)?.countedMinutes ?? 0;
    totals.set(key, { courseId, kind, countedMinutes: before + countedMinutes });
  }
  return [...totals.values()];
}

function countAttendance(
  entry: Attendance,
  session: ClassSession,
  record: ClassRecord,
  running: RunningCount,
): CountedEntry {
  const { policy } = running;
  const absence = entry.status === 'PRESENT' ? entry : IN_FULL;
  let tally = unlessCorrected(fullCredit(session, policy), entry.id, running);
  if (entry.status === 'ABSENT') {
    tally = withoutAbsence(tally);
  } else {
    tally = withoutMissedParts(tally, session, absence, policy);
    tally = withoutSharedMinutes(tally, session, absence, running);
  }
  if (entry.status === 'EXCUSED') tally = withinExcusedShare(tally, session, record, running);
  markUsed(tally, entry.id, session, absence, running);
  if (!running.correctedBy.has(entry.id)) noteMissed(tally, session, running);
  const source = entry.status === 'PRESENT' ? 'ATTENDED' : entry.status;
  return { ...subjectOf(entry.id, session), source, creditMinutes: fullCredit(session, policy), ...tally };
}

function countMakeUp(
  makeUp: MakeUp,
  session: ClassSession,
  record: ClassRecord,
  running: RunningCount,
): CountedEntry {
  const creditMinutes = fullCredit(makeUp, running.policy);
  let tally = unlessCorrected(creditMinutes, makeUp.id, running);
  tally = unlessVoided(tally, makeUp);
  tally = withSupervisor(tally, makeUp, record.traineePersonId);
  tally = withoutSharedMinutes(tally, makeUp, IN_FULL, running);
  tally = withinMissed(tally, session, running);
  markUsed(tally, makeUp.id, makeUp, IN_FULL, running);
  return { ...subjectOf(makeUp.id, session), source: 'MADE_UP', creditMinutes, ...tally };
}

function correctionsIn(entries: readonly (Attendance | MakeUp)[]): Map<string, string> {
  return new Map(entries.flatMap(({ id, correctsId }) => (correctsId === null ? [] : [[correctsId, id]])));
}

function sessionOf(sessions: ReadonlyMap<string, ClassSession>, id: string): ClassSession {
  const session = sessions.get(id);
  if (!session) throw new RangeError(`No session ${id} in the class record`);
  return session;
}

function subjectOf(entryId: string, session: ClassSession) {
  return { entryId, sessionId: session.id, courseId: session.courseId, kind: session.kind };
}

interface Roster {
  readonly entry: Attendance;
  readonly session: ClassSession;
}

function byStatusThenTime(a: Roster, b: Roster): number {
  const status = ORDER.indexOf(a.entry.status) - ORDER.indexOf(b.entry.status);
  return status || byStart(a.session, b.session) || byId(a.entry, b.entry);
}
