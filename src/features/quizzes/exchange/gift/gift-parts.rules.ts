import { decimalOf, middleOf } from '../decimal.rules.js';
import { NotTaken } from '../moodle-answers.rules.js';

/** Stands in a stem where the answers stood, when text follows them (GIFT's missing word). */
export const GAP = '\uE000';

/** What the signs of a GIFT question say, as Moodle reads them. */
export interface GiftParts {
  /** The whole question with every sign that is mere text escaped: what the grammar of GIFT takes. */
  readonly text: string;
  /** What the answers are written as. */
  readonly kind: 'DESCRIPTION' | 'ORDERING' | 'NUMERICAL' | 'OTHER';
  /** NUMERICAL: exactly as written, in order; `*` for any number. */
  readonly numbers: readonly { readonly number: string; readonly tolerance: string }[];
  /** ORDERING: what stands between the braces, without general feedback. */
  readonly ordering: string;
  readonly losses: readonly string[];
}

/**
 * Takes a question apart. The grammar that reads it then wants each `: = ~ #` escaped that means itself, and
 * numbers written plainly; Moodle, which most files are written for, does not. Throws NotTaken.
 */
export function giftParts(block: string): GiftParts {
  const { title, rest } = titled(block.replaceAll(GAP, ''));
  const [open, shut] = [signAt(rest, '{'), signAt(rest, '}')];
  const none = { numbers: [], ordering: '', losses: [] };
  if (open < 0 && shut < 0) return { ...none, text: title + escapedText(rest), kind: 'DESCRIPTION' };
  if (open < 0 || shut < open) throw new NotTaken('Its braces do not match: answers stand between { and }.');
  const { stem, losses } = stemOf(rest.slice(0, open), rest.slice(shut + 1));
  const [answers = '', feedback] = cut(rest.slice(open + 1, shut), '####');
  const general = feedback === undefined ? '' : `####${escapedText(feedback)}`;
  const whole = (inside: string): string => `${title}${stem}{${inside}${general}}`;
  const kind = answers.trim();
  if (kind.startsWith('>')) return { ...none, text: whole(''), kind: 'ORDERING', ordering: kind, losses };
  if (kind.startsWith('#')) {
    const numerical = numericalAnswers(kind.slice(1));
    return { ...none, ...numerical, text: whole(`#${numerical.text}`), kind: 'NUMERICAL', losses };
  }
  return { ...none, text: whole(otherAnswers(kind)), kind: 'OTHER', losses };
}

function titled(block: string): { title: string; rest: string } {
  if (!block.startsWith('::')) return { title: '', rest: block };
  const end = block.indexOf('::', 2);
  if (end < 0) return { title: '', rest: block };
  return { title: `::${escapedText(block.slice(2, end).trim())}::`, rest: block.slice(end + 2).trim() };
}

/** A sentence that has ended lacks no word: then what follows the answers is a slip of the pen. */
function stemOf(before: string, after: string): { stem: string; losses: string[] } {
  const tail = after.trim();
  if (signAt(tail, '{') >= 0) throw new NotTaken('It has more than one set of answers.');
  if (tail === '') return { stem: escapedText(before), losses: [] };
  if (!/[\p{L}\p{N}]/u.test(tail) && /[.?!:]\s*$/.test(before))
    return { stem: escapedText(before), losses: [`What follows its answers is left out: ${tail}`] };
  return { stem: escapedText(`${before}${GAP}${after}`).trim(), losses: [] };
}

/** Where an unescaped sign stands first; −1 where it does not. */
function signAt(text: string, sign: string): number {
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1))
    if (!isEscaped(text, at)) return at;
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}

/** What stands before an unescaped sign and what after it. */
function cut(text: string, sign: string): [string, string?] {
  const at = signAt(text, sign);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + sign.length)];
}

