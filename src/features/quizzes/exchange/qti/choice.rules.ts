import type { AuthoredChoice, AuthoredQuestion } from '../../bank/question-content.js';
import { percentOf, same, sortedFeedback, type Feedback, type Processing } from './award.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { Unreadable } from './unreadable.rules.js';

/** A choice as a file has it. */
export interface Option {
  readonly id: string;
  /** Markdown. */
  readonly text: string;
}

/** A response that chooses among options. */
export interface OptionsAsked {
  readonly responseId: string;
  readonly options: readonly Option[];
  /** What the file calls right, where it says so in plain words. */
  readonly declared: readonly string[] | null;
  readonly processing: Processing;
  readonly feedback: readonly Feedback[];
}

export const NOTHING_IS_RIGHT = 'It says of no answer that it is right.';

type ChoiceParts = Pick<AuthoredQuestion, 'type' | 'whenTrue' | 'whenFalse' | 'isTrue'> &
  Pick<AuthoredQuestion, 'choices' | 'scoring' | 'whenCorrect' | 'whenIncorrect' | 'explanation'>;

/** A question with one answer; with `true` and `false` to choose from: a TRUE_FALSE question. */
export function singleChoice(asked: OptionsAsked, reading: ItemReading): ChoiceParts {
  const { whole, choices } = weighed(asked, reading);
  return trueFalse(asked.options, choices, whole) ?? { type: 'SINGLE_CHOICE', choices, ...whole };
}

/** The options with what choosing one of them is worth. */
function weighed(asked: OptionsAsked, reading: ItemReading) {
  const { options, responseId, processing } = asked;
  const scores = options.map(({ id }) => processing({ [responseId]: [id] }).score);
  const best = Math.max(...scores);
  if (!(best > 0)) throw new Unreadable(NOTHING_IS_RIGHT);
  const plain = scores.filter((score) => score > 0).length === 1 && scores.every((score) => score >= 0);
  const right = options[scores.indexOf(best)]!;
  const { byChoice, whole } = feedbackOf(
    asked,
    [right.id],
    options.filter((_, i) => !same(scores[i]!, best)).map(({ id }) => [id]),
    reading,
  );
  const choices = options.map(({ id, text }, i): AuthoredChoice => ({
    text,
    correct: same(scores[i]!, best),
    ...(plain ? {} : { percent: percentOf(scores[i]!, best) }),
    ...(byChoice[id] ? { feedback: byChoice[id] } : {}),
  }));
  return { choices, whole };
}

/** A blank that is filled by choosing; each choice is worth what the function says, 1 being all. */
export function chosenBlank(options: readonly Option[], worth: (id: string) => number): AuthoredChoice[] {
  return options.map(({ id, text }) => {
    const share = worth(id);
    const percent = percentOf(share, 1);
    return { text, correct: percent === '100', ...(percent === '100' || percent === '0' ? {} : { percent }) };
  });
}

const TRUTHS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** The statement itself is the stem: only what `True` and `False` were called may differ. */
function trueFalse(
  options: readonly Option[],
  choices: readonly AuthoredChoice[],
  whole: Pick<AuthoredQuestion, 'whenCorrect' | 'whenIncorrect' | 'explanation'>,
): ChoiceParts | null {
  const truths = options.map(({ text }) => TRUTHS[text.trim().toLowerCase().replace(/\.$/, '')]);
  if (options.length !== 2 || truths[0] === undefined || truths[1] !== !truths[0]) return null;
  if (choices.some(({ percent }) => percent)) return null;
  const of = (truth: boolean) => choices[truths.indexOf(truth)]!;
  return {
    type: 'TRUE_FALSE',
    isTrue: of(true).correct === true,
    ...(of(true).feedback ? { whenTrue: of(true).feedback } : {}),
    ...(of(false).feedback ? { whenFalse: of(false).feedback } : {}),
    ...whole,
  };
}

