import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { EnrollmentNotActive } from '../enrollments/enrollment.refusals.js';
import type { EnrollmentStatus } from '../enrollments/enrollment-status.rules.js';
import { CounterService } from './counters.service.js';
import type { RepeatCourseInput } from './course-attempt.input.js';
import { CourseNotFailed } from './course-attempt.refusals.js';
import { CourseAttempt } from './course-attempt.type.js';
import { repeated, underWay } from './course-record.rules.js';
import { readableBy } from './grading.queries.js';
import { refuseOwn } from './record-access.js';
import { HoursCounters } from './hours-counters.service.js';
import { OwnRecord } from './record.refusals.js';

type Receipt = { id: string };
type RepeatRefusal = OwnRecord | CourseNotFailed | EnrollmentNotActive;

/** Attempts at courses: opened by the first record, decided by the rules, repeated after a fail. */
@Injectable()
export class CourseAttemptService {
  constructor(
    private readonly counters: CounterService,
    private readonly hours: HoursCounters,
  ) {}

  /** Every attempt of an enrollment, in the order they were started. Throws NOT_FOUND. */
  async ofEnrollment(db: TenantDb, enrollmentId: string): Promise<CourseAttempt[]> {
    const [[enrollment], attempts] = await db.readAll<[{ id: string }, CourseAttempt]>([
      sql`SELECT e.id FROM enrollment e WHERE e.org_id = ${db.orgId} AND e.id = ${enrollmentId} AND ${readableBy(db)}`,
      sql`${attemptsOf(db)} AND a.enrollment_id = ${enrollmentId} ORDER BY a.started_at, a.id`,
    ]);
    if (!enrollment) throw notFound();
    return attempts;
  }

  /**
   * Opens the next attempt after a failed one. Marks, quiz results and hours start anew; the failed attempt
   * keeps its own (inv 43), and lessons done stay done. Throws NOT_FOUND.
   */
  async repeat(db: TenantDb, input: RepeatCourseInput): Promise<CourseAttempt | RepeatRefusal> {
    const receipt = await db.once<Receipt | RepeatRefusal>(input, (tx) => this.repeatIn(tx, input));
    if (isRefusal(receipt)) return receipt;
    const [attempt] = await db.read<CourseAttempt>(sql`${attemptsOf(db)} AND a.id = ${receipt.id}`);
    if (!attempt) throw notFound();
    return Object.assign(new CourseAttempt(), attempt);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async repeatIn(
    tx: Transaction,
    { enrollmentId, courseId }: Omit<RepeatCourseInput, 'operationId'>,
  ): Promise<Receipt | RepeatRefusal> {
    const locked = await this.counters.lockPersons(tx, [enrollmentId]);
    const asked = locked.find((each) => each.asked);
    if (!asked) throw notFound();
    const refusal = refuseOwn(asked) ?? refuseInactive(asked.status);
    if (refusal) return refusal;
    const facts = await this.counters.factsOf(tx, enrollmentId, courseId);
    if (facts.attempt?.outcome !== 'FAILED' || facts.credited)
      return notFailed(facts.attempt?.outcome, facts.credited);
    const again = repeated(underWay(facts, newId()), newId());
    await this.counters.keep(tx, [again]);
    await this.hours.recount(tx, locked);
    const { personId } = asked;
    const content = { enrollmentId, courseId, attempt: again.attempt.number };
    tx.append({ personId, kind: 'course.repeated', content });
    return { id: again.attempt.id };
  }
}

const attemptsOf = (db: TenantDb) => sql`
  SELECT a.id, a.enrollment_id AS "enrollmentId", a.course_id AS "courseId", c.code AS "courseCode", a.number, a.outcome,
    a.final_percent::text AS "finalPercent", a.started_at AS "startedAt", a.decided_at AS "decidedAt"
  FROM course_attempt a JOIN course c ON c.org_id = a.org_id AND c.id = a.course_id
  JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
  WHERE a.org_id = ${db.orgId} AND ${readableBy(db)}`;

function refuseInactive(status: string): EnrollmentNotActive | null {
  if (status === 'ACTIVE') return null;
  const message = `The enrollment is ${status}; a course is repeated while it is active.`;
  return refuse(EnrollmentNotActive, message, { enrollmentStatus: status as EnrollmentStatus });
}

function notFailed(outcome: CourseNotFailed['outcome'] | undefined, credited: boolean): CourseNotFailed {
  const known = credited ? 'CREDITED' : (outcome ?? 'IN_PROGRESS');
  return refuse(CourseNotFailed, `Only a failed course is repeated; this one is ${known}.`, {
    outcome: known,
  });
}