/** Begins a new piece at each unescaped one of the signs, which it keeps. */
function pieces(text: string, signs: string): string[] {
  const starts = [...text.matchAll(new RegExp(`[${signs}]`, 'g'))]
    .map(({ index }) => index)
    .filter((at) => !isEscaped(text, at));
  return [0, ...starts]
    .map((start, i) => text.slice(start, starts[i] ?? text.length))
    .filter((piece) => piece.trim() !== '');
}

/** Escapes each sign that is not escaped yet. */
const escapedText = (text: string): string =>
  text.replace(/\\[\\:#={}~n]|[:#={}~]/g, (found) => (found.length > 1 ? found : `\\${found}`));

const withFeedback = (piece: string, answer: (text: string) => string): string => {
  const [text = '', feedback] = cut(piece, '#');
  return feedback === undefined ? answer(text) : `${answer(text)}#${escapedText(feedback)}`;
};

function otherAnswers(answers: string): string {
  if (answers === '') return '';
  const chosen = signAt(answers, '~') >= 0;
  const equal = signAt(answers, '=') >= 0;
  if (!chosen && equal && cut(answers, '#')[0].includes('->'))
    return pieces(answers, '=').map(match).join('\n');
  if (!chosen && !equal) {
    const [first = ''] = cut(answers, '#');
    return /^(T|TRUE|F|FALSE)$/.test(first.trim()) ? trueFalse(answers) : choice(`=${answers}`);
  }
  return pieces(answers, '=~')
    .map((piece) => choice(/^[=~]/.test(piece) ? piece : `~${piece}`))
    .join('\n');
}

/** Two feedbacks at most; a colon in them is a colon. */
const trueFalse = (answers: string): string => answers.replace(/(?<!\\):/g, '\\:');

function match(piece: string): string {
  if (!piece.includes('->')) throw new NotTaken(`A pair is written with "->": ${piece.trim()}`);
  const at = piece.indexOf('->');
  const [left, right] = [piece.slice(1, at).trim(), piece.slice(at + 2).trim()];
  return `=${escapedText(left)} -> ${escapedText(right)}`;
}

const WEIGHT = /^%-?\d{1,3}(?:\.\d*)?%/;

function choice(piece: string): string {
  const sign = piece[0]!;
  const body = piece.slice(1).trim();
  // A percent sign that begins no weight is text: the grammar sees it only behind a weight.
  const weight = WEIGHT.exec(body)?.[0] ?? (body.startsWith('%') ? (sign === '=' ? '%100%' : '%0%') : '');
  return `${sign}${weight}${withFeedback(WEIGHT.test(body) ? body.slice(weight.length) : body, escapedText)}`;
}

function numericalAnswers(answers: string): Pick<GiftParts, 'text' | 'numbers'> {
  const read = pieces(answers.trim(), '=~').map((piece) => {
    const sign = /^[=~]/.test(piece) ? piece[0]! : '=';
    const body = piece.replace(/^[=~]/, '').trim();
    const weight = WEIGHT.exec(body)?.[0] ?? '';
    const [value = '', feedback] = cut(body.slice(weight.length), '#');
    const number = numberOf(value.trim());
    const said = feedback === undefined ? '' : `#${escapedText(feedback)}`;
    // The number itself is kept beside: the grammar would round it.
    return { text: `${sign}${weight}${number.number === '*' ? '' : '0'}${said}`, number };
  });
  if (!read.length) throw new NotTaken('It asks for a number and gives none.');
  return { text: read.map(({ text }) => text).join('\n'), numbers: read.map(({ number }) => number) };
}

function numberOf(value: string): { number: string; tolerance: string } {
  if (value === '' || value === '*') return { number: '*', tolerance: '0' };
  const range = value.split('..');
  const [middle, tolerance = '0'] = value.split(':');
  const number = decimalOf(middle!);
  const around = decimalOf(tolerance);
  const found =
    range.length === 2 ? middleOf(range[0]!, range[1]!) : number && around && { number, tolerance: around };
  if (!found || found.tolerance.startsWith('-'))
    throw new NotTaken(`"${value}" is no number with a tolerance or range.`);
  return found;
}
