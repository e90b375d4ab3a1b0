import { acceptedNumbers } from './accepted-numbers.rules.js';
import { placeIn } from './hotspot.rules.js';
import { millionths } from './number-match.rules.js';
import type { AcceptedText, Blank, BlankKey, QuestionContent, QuizResponse } from './question-content.js';

/** A question with its key, as far as a right response follows from it. */
export type AnsweredQuestion = Omit<QuestionContent, 'stem'>;

/** A response that earns every point, one of those there may be; null for an essay, and where the key is incomplete. */
export function rightResponse(
  question: AnsweredQuestion,
  variant: number | null = null,
): QuizResponse | null {
  const { type, presentation, answerKey: key } = question;
  switch (type) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return key.correctChoiceIds?.length ? { choiceIds: key.correctChoiceIds } : null;
    case 'TRUE_FALSE':
      return key.isTrue === undefined ? null : { isTrue: key.isTrue };
    case 'SHORT_TEXT':
      return given(rightText(key.accepted), (text) => ({ text }));
    case 'NUMBER':
    case 'CALCULATED':
      return given(fullyRight(acceptedNumbers(question, variant)), ({ number }) => ({
        number,
        ...given(
          key.units?.find(({ factor }) => Number(factor) === 1),
          ({ unit }) => ({ unit }),
        ),
      }));
    case 'MATCHING':
      return {
        matches: Object.entries(key.matches ?? {}).map(([promptId, choiceId]) => ({ promptId, choiceId })),
      };
    case 'ORDERING':
      return key.order ? { order: key.order } : null;
    case 'CLOZE':
      return {
        blanks: (presentation.blanks ?? []).map((blank) => filled(blank, key.blanks?.[blank.id] ?? {})),
      };
    case 'HOTSPOT':
      return { places: (key.regions ?? []).slice(0, presentation.placesToMark).map(placeIn) };
    case 'ESSAY':
      return null;
  }
}

const given = <T, R>(value: T | null | undefined, then: (value: T) => R): R | null =>
  value === null || value === undefined ? null : then(value);

/** The first that is worth everything. */
export const fullyRight = <T extends { readonly percent?: string }>(
  accepted: readonly T[] = [],
): T | undefined => accepted.find(({ percent = '100' }) => millionths(percent) === millionths('100'));

/** A text that fits: where any text may stand, there stands an x. */
const rightText = (accepted?: readonly AcceptedText[]): string | null =>
  given(fullyRight(accepted), ({ pattern }) =>
    pattern.replace(/\\\*|\*/g, (star) => (star === '*' ? 'x' : '*')),
  );

function filled({ id, kind }: Blank, key: BlankKey): { blankId: string; answer: string } {
  const percents = Object.entries(key.choicePercents ?? {}).map(([choiceId, percent]) => ({
    choiceId,
    percent,
  }));
  const answers = {
    TEXT: () => rightText(key.accepted),
    NUMBER: () => fullyRight(key.numbers)?.number,
    CHOICE: () => fullyRight(percents)?.choiceId,
  };
  return { blankId: id, answer: answers[kind]() ?? '' };
}
