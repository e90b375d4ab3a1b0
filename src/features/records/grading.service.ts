import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import type { StandingMark } from './course-facts.js';
import { type CourseUnderWay, underWay } from './course-record.rules.js';
import type { RecordGradeInput, RecordPracticalInput } from './grading.input.js';
import { gradeEntry } from './grading.queries.js';
import type { GradeEntry } from './grading.type.js';
import type { EnrollmentNotActive } from './lesson-record.refusals.js';
import { enterMark } from './mark-entry.js';
import { newMark, practicalMark, refusePractical, refuseWishedMark, standingMark } from './mark.rules.js';
import { refuseClosed, refuseOwn, refuseUngradable } from './record-access.js';
import {
  type CategoryClosed,
  ItemAlreadyGraded,
  MarkNotAccepted,
  type OwnRecord,
  PracticalNotAccepted,
} from './record.refusals.js';

type Receipt = { id: string };

/** Marks entered by instructors. No mark changes: the latest entry of a chain stands. */
@Injectable()
export class GradingService {
  constructor(private readonly counters: CounterService) {}

  /** Throws NOT_FOUND for an enrollment or category that is not there or may not be seen. */
  async record(db: TenantDb, input: RecordGradeInput): Promise<GradeEntry | RecordRefusal> {
    const { earned, possible, weight = null } = input;
    const receipt = await db.once<Receipt | RecordRefusal>(input, async (tx) => {
      const facts = await this.gradable(tx, input);
      if (isRefusal(facts)) return facts;
      const wrong = refuseWishedMark({ earned, possible, weight });
      if (wrong) return refuse(MarkNotAccepted, wrong.message, { problem: wrong.code });
      const standing = standingMark(facts, input);
      if (standing && standing.earned !== null) return alreadyGraded(standing);
      const points = { id: newId(), source: 'INSTRUCTOR' as const, earned, possible, weight };
      const mark = { ...newMark(facts, input, standing), ...points };
      return enterMark(tx, this.counters, facts, mark);
    });
    return isRefusal(receipt) ? receipt : gradeEntry(db, receipt.id);
  }

  /** Judged by the program's rule for practicals: critical steps, least score, attempts, cap on a repeat. */
  async recordPractical(
    db: TenantDb,
    input: RecordPracticalInput,
  ): Promise<GradeEntry | PracticalRecordRefusal> {
    const { attemptNumber, technicalPercent, criticalStepsMet, weight = null } = input;
    const receipt = await db.once<Receipt | PracticalRecordRefusal>(input, async (tx) => {
      const facts = await this.gradable(tx, input);
      if (isRefusal(facts)) return facts;
      const wrong = refusePractical(facts, input);
      if (wrong) return refuse(PracticalNotAccepted, wrong.message, { problem: wrong.code });
      const scores = {
        ...practicalMark(facts, input),
        weight,
        attemptNumber,
        technicalPercent,
        criticalStepsMet,
      };
      const voided = standingMark(facts, input, attemptNumber);
      const mark = {
        ...newMark(facts, input, voided),
        ...scores,
        id: newId(),
        source: 'INSTRUCTOR' as const,
      };
      return enterMark(tx, this.counters, facts, mark);
    });
    return isRefusal(receipt) ? receipt : gradeEntry(db, receipt.id);
  }

  /** The course of the category, locked, when the actor may enter a mark in it. */
  private async gradable(
    tx: Transaction,
    { enrollmentId, categoryId }: { enrollmentId: string; categoryId: string },
  ): Promise<CourseUnderWay | OwnRecord | EnrollmentNotActive | CategoryClosed> {
    const locked = await this.counters.lockOne(tx, enrollmentId);
    const refusal = refuseOwn(locked) ?? refuseUngradable(locked);
    if (refusal) return refusal;
    const [category] = await tx.query<{ courseId: string }>(sql`
      SELECT course_id AS "courseId" FROM gradebook_category WHERE org_id = ${tx.orgId} AND id = ${categoryId}`);
    if (!category) throw notFound();
    const facts = underWay(await this.counters.factsOf(tx, enrollmentId, category.courseId), newId());
    return refuseClosed(facts, categoryId) ?? facts;
  }
}

type RecordRefusal = OwnRecord | MarkNotAccepted | ItemAlreadyGraded | CategoryClosed | EnrollmentNotActive;
type PracticalRecordRefusal = OwnRecord | PracticalNotAccepted | CategoryClosed | EnrollmentNotActive;

function alreadyGraded({ id, item, earned, possible }: StandingMark): ItemAlreadyGraded {
  const message = `“${item}” is graded ${earned} of ${possible}: correct that entry instead.`;
  return refuse(ItemAlreadyGraded, message, { entryId: id });
}
