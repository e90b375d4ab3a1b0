import type { Presentation, QuestionType } from '../bank/question-content.js';
import { shuffled } from './shuffle.rules.js';

/**
 * What is shown beside a stem in an order that follows from the seed. Choices to match with and items to be put in
 * order are always shuffled: the order in which they are kept must not tell. Others are where the quiz says so.
 */
export function arranged(
  type: QuestionType,
  presentation: Presentation,
  seed: number,
  shuffleChoices: boolean,
): Presentation {
  const { choices, blanks } = presentation;
  const always = type === 'MATCHING' || type === 'ORDERING';
  return {
    ...presentation,
    ...(choices && (always || shuffleChoices) && { choices: shuffled(choices, seed) }),
    ...(blanks && shuffleChoices && { blanks: blanks.map((blank, i) => shuffledBlank(blank, seed + i)) }),
  };
}

const shuffledBlank = <B extends NonNullable<Presentation['blanks']>[number]>(blank: B, seed: number): B =>
  blank.choices ? { ...blank, choices: shuffled(blank.choices, seed) } : blank;
