import { cleanMarkdown } from './clean-markdown.rules.js';
import { millionths } from './number-match.rules.js';
import type {
  AcceptedText,
  AnswerKey,
  AuthoredBlank,
  AuthoredChoice,
  AuthoredCriterion,
  AuthoredQuestion,
  Blank,
  BlankKey,
  Choice,
  Presentation,
  QuestionContent,
  QuestionType,
  RubricCriterion,
} from './question-content.js';
import { placeholders } from './stem.rules.js';

export { contentProblems, type ContentProblem } from './content-problems.rules.js';
export { misfit } from './response-fit.rules.js';

/** Gives what was known before its id again, once, and everything else a new one. */
type IdFor = (id?: string | null) => string;

interface Parts {
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
}

/**
 * Sets the answer key apart from what a trainee may see, and takes HTML out of the texts. What had an id in the
 * version before (`knownIds`) keeps it; everything else gets a new one.
 */
export function contentOf(
  question: AuthoredQuestion,
  newId: () => string,
  knownIds: ReadonlySet<string> = new Set(),
): QuestionContent {
  const clean = withCleanTexts(question);
  const kept = new Set(knownIds);
  const idFor: IdFor = (id) => (id && kept.delete(id) ? id : newId());
  const { presentation, answerKey } = PARTS[clean.type](clean, idFor);
  const { type, stem, whenCorrect, whenPartlyCorrect, whenIncorrect, explanation } = clean;
  const said = { whenCorrect, whenPartlyCorrect, whenIncorrect, explanation };
  return {
    type,
    stem,
    presentation: withoutGaps(presentation),
    answerKey: withoutGaps({ ...answerKey, ...said }),
  };
}

/** The ids by which the parts of a question stay the same in its next version. */
export function idsOf({ choices = [], prompts = [], blanks = [], rubric = [] }: Presentation): Set<string> {
  const items = [...choices, ...prompts, ...blanks.flatMap((blank) => blank.choices ?? [])];
  return new Set([...items, ...rubric, ...rubric.flatMap(({ levels }) => levels)].map(({ id }) => id));
}

const PARTS: Record<QuestionType, (question: AuthoredQuestion, idFor: IdFor) => Parts> = {
  SINGLE_CHOICE: choiceParts,
  MULTIPLE_CHOICE: choiceParts,
  TRUE_FALSE: ({ isTrue, whenTrue, whenFalse }) => ({
    presentation: {},
    answerKey: withoutGaps({ isTrue, whenTrue, whenFalse }),
  }),
  SHORT_TEXT: ({ accepted, caseSensitive, accentSensitive }) => ({
    presentation: {},
    answerKey: withoutGaps({
      accepted: accepted?.map(withoutGaps<AcceptedText>),
      caseSensitive,
      accentSensitive,
    }),
  }),
  NUMBER: numberParts,
  CALCULATED: (question) => {
    const { presentation, answerKey } = numberParts(question);
    return { presentation: withoutGaps({ ...presentation, valueSets: question.valueSets }), answerKey };
  },
  MATCHING: matchingParts,
  ORDERING: ({ choices = [], orderScoring }, idFor) => {
    const items = choices.map(({ id, text }) => ({ id: idFor(id), text }));
    return {
      presentation: { choices: byId(items) },
      answerKey: withoutGaps({ order: items.map(({ id }) => id), orderScoring }),
    };
  },
  CLOZE: clozeParts,
  HOTSPOT: ({ picture, placesToMark, regions, scoring }) => ({
    presentation: withoutGaps({ picture, placesToMark: placesToMark ?? regions?.length }),
    answerKey: withoutGaps({ regions, scoring }),
  }),
  ESSAY: ({ minWords, maxWords, rubric, gradingNotes }, idFor) => ({
    presentation: withoutGaps({
      minWords,
      maxWords,
      rubric: rubric?.map((criterion) => criterionOf(criterion, idFor)),
    }),
    answerKey: withoutGaps({ gradingNotes }),
  }),
};

function choiceParts({ type, choices = [], scoring }: AuthoredQuestion, idFor: IdFor): Parts {
  const { keyed, choicePercents, choiceFeedback } = keyedChoices(choices, idFor);
  const right = keyed.filter((choice) => isRight(choice, type === 'SINGLE_CHOICE' ? '100' : '0.000001'));
  return {
    presentation: { choices: shown(keyed) },
    answerKey: withoutGaps({
      correctChoiceIds: right.map(({ id }) => id),
      choiceFeedback,
      choicePercents,
      scoring: type === 'SINGLE_CHOICE' ? null : scoring,
    }),
  };
}

/** A choice with a percent is right when that is at least so much; one without when it says so. */
const isRight = ({ percent, correct }: AuthoredChoice, least: string): boolean =>
  percent ? (millionths(percent) ?? -1n) >= millionths(least)! : correct === true;

