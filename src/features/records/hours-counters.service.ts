import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { enterHours, type NewHours } from './attendance.queries.js';
import { ClassHours, type HoursEntryRow, type HoursOnRecord } from './class-hours.js';
import { HoursEntrySuperseded } from './class-session.refusals.js';
import { CounterService, type LockedEnrollment } from './counters.service.js';
import { refuseOwn } from './record-access.js';
import type { OwnRecord } from './record.refusals.js';

/** A line of class hours that stands, and everything its correction has to be judged by, locked. */
export interface StandingHours {
  readonly entry: HoursEntryRow;
  /** Everything of the trainee. */
  readonly record: HoursOnRecord;
  /** The enrollment it is of. */
  readonly asked: LockedEnrollment;
  readonly locked: readonly LockedEnrollment[];
}

/** Hours entered, counted anew for the persons they are about, and kept in the counters. */
@Injectable()
export class HoursCounters {
  constructor(
    private readonly counters: CounterService,
    private readonly hours: ClassHours,
  ) {}

  /**
   * `locked` holds every enrollment of the persons the lines are about: a line in one course may change what
   * counts in another, since the same minutes count once (inv 36).
   */
  async enter(
    tx: Transaction,
    locked: readonly LockedEnrollment[],
    lines: readonly NewHours[],
  ): Promise<void> {
    if (lines.length === 0) return;
    await tx.query(enterHours(tx, lines));
    await this.recount(tx, locked);
    const persons = new Map(locked.map(({ id, personId }) => [id, personId]));
    for (const line of lines) appendHours(tx, persons.get(line.enrollmentId), line);
  }

  /** The line, when it stands and the actor may correct it. Throws NOT_FOUND, also for a line of the other sort. */
  async standing(
    tx: Transaction,
    entryId: string,
    sort: 'ROSTER' | 'MAKE_UP',
  ): Promise<StandingHours | OwnRecord | HoursEntrySuperseded> {
    const [found] = await tx.query<{ enrollmentId: string }>(sql`
      SELECT enrollment_id AS "enrollmentId" FROM hours_entry
      WHERE org_id = ${tx.orgId} AND id = ${entryId} AND (status = 'MAKE_UP') = ${sort === 'MAKE_UP'}::boolean`);
    if (!found) throw notFound();
    const locked = await this.counters.lockPersons(tx, [found.enrollmentId]);
    const asked = locked.find((each) => each.asked);
    if (!asked) throw notFound();
    const own = refuseOwn(asked);
    if (own) return own;
    const record = await this.hours.recordOf(tx, [asked.personId]);
    const entry = record.classes.find(({ id }) => id === entryId);
    const later = record.classes.find(({ supersedesId }) => supersedesId === entryId);
    return entry && !later ? { entry, record, asked, locked } : superseded(later);
  }

  /** Counts the hours of the persons anew, in every course that has any on record. */
  async recount(tx: Transaction, locked: readonly LockedEnrollment[]): Promise<void> {
    const record = await this.hours.recordOf(tx, [...new Set(locked.map(({ personId }) => personId))]);
    const held = new Set(locked.map(({ id }) => id)); // not those of a person merged with them just now
    const minutes = this.hours.count(record);
    const courses = new Map(
      [...record.classes, ...record.placement]
        .filter(({ enrollmentId }) => held.has(enrollmentId))
        .map(({ enrollmentId, courseId }) => [`${enrollmentId} ${courseId}`, { enrollmentId, courseId }]),
    );
    const facts = await this.counters.facts(tx, [...courses.values()]);
    const counted = facts.map((each) => ({ ...each, ...minutes.of(each.attempt?.id) }));
    await this.counters.keep(tx, counted);
  }
}

/** Tells the ledger of a line of hours that this transaction enters. */
export function appendHours(tx: Transaction, personId: string | undefined, line: NewHours): void {
  if (personId === undefined) throw new Error('Hours for an enrollment that is not locked');
  const {
    id,
    enrollmentId,
    courseId,
    sessionId,
    kind: hoursKind,
    status,
    startsAt,
    endsAt,
    breakMinutes,
  } = line;
  const { minutesLate, minutesLeftEarly, supervisedBy, voided, reason, supersedesId } = line;
  const time = { startsAt, endsAt, breakMinutes, minutesLate, minutesLeftEarly };
  const subject = { id, enrollmentId, courseId, sessionId, hoursKind, status };
  const kind = supersedesId === null ? 'hours.recorded' : 'hours.corrected';
  tx.append({ personId, kind, content: { ...subject, ...time, supervisedBy, voided, reason, supersedesId } });
}

function superseded(later: HoursEntryRow | undefined): HoursEntrySuperseded {
  const message = later
    ? 'A later line has taken its place: look at that one first.'
    : 'It belongs to an earlier attempt at the course, which is closed.';
  return refuse(HoursEntrySuperseded, message, { laterEntryId: later?.id ?? null });
}
