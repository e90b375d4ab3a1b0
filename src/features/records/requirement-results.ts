import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import type { RequirementFacts, StandingMark } from './course-facts.js';
import {
  type CourseUnderWay,
  type NewMark,
  type NewResult,
  underWay,
  withMark,
  withResult,
} from './course-record.rules.js';
import { compare, decimal } from './rational.js';
import { appendMarks } from './grading.queries.js';
import { bestResult, type GradedResult } from './requirement-result.rules.js';

/** What a feature above has decided about a requirement of a course, such as a quiz attempt submitted. */
export interface DecidedRequirement {
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly requirementId: string;
  readonly met: boolean;
  /** What decided it, e.g. the quiz attempt. Deciding the same source again takes the place of what it said. */
  readonly sourceId: string;
  /** Points, where the requirement is graded; decimals as text. */
  readonly grade?: { readonly earned: string; readonly possible: string };
  /** Why an earlier word on the same source is changed. */
  readonly reason?: string;
}

/** What stands after a result was recorded. */
export interface RequirementStanding {
  readonly courseAttemptId: string;
  /** Met by any source so far. */
  readonly met: boolean;
}

/** The way down into the course record for the features that decide requirements. */
@Injectable()
export class RequirementResults {
  constructor(private readonly counters: CounterService) {}

  /**
   * Enters a result, the mark it gives in the requirement's category, and the counters: three statements. The
   * caller has made sure that the viewer may do it. The best of a requirement's results is its mark, unless an
   * instructor has corrected the mark by hand: that stays.
   * Throws NOT_FOUND for a requirement that is not in the enrollment's version.
   */
  async record(tx: Transaction, decided: DecidedRequirement): Promise<RequirementStanding> {
    const { enrollmentId, courseId, requirementId } = decided;
    await this.counters.lockOne(tx, enrollmentId);
    const before = underWay(await this.counters.factsOf(tx, enrollmentId, courseId), newId());
    const { facts: after, result, mark } = withDecision(before, decided);
    const attemptId = before.attempt.id;
    await this.counters.keep(tx, [after], {
      results: [{ ...result, attemptId }],
      marks: mark ? [{ ...mark, attemptId }] : [],
    });
    if (mark) appendMarks(tx, [{ facts: after, mark }]);
    return {
      courseAttemptId: attemptId,
      met: after.results.some((each) => each.requirementId === requirementId && each.met),
    };
  }
}

/**
 * The facts with the result and, where the requirement is graded, the mark that now stands for it.
 * Throws NOT_FOUND for a requirement that is not in the enrollment's version.
 */
export function withDecision(
  before: CourseUnderWay,
  decided: DecidedRequirement,
): { facts: CourseUnderWay; result: NewResult; mark: NewMark | null } {
  const requirement = before.requirements.find(({ id }) => id === decided.requirementId);
  if (!requirement) throw notFound();
  const result = resultOf(before, decided);
  const facts = withResult(before, result);
  const mark = markOf(facts, requirement);
  return { facts: mark ? withMark(facts, mark) : facts, result, mark };
}

function resultOf(before: CourseUnderWay, decided: DecidedRequirement): NewResult {
  const { requirementId, sourceId, met, grade, reason } = decided;
  const earlier = before.results.find(
    (each) => each.requirementId === requirementId && each.sourceId === sourceId,
  );
  return {
    id: newId(),
    requirementId,
    sourceId,
    met,
    earned: grade?.earned ?? null,
    possible: grade?.possible ?? null,
    supersedesId: earlier?.id ?? null,
    reason: reason ?? null,
  };
}

/** The mark that the best result now gives; null when it gives none or the standing mark already says so. */
function markOf(facts: CourseUnderWay, { id, code, categoryId }: RequirementFacts): NewMark | null {
  const best = bestResult(facts.results.filter(({ requirementId }) => requirementId === id));
  const standing = facts.marks.find(({ requirementId }) => requirementId === id);
  if (!best || categoryId === null || (standing && standing.source !== 'QUIZ')) return null;
  if (standing && saysAlready(standing, best)) return null;
  return {
    id: newId(),
    categoryId,
    item: code,
    requirementId: id,
    source: 'QUIZ',
    earned: best.earned,
    possible: best.possible,
    weight: null,
    attemptNumber: 1,
    technicalPercent: null,
    criticalStepsMet: null,
    quizAttemptId: best.sourceId,
    reason: standing ? 'Another attempt counts now.' : null,
    supersedesId: standing?.id ?? null,
  };
}

function saysAlready(mark: StandingMark, best: GradedResult): boolean {
  const same = (a: string | null, b: string): boolean => a !== null && compare(decimal(a), decimal(b)) === 0;
  return same(mark.earned, best.earned) && same(mark.possible, best.possible);
}
