import type { Element } from '@xmldom/xmldom';
import type { AcceptedNumber } from '../../bank/question-content.js';
import { decimalOf, middleOf, productOf } from '../decimal.rules.js';
import { attributeOf, below, childOf, textOf } from '../xml.rules.js';
import { percentOf, same, sortedFeedback } from './award.rules.js';
import { NOTHING_IS_RIGHT } from './choice.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { mark, resolved, spaced } from './item-reading.rules.js';
import { textKey, withFeedback } from './text.rules.js';
import { Unreadable } from './unreadable.rules.js';
import { promptHtml, RESPONSES, stemOf, type V1Item, type V1Response } from './v1-response.rules.js';

/** What people grade. */
export function v1Essay(item: V1Item): ItemQuestion {
  const {
    unplaced,
    byChoice: _none,
    ...whole
  } = sortedFeedback(item.feedback, item.processing, { right: {}, wrong: [] });
  if (unplaced.length) item.reading.lose('Feedback that shows for certain answers alone is not kept.');
  return {
    question: {
      type: 'ESSAY',
      stem: stemOf(item, (found) => (RESPONSES.includes(found.localName!) ? promptHtml(found) : undefined)),
      ...whole,
    },
  };
}

/** A text to be typed; where it stands in the midst of others, there is a line. */
export function v1Text(item: V1Item): ItemQuestion {
  const [response] = item.responses;
  const { of, candidates } = worthOf(response!, item);
  const key = textKey(comparedTexts(response!, item), of);
  const accepted = [...(key?.accepted ?? []), ...parts(response!, item)];
  if (!accepted.length) throw new Unreadable(NOTHING_IS_RIGHT, response!.element);
  const { whole, byChoice } = entryFeedback(response!, candidates, of, item);
  return {
    question: {
      type: 'SHORT_TEXT',
      stem: stemWithLine(item),
      accepted: withFeedback(accepted, byChoice),
      caseSensitive: key?.caseSensitive ?? false,
      ...whole,
    },
  };
}

/** A number to be typed. */
export function v1Number(item: V1Item): ItemQuestion {
  const [response] = item.responses;
  const numbers = acceptedNumbers(response!, item, (score, full) => score / full);
  if (!numbers.length) throw new Unreadable(NOTHING_IS_RIGHT, response!.element);
  const candidates = numbers.map(({ number }) => number);
  const { whole, byChoice } = entryFeedback(response!, candidates, worthOf(response!, item).of, item);
  return {
    question: {
      type: 'NUMBER',
      stem: stemWithLine(item),
      numbers: numbers.map((one) =>
        byChoice[one.number] ? { ...one, feedback: byChoice[one.number]! } : one,
      ),
      ...whole,
    },
  };
}

function stemWithLine(item: V1Item): string {
  const html = item.stemHtml((found) =>
    RESPONSES.includes(found.localName!) ? promptHtml(found) + mark('line') : undefined,
  );
  const isLast = new RegExp(`${mark('line')}(\\s|</?\\w+>)*$`);
  return resolved(item.reading.markdown(spaced(html.replace(isLast, ''))), () => '\\_\\_\\_\\_\\_');
}

/** The texts that conditions compare this response with. */
export const comparedTexts = (response: V1Response, { item }: Pick<V1Item, 'item'>): string[] =>
  below(item, 'varequal')
    .filter((one) => attributeOf(one, 'respident') === response.id)
    .map(textOf);

/** `varsubstring`: whatever has such a part. */
const parts = (response: V1Response, { item }: V1Item): { pattern: string }[] =>
  below(item, 'varsubstring')
    .filter((one) => attributeOf(one, 'respident') === response.id && textOf(one))
    .map((one) => ({ pattern: `*${textOf(one).replaceAll('*', '\\*')}*` }));

/** What each text is worth as a share of the most that any of them earns. */
function worthOf(response: V1Response, item: V1Item) {
  const candidates = [...comparedTexts(response, item), ...below(item.item, 'varsubstring').map(textOf)];
  const score = (text: string) => item.processing({ [response.id]: [text] }).score;
  const full = Math.max(0, ...candidates.map(score));
  return { candidates, of: (text: string) => (full > 0 ? score(text) / full : 0) };
}

function entryFeedback(
  { id }: V1Response,
  candidates: readonly string[],
  worth: (text: string) => number,
  { feedback, processing, reading }: V1Item,
) {
  const right = candidates.find((text) => worth(text) >= 1 - 1e-6) ?? candidates[0] ?? '';
  const { byChoice, unplaced, ...whole } = sortedFeedback(feedback, processing, {
    right: { [id]: [right] },
    wrong: [{ [id]: ['\ufffe'] }],
    choices: Object.fromEntries(candidates.map((text) => [text, { [id]: [text] }])),
  });
  if (unplaced.length) reading.lose('Feedback that shows for certain answers alone is not kept.');
  return { byChoice, whole };
}

/** The numbers and ranges that score, by what the conditions compare the response with. */
export function acceptedNumbers(
  response: V1Response,
  { item, processing, reading }: V1Item,
  shareOf: (score: number, full: number) => number,
): AcceptedNumber[] {
  const found = below(item, 'respcondition')
    .filter((condition) => childOf(condition, 'setvar'))
    .flatMap((condition) => comparedIn(condition, response.id, (sentence) => reading.lose(sentence)));
  const score = (number: string): number => processing({ [response.id]: [number] }).score;
  const scored = found.map((one) => ({ one, score: score(one.number) })).filter((each) => each.score > 0);
  const full = Math.max(0, ...scored.map((each) => each.score));
  return scored.map((each) => {
    const share = shareOf(each.score, full);
    return same(share, 1) ? each.one : { ...each.one, percent: percentOf(share, 1) };
  });
}

/** One respcondition: a number, a range, or a number in the midst of its range. */
function comparedIn(condition: Element, id: string, lose: (sentence: string) => void): AcceptedNumber[] {
  const values = (...names: string[]) =>
    below(condition, ...names).filter((one) => attributeOf(one, 'respident') === id);
  const exact = values('varequal').flatMap((one) => withMargin(one));
  const [low] = values('vargte', 'vargt');
  const [high] = values('varlte', 'varlt');
  if (!low && !high) return exact;
  const range = low && high ? middleOf(textOf(low), textOf(high)) : null;
  if (!range)
    throw new Unreadable('A range in it has one end alone, which has no counterpart here.', condition);
  const open = [low, high].filter((one) => /^var[gl]t$/.test(one!.localName!)).map((one) => textOf(one));
  if (open.length) lose(`${open.join(' and ')} itself is accepted too here, there only what lies beside it.`);
  return exact.some(({ number }) => number === range.number) || !exact.length ? [range] : [...exact, range];
}

function withMargin(equal: Element): AcceptedNumber[] {
  const number = decimalOf(textOf(equal));
  if (number === null) return [];
  const margin = decimalOf(attributeOf(equal, 'margin') ?? '0') ?? '0';
  return attributeOf(equal, 'margintype') === 'percent'
    ? [{ number, tolerance: productOf(margin, '0.01')!, toleranceKind: 'RELATIVE' }]
    : [{ number, tolerance: margin }];
}
