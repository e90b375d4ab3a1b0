import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { enterHours, type NewHours } from './attendance.queries.js';
import { ClassHours } from './class-hours.js';
import { CounterService, type LockedEnrollment } from './counters.service.js';

/** Class hours entered, counted anew for the persons they are about, and kept in the counters. */
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

  /** Counts the class minutes of the persons anew, in every course that has any. */
  async recount(tx: Transaction, locked: readonly LockedEnrollment[]): Promise<void> {
    const entries = await this.hours.entriesOf(tx, [...new Set(locked.map(({ personId }) => personId))]);
    const minutes = this.hours.count(entries);
    const courses = new Map(
      entries.map(({ enrollmentId, courseId }) => [
        `${enrollmentId} ${courseId}`,
        { enrollmentId, courseId },
      ]),
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
  const { minutesLate, minutesLeftEarly, supervisedBy, reason, supersedesId } = line;
  const time = { startsAt, endsAt, breakMinutes, minutesLate, minutesLeftEarly };
  const subject = { id, enrollmentId, courseId, sessionId, hoursKind, status };
  const kind = supersedesId === null ? 'hours.recorded' : 'hours.corrected';
  tx.append({ personId, kind, content: { ...subject, ...time, supervisedBy, reason, supersedesId } });
}
