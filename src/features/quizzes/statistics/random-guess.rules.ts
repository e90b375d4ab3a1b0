import type { AnswerKey, BlankKey, Presentation, QuestionContent } from '../bank/question-content.js';

type Guessed = Pick<QuestionContent, 'type' | 'presentation' | 'answerKey'>;

/**
 * Share of the points, 0 to 1, that somebody who guesses earns on average; null where guessing has no fixed odds.
 * Source: Moodle's question types (`get_random_guess_score`): the mean of the choices' fractions for a single choice,
 * one half for true or false, one of the choices for each prompt of a matching, nothing for what is typed unless any
 * text is accepted, the weighted mean of its blanks for a cloze, null for several choices and for essays. What Moodle
 * has not: all-or-nothing matching needs all prompts right at once; of n items in random order one is at its place,
 * and each stands before its successor once in n.
 */
export function randomGuessScore({ type, presentation, answerKey }: Guessed): number | null {
  switch (type) {
    case 'SINGLE_CHOICE':
      return guessedChoice(presentation.choices, percentsOf(answerKey));
    case 'TRUE_FALSE':
      return 0.5;
    case 'SHORT_TEXT':
      return anyText(answerKey.accepted);
    case 'NUMBER':
    case 'CALCULATED':
      return 0;
    case 'MATCHING':
      return guessedMatching(presentation, answerKey);
    case 'ORDERING':
      return guessedOrder(presentation.choices?.length ?? 0, answerKey);
    case 'CLOZE':
      return guessedBlanks(presentation, answerKey);
    case 'MULTIPLE_CHOICE':
    case 'HOTSPOT':
    case 'ESSAY':
      return null;
  }
}

type Percents = Readonly<Record<string, string>>;

const percentsOf = ({ choicePercents, correctChoiceIds = [] }: AnswerKey): Percents =>
  choicePercents ?? Object.fromEntries(correctChoiceIds.map((id) => [id, '100']));

/** A mark never goes below 0, so neither does a guess. */
function guessedChoice(choices: Presentation['choices'], percents: Percents): number | null {
  if (!choices?.length) return null;
  const shares = choices.map(({ id }) => Math.max(0, Number(percents[id] ?? 0)) / 100);
  return shares.reduce((sum, share) => sum + share, 0) / choices.length;
}

function anyText(accepted: AnswerKey['accepted']): number {
  const any = accepted?.find(({ pattern }) => /^\*+$/.test(pattern.trim()));
  return any ? Number(any.percent ?? 100) / 100 : 0;
}

function guessedMatching({ choices, prompts }: Presentation, { scoring }: AnswerKey): number | null {
  if (!choices?.length) return null;
  return scoring === 'ALL_OR_NOTHING' ? choices.length ** -(prompts?.length ?? 1) : 1 / choices.length;
}

function guessedOrder(items: number, { orderScoring = 'ALL_OR_NOTHING' }: AnswerKey): number | null {
  if (items === 0 || orderScoring === 'LONGEST_ORDERED_SUBSET') return null;
  if (orderScoring !== 'ALL_OR_NOTHING') return 1 / items;
  return Array.from({ length: items }, (_, i) => 1 / (i + 1)).reduce((odds, each) => odds * each, 1);
}

function guessedBlanks(
  { blanks = [] }: Presentation,
  { blanks: keys = {}, scoring }: AnswerKey,
): number | null {
  if (blanks.length === 0) return null;
  const guesses = blanks.map(({ id, kind, choices }) => {
    const key: BlankKey = keys[id] ?? {};
    if (kind === 'NUMBER') return { weight: key.weight ?? 1, share: 0 };
    const share =
      kind === 'CHOICE' ? guessedChoice(choices, key.choicePercents ?? {}) : anyText(key.accepted);
    return { weight: key.weight ?? 1, share: share ?? 0 };
  });
  if (scoring === 'ALL_OR_NOTHING') return guesses.reduce((odds, { share }) => odds * share, 1);
  const weights = guesses.reduce((sum, { weight }) => sum + weight, 0);
  return guesses.reduce((sum, { weight, share }) => sum + weight * share, 0) / weights;
}
