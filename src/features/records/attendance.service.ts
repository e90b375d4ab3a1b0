import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { type NewHours, roster, type RosterMember } from './attendance.queries.js';
import type {
  AttendanceLineInput,
  CorrectAttendanceInput,
  ExcuseAbsenceInput,
  TakeAttendanceInput,
} from './class-session.input.js';
import {
  AbsenceNotAccepted,
  type HoursEntrySuperseded,
  ClassSessionCancelled,
  ClassSessionNotBegun,
} from './class-session.refusals.js';
import { lockedSession } from './class-session.service.js';
import {
  AttendanceTaken,
  type ClassSession,
  type HoursEntry,
  type RejectedAttendance,
} from './class-session.type.js';
import { type AbsenceRefusal, refuseAbsence } from './clock-hour.rules.js';
import { CounterService, type LockedEnrollment } from './counters.service.js';
import { HoursCounters } from './hours-counters.service.js';
import { HoursRecordService } from './hours-record.service.js';
import type { OwnRecord } from './record.refusals.js';

type Receipt = { id: string };
type CorrectRefusal = OwnRecord | AbsenceNotAccepted | HoursEntrySuperseded;
type Line = Pick<AttendanceLineInput, 'status' | 'minutesLate' | 'minutesLeftEarly'>;
type Rejection = Omit<RejectedAttendance, 'enrollmentId'>;

/** What rosters say of trainees: entered once for a class, corrected by later lines. */
@Injectable()
export class AttendanceService {
  constructor(
    private readonly counters: CounterService,
    private readonly hours: HoursCounters,
    private readonly records: HoursRecordService,
  ) {}

  /** A whole roster: good lines are kept, bad ones reported, repeating is safe. Throws NOT_FOUND. */
  async take(
    db: TenantDb,
    input: TakeAttendanceInput,
  ): Promise<AttendanceTaken | ClassSessionCancelled | ClassSessionNotBegun> {
    const receipt = await db.once<AttendanceTaken | ClassSessionCancelled | ClassSessionNotBegun>(
      input,
      (tx) => this.takeIn(tx, input),
    );
    return isRefusal(receipt) ? receipt : Object.assign(new AttendanceTaken(), receipt);
  }

  /** Throws NOT_FOUND. */
  async correct(db: TenantDb, input: CorrectAttendanceInput): Promise<HoursEntry | CorrectRefusal> {
    const receipt = await db.once<Receipt | CorrectRefusal>(input, (tx) => this.correctIn(tx, input));
    return isRefusal(receipt) ? receipt : this.records.entry(db, receipt.id);
  }

  /** Counts up to the program's share; by a later line with its reason. Throws NOT_FOUND. */
  async excuse(db: TenantDb, input: ExcuseAbsenceInput): Promise<HoursEntry | CorrectRefusal> {
    const excused = { status: 'EXCUSED' as const, minutesLate: 0, minutesLeftEarly: 0 };
    const receipt = await db.once<Receipt | CorrectRefusal>(input, (tx) =>
      this.correctIn(tx, { ...input, ...excused }),
    );
    return isRefusal(receipt) ? receipt : this.records.entry(db, receipt.id);
  }

  private async takeIn(
    tx: Transaction,
    { sessionId, lines }: TakeAttendanceInput,
  ): Promise<AttendanceTaken | ClassSessionCancelled | ClassSessionNotBegun> {
    const session = await lockedSession(tx, sessionId);
    if (session.cancelledAt) return refuse(ClassSessionCancelled, 'The class session is cancelled.');
    if (session.startsAt > tx.now) {
      return refuse(
        ClassSessionNotBegun,
        'The class has not begun: attendance is taken of what was attended.',
      );
    }
    const ids = lines.map(({ enrollmentId }) => enrollmentId);
    const locked = await this.counters.lockPersons(tx, ids);
    const members = new Map(
      (await tx.query<RosterMember>(roster(tx, sessionId, ids))).map((each) => [each.enrollmentId, each]),
    );
    const visible = new Map(locked.filter(({ asked }) => asked).map((each) => [each.id, each]));
    const taken = { sessionId, entered: 0, unchanged: 0, rejected: [] as RejectedAttendance[] };
    const entered = new Map<string, NewHours>();
    for (const line of lines) {
      const { enrollmentId } = line;
      const member = visible.has(enrollmentId) ? members.get(enrollmentId) : undefined;
      const why = refuseLine(line, session, member, visible.get(enrollmentId), entered.has(enrollmentId));
      if (why) taken.rejected.push({ enrollmentId, ...why });
      else if (member?.standing) taken.unchanged += 1;
      else if (member) entered.set(enrollmentId, hoursOf(line, session, member));
    }
    await this.hours.enter(tx, locked, [...entered.values()]);
    return { ...taken, entered: entered.size };
  }

