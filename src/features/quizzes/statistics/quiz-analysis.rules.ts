import type { AnswerKey, Presentation, QuestionType } from '../bank/question-content.js';
import { chosenAnswers, type AnswerCount, type ChosenAnswer } from './distractor.rules.js';
import {
  effectiveWeights,
  intendedWeight,
  itemStatistics,
  type ItemMoments,
  type ItemStatistics,
} from './item-statistics.rules.js';
import { totalStatistics, type TotalMoments, type TotalStatistics } from './quiz-statistics.rules.js';
import { randomGuessScore } from './random-guess.rules.js';
import { distractorFlags, excerpt, itemFlags, quizFlags, type Flag } from './statistics-flags.rules.js';

export const ITEM_KINDS = ['POSITION', 'QUESTION', 'VARIANT'] as const;

/** The sums of an item; which one it is depends on its kind. */
export interface StoredItem extends ItemMoments {
  readonly kind: (typeof ITEM_KINDS)[number];
  readonly position: number | null;
  /** Of a question and of a variant. */
  readonly questionId: string | null;
  readonly variant: number | null;
  /** Mean of mark ÷ points in the upper and the lower group; null: nobody there had it. */
  readonly upperShare: number | null;
  readonly lowerShare: number | null;
}

/** A question as it stood in the newest of the versions. */
export interface AnalysedQuestion {
  readonly id: string;
  readonly code: string;
  readonly type: QuestionType;
  readonly stem: string;
  readonly presentation: Presentation;
  /** Null: the viewer is being asked this question in an attempt of their own. */
  readonly answerKey: AnswerKey | null;
  readonly positions: number[];
}

/** What the database knows of the attempts. */
export interface StoredStatistics {
  readonly totals: TotalMoments;
  /** Points of the newest version; null: there are no attempts. */
  readonly possible: number | null;
  /** Attempts left out, because answers wait for a grader. */
  readonly waiting: number;
  /** How many positions the versions have that there are attempts of, each number once. */
  readonly positionCounts: number[];
  /** Attempts by tenths of the points, from the lowest; the last holds 100 percent, too. */
  readonly tenths: number[];
  readonly items: StoredItem[];
  readonly questions: AnalysedQuestion[];
}

/** The answers to one question by how often they were given, and how many attempts of each group held it. */
export interface StoredAnswers {
  readonly questionId: string;
  readonly groups: { readonly upper: number; readonly lower: number };
  readonly counts: AnswerCount[];
}

export interface PositionAnalysis extends ItemStatistics {
  readonly position: number;
  readonly intendedWeight: number | null;
  readonly effectiveWeight: number | null;
}

export interface VariantAnalysis extends ItemStatistics {
  readonly variant: number;
}

export interface QuestionAnalysis extends ItemStatistics {
  /** Its place in the list, from 1: what charts call it. */
  readonly number: number;
  readonly questionId: string;
  readonly code: string;
  readonly type: QuestionType;
  readonly stem: string;
  readonly positions: readonly number[];
  readonly upperShare: number | null;
  readonly lowerShare: number | null;
  readonly intendedWeight: number | null;
  readonly effectiveWeight: number | null;
  /** What would tell its key is left out: the viewer is being asked it in an attempt of their own. */
  readonly keyHidden: boolean;
  readonly randomGuessScore: number | null;
  readonly answers: readonly ChosenAnswer[];
  readonly variants: readonly VariantAnalysis[];
  readonly flags: readonly Flag[];
}

export interface QuizAnalysis extends TotalStatistics {
  readonly title: string;
  readonly versionNumbers: readonly number[];
  readonly passMarkPercent: number | null;
  readonly possible: number | null;
  readonly waiting: number;
  readonly tenths: readonly number[];
  readonly positions: readonly PositionAnalysis[];
  readonly questions: readonly QuestionAnalysis[];
  readonly flags: readonly Flag[];
}

/** What is analysed. */
export interface AnalysedQuiz {
  readonly title: string;
  /** Newest first. */
  readonly versions: readonly { readonly number: number; readonly passMarkPercent: string }[];
}

/**
 * Puts the analysis together. Positions, and what follows from them (weights, consistency), want versions of the same
 * length: otherwise there are none.
 */