/** Choices with their ids. A percent for one of them makes every choice without one worth all or nothing. */
function keyedChoices(choices: readonly AuthoredChoice[], idFor: IdFor) {
  const keyed = choices.map((choice) => ({ ...choice, id: idFor(choice.id) }));
  const inPercent = keyed.some(({ percent }) => percent);
  return {
    keyed,
    choiceFeedback: Object.fromEntries(
      keyed.flatMap(({ id, feedback }) => (feedback ? [[id, feedback]] : [])),
    ),
    choicePercents: inPercent
      ? Object.fromEntries(keyed.map(({ id, percent, correct }) => [id, percent || (correct ? '100' : '0')]))
      : null,
  };
}

const shown = (choices: readonly Choice[]): Choice[] => choices.map(({ id, text }) => ({ id, text }));

/** Ids are random, so this order tells nothing about the one they were written in. */
const byId = (choices: readonly Choice[]): Choice[] =>
  [...choices].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

function numberParts({ numbers, unit, units, unitPenaltyPercent }: AuthoredQuestion): Parts {
  const inUnits = units?.length ? units : null;
  return {
    presentation: withoutGaps({ unit, units: inUnits?.map((accepted) => accepted.unit) }),
    answerKey: withoutGaps({
      numbers: numbers?.map((number) => withoutGaps(number)),
      units: inUnits,
      unitPenaltyPercent: inUnits && unitPenaltyPercent,
    }),
  };
}

/** Prompts in the order they were written; choices of the same text are one choice. */
function matchingParts({ pairs = [], scoring }: AuthoredQuestion, idFor: IdFor): Parts {
  const choices = new Map<string, Choice>();
  for (const { choice: text, choiceId } of pairs)
    if (!choices.has(text.trim())) choices.set(text.trim(), { id: idFor(choiceId), text });
  const prompts = pairs.flatMap(({ prompt, promptId, choice }) =>
    prompt ? [{ id: idFor(promptId), text: prompt, choiceId: choices.get(choice.trim())!.id }] : [],
  );
  return {
    presentation: { prompts: shown(prompts), choices: byId([...choices.values()]) },
    answerKey: withoutGaps({
      matches: Object.fromEntries(prompts.map(({ id, choiceId }) => [id, choiceId])),
      scoring,
    }),
  };
}

/** Blanks in the order in which the stem names them; those it does not name come last. */
function clozeParts({ stem, blanks = [], scoring }: AuthoredQuestion, idFor: IdFor): Parts {
  const named = placeholders(stem);
  const place = ({ id }: AuthoredBlank): number => (named.includes(id) ? named.indexOf(id) : named.length);
  const parts = [...blanks].sort((a, b) => place(a) - place(b)).map((blank) => blankParts(blank, idFor));
  return {
    presentation: { blanks: parts.map(({ blank }) => blank) },
    answerKey: withoutGaps({
      blanks: Object.fromEntries(parts.map(({ blank, key }) => [blank.id, key])),
      scoring,
    }),
  };
}

function blankParts(blank: AuthoredBlank, idFor: IdFor): { blank: Blank; key: BlankKey } {
  const { id, kind, weight, choices = [], accepted = [], caseSensitive, numbers = [] } = blank;
  if (kind === 'TEXT') {
    const key = withoutGaps({ weight, accepted: accepted.map(withoutGaps<AcceptedText>), caseSensitive });
    return { blank: { id, kind }, key };
  }
  if (kind === 'NUMBER')
    return {
      blank: { id, kind },
      key: withoutGaps({ weight, numbers: numbers.map((number) => withoutGaps(number)) }),
    };
  const { keyed, choiceFeedback } = keyedChoices(choices, idFor);
  const percents = keyed.map((choice) => [choice.id, choice.percent || (choice.correct ? '100' : '0')]);
  return {
    blank: { id, kind, choices: shown(keyed) },
    key: withoutGaps({ weight, choicePercents: Object.fromEntries(percents), choiceFeedback }),
  };
}

const criterionOf = ({ id, title, levels }: AuthoredCriterion, idFor: IdFor): RubricCriterion => ({
  id: idFor(id),
  title,
  levels: levels.map((level) => ({ id: idFor(level.id), title: level.title, points: level.points })),
});

/** Members that hold text for readers; patterns, formulas and units are none. */
const TEXTS: ReadonlySet<string> = new Set([
  'alternativeText',
  'choice',
  'explanation',
  'feedback',
  'gradingNotes',
  'prompt',
  'stem',
  'text',
  'title',
  'whenCorrect',
  'whenFalse',
  'whenIncorrect',
  'whenPartlyCorrect',
  'whenTrue',
]);

function withCleanTexts<T>(value: T, name = ''): T {
  if (typeof value === 'string') return (TEXTS.has(name) ? cleanMarkdown(value) : value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => withCleanTexts(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(
    ([key, each]) => [key, withCleanTexts(each as unknown, key)] as const,
  );
  return Object.fromEntries(members) as T;
}

/** Leaves out what is not given, so that stored JSON says only what there is. */
const withoutGaps = <T extends object>(value: { [K in keyof T]?: T[K] | null | undefined }): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined && v !== '')) as T;
