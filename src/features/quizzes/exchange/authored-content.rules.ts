import type {
  AuthoredBlank,
  AuthoredChoice,
  AuthoredPair,
  AuthoredQuestion,
  BlankKey,
  Choice,
  QuestionContent,
} from '../bank/question-content.js';

/** A question as its author wrote it, put together again of what is shown and what is kept secret. Ids are left out. */
export function authoredOf({ type, stem, presentation, answerKey }: QuestionContent): AuthoredQuestion {
  const { choices: shown = [], prompts = [], blanks = [], valueSets, picture, placesToMark } = presentation;
  const {
    choiceFeedback = {},
    choicePercents,
    correctChoiceIds = [],
    order,
    matches = {},
    ...key
  } = answerKey;
  const { unit, minWords, maxWords, rubric } = presentation;
  const common = { type, stem, unit, minWords, maxWords, valueSets, picture, placesToMark };
  const choices = shown.map(({ id, text }): AuthoredChoice => {
    const correct = correctChoiceIds.includes(id);
    return withoutGaps({ text, correct, percent: choicePercents?.[id], feedback: choiceFeedback[id] });
  });
  const { blanks: blankKeys = {}, ...rest } = key;
  return withoutGaps({
    ...common,
    ...rest,
    choices:
      type === 'ORDERING'
        ? inOrder(shown, order ?? [])
        : shown.length && type !== 'MATCHING'
          ? choices
          : undefined,
    pairs: type === 'MATCHING' ? pairsOf(prompts, shown, matches) : undefined,
    blanks:
      type === 'CLOZE'
        ? blanks.map((blank) => ({ ...blankOf(blank, blankKeys[blank.id] ?? {}) }))
        : undefined,
    rubric: rubric?.map(({ title, levels }) => ({
      title,
      levels: levels.map((level) => ({ title: level.title, points: level.points })),
    })),
  });
}

const inOrder = (items: readonly Choice[], order: readonly string[]): AuthoredChoice[] =>
  order.flatMap((id) => items.filter((item) => item.id === id).map(({ text }) => ({ text })));

function pairsOf(
  prompts: readonly Choice[],
  choices: readonly Choice[],
  matches: Readonly<Record<string, string>>,
): AuthoredPair[] {
  const used = new Set(Object.values(matches));
  return [
    ...prompts.map(({ id, text }) => ({
      prompt: text,
      choice: choices.find((choice) => choice.id === matches[id])?.text ?? '',
    })),
    ...choices.filter(({ id }) => !used.has(id)).map(({ text }) => ({ prompt: null, choice: text })),
  ];
}

function blankOf(
  { id, kind, choices }: { id: string; kind: AuthoredBlank['kind']; choices?: readonly Choice[] },
  { weight, accepted, caseSensitive, numbers, choicePercents = {}, choiceFeedback = {} }: BlankKey,
): AuthoredBlank {
  const percents = choices?.map((choice) => choicePercents[choice.id] ?? '0') ?? [];
  const plain = percents.every((percent) => Number(percent) === 100 || Number(percent) === 0);
  return withoutGaps({
    id,
    kind,
    weight,
    accepted,
    caseSensitive,
    numbers,
    choices: choices?.map(({ id: choiceId, text }, i) =>
      withoutGaps({
        text,
        correct: Number(percents[i]) === 100,
        percent: plain ? undefined : percents[i],
        feedback: choiceFeedback[choiceId],
      }),
    ),
  });
}

const withoutGaps = <T extends object>(value: { [K in keyof T]?: T[K] | null | undefined }): T =>
  Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== null && member !== undefined),
  ) as T;
