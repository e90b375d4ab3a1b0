import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import type { RecognizePriorLearningInput } from './course-attempt.input.js';
import { CoursePassedAlready, PriorLearningUnchanged } from './course-attempt.refusals.js';
import { PriorLearningDecision } from './course-attempt.type.js';
import { readableBy } from './grading.queries.js';
import { refuseOwn } from './record-access.js';
import { OwnRecord } from './record.refusals.js';

type Receipt = { id: string };
type PriorLearningRefusal = OwnRecord | CoursePassedAlready | PriorLearningUnchanged;

/** Courses credited for learning elsewhere: by a decision with reason, evidence and approver, never by itself. */
@Injectable()
export class PriorLearningService {
  constructor(private readonly counters: CounterService) {}

  /** Every decision of an enrollment, superseded ones too. Throws NOT_FOUND. */
  async ofEnrollment(db: TenantDb, enrollmentId: string): Promise<PriorLearningDecision[]> {
    const [[enrollment], decisions] = await db.readAll<[{ id: string }, PriorLearningDecision]>([
      sql`SELECT e.id FROM enrollment e WHERE e.org_id = ${db.orgId} AND e.id = ${enrollmentId} AND ${readableBy(db)}`,
      sql`${decisionsOf(db)} AND d.enrollment_id = ${enrollmentId} ORDER BY d.decided_at, d.id`,
    ]);
    if (!enrollment) throw notFound();
    return decisions;
  }

  /** Takes the place of any earlier decision on the course. Throws NOT_FOUND. */
  async decide(
    db: TenantDb,
    input: RecognizePriorLearningInput,
  ): Promise<PriorLearningDecision | PriorLearningRefusal> {
    const receipt = await db.once<Receipt | PriorLearningRefusal>(input, (tx) => this.decideIn(tx, input));
    if (isRefusal(receipt)) return receipt;
    const [decision] = await db.read<PriorLearningDecision>(sql`${decisionsOf(db)} AND d.id = ${receipt.id}`);
    if (!decision) throw notFound();
    return Object.assign(new PriorLearningDecision(), decision);
  }

  private async decideIn(
    tx: Transaction,
    input: RecognizePriorLearningInput,
  ): Promise<Receipt | PriorLearningRefusal> {
    const { enrollmentId, courseId, granted, reason, evidence, evidenceFileId = null } = input;
    const locked = await this.counters.lockOne(tx, enrollmentId);
    const own = refuseOwn(locked);
    if (own) return own;
    const facts = await this.counters.factsOf(tx, enrollmentId, courseId);
    if (granted && facts.attempt?.outcome === 'PASSED') {
      return refuse(CoursePassedAlready, 'The course is passed: there is nothing to credit.');
    }
    const standing = await standingDecision(tx, enrollmentId, courseId);
    if (standing?.granted === granted) {
      return refuse(
        PriorLearningUnchanged,
        `The course is ${granted ? 'credited' : 'not credited'} already.`,
      );
    }
    const id = newId();
    const supersedesId = standing?.id ?? null;
    await tx.query(sql`
      INSERT INTO prior_learning_decision (org_id, id, enrollment_id, course_id, granted, reason, evidence, evidence_file_id, decided_by, supersedes_id)
      VALUES (${tx.orgId}, ${id}, ${enrollmentId}, ${courseId}, ${granted}, ${reason}, ${evidence}, ${evidenceFileId}, ${tx.db.actorId}, ${supersedesId})`);
    await this.counters.keep(tx, [{ ...facts, credited: granted }]);
    const content = { id, enrollmentId, courseId, granted, reason, evidence, evidenceFileId, supersedesId };
    tx.append({ personId: locked.personId, kind: 'prior-learning.decided', content });
    return { id };
  }
}

const decisionsOf = (db: TenantDb) => sql`
  SELECT d.id, d.enrollment_id AS "enrollmentId", d.course_id AS "courseId", d.granted, d.reason, d.evidence,
    d.evidence_file_id AS "evidenceFileId", d.decided_by AS "decidedBy", d.decided_at AS "decidedAt", d.supersedes_id AS "supersedesId"
  FROM prior_learning_decision d JOIN enrollment e ON e.org_id = d.org_id AND e.id = d.enrollment_id
  WHERE d.org_id = ${db.orgId} AND ${readableBy(db)}`;

async function standingDecision(
  tx: Transaction,
  enrollmentId: string,
  courseId: string,
): Promise<{ id: string; granted: boolean } | undefined> {
  const [standing] = await tx.query<{ id: string; granted: boolean }>(sql`
    SELECT d.id, d.granted FROM prior_learning_decision d
    WHERE d.org_id = ${tx.orgId} AND d.enrollment_id = ${enrollmentId} AND d.course_id = ${courseId}
      AND NOT EXISTS (SELECT 1 FROM prior_learning_decision l WHERE l.org_id = d.org_id AND l.supersedes_id = d.id)`);
  return standing;
}
