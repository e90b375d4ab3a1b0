import { millionths } from './number-match.rules.js';
import type { Choice, Presentation, QuestionType, QuizResponse } from './question-content.js';

type Member = keyof QuizResponse;

/** What a response to each type must give, and what it may give beside. */
const MEMBERS: Record<QuestionType, { readonly must: Member; readonly may?: Member }> = {
  SINGLE_CHOICE: { must: 'choiceIds' },
  MULTIPLE_CHOICE: { must: 'choiceIds' },
  TRUE_FALSE: { must: 'isTrue' },
  SHORT_TEXT: { must: 'text' },
  NUMBER: { must: 'number', may: 'unit' },
  CALCULATED: { must: 'number', may: 'unit' },
  MATCHING: { must: 'matches' },
  ORDERING: { must: 'order' },
  CLOZE: { must: 'blanks' },
  HOTSPOT: { must: 'places' },
  ESSAY: { must: 'text' },
};

/** Characters of what is typed; an essay may be as long as the input takes. */
const LONGEST_TEXT = 1_000;

/** Why this response cannot be an answer to such a question, or null. It says nothing of right or wrong. */
export function misfit(
  type: QuestionType,
  presentation: Presentation,
  response: QuizResponse,
): string | null {
  const { must, may } = MEMBERS[type];
  const given = Object.entries(response).filter(([, value]) => value !== undefined && value !== null);
  const allowed = may && presentation.units ? [must, may] : [must];
  if (!given.some(([name]) => name === must) || given.some(([name]) => !(allowed as string[]).includes(name)))
    return `must give ${allowed.map((name) => `\`${name}\``).join(' and ')} for a ${type} question`;
  return FITS[type]?.(presentation, response, type) ?? null;
}

type Fit = (presentation: Presentation, response: QuizResponse, type: QuestionType) => string | null;

const FITS: Partial<Record<QuestionType, Fit>> = {
  SINGLE_CHOICE: (presentation, { choiceIds = [] }) =>
    choiceIds.length > 1 ? 'must name at most one choice' : choicesFit(presentation.choices, choiceIds),
  MULTIPLE_CHOICE: ({ choices }, { choiceIds = [] }) => choicesFit(choices, choiceIds),
  SHORT_TEXT: (_, { text = '' }) => textFits(text),
  NUMBER: numberFits,
  CALCULATED: numberFits,
  MATCHING: ({ prompts, choices }, { matches = [] }) => {
    const promptIds = matches.map(({ promptId }) => promptId);
    if (hasDoubles(promptIds)) return 'must match a prompt once';
    return all(prompts, promptIds) &&
      all(
        choices,
        matches.map(({ choiceId }) => choiceId),
      )
      ? null
      : 'must name prompts and choices of this question';
  },
  ORDERING: ({ choices = [] }, { order = [] }) =>
    order.length === choices.length && !hasDoubles(order) && all(choices, order)
      ? null
      : 'must name every item of this question once',
  CLOZE: blanksFit,
  HOTSPOT: ({ picture, placesToMark = 1 }, { places = [] }) => {
    if (places.length > placesToMark) return `must mark at most ${placesToMark} places`;
    const inside = places.every(
      ({ x, y }) => x >= 0 && y >= 0 && x <= (picture?.width ?? 0) && y <= (picture?.height ?? 0),
    );
    return inside ? null : 'must mark places on the picture';
  },
};

function choicesFit(choices: readonly Choice[] | undefined, ids: readonly string[]): string | null {
  if (hasDoubles(ids)) return 'must not name a choice twice';
  return all(choices, ids) ? null : 'must name choices of this question';
}

const hasDoubles = (ids: readonly string[]): boolean => new Set(ids).size !== ids.length;

function all(items: readonly Choice[] = [], ids: readonly string[]): boolean {
  const known = new Set(items.map(({ id }) => id));
  return ids.every((id) => known.has(id));
}

const textFits = (text: string): string | null =>
  text.length > LONGEST_TEXT ? `must have at most ${LONGEST_TEXT.toLocaleString('en')} characters` : null;

function numberFits({ units }: Presentation, { number = '', unit }: QuizResponse): string | null {
  if (millionths(number) === undefined) return 'must give a decimal';
  return unit === undefined || unit === null || units?.includes(unit)
    ? null
    : 'must give one of the units to choose from';
}

function blanksFit({ blanks = [] }: Presentation, { blanks: filled = [] }: QuizResponse): string | null {
  if (hasDoubles(filled.map(({ blankId }) => blankId))) return 'must fill a blank once';
  for (const { blankId, answer } of filled) {
    const blank = blanks.find(({ id }) => id === blankId);
    if (!blank) return 'must name blanks of this question';
    if (answer === '') continue; // left open
    if (blank.kind === 'CHOICE' && !all(blank.choices, [answer]))
      return `must choose for blank ${blankId} from its choices`;
    if (blank.kind === 'NUMBER' && millionths(answer) === undefined)
      return `must give a decimal for blank ${blankId}`;
    const tooLong = blank.kind === 'TEXT' && textFits(answer);
    if (tooLong) return tooLong;
  }
  return null;
}