export function quizAnalysis(
  { title, versions }: AnalysedQuiz,
  stored: StoredStatistics,
  answers: readonly StoredAnswers[],
): QuizAnalysis {
  const { possible, waiting, tenths } = stored;
  const positions = stored.positionCounts.length === 1 ? positionsOf(stored) : [];
  const totals = totalStatistics(
    stored.totals,
    positions.map(({ markVariance }) => markVariance),
  );
  return {
    ...totals,
    title,
    versionNumbers: versions.map(({ number }) => number),
    passMarkPercent: versions[0] ? Number(versions[0].passMarkPercent) : null,
    possible,
    waiting,
    tenths,
    positions,
    questions: questionsOf(stored, positions, answers),
    flags: quizFlags(totals),
  };
}

function positionsOf({ items, possible }: StoredStatistics): PositionAnalysis[] {
  const stored = items
    .filter(({ kind }) => kind === 'POSITION')
    .toSorted((a, b) => a.position! - b.position!);
  const statistics = stored.map((item) => ({ position: item.position!, ...itemStatistics(item) }));
  const weights = effectiveWeights(statistics.map(({ covarianceWithTotal }) => covarianceWithTotal));
  return statistics.map((each, i) => ({
    ...each,
    intendedWeight: intendedWeight(each.points, possible ?? 0),
    effectiveWeight: weights[i]!,
  }));
}

function questionsOf(
  stored: StoredStatistics,
  positions: readonly PositionAnalysis[],
  answers: readonly StoredAnswers[],
): QuestionAnalysis[] {
  const asked = new Map(stored.questions.map((question) => [question.id, question]));
  const answersTo = new Map(answers.map((each) => [each.questionId, each]));
  return stored.items
    .filter(({ kind }) => kind === 'QUESTION')
    .map((item) => ({ item, question: asked.get(item.questionId!)! }))
    .toSorted((a, b) => order(a.question, b.question))
    .map(({ item, question }, i) => ({
      number: i + 1,
      intendedWeight: intendedWeight(item.points, stored.possible ?? 0),
      effectiveWeight: effectiveWeightOf(question, stored, positions),
      variants: variantsOf(question, stored),
      ...judged(item, question, answersTo.get(question.id)),
    }));
}

const order = (a: AnalysedQuestion, b: AnalysedQuestion): number =>
  Math.min(...a.positions) - Math.min(...b.positions) || (a.code < b.code ? -1 : 1);

/** That of its position, if it stands nowhere else and nothing else stands there. */
function effectiveWeightOf(
  { id, positions: [position, ...more] }: AnalysedQuestion,
  { questions }: StoredStatistics,
  positions: readonly PositionAnalysis[],
): number | null {
  const shared = questions.some((other) => other.id !== id && other.positions.includes(position!));
  if (more.length > 0 || shared) return null;
  return positions.find((each) => each.position === position)?.effectiveWeight ?? null;
}

const variantsOf = ({ id }: AnalysedQuestion, { items }: StoredStatistics): VariantAnalysis[] =>
  items
    .filter(({ kind, questionId }) => kind === 'VARIANT' && questionId === id)
    .toSorted((a, b) => a.variant! - b.variant!)
    .map((item) => ({ variant: item.variant!, ...itemStatistics(item) }));

const STEM_LENGTH = 120;

/** Answers, guess score and what follows from them would tell the key. */
function judged(
  item: StoredItem,
  { id, code, type, stem, positions, presentation, answerKey }: AnalysedQuestion,
  answered: StoredAnswers | undefined,
) {
  const { upperShare, lowerShare } = item;
  const content = answerKey && { type, presentation, answerKey };
  const statistics = {
    ...itemStatistics(item),
    upperShare,
    lowerShare,
    randomGuessScore: content && randomGuessScore(content),
  };
  const answers = content && answered ? chosenAnswers(content, answered.counts) : [];
  return {
    ...statistics,
    questionId: id,
    code,
    type,
    stem: excerpt(stem, STEM_LENGTH),
    positions,
    keyHidden: !content,
    answers,
    flags: [
      ...itemFlags(statistics),
      ...(answered ? distractorFlags(answers, item.attempts, answered.groups) : []),
    ],
  };
}
