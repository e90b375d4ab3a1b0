import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import type { CourseFacts, RequirementFacts, StandingMark } from './course-facts.js';
import { type CourseOfEnrollment, factsOfCourse } from './course-facts.queries.js';
import {
  type CourseUnderWay,
  type NewMark,
  type NewResult,
  underWay,
  withMark,
  withResult,
} from './course-record.rules.js';
import { appendMarks } from './grading.queries.js';
import {
  type DecidedRequirement,
  type GradedResult,
  isGraded,
  resultOf,
  sameNumber,
  standingResult,
} from './requirement-result.rules.js';

export type { CourseFacts } from './course-facts.js';
export type { DecidedRequirement } from './requirement-result.rules.js';

/** What stands after a decision was recorded. */
export interface RequirementStanding {
  readonly courseAttemptId: string;
  readonly met: boolean;
}

/** A course with what was decided in it; null where the record says so already. */
interface Decision {
  readonly facts: CourseUnderWay;
  readonly result: NewResult | null;
  readonly mark: NewMark | null;
}

/**
 * The way down into the course record for the features that decide requirements. A decision says what stands for
 * the requirement in all: which of several attempts counts is decided above. It gives the mark in the requirement's
 * category, unless an instructor has corrected the mark by hand: that stays. The caller has made sure that the
 * viewer may decide.
 */
@Injectable()
export class RequirementResults {
  constructor(private readonly counters: CounterService) {}

  /** One decision in three statements. Throws NOT_FOUND for a requirement that is not in the enrollment's version. */
  async record(tx: Transaction, decided: DecidedRequirement): Promise<RequirementStanding> {
    const [standing] = await this.recordAll(tx, [decided]);
    return standing!;
  }

  /**
   * Any number of decisions in three statements, in the order given; the answers in the same order. Who decides by
   * what others may change at the same time calls {@link hold} before reading it. Throws NOT_FOUND for a requirement
   * that is not in its enrollment's version; nothing is kept then.
   */
  async recordAll(tx: Transaction, decided: readonly DecidedRequirement[]): Promise<RequirementStanding[]> {
    if (decided.length === 0) return [];
    await this.hold(
      tx,
      decided.map(({ enrollmentId }) => enrollmentId),
    );
    return this.enter(tx, await this.counters.facts(tx, coursesOf(decided)), decided);
  }

  /**
   * Keeps the records of these enrollments as they are until the transaction ends, save for what it does itself.
   * They are locked in the order of ids, in one statement; what decides is read after that. Throws NOT_FOUND for an
   * enrollment that is not there or may not be seen.
   */
  async hold(tx: Transaction, enrollmentIds: readonly string[]): Promise<void> {
    const distinct = [...new Set(enrollmentIds)];
    const locked = await this.counters.lock(tx, distinct);
    if (locked.length < distinct.length) throw notFound();
  }

  /** The same for the enrollments whose ids a statement answers; none is missed. Answers which were held. */
  async holdThose(tx: Transaction, enrollmentIds: Sql): Promise<string[]> {
    return (await this.counters.lockThose(tx, enrollmentIds)).map(({ id }) => id);
  }

  /**
   * The facts of a course as a JSON value within a statement of the feature above, which hands them to {@link enter};
   * null when the course is not in the version the enrollment is pinned to. Both ids are SQL.
   */
  factsWithin(tx: Transaction, enrollmentId: Sql, courseId: Sql): Sql {
    return factsOfCourse(tx.orgId, enrollmentId, courseId);
  }

  /**
   * Enters decisions by facts that were read while the enrollments were held, in one statement: together with
   * `beside`, CTEs such as `name AS (INSERT …)` by which the feature above enters what decided them.
   */
  async enter(
    tx: Transaction,
    courses: readonly CourseFacts[],
    decided: readonly DecidedRequirement[],
    beside: readonly Sql[] = [],
  ): Promise<RequirementStanding[]> {
    const underway = new Map(courses.map((facts) => [keyOf(facts), underWay(facts, newId())]));
    const decisions = decided.map((each) => {
      const before = underway.get(keyOf(each));
      if (!before) throw notFound();
      const decision = withDecision(before, each);
      underway.set(keyOf(each), decision.facts);
      return decision;
    });
    await this.keep(tx, [...underway.values()], decisions, beside);
    return decisions.map(({ facts: { attempt } }, index) => ({
      courseAttemptId: attempt.id,
      met: decided[index]!.met,
    }));
  }

  private async keep(
    tx: Transaction,
    after: readonly CourseUnderWay[],
    decisions: readonly Decision[],
    beside: readonly Sql[],
  ): Promise<void> {
    const marked = decisions.filter((each): each is Decision & { mark: NewMark } => each.mark !== null);
    await this.counters.keep(
      tx,
      after,
      {
        results: decisions.flatMap(({ facts, result }) =>
          result ? [{ ...result, attemptId: facts.attempt.id }] : [],
        ),
        marks: marked.map(({ facts, mark }) => ({ ...mark, attemptId: facts.attempt.id })),
      },
      beside,
    );
    appendMarks(tx, marked);
  }
}

/**
 * The facts with the result and, where the requirement is graded, the mark that now stands for it.
 * Throws NOT_FOUND for a requirement that is not in the enrollment's version.
 */
export function withDecision(before: CourseUnderWay, decided: DecidedRequirement): Decision {
  const requirement = before.requirements.find(({ id }) => id === decided.requirementId);
  if (!requirement) throw notFound();
  const result = resultOf(standingResult(before.results, requirement.id), decided, newId());
  const facts = result ? withResult(before, result) : before;
  const mark = markOf(facts, requirement, decided.reason);
  return { facts: mark ? withMark(facts, mark) : facts, result, mark };
}

/** The mark that the standing result now gives; null when it gives none or the standing mark already says so. */
function markOf(
  facts: CourseUnderWay,
  { id, code, categoryId }: RequirementFacts,
  reason = 'Another attempt counts now.',
): NewMark | null {
  const result = standingResult(facts.results, id);
  const standing = facts.marks.find(({ requirementId }) => requirementId === id);
  if (!result || !isGraded(result) || categoryId === null) return null;
  if (standing && (standing.source !== 'QUIZ' || saysAlready(standing, result))) return null;
  return {
    id: newId(),
    categoryId,
    item: code,
    requirementId: id,
    source: 'QUIZ',
    earned: result.earned,
    possible: result.possible,
    weight: null,
    attemptNumber: 1,
    technicalPercent: null,
    criticalStepsMet: null,
    quizAttemptId: result.sourceId,
    reason: standing ? reason : null,
    supersedesId: standing?.id ?? null,
  };
}

function saysAlready(mark: StandingMark, result: GradedResult): boolean {
  return sameNumber(mark.earned, result.earned) && sameNumber(mark.possible, result.possible);
}

function coursesOf(decided: readonly DecidedRequirement[]): CourseOfEnrollment[] {
  return [...new Map(decided.map((each) => [keyOf(each), each])).values()];
}

const keyOf = ({ enrollmentId, courseId }: CourseOfEnrollment): string => `${enrollmentId} ${courseId}`;