  private async correctIn(
    tx: Transaction,
    { entryId, status, minutesLate, minutesLeftEarly, reason }: Omit<CorrectAttendanceInput, 'operationId'>,
  ): Promise<Receipt | CorrectRefusal> {
    const found = await this.hours.standing(tx, entryId, 'ROSTER');
    if (isRefusal(found)) return found;
    const { entry, locked } = found;
    const wrong = refuseMissed({ status, minutesLate, minutesLeftEarly }, entry);
    if (wrong) return refuse(AbsenceNotAccepted, wrong.message, { classMinutes: wrong.classMinutes });
    const id = newId();
    const line = { ...entry, id, status, minutesLate, minutesLeftEarly, reason, supersedesId: entryId };
    await this.hours.enter(tx, locked, [line]);
    return { id };
  }
}

function refuseLine(
  line: AttendanceLineInput,
  session: ClassSession,
  member: RosterMember | undefined,
  locked: LockedEnrollment | undefined,
  isRepeated: boolean,
): Rejection | null {
  if (!member || !locked)
    return { code: 'NOT_IN_COHORT', message: 'The cohort of the class has no such enrollment.' };
  if (locked.own) return { code: 'OWN_RECORD', message: 'Nobody takes their own attendance.' };
  if (isRepeated) return { code: 'LINE_REPEATED', message: 'The roster names this enrollment twice.' };
  if (!member.activeThen) {
    return {
      code: 'ENROLLMENT_NOT_ACTIVE',
      message: 'The enrollment was not active on the day of the class.',
    };
  }
  const wrong = refuseMissed(line, session);
  if (wrong) return { code: wrong.code, message: wrong.message };
  if (!member.standing || saysSame(member.standing, line)) return null;
  return {
    code: 'ATTENDANCE_TAKEN_ALREADY',
    message: 'The roster says otherwise: correct that line instead.',
  };
}

/** Minutes late and left early belong to somebody who was there, and fit the class. */
function refuseMissed(
  { status, minutesLate, minutesLeftEarly }: Line,
  time: Pick<ClassSession, 'id' | 'startsAt' | 'endsAt' | 'breakMinutes'>,
): AbsenceRefusal | null {
  if (status === 'PRESENT' || minutesLate + minutesLeftEarly === 0) {
    return refuseAbsence(time, { minutesLate, minutesLeftEarly });
  }
  const message = 'Minutes late or left early are of somebody present.';
  return { code: 'MISSED_MINUTES_NOT_WITHIN_CLASS', classMinutes: 0, message };
}

function hoursOf(line: AttendanceLineInput, session: ClassSession, member: RosterMember): NewHours {
  const { enrollmentId, status, minutesLate, minutesLeftEarly, reason = null } = line;
  const { id: sessionId, courseId, kind, startsAt, endsAt, breakMinutes } = session;
  return {
    ...{ id: newId(), enrollmentId, courseId, attemptId: member.attemptId ?? newId(), sessionId },
    ...{ kind, status, startsAt, endsAt, breakMinutes, minutesLate, minutesLeftEarly },
    ...{ supervisedBy: null, voided: false, reason, supersedesId: null },
  };
}

function saysSame(standing: NonNullable<RosterMember['standing']>, line: Line): boolean {
  return (
    standing.status === line.status &&
    standing.minutesLate === line.minutesLate &&
    standing.minutesLeftEarly === line.minutesLeftEarly
  );
}
