import type {
  AnswerKey,
  AuthoredQuestion,
  Choice,
  Presentation,
  QuestionContent,
  QuestionType,
  QuizResponse,
} from './question-content.js';
import { isNear } from '../grading/grading.rules.js';
import { pictureProblems } from './question-picture.rules.js';
import { folded } from './text-match.rules.js';

/** Something that stands in the way of publishing. */
export interface ContentProblem {
  /** Path in the question, e.g. `choices.2.text`. */
  readonly field: string;
  readonly message: string;
}

/**
 * Sets the answer key apart from what a trainee may see. A choice keeps the id it had in the version before
 * (`knownChoiceIds`); every other one gets a new id.
 */
export function contentOf(
  question: AuthoredQuestion,
  newChoiceId: () => string,
  knownChoiceIds: ReadonlySet<string> = new Set(),
): QuestionContent {
  const { type, stem, choices, unit, scoring, isTrue, whenTrue, whenFalse, accepted, numbers } = question;
  const { whenCorrect, whenIncorrect, explanation } = question;
  const kept = new Set(knownChoiceIds);
  const withIds = choices?.map((choice) => ({
    ...choice,
    id: choice.id && kept.delete(choice.id) ? choice.id : newChoiceId(),
  }));
  return {
    type,
    stem,
    presentation: withoutGaps({
      choices: withIds?.map(({ id, text }) => ({ id, text })),
      unit,
    }),
    answerKey: withoutGaps({
      scoring,
      isTrue,
      whenTrue,
      whenFalse,
      accepted,
      numbers,
      whenCorrect,
      whenIncorrect,
      explanation,
      correctChoiceIds: withIds?.filter((choice) => choice.correct).map((choice) => choice.id),
      choiceFeedback:
        withIds &&
        Object.fromEntries(withIds.flatMap(({ id, feedback }) => (feedback ? [[id, feedback]] : []))),
    }),
  };
}

/** Leaves out what is not given, so that stored JSON says only what there is. */
const withoutGaps = <T extends object>(value: { [K in keyof T]?: T[K] | null | undefined }): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined)) as T;

const problem = (field: string, message: string): ContentProblem => ({ field, message });

/** Everything that must be put right before the question can be published, all at once. */
export function contentProblems(content: QuestionContent): ContentProblem[] {
  const { type, stem, presentation, answerKey } = content;
  const missingStem = stem.trim() === '' ? [problem('stem', 'Ask something.')] : [];
  return [...missingStem, ...(OF_TYPE[type]?.(presentation, answerKey) ?? []), ...pictureProblems(content)];
}

const OF_TYPE: Partial<
  Record<QuestionType, (presentation: Presentation, key: AnswerKey) => ContentProblem[]>
> = {
  SINGLE_CHOICE: ({ choices = [] }, key) => [
    ...choiceProblems(choices),
    ...(key.correctChoiceIds?.length === 1
      ? []
      : [problem('choices', 'Mark exactly one choice as correct.')]),
  ],
  MULTIPLE_CHOICE: ({ choices = [] }, key) => [
    ...choiceProblems(choices),
    ...(key.correctChoiceIds?.length ? [] : [problem('choices', 'Mark at least one choice as correct.')]),
  ],
  TRUE_FALSE: (_, key) =>
    key.isTrue === undefined ? [problem('isTrue', 'Say whether the statement is true.')] : [],
  SHORT_TEXT: (_, { accepted = [] }) => [
    ...(accepted.length ? [] : [problem('accepted', 'Give at least one accepted answer.')]),
    ...accepted.flatMap(({ pattern }, i) =>
      folded(pattern).replaceAll('*', '').trim() === ''
        ? [
            problem(
              `accepted.${i}`,
              'An accepted answer needs a letter or digit: this one would accept anything.',
            ),
          ]
        : [],
    ),
  ],
  NUMBER: (_, { numbers = [] }) => {
    const [right] = numbers;
    if (right === undefined) return [problem('number', 'Give the right number.')];
    return isNear(right.number, right.number, right.tolerance)
      ? []
      : [problem('tolerance', 'The number and its tolerance must be decimals, the tolerance 0 or above.')];
  },
};

function choiceProblems(choices: readonly Choice[]): ContentProblem[] {
  const texts = choices.map((choice) => choice.text.trim());
  return [
    ...(choices.length < 2 ? [problem('choices', 'Give at least two choices.')] : []),
    ...texts.flatMap((text, i) => {
      if (text === '') return [problem(`choices.${i}.text`, 'A choice needs a text.')];
      return texts.indexOf(text) < i ? [problem(`choices.${i}.text`, 'Another choice has this text.')] : [];
    }),
  ];
}

/** Why this response cannot be an answer to such a question, or null. It says nothing of right or wrong. */
export function misfit(
  type: QuestionType,
  presentation: Presentation,
  response: QuizResponse,
): string | null {
  const member = MEMBER_OF[type];
  const given = Object.entries(response).filter(([, value]) => value !== undefined && value !== null);
  if (given.length !== 1 || given[0]![0] !== member) return `must give \`${member}\` for a ${type} question`;
  return member === 'choiceIds' ? choiceMisfit(type, presentation, response.choiceIds!) : null;
}

const MEMBER_OF: Partial<Record<QuestionType, keyof QuizResponse>> = {
  SINGLE_CHOICE: 'choiceIds',
  MULTIPLE_CHOICE: 'choiceIds',
  TRUE_FALSE: 'isTrue',
  SHORT_TEXT: 'text',
  NUMBER: 'number',
};

function choiceMisfit(
  type: QuestionType,
  { choices = [] }: Presentation,
  ids: readonly string[],
): string | null {
  if (new Set(ids).size !== ids.length) return 'must not name a choice twice';
  if (type === 'SINGLE_CHOICE' && ids.length > 1) return 'must name at most one choice';
  const known = new Set(choices.map((choice) => choice.id));
  return ids.every((id) => known.has(id)) ? null : 'must name choices of this question';
}
