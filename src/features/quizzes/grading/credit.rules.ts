import { add, divide, multiply, sum, ZERO, type Rational } from '../../records/rational.js';
import { acceptedNumbers } from '../bank/accepted-numbers.rules.js';
import { regionsMarked } from '../bank/hotspot.rules.js';
import { isNear, millionths } from '../bank/number-match.rules.js';
import type {
  AcceptedNumber,
  AcceptedText,
  AcceptedUnit,
  AnswerKey,
  BlankKey,
  OrderScoring,
  Presentation,
  QuestionType,
  QuizResponse,
} from '../bank/question-content.js';
import { fitsPattern, folded, type TextSensitivity } from '../bank/text-match.rules.js';

/** A response beside what it is held against. */
export interface Answered {
  readonly type: QuestionType;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
  readonly variant: number | null;
  readonly response: QuizResponse;
}

/**
 * What a response earns, as a share of the points, by type. Percents below 0 may make a share negative: the sum is
 * cut off at 0 where it is used. Each follows the question type of Moodle that it names.
 */
export const creditBy: Record<QuestionType, (question: Answered) => Rational> = {
  /** qtype_multichoice with one answer: what the chosen one is worth. */
  SINGLE_CHOICE: ({ answerKey, response: { choiceIds = [] } }) => {
    const [chosen] = choiceIds;
    if (chosen === undefined || choiceIds.length > 1) return ZERO;
    if (answerKey.choicePercents) return ofHundred(answerKey.choicePercents[chosen]);
    return allOrNothing(answerKey.correctChoiceIds?.includes(chosen) ?? false);
  },
  MULTIPLE_CHOICE: ({ answerKey, response: { choiceIds = [] } }) =>
    choicesCredit(answerKey, new Set(choiceIds)),
  /** qtype_truefalse. */
  TRUE_FALSE: ({ answerKey, response: { isTrue } }) =>
    allOrNothing(isTrue !== undefined && isTrue === answerKey.isTrue),
  SHORT_TEXT: ({ answerKey, response: { text = '' } }) => textCredit(answerKey.accepted, text, answerKey),
  NUMBER: numberCredit,
  /** qtype_calculated: as a number, against what the formulas give for the values of the attempt. */
  CALCULATED: numberCredit,
  /** qtype_match: each prompt counts alike. */
  MATCHING: ({ answerKey: { matches = {}, scoring = 'PARTIAL' }, response }) => {
    const given = new Map(response.matches?.map(({ promptId, choiceId }) => [promptId, choiceId]));
    const pairs = Object.entries(matches);
    const right = pairs.filter(([promptId, choiceId]) => given.get(promptId) === choiceId).length;
    return partOf(right, pairs.length, scoring === 'ALL_OR_NOTHING');
  },
  ORDERING: ({ answerKey: { order = [], orderScoring = 'ALL_OR_NOTHING' }, response }) =>
    orderCredit[orderScoring](order, response.order ?? []),
  CLOZE: ({ answerKey: { blanks = {}, scoring = 'PARTIAL' }, response }) => {
    const given = new Map(response.blanks?.map(({ blankId, answer }) => [blankId, answer]));
    const credits = Object.entries(blanks).map(([id, key]) => ({
      credit: blankCredit(key, given.get(id) ?? ''),
      weight: whole(key.weight ?? 1),
    }));
    return clozeCredit(credits, scoring === 'ALL_OR_NOTHING');
  },
  /** qtype_ddmarker: each region marked once; a place too many is refused before, so nothing is taken off for one. */
  HOTSPOT: ({ presentation, answerKey: { regions = [], scoring = 'PARTIAL' }, response }) => {
    const asked = presentation.placesToMark ?? regions.length;
    const marked = Math.min(regionsMarked(regions, (response.places ?? []).slice(0, asked)), asked);
    return partOf(marked, asked, scoring === 'ALL_OR_NOTHING');
  },
  /** qtype_essay: somebody has to read it. */
  ESSAY: () => ZERO,
};

const whole = (number: number): Rational => ({ numerator: BigInt(number), denominator: 1n });
const ONE = whole(1);

const allOrNothing = (right: boolean): Rational => (right ? ONE : ZERO);

/** A percent as a share; 0 for what is none. */
const ofHundred = (percent: string | undefined): Rational => ({
  numerator: millionths(percent ?? '0') ?? 0n,
  denominator: 100_000_000n,
});

function partOf(right: number, all: number, whollyOrNot: boolean): Rational {
  if (all === 0 || (whollyOrNot && right < all)) return ZERO;
  return divide(whole(right), whole(all));
}

/**
 * ALL_OR_NOTHING: the right choices and no other (qtype_multichoiceset). PARTIAL with percents: their sum, as
 * qtype_multichoice with several answers; the right ones count as 100 together where thirds make them 99.99999.
 * PARTIAL without: a wrong choice takes away what a right one earns (Canvas, "multiple answers").
 */