/** A question with any number of answers. */
export function multipleChoice(asked: OptionsAsked, reading: ItemReading): ChoiceParts {
  const { options, responseId, processing } = asked;
  const ids = options.map(({ id }) => id);
  const score = (set: readonly string[]): number => processing({ [responseId]: set }).score;
  const right = rightSet(ids, asked.declared ?? [], score);
  const full = score(right);
  if (!(full > 0)) throw new Unreadable(NOTHING_IS_RIGHT);
  const shares = ids.map((id) => shareOf(id, right, score) / full);
  const scoring = scoringOf(ids, right, shares, (set) => score(set) / full);
  if (scoring === null)
    reading.lose('Partly right answers are scored there by a rule of its own; here all must be right.');
  const { byChoice, whole } = feedbackOf(
    asked,
    right,
    [[], ...ids.filter((id) => !right.includes(id)).map((id) => [id])],
    reading,
  );
  return {
    type: 'MULTIPLE_CHOICE',
    choices: options.map(({ id, text }, i) => ({
      text,
      correct: right.includes(id),
      ...(scoring === 'PARTIAL' ? { percent: percentOf(shares[i]!, 1) } : {}),
      ...(byChoice[id] ? { feedback: byChoice[id] } : {}),
    })),
    scoring: scoring ?? 'ALL_OR_NOTHING',
    ...whole,
  };
}

/** What choosing it adds, all else being right: alone it could not cost more than there is. */
const shareOf = (id: string, right: readonly string[], score: Score): number =>
  right.includes(id)
    ? score(right) - score(right.filter((other) => other !== id))
    : score([...right, id]) - score(right);

type Score = (set: readonly string[]) => number;

/** Up to so many options every set of them is tried. */
const ALL_SETS_UP_TO = 8;

/** The smallest set that earns most. */
function rightSet(ids: readonly string[], declared: readonly string[], score: Score): readonly string[] {
  const positive = ids.filter((id) => score([id]) > 0);
  const known = ids.filter((id) => declared.includes(id));
  const sets = ids.length <= ALL_SETS_UP_TO ? subsets(ids) : [known, positive];
  const candidates = known.length ? [known, ...sets] : sets;
  return candidates.reduce((best, set) => {
    const gain = score(set) - score(best);
    return gain > 1e-6 || (same(gain, 0) && set.length < best.length && best !== known) ? set : best;
  });
}

const subsets = (ids: readonly string[]): string[][] =>
  Array.from({ length: 2 ** ids.length }, (_, bits) => ids.filter((_id, i) => (bits >> i) & 1));

/** ALL_OR_NOTHING, the sum of what each choice is worth alone (PARTIAL), or null: neither. */
function scoringOf(
  ids: readonly string[],
  right: readonly string[],
  shares: readonly number[],
  share: Score,
): 'ALL_OR_NOTHING' | 'PARTIAL' | null {
  const sets = ids.length <= ALL_SETS_UP_TO ? subsets(ids) : neighbours(ids, right);
  const isRight = (set: readonly string[]) =>
    set.length === right.length && set.every((id) => right.includes(id));
  if (sets.every((set) => (isRight(set) ? same(share(set), 1) : share(set) < 1e-6))) return 'ALL_OR_NOTHING';
  const clamped = (value: number) => Math.min(1, Math.max(0, value));
  const sum = (set: readonly string[]) =>
    ids.reduce((total, id, i) => (set.includes(id) ? total + shares[i]! : total), 0);
  return sets.every((set) => Math.abs(clamped(sum(set)) - clamped(share(set))) < 1e-4) ? 'PARTIAL' : null;
}

/** The right set with one more or one less, each choice alone, none and all. */
const neighbours = (ids: readonly string[], right: readonly string[]): (readonly string[])[] => [
  [],
  ids,
  right,
  ...ids.map((id) => [id]),
  ...ids.map((id) => (right.includes(id) ? right.filter((other) => other !== id) : [...right, id])),
];

function feedbackOf(
  { feedback, processing, responseId, options }: OptionsAsked,
  right: readonly string[],
  wrong: readonly (readonly string[])[],
  reading: ItemReading,
) {
  const { byChoice, unplaced, ...whole } = sortedFeedback(feedback, processing, {
    right: { [responseId]: right },
    wrong: wrong.map((set) => ({ [responseId]: set })),
    choices: Object.fromEntries(options.map(({ id }) => [id, { [responseId]: [id] }])),
  });
  if (unplaced.length) reading.lose('Feedback that shows for certain combinations of answers is not kept.');
  return { byChoice, whole };
}
