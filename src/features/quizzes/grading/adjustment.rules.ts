import { compare, decimal, multiply, roundHalfUp, type Rational } from '../../records/rational.js';
import type { AnswerKey, Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import { creditOf, type GradedQuestion } from './grading.rules.js';

export const REGRADE_ACTIONS = ['VOID', 'FULL_CREDIT', 'ACCEPT', 'CURRENT_KEY', 'ORIGINAL_KEY'] as const;
/** What is decided about a question of a quiz after answers to it were marked. */
export type RegradeAction = (typeof REGRADE_ACTIONS)[number];

/** One decision, as it was entered. */
export interface RegradeEntry {
  readonly action: RegradeAction;
  /** ACCEPT: an answer that is right besides those of the key. */
  readonly accepted: QuizResponse | null;
  /** CURRENT_KEY: what the newer version of the question says. */
  readonly newer: { readonly presentation: Presentation; readonly answerKey: AnswerKey } | null;
}

/** What stands about a question after all decisions. */
export interface Adjustment {
  readonly worth: 'BY_KEY' | 'FULL' | 'NOTHING';
  /** Null: the key of the version that was asked. */
  readonly newer: RegradeEntry['newer'];
  readonly accepted: readonly QuizResponse[];
}

export const NO_ADJUSTMENT: Adjustment = { worth: 'BY_KEY', newer: null, accepted: [] };

/**
 * Decisions in the order they were made: each takes the place of those before it, but for further accepted answers, which
 * add up to whatever key stands.
 */
export function standingAdjustment(entries: readonly RegradeEntry[]): Adjustment {
  return entries.reduce<Adjustment>((standing, { action, accepted, newer }) => {
    switch (action) {
      case 'VOID':
        return { ...standing, worth: 'NOTHING' };
      case 'FULL_CREDIT':
        return { ...standing, worth: 'FULL' };
      case 'CURRENT_KEY':
        return { worth: 'BY_KEY', newer, accepted: [] };
      case 'ORIGINAL_KEY':
        return NO_ADJUSTMENT;
      case 'ACCEPT':
        return {
          ...standing,
          worth: 'BY_KEY',
          accepted: [...standing.accepted, ...(accepted ? [accepted] : [])],
        };
    }
  }, NO_ADJUSTMENT);
}

/**
 * The mark with what was decided about the question. Void: it is worth nothing and nobody can earn or lose by it. Full
 * credit is for everybody who was asked, answered or not, as in Canvas. Otherwise the best of the key and the accepted answers.
 */
export function adjustedMark(
  question: GradedQuestion,
  { worth, newer, accepted }: Adjustment,
): { readonly earned: string; readonly possible: string } {
  const possible = roundHalfUp(decimal(question.points), 4);
  if (worth === 'NOTHING') return { earned: '0.0000', possible: '0.0000' };
  if (worth === 'FULL') return { earned: possible, possible };
  const standing = newer ? { ...question, ...newer } : question;
  const keys = accepted.flatMap((each) => keyAccepting(standing, each) ?? []);
  const credits = [standing.answerKey, ...keys].map((answerKey) => creditOf({ ...standing, answerKey }));
  const best = credits.reduce((a, b): Rational => (compare(a, b) >= 0 ? a : b));
  return { earned: roundHalfUp(multiply(decimal(question.points), best), 4), possible };
}

/** The key by which this answer is right; null for types of which no further answer can be accepted. */
export function keyAccepting(
  { type, answerKey }: { readonly type: QuestionType; readonly answerKey: AnswerKey },
  accepted: QuizResponse,
): AnswerKey | null {
  return KEY_ACCEPTING[type]?.(answerKey, accepted) ?? null;
}

const KEY_ACCEPTING: Partial<
  Record<QuestionType, (key: AnswerKey, accepted: QuizResponse) => AnswerKey | null>
> = {
  SINGLE_CHOICE: (_, { choiceIds }) => (choiceIds ? { correctChoiceIds: choiceIds } : null),
  MULTIPLE_CHOICE: (_, { choiceIds }) => (choiceIds ? { correctChoiceIds: choiceIds } : null),
  TRUE_FALSE: (_, { isTrue }) => (isTrue === undefined ? null : { isTrue }),
  SHORT_TEXT: ({ caseSensitive, accentSensitive }, { text }) =>
    text === undefined
      ? null
      : {
          accepted: [{ pattern: text }],
          ...(caseSensitive && { caseSensitive }),
          ...(accentSensitive && { accentSensitive }),
        },
  NUMBER: ({ numbers: [first] = [], units, unitPenaltyPercent }, { number }) =>
    number === undefined
      ? null
      : {
          numbers: [
            {
              number,
              tolerance: first?.tolerance ?? '0',
              ...(first?.toleranceKind && { toleranceKind: first.toleranceKind }),
            },
          ],
          ...(units && { units }),
          ...(unitPenaltyPercent && { unitPenaltyPercent }),
        },
  MATCHING: (key, { matches }) =>
    matches
      ? {
          ...key,
          matches: {
            ...key.matches,
            ...Object.fromEntries(matches.map(({ promptId, choiceId }) => [promptId, choiceId])),
          },
        }
      : null,
  ORDERING: (key, { order }) => (order ? { ...key, order } : null),
};

/** Types of which a further answer can be accepted; of the others a newer version of the key says it. */
export const acceptsFurther = (type: QuestionType): boolean => type in KEY_ACCEPTING;
