import type { AuthoredBlank } from '../../bank/question-content.js';
import { decimalOf } from '../decimal.rules.js';
import { markdownOfHtml, plainOfHtml } from '../markdown-text.js';
import { acceptedOf, choicesOf, type GradedAnswer, NotTaken, numbersOf } from '../moodle-answers.rules.js';

const SHORT = /^(SHORTANSWER|SA|MW)(_?C)?$/;
const NUMERICAL = /^(NUMERICAL|NM)$/;
const CHOICE = /^(MULTICHOICE|MC)_?(V|H|S|VS|HS)?$/;
const RESPONSES = /^(MULTIRESPONSE|MR)_?(H|S|HS)?$/;
const BEGINS = /\{(\d*):([A-Z_]+):/g;

/** The text of an embedded question, with {@link gapAt} where a blank was, and the blanks. */
export interface ClozeText {
  readonly text: string;
  readonly blanks: readonly AuthoredBlank[];
}

/** Stands in a text where a blank is to be, and survives its way to Markdown. */
export const gapAt = (id: string): string => `\uE000${id}\uE001`;
export const withBlanks = (markdown: string): string => markdown.replace(/\uE000(\w+)\uE001/g, '[[$1]]');
export const withoutGaps = (text: string): string => text.replace(/[\uE000\uE001]/g, '');

/**
 * Reads `{1:SHORTANSWER:=Berlin#Right~%50%Bonn}` and the like (Moodle's embedded answers, "Cloze") out of a text
 * in HTML. Throws NotTaken.
 */
export function clozeText(html: string, losses: Set<string>): ClozeText {
  const blanks: AuthoredBlank[] = [];
  let text = '';
  let from = 0;
  BEGINS.lastIndex = 0;
  for (let found = BEGINS.exec(html); found; found = BEGINS.exec(html)) {
    const start = found.index + found[0].length;
    const end = signAt(html, '}', start);
    if (end < 0) throw new NotTaken(`Its blank ${blanks.length + 1} is not closed by a brace.`);
    const id = String(blanks.length + 1);
    blanks.push(blankOf(id, found[1]!, found[2]!, html.slice(start, end), losses));
    text += html.slice(from, found.index) + gapAt(id);
    from = BEGINS.lastIndex = end + 1;
  }
  if (!blanks.length)
    throw new NotTaken('It has no blank: nothing like {1:SHORTANSWER:=answer} stands in its text.');
  return { text: text + html.slice(from), blanks };
}

function blankOf(
  id: string,
  weight: string,
  type: string,
  inside: string,
  losses: Set<string>,
): AuthoredBlank {
  const answers = alternatives(inside);
  const common = { id, ...(Number(weight) > 1 ? { weight: Number(weight) } : {}) };
  if (SHORT.test(type)) {
    const accepted = acceptedOf(answers.map(plain), losses);
    const caseSensitive = SHORT.exec(type)![2] ? { caseSensitive: true } : {};
    return { ...common, kind: 'TEXT', accepted, ...caseSensitive };
  }
  if (NUMERICAL.test(type)) {
    const numbers = numbersOf(
      answers.map(plain).map((answer) => ({ ...answer, ...numberOf(answer.text) })),
      losses,
    );
    lose(id, numbers.whenIncorrect, losses);
    return { ...common, kind: 'NUMBER', numbers: numbers.numbers };
  }
  if (CHOICE.test(type)) {
    const choices = answers.map((answer) => ({ ...answer, text: markdown(answer.text, losses) }));
    return { ...common, kind: 'CHOICE', choices: choicesOf(choices, true) };
  }
  if (RESPONSES.test(type))
    throw new NotTaken(`Its blank ${id} has several right choices to tick: a blank takes one.`);
  throw new NotTaken(`Its blank ${id} is of the type ${type}, which is not known.`);

  function plain(answer: GradedAnswer): GradedAnswer {
    return { ...answer, text: plainOfHtml(answer.text) };
  }
}

function lose(id: string, whenIncorrect: string | null | undefined, losses: Set<string>): void {
  if (whenIncorrect) losses.add(`The feedback for a wrong answer to blank ${id} is not kept.`);
}

function markdown(html: string, losses: Set<string>): string {
  const read = markdownOfHtml(html);
  read.losses.forEach((loss) => losses.add(loss));
  return read.markdown;
}

/** `=right#feedback~%50%half~wrong`, signs escaped by a backslash. */
function alternatives(inside: string): GradedAnswer[] {
  return split(inside, '~').map((part) => {
    const [, sign, percent, rest = ''] = /^\s*(?:(=)|%(-?\d+(?:\.\d+)?)%)?([^]*)$/.exec(part)!;
    const at = signAt(rest, '#', 0);
    const text = unescaped(at < 0 ? rest : rest.slice(0, at)).trim();
    const feedback = at < 0 ? '' : markdownOfHtml(unescaped(rest.slice(at + 1))).markdown;
    return { text, percent: sign ? 100 : Number(percent ?? 0), feedback: feedback || null };
  });
}

function split(text: string, sign: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = signAt(text, sign, 0); at >= 0; at = signAt(text, sign, from)) {
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== '');
}

/** Where an unescaped sign stands; a sign in a reference such as `&#39;` is none. */
function signAt(text: string, sign: string, from: number): number {
  for (let at = text.indexOf(sign, from); at >= 0; at = text.indexOf(sign, at + 1))
    if (!isEscaped(text, at) && !(sign === '#' && text[at - 1] === '&')) return at;
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}

const unescaped = (text: string): string => text.replace(/\\([}#~/"\\=:{])/g, '$1');

function numberOf(text: string): { number: string; tolerance: string } {
  const [value = '', tolerance = '0'] = text.split(':');
  if (value.trim() === '*') return { number: '*', tolerance: '0' };
  const [number, around] = [decimalOf(value), decimalOf(tolerance)];
  if (number === null || around === null || around.startsWith('-'))
    throw new NotTaken(`"${text}" is no number with a tolerance.`);
  return { number, tolerance: around };
}
