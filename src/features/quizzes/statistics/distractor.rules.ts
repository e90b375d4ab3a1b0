import type { AnswerKey, Presentation, QuestionType } from '../bank/question-content.js';

/** How often one answer to a question was given; the groups are the 27 percent with the highest and lowest totals. */
export interface AnswerCount {
  /** A choice's id, `true` or `false`, a text or a number as it is compared; null: no answer. */
  readonly answer: string | null;
  readonly all: number;
  readonly upper: number;
  readonly lower: number;
}

/** An answer to a question, and who gave it. */
export interface ChosenAnswer extends AnswerCount {
  /** As the choice reads now, or as it was typed. */
  readonly text: string;
  /** Null where it depends on more than the text: of what is typed. */
  readonly correct: boolean | null;
}

export interface ChoiceQuestion {
  readonly type: QuestionType;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
}

/** Types whose answers are counted. */
export const COUNTED_TYPES = [
  'SINGLE_CHOICE',
  'MULTIPLE_CHOICE',
  'TRUE_FALSE',
  'SHORT_TEXT',
  'NUMBER',
] as const;

/** Typed answers shown, the most frequent ones. */
const MOST_FREQUENT = 10;

const NOBODY = { all: 0, upper: 0, lower: 0 };

/**
 * All choices as they are written, chosen by somebody or not, then no answer; of what is typed the most frequent
 * answers. Choices that older versions had and the newest has not are left out.
 */
export function chosenAnswers(
  { type, presentation, answerKey }: ChoiceQuestion,
  counts: readonly AnswerCount[],
): ChosenAnswer[] {
  const options = optionsOf(type, presentation, answerKey);
  const none = counts
    .filter(({ answer }) => answer === null)
    .map((count) => ({ ...count, text: '', correct: false }));
  if (options === null)
    return [
      ...counts
        .filter(({ answer }) => answer !== null)
        .toSorted((a, b) => b.all - a.all || (a.answer! < b.answer! ? -1 : 1))
        .slice(0, MOST_FREQUENT)
        .map((count) => ({ ...count, text: count.answer!, correct: null })),
      ...none,
    ];
  const byAnswer = new Map(counts.map((count) => [count.answer, count]));
  return [...options.map((option) => ({ ...NOBODY, ...byAnswer.get(option.answer), ...option })), ...none];
}

type Option = Pick<ChosenAnswer, 'text' | 'correct'> & { readonly answer: string };

function optionsOf(type: QuestionType, { choices = [] }: Presentation, key: AnswerKey): Option[] | null {
  if (type === 'TRUE_FALSE')
    return [true, false].map((each) => ({
      answer: String(each),
      text: each ? 'True' : 'False',
      correct: each === key.isTrue,
    }));
  if (type !== 'SINGLE_CHOICE' && type !== 'MULTIPLE_CHOICE') return null;
  return choices.map(({ id, text }) => ({ answer: id, text, correct: isRight(key, id) }));
}

/** A choice worth a part of the points is no distractor. */
const isRight = ({ correctChoiceIds = [], choicePercents }: AnswerKey, id: string): boolean =>
  correctChoiceIds.includes(id) || Number(choicePercents?.[id] ?? 0) > 0;
