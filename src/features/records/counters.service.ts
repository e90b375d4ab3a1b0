import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import type { EnrollmentStatus } from '../enrollments/enrollment-status.rules.js';
import { ClassHours } from './class-hours.js';
import type { CourseCounters, CourseFacts } from './course-facts.js';
import { type CourseOfEnrollment, courseFacts } from './course-facts.queries.js';
import type { NewMark, NewResult } from './course-record.rules.js';
import { countersOfCourse, outcomeOf } from './course-standing.rules.js';
import { keepCourses, lockedEnrollments, lockedPersons, rebuildEnrollment } from './counters.queries.js';

/** An enrollment whose records this transaction may change: nobody else does until it ends. */
export interface LockedEnrollment {
  readonly id: string;
  readonly personId: string;
  readonly cohortId: string;
  readonly programVersionId: string;
  readonly status: EnrollmentStatus;
  /** Whether the actor is the trainee: by person, through any account and any merged duplicate (inv 1). */
  readonly own: boolean;
  /** False for one that was locked because it is another enrollment of the same person. */
  readonly asked: boolean;
}

/** Records to enter in the same statement as the counters that count them. */
export interface NewRecords {
  readonly marks?: readonly (NewMark & { readonly attemptId: string })[];
  readonly results?: readonly (NewResult & { readonly attemptId: string })[];
}

/**
 * The counters of courses and enrollments, kept in the transaction of the record they count. Whoever changes
 * records locks the enrollments first, always in the order of their ids, and reads the facts after that.
 */
@Injectable()
export class CounterService {
  constructor(private readonly hours: ClassHours) {}

  /** Locks those enrollments that the actor may see, in the order of ids. Leaves out all others. */
  lock(tx: Transaction, enrollmentIds: readonly string[]): Promise<LockedEnrollment[]> {
    return tx.query<LockedEnrollment>(lockedEnrollments(tx, sql`${enrollmentIds}::uuid[]`));
  }

  /** The same for the enrollments whose ids a statement answers. */
  lockThose(tx: Transaction, enrollmentIds: Sql): Promise<LockedEnrollment[]> {
    return tx.query<LockedEnrollment>(lockedEnrollments(tx, sql`ARRAY(${enrollmentIds})`));
  }

  /** The same, with every other enrollment of the same persons, through any merged duplicate. */
  lockPersons(tx: Transaction, enrollmentIds: readonly string[]): Promise<LockedEnrollment[]> {
    return tx.query<LockedEnrollment>(lockedPersons(tx, sql`${enrollmentIds}::uuid[]`));
  }

  /** Throws NOT_FOUND for an enrollment that is not there or may not be seen. */
  async lockOne(tx: Transaction, enrollmentId: string): Promise<LockedEnrollment> {
    const [locked] = await this.lock(tx, [enrollmentId]);
    if (!locked) throw notFound();
    return locked;
  }

  facts(tx: Transaction, wanted: readonly CourseOfEnrollment[]): Promise<CourseFacts[]> {
    return tx.query<CourseFacts>(courseFacts(tx.orgId, wanted));
  }

  /** Throws NOT_FOUND when the course is not in the version the enrollment is pinned to. */
  async factsOf(tx: Transaction, enrollmentId: string, courseId: string): Promise<CourseFacts> {
    const [facts] = await this.facts(tx, [{ enrollmentId, courseId }]);
    if (!facts) throw notFound();
    return facts;
  }

  /**
   * Enters the records and brings counters, attempts and outcomes to what `after` says, in one statement; then
   * tells the ledger of courses decided, and the subscribers. CTEs given as `beside` run in the same statement:
   * what a feature above enters with the records that follow from it.
   */
  async keep(
    tx: Transaction,
    after: readonly CourseFacts[],
    records: NewRecords = {},
    beside: readonly Sql[] = [],
  ): Promise<void> {
    if (after.length === 0) return;
    const kept = after.map((facts) => ({
      ...countersOfCourse(facts),
      enrollmentId: facts.enrollmentId,
      courseId: facts.courseId,
      attemptId: facts.attempt?.id ?? null,
      attemptNumber: facts.attempt?.number ?? null,
      attemptOutcome: outcomeOf(facts).outcome,
      passCarried: Boolean(facts.attempt?.carriedPass),
      recordedBy: tx.db.actorFor(facts.personId),
    }));
    await tx.query(keepCourses(tx, kept, records, beside));
    after.forEach((facts, index) => appendDecision(tx, facts, kept[index]!));
    this.announce(tx, after);
  }

  /** Everything of one enrollment anew from its records: what the kept counters must equal. */
  async recompute(tx: Transaction, enrollmentId: string): Promise<void> {
    const [{ personId } = { personId: null }] = await tx.query<{ personId: string }>(sql`
      SELECT person_id AS "personId" FROM enrollment WHERE org_id = ${tx.orgId} AND id = ${enrollmentId}`);
    if (personId === null) throw notFound();
    const minutes = await this.hours.minutesOf(tx, [personId]);
    const facts = await this.facts(tx, await coursesOf(tx, enrollmentId));
    const counted = facts.map((each) => ({ ...each, ...minutes.of(each.attempt?.id) }));
    await this.keep(tx, counted.filter(hasRecords));
    await tx.query(rebuildEnrollment(tx.orgId, enrollmentId));
  }

  /** Tells subscribers that the progress of these enrollments changed. */
  announce(
    tx: Transaction,
    enrollments: readonly Pick<CourseFacts, 'enrollmentId' | 'personId' | 'cohortId'>[],
  ): void {
    const byId = new Map(enrollments.map((each) => [each.enrollmentId, each]));
    const changes = [...byId.values()].map(({ enrollmentId, personId, cohortId }) => ({
      enrollmentId,
      personId,
      cohortId,
    }));
    tx.notify('progress', ...changes);
  }
}

function appendDecision(
  tx: Transaction,
  { attempt, personId, enrollmentId, courseId, courseCode }: CourseFacts,
  { attemptOutcome, finalPercent }: CourseCounters & { attemptOutcome: string },
): void {
  if (!attempt || attempt.outcome === attemptOutcome) return;
  const { number } = attempt;
  const content = { enrollmentId, courseId, courseCode, attempt: number, finalPercent };
  tx.append({ personId, kind: 'course.decided', content: { ...content, outcome: attemptOutcome } });
}

function hasRecords({ attempt, credited }: CourseFacts): boolean {
  return attempt !== null || credited;
}

function coursesOf(tx: Transaction, enrollmentId: string): Promise<CourseOfEnrollment[]> {
  return tx.query<CourseOfEnrollment>(sql`
    SELECT e.id AS "enrollmentId", c.id AS "courseId" FROM enrollment e
    JOIN course c ON c.org_id = e.org_id AND c.program_version_id = e.program_version_id
    WHERE e.org_id = ${tx.orgId} AND e.id = ${enrollmentId} ORDER BY c.position`);
}
