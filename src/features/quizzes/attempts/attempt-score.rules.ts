import type { QuizResponse } from '../bank/question-content.js';
import { adjustedMark, type RegradeEntry, standingAdjustment } from '../grading/adjustment.rules.js';
import { awaitsGrader, type GradedQuestion, type Mark, totalOf } from '../grading/grading.rules.js';

/** A question of an attempt as it is marked. */
export interface QuestionToMark extends GradedQuestion {
  /** The slot it fills. */
  readonly position: number;
  readonly questionVersionId: string;
  /** What was decided about it for all attempts, in the order it was. */
  readonly decisions: readonly RegradeEntry[];
}

/** The mark of one question, with the answer it is for. */
export interface QuestionMark {
  readonly position: number;
  readonly questionVersionId: string;
  readonly response: QuizResponse | null;
  /** Null while the answer waits for a grader. */
  readonly earned: string | null;
  readonly possible: string;
}

/** What the marks of an attempt add up to, as an entry of `quiz_score` keeps it. */
export interface AttemptTally {
  /** What waits for a grader is not in it. */
  readonly earned: string;
  readonly possible: string;
  readonly percent: string;
  /** Null while answers wait for a grader. */
  readonly passed: boolean | null;
  readonly pending: number;
  /** In the order of positions. */
  readonly marks: readonly (string | null)[];
}

/**
 * The marks by the keys and by what was decided about the questions since, in the order of positions: the one place where
 * answers of an attempt become marks.
 */
export function marksOf(questions: readonly QuestionToMark[]): QuestionMark[] {
  return questions.toSorted((a, b) => a.position - b.position).map(questionMark);
}

function questionMark(question: QuestionToMark): QuestionMark {
  const { position, questionVersionId, response } = question;
  const adjustment = standingAdjustment(question.decisions);
  const { earned, possible } = adjustedMark(question, adjustment);
  const waits = adjustment.worth === 'BY_KEY' && awaitsGrader(question);
  return { position, questionVersionId, response, earned: waits ? null : earned, possible };
}

/** An attempt is passed or not once every answer is graded. Marks in the order of positions. */
export function tallyOf(
  marks: readonly Pick<QuestionMark, 'earned' | 'possible'>[],
  passMarkPercent: string,
): AttemptTally {
  const pending = marks.filter(({ earned }) => earned === null).length;
  const total = totalOf(
    marks.map(({ earned, possible }): Mark => ({ earned: earned ?? '0', possible })),
    passMarkPercent,
  );
  return {
    ...total,
    passed: pending ? null : total.passed,
    pending,
    marks: marks.map(({ earned }) => earned),
  };
}
