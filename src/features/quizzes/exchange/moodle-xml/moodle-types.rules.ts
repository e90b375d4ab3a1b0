import type { Element } from '@xmldom/xmldom';
import type { AuthoredBlank, AuthoredQuestion, OrderScoring } from '../../bank/question-content.js';
import { decimalOf, productOf } from '../decimal.rules.js';
import {
  acceptedOf,
  accentsOf,
  choicesOf,
  type GradedAnswer,
  NotTaken,
  numbersOf,
  whenNoneFits,
} from '../moodle-answers.rules.js';
import { attributeOf, below, childOf, childrenOf, textOf } from '../xml.rules.js';
import { clozeText, gapAt, withBlanks, withoutGaps } from './moodle-cloze.rules.js';
import type { MoodleTexts } from './moodle-texts.rules.js';

/** Reads what a question of one type asks. Throws NotTaken. */
type TypeReader = (question: Element, texts: MoodleTexts) => AuthoredQuestion;

const said = <K extends string>(key: K, value: string): Partial<Record<K, string>> =>
  (value === '' ? {} : { [key]: value }) as Partial<Record<K, string>>;

const value = (question: Element, name: string): string => textOf(childOf(question, name));
const isYes = (text: string): boolean => /^(1|true|yes)$/i.test(text);
const stemOf = (question: Element, texts: MoodleTexts): string =>
  texts.markdown(childOf(question, 'questiontext'));

/** The texts that most types say after the end. */
const feedbackOf = (question: Element, texts: MoodleTexts) => ({
  ...said('whenCorrect', texts.markdown(childOf(question, 'correctfeedback'))),
  ...said('whenPartlyCorrect', texts.markdown(childOf(question, 'partiallycorrectfeedback'))),
  ...said('whenIncorrect', texts.markdown(childOf(question, 'incorrectfeedback'))),
});

function percentOf(answer: Element): number {
  const percent = decimalOf(attributeOf(answer, 'fraction') ?? '0');
  if (percent === null) throw new NotTaken(`The fraction "${attributeOf(answer, 'fraction')}" is no number.`);
  return Number(percent);
}

const worthOf = (answer: Element, texts: MoodleTexts) => ({
  percent: percentOf(answer),
  feedback: texts.markdown(childOf(answer, 'feedback')) || null,
});

const multichoice: TypeReader = (question, texts) => {
  const single = isYes(value(question, 'single') || 'true');
  if (value(question, 'shuffleanswers') && !isYes(value(question, 'shuffleanswers')))
    texts.losses.add(
      'That its choices stay in their order is not kept: a quiz decides whether they are shuffled.',
    );
  const answers = childrenOf(question, 'answer').map((answer): GradedAnswer => ({
    text: texts.markdown(answer),
    ...worthOf(answer, texts),
  }));
  return {
    type: single ? 'SINGLE_CHOICE' : 'MULTIPLE_CHOICE',
    stem: stemOf(question, texts),
    ...(single ? {} : { scoring: 'PARTIAL' as const }),
    choices: choicesOf(answers, single),
    ...feedbackOf(question, texts),
  };
};

/** A type that is installed beside Moodle's own: the right choices and no other earn everything. */
const multichoiceset: TypeReader = (question, texts) => ({
  ...multichoice(question, texts),
  type: 'MULTIPLE_CHOICE',
  scoring: 'ALL_OR_NOTHING',
  choices: childrenOf(question, 'answer').map((answer) => {
    const { percent, feedback } = worthOf(answer, texts);
    return { text: texts.markdown(answer), correct: percent > 0, ...(feedback ? { feedback } : {}) };
  }),
});

const truefalse: TypeReader = (question, texts) => {
  const answers = childrenOf(question, 'answer');
  const yes = answers.find((answer) => texts.text(answer).toLowerCase() === 'true') ?? answers[0];
  const no = answers.find((answer) => answer !== yes);
  const isTrue = yes !== undefined && percentOf(yes) === 100;
  if (!isTrue && !(no && percentOf(no) === 100))
    throw new NotTaken('Neither true nor false is worth all its points.');
  return {
    type: 'TRUE_FALSE',
    stem: stemOf(question, texts),
    isTrue,
    ...said('whenTrue', texts.markdown(yes && childOf(yes, 'feedback'))),
    ...said('whenFalse', texts.markdown(no && childOf(no, 'feedback'))),
  };
};

