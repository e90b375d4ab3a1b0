import { Injectable, type OnModuleInit } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { LastAttendance } from '../enrollments/last-attendance.js';
import type {
  Attendance,
  ClassRecord,
  ClassSession,
  CountedEntry,
  HoursPolicy,
  MakeUp,
} from './attendance.js';
import { countHours } from './hours.rules.js';
import { ofAttempts, standingPlacementHours, type WhichAttempts } from './placement-hours.queries.js';
import {
  countPlacement,
  timeOfPlacement,
  type PlacementHoursRow,
  type PlacementPart,
} from './placement-hours.rules.js';

/** Least minutes of class in an hour that make a clock hour: 34 CFR 600.2. A default, not yet the program's data. */
const MINUTES_PER_CLOCK_HOUR = 50;
/** Late and early are subtracted to the minute. A default, not yet the program's data. */
const SUBTRACT_UNIT_MINUTES = 1;

export interface HoursEntryRow {
  readonly id: string;
  readonly enrollmentId: string;
  /** Whoever the trainee turned out to be: one and the same for all enrollments of merged persons. */
  readonly personId: string;
  readonly courseId: string;
  readonly attemptId: string;
  readonly sessionId: string;
  readonly kind: 'LECTURE' | 'LAB';
  readonly status: 'PRESENT' | 'ABSENT' | 'EXCUSED' | 'MAKE_UP';
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly breakMinutes: number;
  readonly minutesLate: number;
  readonly minutesLeftEarly: number;
  readonly supervisedBy: string | null;
  /** Whoever the supervisor turned out to be. */
  readonly supervisorPersonId: string | null;
  readonly voided: boolean;
  readonly supersedesId: string | null;
  readonly reason: string | null;
  readonly recordedBy: string | null;
  readonly recordedAt: Date;
  /** Of the program version: class minutes the course requires, and the share of them that may be excused. */
  readonly requiredMinutes: number;
  readonly excusedSharePct: number;
}

/** Everything of some persons that is counted in hours. */
export interface HoursOnRecord {
  readonly classes: readonly HoursEntryRow[];
  readonly placement: readonly PlacementHoursRow[];
}

/** Minutes counted in one attempt at a course. */
export interface ClassMinutes {
  readonly lectureMinutes: number;
  readonly labMinutes: number;
}

/** With those on the job. */
export interface CountedMinutes extends ClassMinutes {
  readonly placementMinutes: number;
}

const NONE: CountedMinutes = { lectureMinutes: 0, labMinutes: 0, placementMinutes: 0 };
const KINDS = ['lectureMinutes', 'labMinutes', 'placementMinutes'] as const;

/** Counted minutes by attempt. */
export class MinutesByAttempt {
  private readonly minutes = new Map<string, CountedMinutes>();

  add(attemptId: string, kind: keyof CountedMinutes, minutes: number): void {
    const sum = this.of(attemptId);
    this.minutes.set(attemptId, { ...sum, [kind]: sum[kind] + minutes });
  }

  of(attemptId: string | undefined): CountedMinutes {
    return this.minutes.get(attemptId ?? '') ?? NONE;
  }
}

/**
 * Hours are counted for a person, over all courses of all their enrollments at once, in class and on the job: only so
 * are the same minutes never counted twice (inv 36). An attempt at a course takes the place of the course, so that a
 * repeated course starts anew.
 */
@Injectable()
export class ClassHours implements OnModuleInit {
  constructor(private readonly lastAttendance: LastAttendance) {}

  onModuleInit(): void {
    this.lastAttendance.isReadBy(lastAttendedOn);
  }

  async minutesOf(tx: Transaction, personIds: readonly string[]): Promise<MinutesByAttempt> {
    return this.count(await this.recordOf(tx, personIds));
  }

