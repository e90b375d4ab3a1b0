import type { AuthoredPair } from '../../bank/question-content.js';
import { attributeOf, below, childOf, childrenOf, textOf } from '../xml.rules.js';
import { sortedFeedback } from './award.rules.js';
import { multipleChoice, NOTHING_IS_RIGHT, singleChoice } from './choice.rules.js';
import { slotWorth, type Slot } from './cloze.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { Unreadable } from './unreadable.rules.js';
import { shownIn } from './v1-material.rules.js';
import { identOf, optionsOf, promptHtml, stemOf, type V1Item, type V1Response } from './v1-response.rules.js';

/** One response that chooses. */
export function v1Choice(item: V1Item): ItemQuestion {
  const [response] = item.responses;
  const { id, labels, cardinality, element } = response!;
  const asked = {
    responseId: id,
    options: optionsOf(labels, item.reading),
    declared: null,
    processing: item.processing,
    feedback: item.feedback,
  };
  const stem = stemOf(item, (found) => (found === element ? promptHtml(element) : undefined));
  const parts =
    cardinality === 'Multiple' ? multipleChoice(asked, item.reading) : singleChoice(asked, item.reading);
  return { question: { ...parts, stem } };
}

/** One response that puts all its choices in order. */
export function v1Ordering(item: V1Item): ItemQuestion {
  const { processing, reading, feedback, responses } = item;
  const { id, labels, element } = responses[0]!;
  const options = optionsOf(labels, reading);
  const orders = below(item.item, 'respcondition').map((condition) =>
    below(condition, 'varequal')
      .filter((one) => attributeOf(one, 'respident') === id)
      .sort((a, b) => Number(attributeOf(a, 'index') ?? 0) - Number(attributeOf(b, 'index') ?? 0))
      .map(textOf),
  );
  const full = Math.max(0, ...orders.map((order) => processing({ [id]: order }).score));
  const order = orders.find((one) => full > 0 && processing({ [id]: one }).score === full);
  if (!order) throw new Unreadable(NOTHING_IS_RIGHT, element);
  const right = order.flatMap((ident) => options.filter((option) => option.id === ident));
  if (right.length !== options.length)
    throw new Unreadable(
      'Only some of its items are to be put in order, which has no counterpart here.',
      element,
    );
  const wrong = { [id]: [...order].reverse() };
  if (processing(wrong).score > 0)
    reading.lose('A partly right order is scored there by a rule of its own; here all must be right.');
  const {
    unplaced,
    byChoice: _none,
    ...whole
  } = sortedFeedback(feedback, processing, { right: { [id]: order }, wrong: [wrong, {}] });
  if (unplaced.length) reading.lose('Feedback that shows for certain answers alone is not kept.');
  if (childrenOf(element, 'material').some((material) => attributeOf(material, 'position')))
    reading.lose('The labels above and below the list stand before it here.');
  return {
    question: {
      type: 'ORDERING',
      stem: stemOf(item, (found) => (found === element ? promptHtml(element) : undefined)),
      choices: right.map(({ text }) => ({ text })),
      orderScoring: 'ALL_OR_NOTHING',
      ...whole,
    },
  };
}

interface MatchingSlot extends Slot {
  readonly response: V1Response;
}

/** A response for each prompt, all with the same choices. */
export function v1Matching(item: V1Item): ItemQuestion {
  const { responses, reading } = item;
  const slots = responses.map((response, i): MatchingSlot => ({
    id: String(i + 1),
    response,
    responseId: response.id,
    candidates: response.labels.map(identOf),
    right: null,
    valueOf: (answer) => answer,
  }));
  const { scoring, weights, worth, feedback } = slotWorth(slots, item);
  if (weights.some((weight) => weight !== weights[0]))
    reading.lose('Some matches are worth more than others there; here they all count the same.');
  const labels = new Map(
    responses.flatMap((response) => response.labels).map((label) => [identOf(label), label]),
  );
  const textOfLabel = (ident: string): string => reading.markdown(shownIn(labels.get(ident)!));
  const matches = slots.map((slot) => {
    const right = slot.candidates.filter((ident) => worth(slot, ident) > 1 - 1e-6);
    if (right.length > 1)
      reading.lose('A prompt that is matched with any of several there is matched with the first here.');
    return { prompt: reading.markdown(promptHtml(slot.response.element)), ident: right[0] ?? '' };
  });
  if (matches.some(({ ident }) => !labels.has(ident))) throw new Unreadable(NOTHING_IS_RIGHT);
  const used = new Set(matches.map(({ ident }) => ident));
  const pairs: AuthoredPair[] = [
    ...matches.map(({ prompt, ident }) => ({ prompt, choice: textOfLabel(ident) })),
    ...[...labels.keys()]
      .filter((ident) => !used.has(ident))
      .map((ident) => ({ choice: textOfLabel(ident) })),
  ];
  return { question: { type: 'MATCHING', stem: stemOf(item), pairs, scoring, ...feedback } };
}

/** A response for each category, into which choices are sorted: each choice is matched with its category. */
export function v1Categories(item: V1Item): ItemQuestion {
  const { responses, reading, processing, feedback } = item;
  const sorted = below(item.item, 'respcondition')
    .filter((condition) => childOf(condition, 'setvar'))
    .flatMap((condition) => positive(condition))
    .map((equal) => ({ category: attributeOf(equal, 'respident') ?? '', ident: textOf(equal) }));
  const right = Object.fromEntries(
    responses.map(({ id }) => [
      id,
      sorted.filter(({ category }) => category === id).map(({ ident }) => ident),
    ]),
  );
  if (!(processing(right).score > 0)) throw new Unreadable(NOTHING_IS_RIGHT);
  const labels = new Map(
    responses.flatMap((response) => response.labels).map((label) => [identOf(label), label]),
  );
  const pairs = [...labels].flatMap(([ident, label]) => {
    const categories = responses.filter(({ id }) => right[id]!.includes(ident));
    if (categories.length > 1)
      throw new Unreadable('Something in it belongs to several categories, which has no counterpart here.');
    return categories.map(({ element }) => ({
      prompt: reading.markdown(shownIn(label)),
      choice: reading.markdown(promptHtml(element)),
    }));
  });
  if (pairs.length < labels.size) reading.lose('What belongs to none of the categories is left out.');
  reading.lose('Choices are matched with their categories here, each counting by itself.');
  const {
    unplaced,
    byChoice: _none,
    ...whole
  } = sortedFeedback(feedback, processing, { right, wrong: [{}] });
  if (unplaced.length) reading.lose('Feedback that shows for certain answers alone is not kept.');
  const others = responses.filter(({ id }) => !right[id]!.length);
  return {
    question: {
      type: 'MATCHING',
      stem: stemOf(item),
      pairs: [...pairs, ...others.map(({ element }) => ({ choice: reading.markdown(promptHtml(element)) }))],
      scoring: 'PARTIAL',
      ...whole,
    },
  };
}

/** The `varequal`s that are not in a `not`. */
const positive = (condition: Parameters<typeof childrenOf>[0]): ReturnType<typeof childrenOf> =>
  childrenOf(condition).flatMap((one) =>
    one.localName === 'not' ? [] : one.localName === 'varequal' ? [one] : positive(one),
  );