function choicesCredit(key: AnswerKey, chosen: ReadonlySet<string>): Rational {
  const { correctChoiceIds: right = [], choicePercents: percents, scoring } = key;
  const hits = right.filter((id) => chosen.has(id)).length;
  const misses = chosen.size - hits;
  if (scoring === 'ALL_OR_NOTHING' || (!scoring && !percents))
    return allOrNothing(right.length > 0 && hits === right.length && misses === 0);
  if (!percents) return partOf(hits - misses, right.length, false);
  const all = sum(right.map((id) => ofHundred(percents[id])));
  const earned = sum([...chosen].map((id) => ofHundred(percents[id])));
  return all.numerator > 0n ? divide(earned, all) : ZERO;
}

/** qtype_shortanswer: the first pattern that fits. */
function textFitting(
  accepted: readonly AcceptedText[] = [],
  text: string,
  sensitivity: TextSensitivity,
): AcceptedText | undefined {
  if (folded(text) === '') return undefined;
  return accepted.find(({ pattern }) => fitsPattern(pattern, text, sensitivity));
}

const textCredit = (...asked: Parameters<typeof textFitting>): Rational => worth(textFitting(...asked));

const worth = (fitting: { readonly percent?: string } | undefined): Rational =>
  fitting ? ofHundred(fitting.percent ?? '100') : ZERO;

/** qtype_numerical: the first number that is near enough in the unit given; without it, or in another, less the penalty. */
function numberCredit(question: Answered): Rational {
  const { response, answerKey } = question;
  const fitting = numberFitting(question);
  if (!fitting || inRightUnit(response, fitting, answerKey.units)) return worth(fitting);
  return add(worth(fitting), negative(ofHundred(answerKey.unitPenaltyPercent ?? '100')));
}

const numberFitting = ({ response, ...question }: Answered): AcceptedNumber | undefined =>
  acceptedNumbers(question, question.variant).find(
    (accepted) =>
      inRightUnit(response, accepted, question.answerKey.units) || isNear(response.number ?? '', accepted),
  );

/** What a SHORT_TEXT, NUMBER or CALCULATED question accepts and the response is; what is said to it stands there. */
export function fittingAnswer(question: Answered): AcceptedText | AcceptedNumber | undefined {
  const { type, answerKey, response } = question;
  if (type === 'SHORT_TEXT') return textFitting(answerKey.accepted, response.text ?? '', answerKey);
  return type === 'NUMBER' || type === 'CALCULATED' ? numberFitting(question) : undefined;
}

function inRightUnit(
  { number = '', unit }: QuizResponse,
  accepted: AcceptedNumber,
  units: readonly AcceptedUnit[] = [],
): boolean {
  if (!units.length) return isNear(number, accepted);
  const given = units.find((each) => each.unit === unit);
  return given !== undefined && isNear(number, accepted, given.factor);
}

const negative = ({ numerator, denominator }: Rational): Rational => ({ numerator: -numerator, denominator });

/** How a whole order is compared with the right one, as qtype_ordering does. */
const orderCredit: Record<OrderScoring, (right: readonly string[], given: readonly string[]) => Rational> = {
  ALL_OR_NOTHING: (right, given) => partOf(inPlace(right, given), right.length, true),
  ABSOLUTE_POSITION: (right, given) => partOf(inPlace(right, given), right.length, false),
  /** "Relative to the next item (excluding last)": neighbours in the right order are neighbours in the answer. */
  RELATIVE_NEXT: (right, given) => {
    const next = new Map(given.map((id, i) => [id, given[i + 1]]));
    const kept = right.slice(0, -1).filter((id, i) => next.get(id) === right[i + 1]);
    return partOf(kept.length, right.length - 1, false);
  },
  /** Items that could stay where they are; one alone proves nothing. */
  LONGEST_ORDERED_SUBSET: (right, given) => {
    const longest = longestAscent(given.map((id) => right.indexOf(id)).filter((place) => place >= 0));
    return partOf(longest > 1 ? longest : 0, right.length, false);
  },
};

const inPlace = (right: readonly string[], given: readonly string[]): number =>
  right.filter((id, i) => given[i] === id).length;

/** Length of the longest ascending subsequence. */
function longestAscent(numbers: readonly number[]): number {
  const lengths: number[] = [];
  for (const [i, number] of numbers.entries())
    lengths.push(1 + Math.max(0, ...lengths.filter((_, j) => j < i && numbers[j]! < number)));
  return Math.max(0, ...lengths);
}

function blankCredit(
  { accepted, caseSensitive, numbers, choicePercents }: BlankKey,
  answer: string,
): Rational {
  if (choicePercents) return ofHundred(choicePercents[answer]);
  if (numbers) return worth(numbers.find((each) => isNear(answer, each)));
  return textCredit(accepted, answer, { caseSensitive });
}

/** qtype_multianswer: the blanks' shares by their weights. */
function clozeCredit(
  blanks: readonly { readonly credit: Rational; readonly weight: Rational }[],
  whollyOrNot: boolean,
): Rational {
  const all = sum(blanks.map(({ weight }) => weight));
  const earned = sum(blanks.map(({ credit, weight }) => multiply(credit, weight)));
  if (all.numerator <= 0n) return ZERO;
  const credit = divide(earned, all);
  return whollyOrNot && credit.numerator < credit.denominator ? ZERO : credit;
}
