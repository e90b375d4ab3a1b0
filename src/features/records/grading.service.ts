import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import type { StandingMark } from './course-facts.js';
import { type CourseUnderWay, type NewMark, underWay, withMark } from './course-record.rules.js';
import type {
  CorrectGradeInput,
  RecordGradeInput,
  RecordPracticalInput,
  VoidGradeInput,
} from './grading.input.js';
import { appendMarks, gradeEntry } from './grading.queries.js';
import type { GradeEntry } from './grading.type.js';
import type { EnrollmentNotActive } from './lesson-record.refusals.js';
import {
  newMark,
  practicalMark,
  refusePractical,
  refuseWishedMark,
  standingMark,
  type WishedMark,
  type WishedPractical,
} from './mark.rules.js';
import { refuseOwn, refuseUngradable } from './record-access.js';
import {
  CategoryClosed,
  EntrySuperseded,
  ItemAlreadyGraded,
  MarkNotAccepted,
  OwnRecord,
  PracticalNotAccepted,
} from './record.refusals.js';

type Receipt = { id: string };

/** Marks entered, corrected and voided by instructors. No mark changes: the latest entry of a chain stands. */
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
      return this.enter(tx, facts, mark);
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
      return this.enter(tx, facts, mark);
    });
    return isRefusal(receipt) ? receipt : gradeEntry(db, receipt.id);
  }

  /** Of two corrections of one entry at once, one is entered and the other told of it. Throws NOT_FOUND. */
  async correct(db: TenantDb, input: CorrectGradeInput): Promise<GradeEntry | CorrectRefusal> {
    const receipt = await db.once<Receipt | CorrectRefusal>(input, async (tx) => {
      const found = await this.standing(tx, input.entryId);
      if (isRefusal(found)) return found;
      const scores = correctedScores(found, input);
      if (isRefusal(scores)) return scores;
      return this.enter(tx, found.facts, { ...laterMark(found.mark, input.reason), ...scores });
    });
    return isRefusal(receipt) ? receipt : gradeEntry(db, receipt.id);
  }

  /** The mark stops counting, and its item with it. Not in a closed category: reopen it first. */
  async void(db: TenantDb, input: VoidGradeInput): Promise<GradeEntry | VoidRefusal> {
    const receipt = await db.once<Receipt | VoidRefusal>(input, async (tx) => {
      const found = await this.standing(tx, input.entryId);
      if (isRefusal(found)) return found;
      const closed = refuseClosed(found.facts, found.mark.categoryId);
      if (closed) return closed;
      const nothing = { earned: null, technicalPercent: null, criticalStepsMet: null };
      return this.enter(tx, found.facts, { ...laterMark(found.mark, input.reason), ...nothing });
    });
    return isRefusal(receipt) ? receipt : gradeEntry(db, receipt.id);
  }

  private async enter(tx: Transaction, facts: CourseUnderWay, mark: NewMark): Promise<Receipt> {
    const attemptId = facts.attempt.id;
    await this.counters.keep(tx, [withMark(facts, mark)], { marks: [{ ...mark, attemptId }] });
    appendMarks(tx, [{ facts, mark }]);
    return { id: mark.id };
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

  /** The entry and its course, locked, when it stands and the actor may change it. */
  private async standing(
    tx: Transaction,
    entryId: string,
  ): Promise<StandingEntry | OwnRecord | EntrySuperseded> {
    const [entry] = await tx.query<{ enrollmentId: string; courseId: string }>(sql`
      SELECT enrollment_id AS "enrollmentId", course_id AS "courseId" FROM grade_entry WHERE org_id = ${tx.orgId} AND id = ${entryId}`);
    if (!entry) throw notFound();
    const locked = await this.counters.lockOne(tx, entry.enrollmentId);
    const own = refuseOwn(locked);
    if (own) return own;
    const facts = await this.counters.factsOf(tx, entry.enrollmentId, entry.courseId);
    const mark = facts.marks.find(({ id }) => id === entryId);
    if (mark) return { facts: underWay(facts, newId()), mark };
    return refuseSuperseded(tx, entryId);
  }
}

type RecordRefusal = OwnRecord | MarkNotAccepted | ItemAlreadyGraded | CategoryClosed | EnrollmentNotActive;
type PracticalRecordRefusal = OwnRecord | PracticalNotAccepted | CategoryClosed | EnrollmentNotActive;
type CorrectRefusal = OwnRecord | MarkNotAccepted | PracticalNotAccepted | EntrySuperseded;
type VoidRefusal = OwnRecord | CategoryClosed | EntrySuperseded;

interface StandingEntry {
  readonly facts: CourseUnderWay;
  readonly mark: StandingMark;
}

function refuseClosed(facts: CourseUnderWay, categoryId: string): CategoryClosed | null {
  const closed = facts.categories.find(({ id }) => id === categoryId)?.closed;
  return closed ? refuse(CategoryClosed, 'The category is closed for the cohort: reopen it first.') : null;
}

function alreadyGraded({ id, item, earned, possible }: StandingMark): ItemAlreadyGraded {
  const message = `“${item}” is graded ${earned} of ${possible}: correct that entry instead.`;
  return refuse(ItemAlreadyGraded, message, { entryId: id });
}

/** Of an entry that does not stand: either a later one supersedes it, or its attempt at the course is over. */
async function refuseSuperseded(tx: Transaction, entryId: string): Promise<EntrySuperseded> {
  const [later] = await tx.query<{ id: string }>(sql`
    SELECT id FROM grade_entry WHERE org_id = ${tx.orgId} AND supersedes_id = ${entryId}`);
  if (!later) throw badInput('input.entryId', 'belongs to an earlier attempt at the course, which is closed');
  return refuse(EntrySuperseded, 'A later entry has taken its place: look at that one first.', {
    laterEntryId: later.id,
  });
}

function laterMark(mark: StandingMark, reason: string): NewMark {
  return { ...mark, id: newId(), source: 'INSTRUCTOR', supersedesId: mark.id, quizAttemptId: null, reason };
}

function correctedScores(
  { facts, mark }: StandingEntry,
  input: CorrectGradeInput,
): Partial<NewMark> | MarkNotAccepted | PracticalNotAccepted {
  return mark.technicalPercent === null ? correctedMark(mark, input) : correctedPractical(facts, mark, input);
}

function correctedMark(mark: StandingMark, input: CorrectGradeInput): WishedMark | MarkNotAccepted {
  const { earned } = input;
  if (!earned) throw badInput('input.earned', 'is needed to correct a mark');
  const wished = { earned, possible: input.possible ?? mark.possible };
  const wrong = refuseWishedMark(wished);
  return wrong ? refuse(MarkNotAccepted, wrong.message, { problem: wrong.code }) : wished;
}

function correctedPractical(
  facts: CourseUnderWay,
  mark: StandingMark,
  input: CorrectGradeInput,
): Partial<NewMark> | PracticalNotAccepted {
  const { categoryId, item, attemptNumber } = mark;
  const technicalPercent = input.technicalPercent ?? mark.technicalPercent ?? '0';
  const criticalStepsMet = input.criticalStepsMet ?? mark.criticalStepsMet ?? false;
  const wished: WishedPractical = { categoryId, item, attemptNumber, technicalPercent, criticalStepsMet };
  const wrong = refusePractical(facts, wished, mark.id);
  if (wrong) return refuse(PracticalNotAccepted, wrong.message, { problem: wrong.code });
  return { ...practicalMark(facts, wished), technicalPercent, criticalStepsMet };
}
