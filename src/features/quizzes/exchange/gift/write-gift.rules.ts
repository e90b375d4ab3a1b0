import type { AuthoredBlank, AuthoredQuestion } from '../../bank/question-content.js';
import type { ExchangedQuestion } from '../exchanged-question.js';
import { withPictures } from '../imported-question.rules.js';
import {
  plainText,
  tellAccents,
  tellUnsaid,
  worthOfChoices,
  worthOfNumbers,
  worthOfTexts,
  type WorthAnswer,
  type WorthChoice,
} from '../moodle-worth.rules.js';
import { NotCarried, written, type WrittenFile } from '../written-file.js';

/** Questions as GIFT, by category. All texts are Markdown, so that nothing of them is lost. */
export function writeGift(questions: readonly ExchangedQuestion[]): WrittenFile {
  const all = written(questions, questionText);
  const blocks: string[] = [];
  let category: string | null = null;
  for (const { question, text } of all) {
    if (text === null) continue;
    if (question.category !== category) blocks.push(categoryLine(question.category));
    category = question.category;
    blocks.push(text);
  }
  return { text: blocks.map((block) => `${block}\n`).join('\n'), items: all.map(({ item }) => item) };
}

const categoryLine = (category: string | null): string =>
  ['$CATEGORY: $course$/top', ...(category === null ? [] : [oneLine(category)])].join('/');

function questionText({ name, code, tags, question: given }: ExchangedQuestion, losses: Set<string>): string {
  const { value: question, losses: pictures } = withPictures(given, () => null);
  if (pictures.length) losses.add('Pictures are not kept: their alternative text stands for them.');
  const { stem, answers } = answered(question, losses);
  const general = question.explanation ? `\n####${rich(question.explanation)}` : '';
  const [before, after = ''] = stem;
  const marks = [
    ...(code ? [`[id:${commented(code)}]`] : []),
    ...tags.map((tag) => `[tag:${commented(tag)}]`),
  ];
  return [
    ...(marks.length ? [`// ${marks.join(' ')}`] : []),
    `::${escaped(oneLine(name))}::[markdown]${escaped(before!)}{${answers}${general}}${escaped(after)}`,
  ].join('\n');
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const commented = (text: string): string => oneLine(text).replaceAll(']', '\\]');

/** Every sign that GIFT reads as more than a character; a blank line would end the question. */
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\\:#={}~]/g, '\\$&')
    .replaceAll('\n', '\\n');

/** A format is named where the text itself begins like one, or like a weight. */
const rich = (text: string): string => (/^[[%]/.test(text) ? `[markdown]${escaped(text)}` : escaped(text));

interface Answered {
  /** The stem, or what stands before the answers and what after them. */
  readonly stem: readonly string[];
  readonly answers: string;
}

const EVERY = ['whenCorrect', 'whenPartlyCorrect', 'whenIncorrect'] as const;
const BUT_WRONG = ['whenCorrect', 'whenPartlyCorrect'] as const;

function answered(question: AuthoredQuestion, losses: Set<string>): Answered {
  const stem = [question.stem];
  switch (question.type) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE': {
      tellUnsaid(question, EVERY, losses);
      return {
        stem,
        answers: choiceLines(worthOfChoices(question, losses), question.type === 'SINGLE_CHOICE'),
      };
    }
    case 'TRUE_FALSE':
      tellUnsaid(question, EVERY, losses);
      return { stem, answers: trueFalse(question) };
    case 'SHORT_TEXT':
      tellUnsaid(question, BUT_WRONG, losses);
      tellAccents(question, losses);
      tellCase(question, losses);
      return {
        stem,
        answers: textLines(worthOfTexts(question.accepted ?? [], question.whenIncorrect, losses)),
      };
    case 'NUMBER':
      tellUnsaid(question, BUT_WRONG, losses);
      if (question.units?.length) throw new NotCarried('GIFT has no units that are part of the answer.');
      if (question.unit) losses.add('The unit beside the answer is not kept.');
      return {
        stem,
        answers: numberLines(worthOfNumbers(question.numbers ?? [], question.whenIncorrect, losses)),
      };
    case 'MATCHING':
      tellUnsaid(question, EVERY, losses);
      if (question.scoring === 'ALL_OR_NOTHING')
        losses.add('That nothing is earned unless all is right is not kept.');
      return { stem, answers: pairLines(question, losses) };
    case 'ESSAY':
      tellUnsaid(question, EVERY, losses);
      if (question.gradingNotes || question.rubric?.length || question.minWords || question.maxWords)
        losses.add('Grading notes, rubric and numbers of words are not kept.');
      return { stem, answers: '' };
    case 'CLOZE':
      return missingWord(question, losses);
    default:
      throw new NotCarried(`GIFT has no questions of the type ${question.type}.`);
  }
}

