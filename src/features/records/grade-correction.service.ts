import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import type { StandingMark } from './course-facts.js';
import { type CourseUnderWay, type NewMark, underWay } from './course-record.rules.js';
import type { CorrectGradeInput, VoidGradeInput } from './grading.input.js';
import { gradeEntry } from './grading.queries.js';
import type { GradeEntry } from './grading.type.js';
import { enterMark } from './mark-entry.js';
import {
  practicalMark,
  refusePractical,
  refuseWishedMark,
  type WishedMark,
  type WishedPractical,
} from './mark.rules.js';
import { refuseClosed, refuseOwn } from './record-access.js';
import {
  type CategoryClosed,
  EntrySuperseded,
  MarkNotAccepted,
  type OwnRecord,
  PracticalNotAccepted,
} from './record.refusals.js';

type Receipt = { id: string };
type CorrectRefusal = OwnRecord | MarkNotAccepted | PracticalNotAccepted | EntrySuperseded;
type VoidRefusal = OwnRecord | CategoryClosed | EntrySuperseded;

interface StandingEntry {
  readonly facts: CourseUnderWay;
  readonly mark: StandingMark;
}

/** Marks corrected and voided, each by a later entry with its reason. */
@Injectable()
export class GradeCorrectionService {
  constructor(private readonly counters: CounterService) {}

  /** Of two corrections of one entry at once, one is entered and the other told of it. Throws NOT_FOUND. */
  async correct(db: TenantDb, input: CorrectGradeInput): Promise<GradeEntry | CorrectRefusal> {
    const receipt = await db.once<Receipt | CorrectRefusal>(input, async (tx) => {
      const found = await this.standing(tx, input.entryId);
      if (isRefusal(found)) return found;
      const scores = correctedScores(found, input);
      if (isRefusal(scores)) return scores;
      return enterMark(tx, this.counters, found.facts, { ...laterMark(found.mark, input.reason), ...scores });
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
      return enterMark(tx, this.counters, found.facts, {
        ...laterMark(found.mark, input.reason),
        ...nothing,
      });
    });
    return isRefusal(receipt) ? receipt : gradeEntry(db, receipt.id);
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
