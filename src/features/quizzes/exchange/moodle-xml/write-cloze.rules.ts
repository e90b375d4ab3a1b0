import { lessonHtml } from '../../../programs/lesson-html.js';
import type { AuthoredBlank, AuthoredQuestion } from '../../bank/question-content.js';
import { markdownOfHtml } from '../markdown-text.js';
import { worthOfChoices, worthOfNumbers, worthOfTexts } from '../moodle-worth.rules.js';

/** The stem with each blank written in its place, as `{1:SHORTANSWER:=Berlin#Right~%50%Bonn}`. */
export function clozeMarkdown({ stem, blanks = [] }: AuthoredQuestion, losses: Set<string>): string {
  return stem.replace(/\[\[(\w+)\]\]/g, (whole, id: string) => {
    const blank = blanks.find((one) => one.id === id);
    return blank ? blankText(blank, losses) : whole;
  });
}

const TYPES = { TEXT: 'SHORTANSWER', NUMBER: 'NUMERICAL', CHOICE: 'MULTICHOICE' } as const;

function blankText(blank: AuthoredBlank, losses: Set<string>): string {
  const type = blank.kind === 'TEXT' && blank.caseSensitive ? 'SHORTANSWER_C' : TYPES[blank.kind];
  const answers = answersOf(blank, losses).map(({ text, percent, feedback }) => {
    const sign = percent === '100' ? '=' : percent === '0' ? '' : `%${percent}%`;
    return `${sign}${text}${feedback ? `#${inHtml(feedback, losses)}` : ''}`;
  });
  return `{${blank.weight ?? 1}:${type}:${answers.join('~')}}`;
}

interface Alternative {
  readonly text: string;
  readonly percent: string;
  readonly feedback: string | null;
}

function answersOf(blank: AuthoredBlank, losses: Set<string>): Alternative[] {
  const { choices = [], accepted = [], numbers = [] } = blank;
  if (blank.kind === 'CHOICE')
    return worthOfChoices({ type: 'SINGLE_CHOICE', stem: '', choices }, losses).map((choice) => ({
      ...choice,
      text: inHtml(choice.text, losses),
    }));
  if (blank.kind === 'TEXT')
    return worthOfTexts(accepted, null, losses).map((answer) => ({
      ...answer,
      text: escaped(plain(answer.text)),
    }));
  return worthOfNumbers(numbers, null, losses).map((answer) => ({
    ...answer,
    text: `${answer.text}:${answer.tolerance}`,
  }));
}

const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Signs that end an answer, a feedback or the blank. */
const escaped = (text: string): string => text.replace(/[\\}#~"=]/g, '\\$&');

/** The answers of a blank are HTML, whatever the text around them is. */
function inHtml(markdown: string, losses: Set<string>): string {
  const html = lessonHtml(markdown)
    .trim()
    .replace(/^<p>((?:(?!<p>)[^])*)<\/p>$/, '$1')
    .replaceAll('\n', ' ');
  if (markdownOfHtml(html).markdown !== markdown) losses.add('Some formatting in blanks is not kept.');
  return escaped(html);
}
