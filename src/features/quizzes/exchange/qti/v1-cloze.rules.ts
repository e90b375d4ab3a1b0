import type { Element } from '@xmldom/xmldom';
import type { AcceptedText, AuthoredBlank } from '../../bank/question-content.js';
import { attributeOf, textOf } from '../xml.rules.js';
import { percentOf, same } from './award.rules.js';
import { chosenBlank, NOTHING_IS_RIGHT } from './choice.rules.js';
import { slotWorth, type Slot } from './cloze.rules.js';
import { escaped } from './item-html.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { mark, resolved, spaced, type ItemReading } from './item-reading.rules.js';
import { textKey } from './text.rules.js';
import { Unreadable } from './unreadable.rules.js';
import { acceptedNumbers, comparedTexts } from './v1-entry.rules.js';
import { shownIn } from './v1-material.rules.js';
import { identOf, optionsOf, promptHtml, type V1Item, type V1Response } from './v1-response.rules.js';

interface Gap extends Slot {
  readonly response: V1Response;
}

/** Several things to fill in: where the text names them as `[name]`, there; else where their responses are. */
export function v1Cloze(item: V1Item): ItemQuestion {
  const gaps = item.responses.map((response, i): Gap => ({
    id: String(i + 1),
    response,
    responseId: response.id,
    candidates: response.typed ? comparedTexts(response, item) : response.labels.map(identOf),
    right: null,
    valueOf: (answer) => answer,
  }));
  const { scoring, weights, worth, feedback } = slotWorth(gaps, item);
  const blanks = gaps.map((gap, i): AuthoredBlank => {
    const weight = weights[i] === 1 ? {} : { weight: weights[i]! };
    return { id: gap.id, ...weight, ...blankOf(gap, (answer) => worth(gap, answer), item) };
  });
  return { question: { type: 'CLOZE', stem: stemOf(gaps, item), blanks, scoring, ...feedback } };
}

/** The responses that the text names, with how it names them: `[name]` for `response_name`, as in Canvas. */
export function namedBlanks({ responses, stemHtml }: V1Item): Map<V1Response, string> {
  const html = stemHtml(() => undefined);
  return new Map(
    responses.flatMap((response): [V1Response, string][] => {
      const names = [response.id.replace(/^response_/, ''), shownText(response.element)];
      const token = names.map((name) => `[${escaped(name)}]`).find((one) => html.includes(one));
      return token ? [[response, token]] : [];
    }),
  );
}

const shownText = (response: Element): string =>
  promptHtml(response)
    .replace(/<[^>]*>/g, '')
    .trim();

function stemOf(gaps: readonly Gap[], item: V1Item): string {
  const named = namedBlanks(item);
  const html = item.stemHtml((found) => {
    const gap = gaps.find(({ response }) => response.element === found);
    if (!gap) return undefined;
    if (named.has(gap.response)) return '';
    const prompt = promptHtml(found);
    return prompt ? `<p>${prompt} ${mark(gap.id)}</p>` : mark(gap.id);
  });
  const marked = gaps.reduce((text, { id, response }) => {
    const token = named.get(response);
    return token ? text.replaceAll(token, mark(id)) : text;
  }, html);
  return resolved(item.reading.markdown(spaced(marked)), (id) => `[[${id}]]`);
}

type Key = Pick<AuthoredBlank, 'kind' | 'choices' | 'accepted' | 'caseSensitive' | 'numbers'>;

function blankOf(gap: Gap, worth: (answer: string) => number, item: V1Item): Key {
  const { response } = gap;
  if (!response.typed)
    return isOpen(response, item)
      ? openKey(response, worth, item.reading)
      : { kind: 'CHOICE', choices: chosenBlank(optionsOf(response.labels, item.reading), worth) };
  if (response.numeric) {
    const numbers = acceptedNumbers(response, item, (score, full) => score / full);
    if (numbers.length) return { kind: 'NUMBER', numbers };
  }
  const key = textKey(gap.candidates, worth);
  if (!key) throw new Unreadable(NOTHING_IS_RIGHT, response.element);
  return { kind: 'TEXT', ...key };
}

/** Whether its choices are what may be typed, as in Canvas, not what is chosen from. */
function isOpen({ labels }: V1Response, { says }: V1Item): boolean {
  const asked = labels.map((label) => attributeOf(label, 'answer_type')).find(Boolean);
  return asked ? asked === 'openEntry' : says.get('question_type') === 'fill_in_multiple_blanks_question';
}

/** All that is listed is accepted; where several score, as far as each does. */
function openKey(
  { labels, element }: V1Response,
  worth: (answer: string) => number,
  reading: ItemReading,
): Key {
  const scoring = labels.filter((label) => worth(identOf(label)) > 0);
  const listed = labels.some((label) => attributeOf(label, 'answer_type')) ? scoring : labels;
  const accepted = listed.flatMap((label): AcceptedText[] => {
    const share = worth(identOf(label));
    const percent = share > 0 && !same(share, 1) ? { percent: percentOf(share, 1) } : {};
    return patternsOf(label, reading).map((pattern) => ({ pattern, ...percent }));
  });
  if (!scoring.length || !accepted.length) throw new Unreadable(NOTHING_IS_RIGHT, element);
  const caseSensitive = labels.some(
    (label) =>
      attributeOf(label, 'ignore_case') === 'false' || attributeOf(label, 'case_sensitive') === 'true',
  );
  return { kind: 'TEXT', accepted, caseSensitive };
}

/** By the way in which Canvas compares. */
function patternsOf(label: Element, reading: ItemReading): string[] {
  const text = shownText(label) || shownLabel(label);
  const pattern = text.replaceAll('*', '\\*');
  switch (attributeOf(label, 'scoring_algorithm')) {
    case 'TextContainsAnswer':
      return [`*${pattern}*`];
    case 'TextCloseEnough':
      reading.lose(`Slips of the keyboard are forgiven there for "${text}"; here it must be typed right.`);
      return [pattern];
    case 'TextRegex':
      return wordsOf(text) ?? complain(text, label);
    default:
      return [pattern];
  }
}

const shownLabel = (label: Element): string =>
  shownIn(label)
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim() || textOf(label);

/** A regular expression that only lists words: `^(one|two)$`. */
function wordsOf(expression: string): string[] | null {
  const inner = expression
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/^\((?:\?:)?([^()]*)\)$/, '$1');
  const words = inner.split('|');
  return words.every((word) => /^[\p{L}\p{N} '-]+$/u.test(word)) ? words : null;
}

const complain = (expression: string, label: Element): never => {
  throw new Unreadable(
    `Answers are held against the regular expression ${expression}, which has no counterpart here.`,
    label,
  );
};