  /**
   * Of every attempt that these persons ever made: of the latest ones as {@link minutesOf} has them; each of the others, which
   * are closed, as it counts by itself, so that it takes no minute from the latest.
   */
  async minutesOfAllAttempts(tx: Transaction, personIds: readonly string[]): Promise<MinutesByAttempt> {
    const minutes = await this.minutesOf(tx, personIds);
    const { classes, placement } = await this.recordOf(tx, personIds, 'EARLIER');
    const classesOf = Map.groupBy(classes, ({ attemptId }) => attemptId);
    const placementOf = Map.groupBy(placement, ({ attemptId }) => attemptId);
    for (const id of new Set([...classesOf.keys(), ...placementOf.keys()])) {
      const alone = this.count({ classes: classesOf.get(id) ?? [], placement: placementOf.get(id) ?? [] });
      for (const kind of KINDS) minutes.add(id, kind, alone.of(id)[kind]);
    }
    return minutes;
  }

  /** Counted minutes from everything that any number of persons have on record. */
  count({ classes, placement }: HoursOnRecord): MinutesByAttempt {
    const minutes = new MinutesByAttempt();
    const classesOf = Map.groupBy(classes, ({ personId }) => personId);
    const placementOf = Map.groupBy(placement, ({ personId }) => personId);
    for (const personId of new Set([...classesOf.keys(), ...placementOf.keys()])) {
      const onTheJob = placementOf.get(personId) ?? [];
      const own = { classes: classesOf.get(personId) ?? [], placement: onTheJob };
      for (const { courseId, kind, countedMinutes } of countEntries(own))
        minutes.add(courseId, kind === 'LECTURE' ? 'lectureMinutes' : 'labMinutes', countedMinutes);
      for (const { attemptId, countedMinutes } of countPlacement(onTheJob))
        minutes.add(attemptId, 'placementMinutes', countedMinutes);
    }
    return minutes;
  }

  /** What the latest attempts of these persons hold. Ids that were merged are one person. */
  async recordOf(
    tx: Transaction,
    personIds: readonly string[],
    which: WhichAttempts = 'LATEST',
  ): Promise<HoursOnRecord> {
    const [classes, placement] = await Promise.all([
      this.entriesOf(tx, personIds, which),
      this.placementOf(tx, personIds, which),
    ]);
    return { classes, placement };
  }

  private async placementOf(
    tx: Transaction,
    personIds: readonly string[],
    which: WhichAttempts,
  ): Promise<PlacementHoursRow[]> {
    const rows = await tx.query<PlacementHoursRow>(standingPlacementHours(tx, personIds, which));
    return rows.map((row) => ({ ...row, parts: row.parts.map(inTime) }));
  }

  /**
   * Every entry of the latest attempts at the courses these persons are enrolled for, or of all others, superseded ones too. Ids
   * that were merged are one person: whose ids these are, their enrollments are counted together.
   */
  private entriesOf(
    tx: Transaction,
    personIds: readonly string[],
    which: WhichAttempts,
  ): Promise<HoursEntryRow[]> {
    return tx.query<HoursEntryRow>(sql`
      SELECT h.id, h.enrollment_id AS "enrollmentId", p.canonical_id AS "personId", h.course_id AS "courseId",
        h.course_attempt_id AS "attemptId", h.session_id AS "sessionId", h.kind, h.status, h.starts_at AS "startsAt",
        h.ends_at AS "endsAt", h.break_minutes AS "breakMinutes", h.minutes_late AS "minutesLate",
        h.minutes_left_early AS "minutesLeftEarly", h.supervised_by AS "supervisedBy", h.voided,
        CASE WHEN h.supervised_by IS NOT NULL THEN canonical_person(h.supervised_by) END AS "supervisorPersonId",
        h.supersedes_id AS "supersedesId", h.reason,
        h.recorded_by AS "recordedBy", h.recorded_at AS "recordedAt", c.lecture_minutes + c.lab_minutes AS "requiredMinutes",
        v.excused_absence_cap_percent AS "excusedSharePct"
      FROM same_persons(${personIds}::uuid[]) p
      JOIN enrollment e ON e.org_id = ${tx.orgId} AND e.person_id = p.person_id
      JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id
      JOIN course c ON c.org_id = e.org_id
      JOIN hours_entry h ON h.org_id = e.org_id AND h.enrollment_id = e.id AND h.course_id = c.id
      WHERE ${ofAttempts(which)}
      ORDER BY h.starts_at, h.id`);
  }
}