function tellCase({ caseSensitive }: Pick<AuthoredQuestion, 'caseSensitive'>, losses: Set<string>): void {
  if (caseSensitive) losses.add('That capital letters matter is not kept.');
}

const said = (feedback: string | null): string => (feedback ? `#${rich(feedback)}` : '');

const choiceLines = (choices: readonly WorthChoice[], single: boolean): string =>
  choices
    .map(({ text, percent, feedback }) => {
      const sign = single && percent === '100' ? '=' : percent === '0' ? '~' : `~%${percent}%`;
      return `\n${sign}${rich(text)}${said(feedback)}`;
    })
    .join('');

/** The first feedback is for the wrong answer, the second for the right one. */
function trueFalse({ isTrue, whenTrue, whenFalse }: AuthoredQuestion): string {
  const [right, wrong] = isTrue ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
  const feedback = right || wrong ? `#${wrong ? rich(wrong) : ''}${right ? `#${rich(right)}` : ''}` : '';
  return `${isTrue ? 'TRUE' : 'FALSE'}${feedback}`;
}

/** An arrow anywhere would make them pairs to be matched. */
function textLines(answers: readonly WorthAnswer[]): string {
  if (answers.some(({ text }) => text.includes('->')))
    throw new NotCarried('GIFT takes an answer with "->" for a pair.');
  const line = ({ text, percent, feedback }: WorthAnswer): string =>
    `\n=${weight(percent)}${rich(text)}${said(feedback && withoutArrows(feedback))}`;
  return answers.map(line).join('');
}

/** Markdown shows it as the same arrow. */
const withoutArrows = (text: string): string => text.replaceAll('->', '-\\>');

const weight = (percent: string): string => (percent === '100' ? '' : `%${percent}%`);

const numberLines = (answers: readonly WorthAnswer[]): string =>
  `#${answers
    .map(({ text, tolerance, percent, feedback }) =>
      text === '*' ? `\n~${said(feedback)}` : `\n=${weight(percent)}${text}:${tolerance}${said(feedback)}`,
    )
    .join('')}`;

function pairLines({ pairs = [] }: AuthoredQuestion, losses: Set<string>): string {
  const line = ({ prompt, choice }: { prompt?: string | null; choice: string }): string =>
    `\n=${rich(withoutArrows(prompt ?? ''))} -> ${escaped(plainText(choice, losses))}`;
  return pairs.map(line).join('');
}

/** A blank in the middle of a sentence; GIFT has one, and no more. */
function missingWord(question: AuthoredQuestion, losses: Set<string>): Answered {
  const [blank, ...others] = question.blanks ?? [];
  const [before = '', after = ''] = question.stem.split(`[[${blank?.id}]]`);
  const inSentence = /[\p{L}\p{N}]/u.test(after) || (after.trim() !== '' && !/[.?!:]\s*$/.test(before));
  if (!blank || others.length || !inSentence)
    throw new NotCarried('GIFT has one blank, in the middle of a sentence.');
  tellUnsaid(question, blank.kind === 'CHOICE' ? EVERY : BUT_WRONG, losses);
  if (question.scoring === 'ALL_OR_NOTHING')
    losses.add('That nothing is earned unless all is right is not kept.');
  tellCase(blank, losses);
  return { stem: [before, after], answers: blankLines(blank, question.whenIncorrect, losses) };
}

function blankLines(
  { kind, choices = [], accepted = [], numbers = [] }: AuthoredBlank,
  whenIncorrect: string | null | undefined,
  losses: Set<string>,
): string {
  if (kind === 'CHOICE')
    return choiceLines(worthOfChoices({ type: 'SINGLE_CHOICE', stem: '', choices }, losses), true);
  return kind === 'TEXT'
    ? textLines(worthOfTexts(accepted, whenIncorrect, losses))
    : numberLines(worthOfNumbers(numbers, whenIncorrect, losses));
}