const shortanswer: TypeReader = (question, texts) => {
  const given = childrenOf(question, 'answer').map((answer): GradedAnswer => ({
    text: texts.plain(answer),
    ...worthOf(answer, texts),
  }));
  const accepted = acceptedOf(given, texts.losses);
  const caseSensitive = isYes(value(question, 'usecase')) ? { caseSensitive: true } : {};
  return {
    type: 'SHORT_TEXT',
    stem: stemOf(question, texts),
    ...whenNoneFits(accepted),
    ...caseSensitive,
    ...accentsOf(accepted),
  };
};

const numerical: TypeReader = (question, texts) => {
  const given = childrenOf(question, 'answer').map((answer) => ({
    number: texts.plain(answer) === '*' ? '*' : numberOf(texts.plain(answer)),
    tolerance: toleranceOf(answer),
    ...worthOf(answer, texts),
  }));
  return {
    type: 'NUMBER',
    stem: stemOf(question, texts),
    ...numbersOf(given, texts.losses),
    ...unitsOf(question, texts),
  };
};

function numberOf(text: string): string {
  const number = decimalOf(text);
  if (number === null) throw new NotTaken(`"${text}" is no number.`);
  return number;
}

function toleranceOf(answer: Element): string {
  const text = value(answer, 'tolerance');
  const tolerance = text === '' ? '0' : numberOf(text);
  if (tolerance.startsWith('-')) throw new NotTaken(`The tolerance ${tolerance} is below 0.`);
  return tolerance;
}

/** Moodle's ways to ask for units: 3 shows none; graded ones cost a penalty when they are wrong. */
function unitsOf(question: Element, texts: MoodleTexts): Partial<AuthoredQuestion> {
  const units = below(question, 'unit').map((unit) => ({
    unit: textOf(childOf(unit, 'unit_name')),
    factor: inverseOf(numberOf(value(unit, 'multiplier') || '1')),
  }));
  if (!units.length || value(question, 'showunits') === '3') return {};
  const graded = Number(value(question, 'unitgradingtype') || '0') > 0;
  if (graded) {
    const penalty = productOf(value(question, 'unitpenalty') || '1', '100');
    return { units, ...(penalty === null || penalty === '100' ? {} : { unitPenaltyPercent: penalty }) };
  }
  const [own] = units.filter(({ factor }) => factor === '1');
  if (units.length > 1) texts.losses.add('Answers are taken in one unit alone, which stands beside them.');
  return { unit: (own ?? units[0]!).unit };
}

/** To fifteen digits. Moodle says how many of a unit make the right number, we how much of it one unit is. */
export function inverseOf(multiplier: string): string {
  const factor = decimalOf(String(Number((1 / Number(multiplier)).toPrecision(15))));
  if (factor === null || Number(factor) <= 0)
    throw new NotTaken(`A unit cannot have the multiplier ${multiplier}.`);
  return factor;
}

const matching: TypeReader = (question, texts) => ({
  type: 'MATCHING',
  stem: stemOf(question, texts),
  pairs: childrenOf(question, 'subquestion').map((pair) => ({
    prompt: texts.markdown(pair) || null,
    choice: texts.choice(childOf(pair, 'answer')),
  })),
  ...feedbackOf(question, texts),
});

const essay: TypeReader = (question, texts) => {
  if (texts.text(childOf(question, 'responsetemplate')))
    texts.losses.add('The template that answers begin with is not kept.');
  if (Number(value(question, 'attachments') || '0') !== 0)
    texts.losses.add('Files cannot be attached to an answer.');
  const words = (name: string): number => Number(value(question, name) || '0');
  return {
    type: 'ESSAY',
    stem: stemOf(question, texts),
    ...(words('minwordlimit') > 0 ? { minWords: words('minwordlimit') } : {}),
    ...(words('maxwordlimit') > 0 ? { maxWords: words('maxwordlimit') } : {}),
    ...said('gradingNotes', texts.markdown(childOf(question, 'graderinfo'))),
  };
};

const cloze: TypeReader = (question, texts) => {
  let blanks: readonly AuthoredBlank[] = [];
  const stem = texts.markdown(childOf(question, 'questiontext'), (text) => {
    const read = clozeText(withoutGaps(text), texts.losses);
    blanks = read.blanks;
    return read.text;
  });
  return { type: 'CLOZE', stem: withBlanks(stem), blanks, ...feedbackOf(question, texts) };
};