/** The last day somebody was present in class, in the zone of the session's cohort. */
async function lastAttendedOn(tx: Transaction, enrollmentId: string): Promise<string | null> {
  const [found] = await tx.query<{ day: string | null }>(sql`
    SELECT max((h.starts_at AT TIME ZONE c.time_zone)::date)::text AS day FROM hours_entry h
    JOIN class_session s ON s.org_id = h.org_id AND s.id = h.session_id JOIN cohort c ON c.org_id = s.org_id AND c.id = s.cohort_id
    WHERE h.org_id = ${tx.orgId} AND h.enrollment_id = ${enrollmentId} AND h.status IN ('PRESENT', 'MAKE_UP') AND NOT h.voided
      AND NOT EXISTS (SELECT 1 FROM hours_entry l WHERE l.org_id = h.org_id AND l.supersedes_id = h.id)`);
  return found?.day ?? null;
}

/** JSON knows no instants. */
const inTime = (part: PlacementPart): PlacementPart => ({
  ...part,
  startsAt: new Date(part.startsAt),
  endsAt: new Date(part.endsAt),
});

/** One person's entries of class, each counted or not and why. `courseId` in the answer is the attempt's id. */
export function countEntries({ classes: entries, placement }: HoursOnRecord): CountedEntry[] {
  const rosters = entries.filter(({ status }) => status !== 'MAKE_UP');
  const record: ClassRecord = {
    traineePersonId: entries[0]?.personId ?? '',
    sessions: [...new Map(rosters.map((entry) => [sessionKey(entry), sessionOf(entry)])).values()],
    attendance: rosters.map(attendanceOf),
    makeUps: entries.filter(({ status }) => status === 'MAKE_UP').map(makeUpOf),
    requiredMinutes: new Map(entries.map(({ attemptId, requiredMinutes }) => [attemptId, requiredMinutes])),
    countedElsewhere: timeOfPlacement(placement),
  };
  return countHours(record, policyOf(entries));
}

/** The strictest excused share where a person is in several programs. */
function policyOf(entries: readonly HoursEntryRow[]): HoursPolicy {
  return {
    minutesPerClockHour: MINUTES_PER_CLOCK_HOUR,
    subtractUnitMinutes: SUBTRACT_UNIT_MINUTES,
    excusedSharePct: Math.min(100, ...entries.map(({ excusedSharePct }) => excusedSharePct)),
  };
}

/** A session counts once for each attempt it was attended in. */
function sessionKey({ attemptId, sessionId }: HoursEntryRow): string {
  return `${attemptId} ${sessionId}`;
}

function sessionOf(entry: HoursEntryRow): ClassSession {
  const { attemptId, kind, startsAt, endsAt, breakMinutes } = entry;
  return { id: sessionKey(entry), courseId: attemptId, kind, startsAt, endsAt, breakMinutes };
}

function attendanceOf(entry: HoursEntryRow): Attendance {
  const { id, status, minutesLate, minutesLeftEarly, supersedesId } = entry;
  if (status === 'MAKE_UP') throw new RangeError('A make-up is no line of a roster');
  return {
    id,
    sessionId: sessionKey(entry),
    status,
    minutesLate,
    minutesLeftEarly,
    correctsId: supersedesId,
  };
}

function makeUpOf(entry: HoursEntryRow): MakeUp {
  const { id, startsAt, endsAt, breakMinutes, supervisorPersonId, supersedesId, voided } = entry;
  const time = { id, startsAt, endsAt, breakMinutes };
  return {
    ...time,
    missedSessionId: sessionKey(entry),
    supervisorPersonId,
    correctsId: supersedesId,
    voided,
  };
}
