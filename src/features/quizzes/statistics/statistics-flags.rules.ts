import type { ChosenAnswer } from './distractor.rules.js';
import type { ItemStatistics } from './item-statistics.rules.js';
import type { TotalStatistics } from './quiz-statistics.rules.js';

export const FLAG_CODES = [
  'FEW_ATTEMPTS',
  'UNRELIABLE',
  'NEGATIVE_DISCRIMINATION',
  'BEST_MISS_IT',
  'TOO_EASY',
  'TOO_HARD',
  'LIKE_GUESSING',
  'UNUSED_DISTRACTOR',
  'DISTRACTOR_ATTRACTS_BEST',
] as const;
export type FlagCode = (typeof FLAG_CODES)[number];

/** Something an author should look at. */
export interface Flag {
  readonly code: FlagCode;
  /** In plain words. */
  readonly message: string;
}

/** What is known of a question when it is judged. */
export interface JudgedItem extends ItemStatistics {
  readonly upperShare: number | null;
  readonly lowerShare: number | null;
  readonly randomGuessScore: number | null;
}

/** Fewer say little: the upper and lower group then hold fewer than seven each. */
const FEW = 25;

const EASY = 0.95;
const HARD = 0.1;
const MISSED = 0.5;
/** Above what guessing earns by less than this. */
const NEAR_GUESS = 0.05;

/** Source of 64: Moodle, "Quiz statistics report": below it a quiz as a whole is not satisfactory. */
const RELIABLE = 64;

export function quizFlags({ attempts, internalConsistency }: TotalStatistics): Flag[] {
  return flagged([
    [attempts < FEW, 'FEW_ATTEMPTS', fewAttempts(attempts)],
    [
      attempts >= FEW && internalConsistency !== null && internalConsistency < RELIABLE,
      'UNRELIABLE',
      'The questions do not measure the same thing well enough: with other questions many would pass or fail who now do not.',
    ],
  ]);
}

/**
 * What the figures of a question suggest. Source of the limits: Moodle, "Quiz statistics report" (facility below 5 or
 * above 95 percent, negative discrimination), widened at the hard end, where there is more to lose.
 */
export function itemFlags(item: JudgedItem): Flag[] {
  const { attempts, facility, discriminationIndex, upperShare, randomGuessScore } = item;
  if (attempts === 0 || facility === null) return [];
  const hard = facility < HARD;
  return flagged([
    [attempts < FEW, 'FEW_ATTEMPTS', fewAttempts(attempts)],
    [
      discriminationIndex !== null && discriminationIndex < 0,
      'NEGATIVE_DISCRIMINATION',
      'Who does well elsewhere does worse on this question: check the key and the wording.',
    ],
    [
      upperShare !== null && upperShare < MISSED,
      'BEST_MISS_IT',
      'Most of the best trainees miss this: check the key.',
    ],
    [facility > EASY, 'TOO_EASY', 'Nearly everybody gets this right: it does not tell trainees apart.'],
    [hard, 'TOO_HARD', 'Hardly anybody gets this right: check the key, and whether it was taught.'],
    [
      !hard && !!randomGuessScore && facility <= randomGuessScore + NEAR_GUESS,
      'LIKE_GUESSING',
      'Trainees do hardly better than by guessing.',
    ],
  ]);
}

/** How many attempts of each group held the question. */
export interface GroupSizes {
  readonly upper: number;
  readonly lower: number;
}

/** What the answers to a question suggest; nothing while there are few. Of what is typed there are no distractors. */
export function distractorFlags(
  answers: readonly ChosenAnswer[],
  attempts: number,
  groups: GroupSizes,
): Flag[] {
  if (attempts < FEW) return [];
  const distractors = answers.filter(({ answer, correct }) => answer !== null && correct === false);
  return distractors.flatMap((distractor) =>
    flagged([
      [
        distractor.all === 0 && distractors.length > 1,
        'UNUSED_DISTRACTOR',
        `Nobody chooses “${excerpt(distractor.text)}”: another wrong answer may serve better.`,
      ],
      [
        attractsBest(distractor, groups),
        'DISTRACTOR_ATTRACTS_BEST',
        `“${excerpt(distractor.text)}” is wrong, but the best trainees choose it more often than the weakest: check whether it is right, too.`,
      ],
    ]),
  );
}

/** By more than chance: two standard errors of the difference of two proportions (pooled two-proportion z-test). */
function attractsBest({ upper, lower }: ChosenAnswer, groups: GroupSizes): boolean {
  if (groups.upper === 0 || groups.lower === 0) return false;
  const pooled = (upper + lower) / (groups.upper + groups.lower);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / groups.upper + 1 / groups.lower));
  return upper / groups.upper - lower / groups.lower > 2 * error;
}

const fewAttempts = (attempts: number): string =>
  `Only ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: these figures may well be chance.`;

const flagged = (judged: readonly [boolean, FlagCode, string][]): Flag[] =>
  judged.filter(([applies]) => applies).map(([, code, message]) => ({ code, message }));

const EXCERPT = 60;

/** Of a text on one line. */
export function excerpt(text: string, length = EXCERPT): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length <= length ? line : `${letters.slice(0, length - 1).join('')}…`;
}
