import { valueOf } from './formula.rules.js';
import type { AcceptedNumber, QuestionContent } from './question-content.js';
import { valuesOf } from './stem.rules.js';

/** The numbers a NUMBER or CALCULATED question accepts: of the latter those its formulas give for the variant. */
export function acceptedNumbers(
  { type, presentation, answerKey }: Omit<QuestionContent, 'stem'>,
  variant: number | null,
): AcceptedNumber[] {
  const { numbers = [] } = answerKey;
  if (type !== 'CALCULATED') return [...numbers];
  const values = valuesOf(presentation, variant);
  return numbers.flatMap((accepted) => {
    const number = valueOf(accepted.number, values);
    return number === undefined ? [] : [{ ...accepted, number }];
  });
}