/** `[[2]]` in the text stands for the second of the options; those of its group are to choose from. */
const gaps =
  (optionName: string): TypeReader =>
  (question, texts) => {
    const options = childrenOf(question, optionName).map((option) => ({
      text: texts.markdown(option),
      group: value(option, 'group') || '1',
    }));
    const blanks: AuthoredBlank[] = [];
    const stem = texts.markdown(childOf(question, 'questiontext'), (text) =>
      withoutGaps(text).replace(/\[\[(\d+)\]\]/g, (_, number: string) => {
        const right = options[Number(number) - 1];
        if (!right) throw new NotTaken(`Its gap [[${number}]] names no option.`);
        const id = String(blanks.length + 1);
        const choices = options
          .filter(({ group }) => group === right.group)
          .map((option) => ({ text: option.text, correct: option === right }));
        blanks.push({ id, kind: 'CHOICE', choices });
        return gapAt(id);
      }),
    );
    return { type: 'CLOZE', stem: withBlanks(stem), blanks, ...feedbackOf(question, texts) };
  };

const ORDERS: Readonly<Record<string, OrderScoring>> = {
  '-1': 'ALL_OR_NOTHING',
  ALL_OR_NOTHING: 'ALL_OR_NOTHING',
  '0': 'ABSOLUTE_POSITION',
  ABSOLUTE_POSITION: 'ABSOLUTE_POSITION',
  '1': 'RELATIVE_NEXT',
  RELATIVE_NEXT_EXCLUDE_LAST: 'RELATIVE_NEXT',
  '5': 'LONGEST_ORDERED_SUBSET',
  LONGEST_ORDERED_SUBSET: 'LONGEST_ORDERED_SUBSET',
};

const ordering: TypeReader = (question, texts) => {
  const grading = value(question, 'gradingtype') || 'ABSOLUTE_POSITION';
  const known = ORDERS[grading];
  const orderScoring = known ?? (grading.startsWith('LONGEST') ? 'LONGEST_ORDERED_SUBSET' : 'RELATIVE_NEXT');
  if (!known)
    texts.losses.add(`Partly right orders earn by ${orderScoring}, the nearest to what the file says.`);
  const answers = childrenOf(question, 'answer').map((answer) => ({
    text: texts.markdown(answer),
    place: percentOf(answer),
  }));
  const count = Number(value(question, 'selectcount') || '0');
  if (!/^(0|ALL)$/.test(value(question, 'selecttype') || 'ALL') && count > 0 && count < answers.length)
    texts.losses.add(`Each attempt asks for all ${answers.length} items, not for ${count} of them.`);
  return {
    type: 'ORDERING',
    stem: stemOf(question, texts),
    choices: answers.toSorted((a, b) => a.place - b.place).map(({ text }) => ({ text })),
    orderScoring,
    ...feedbackOf(question, texts),
  };
};

const calculated: TypeReader = (question, texts) => {
  const stem = stemOf(question, texts);
  if (/\{=/.test(stem))
    throw new NotTaken('Its text calculates, as in {={a}*2}: values alone can stand there.');
  const given = childrenOf(question, 'answer').map((answer) => {
    const kind = value(answer, 'tolerancetype') || '1';
    if (kind === '3') throw new NotTaken('It has a geometric tolerance, which is not known here.');
    return {
      number: texts.plain(answer),
      tolerance: toleranceOf(answer),
      ...(kind === '1' ? { toleranceKind: 'RELATIVE' as const } : {}),
      ...worthOf(answer, texts),
    };
  });
  return {
    type: 'CALCULATED',
    stem,
    valueSets: valueSetsOf(question),
    ...unitsOf(question, texts),
    ...feedbackOf(question, texts),
    ...numbersOf(given, texts.losses),
  };
};

/** The values of each attempt: the first of every definition, the second, and so on. */
function valueSetsOf(question: Element): Record<string, string>[] {
  const definitions = below(question, 'dataset_definition').map((definition) => ({
    name: textOf(childOf(definition, 'name')),
    values: below(definition, 'dataset_item').map((item) => numberOf(value(item, 'value'))),
  }));
  if (!definitions.length) throw new NotTaken('It defines no values to calculate with.');
  const count = Math.min(...definitions.map(({ values }) => values.length));
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(definitions.map(({ name, values }) => [name, values[i]!])),
  );
}

/** By the name that Moodle's XML has for the type. */
export const MOODLE_TYPES: Readonly<Record<string, TypeReader>> = {
  multichoice,
  multichoiceset,
  truefalse,
  shortanswer,
  numerical,
  matching,
  essay,
  cloze,
  multianswer: cloze,
  gapselect: gaps('selectoption'),
  ddwtos: gaps('dragbox'),
  ordering,
  calculated,
  calculatedsimple: calculated,
};
