import type { FieldProblem } from '../../../platform/faults/fault.js';
import type { AnswerKey, BlankKey, Choice, QuestionContent } from './question-content.js';
import { picturesIn } from './question-html.js';

/** A text of a question with its place in it, e.g. `choices.2.feedback`. */
interface QuestionText {
  readonly field: string;
  /** Markdown. */
  readonly text: string;
}

/** An uploaded file that a question shows. */
export interface NamedPicture {
  readonly field: string;
  readonly fileId: string;
}

type GivenText = readonly [field: string, text: string | undefined];

/** Every text of a question that is Markdown, those of the key included. */
function textsOf({ stem, presentation, answerKey: key }: QuestionContent): QuestionText[] {
  const { choices = [], prompts = [], blanks = [] } = presentation;
  const { whenTrue, whenFalse, whenCorrect, whenPartlyCorrect, whenIncorrect, explanation, gradingNotes } =
    key;
  const whole = {
    ...{ stem, whenTrue, whenFalse },
    ...{ whenCorrect, whenPartlyCorrect, whenIncorrect, explanation, gradingNotes },
  };
  const given: GivenText[] = [
    ...Object.entries(whole),
    ...choiceTexts('choices', choices, key.choiceFeedback),
    ...prompts.map(({ text }, i): GivenText => [`prompts.${i}.text`, text]),
    ...acceptedTexts('', key),
    ...blanks.flatMap(({ id, choices: those = [] }, i): GivenText[] => {
      const blank = key.blanks?.[id] ?? {};
      return [
        ...choiceTexts(`blanks.${i}.choices`, those, blank.choiceFeedback),
        ...acceptedTexts(`blanks.${i}.`, blank),
      ];
    }),
  ];
  return given.flatMap(([field, text]) => (text ? [{ field, text }] : []));
}

const choiceTexts = (
  field: string,
  choices: readonly Choice[],
  feedback: Readonly<Record<string, string>> = {},
): GivenText[] =>
  choices.flatMap(({ id, text }, i): GivenText[] => [
    [`${field}.${i}.text`, text],
    [`${field}.${i}.feedback`, feedback[id]],
  ]);

const acceptedTexts = (at: string, { accepted = [], numbers = [] }: AnswerKey | BlankKey): GivenText[] => [
  ...accepted.map(({ feedback }, i): GivenText => [`${at}accepted.${i}.feedback`, feedback]),
  ...numbers.map(({ feedback }, i): GivenText => [`${at}numbers.${i}.feedback`, feedback]),
];

/** The uploaded files a question names as pictures, each once for every text it stands in. */
export function namedPictures(question: QuestionContent): NamedPicture[] {
  const inTexts = textsOf(question).flatMap(({ field, text }) =>
    picturesIn(text).flatMap(({ fileId }) => (fileId ? [{ field, fileId }] : [])),
  );
  const fileId = question.presentation.picture?.fileId.toLowerCase();
  return fileId ? [...inTexts, { field: 'picture.fileId', fileId }] : inTexts;
}

/** What keeps the pictures of a question from being shown to everybody: to be put right before publishing. */
export function pictureProblems(question: QuestionContent): FieldProblem[] {
  const inTexts = textsOf(question).flatMap(({ field, text }) =>
    picturesIn(text).flatMap(({ source, fileId, alternativeText }): FieldProblem[] => {
      if (!fileId) return [{ field, message: notOurs(source) }];
      return alternativeText ? [] : [{ field, message: SAY_WHAT_IT_SHOWS }];
    }),
  );
  const { picture } = question.presentation;
  if (!picture || picture.alternativeText.trim()) return inTexts;
  return [
    ...inTexts,
    {
      field: 'picture.alternativeText',
      message: 'Say what the picture shows, without giving the answer away.',
    },
  ];
}

const notOurs = (source: string): string =>
  `The picture ${source.length > 60 ? `${source.slice(0, 60)}…` : source} is not shown: upload it, then write ![what it shows](file:<its fileId>).`;

const SAY_WHAT_IT_SHOWS =
  'A picture needs alternative text, for who cannot see it: ![what it shows](file:…).';
