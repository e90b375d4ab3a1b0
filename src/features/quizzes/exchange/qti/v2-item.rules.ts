import type { Element } from '@xmldom/xmldom';
import { attributeOf, below, childOf, childrenOf } from '../xml.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { type Processing } from './award.rules.js';
import { hasFormula, innerHtml } from './item-html.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { mustBeFew, placeOf, Unreadable } from './unreadable.rules.js';
import { clozeOf } from './v2-cloze.rules.js';
import { declarationOf, type Declaration } from './v2-declaration.rules.js';
import { conditionalFeedback, FEEDBACK_ELEMENTS } from './v2-feedback.rules.js';
import type { Interaction, V2Item } from './v2-interaction.rules.js';
import { v2Processing, type ConditionalFeedback } from './v2-processing.rules.js';
import { SINGLE_INTERACTIONS } from './v2-single.rules.js';
import { keyProcessing, templateOf } from './v2-template.rules.js';

/** What the types here cannot express, whatever else is in the item. */
const NO_COUNTERPART: Readonly<Record<string, string>> = {
  templateDeclaration: 'it draws values by rules of its own',
  templateProcessing: 'it draws values by rules of its own',
  templateBlock: 'it draws values by rules of its own',
  templateInline: 'it draws values by rules of its own',
  printedVariable: 'it shows computed values',
  include: 'it is put together from other documents',
};

/**
 * The question that an `assessmentItem` of QTI 2.x asks. Reads anew for each attempt, so that losses of an attempt
 * that failed are not told. Throws {@link Unreadable}.
 */
export function v2Question(
  item: Element,
  newReading: () => ItemReading,
): ItemQuestion & { reading: ItemReading } {
  const rules = childOf(item, 'responseProcessing');
  const body = childOf(item, 'itemBody');
  if (!body) throw new Unreadable('It has no itemBody.', item);
  mustHaveCounterpart(item);
  const declared = childrenOf(item, 'responseDeclaration').map(declarationOf);
  const outcomes = childrenOf(item, 'outcomeDeclaration').map(declarationOf);
  const read = (processingBy: (feedback: readonly ConditionalFeedback[]) => Processing) => {
    const reading = newReading();
    const feedback = conditionalFeedback(item, reading);
    const processing = processingBy(feedback);
    const parts = {
      body,
      rules,
      declared,
      processing,
      feedback: feedback.map((one) => one.feedback),
      reading,
    };
    return { ...questionOf(parts), reading };
  };
  const byKey = () => read(() => keyProcessing(declared, templateOf(rules)));
  if (!rules || !childrenOf(rules).length) return byKey();
  try {
    return read((feedback) => v2Processing(rules, declared, outcomes, feedback));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return byKeyAlone(byKey, error, declared);
  }
}

/** Throws {@link Unreadable} for what is refused, whatever else is in the item. */
function mustHaveCounterpart(item: Element): void {
  if (attributeOf(item, 'adaptive') === 'true')
    throw new Unreadable(
      'It is adaptive: what it shows changes with each try, which has no counterpart here.',
    );
  for (const [name, why] of Object.entries(NO_COUNTERPART)) {
    const [found] = below(item, name);
    if (found) throw new Unreadable(`The ${placeOf(found)} has no counterpart here: ${why}.`, found);
  }
}

/** Where the item's own processing is beyond us, its key still says what is right. */
function byKeyAlone<T extends { reading: ItemReading }>(
  read: () => T,
  first: Unreadable,
  declared: readonly Declaration[],
): T {
  if (!declared.some(({ correct, mapping, areas }) => correct || mapping || areas)) throw first;
  try {
    const question = read();
    question.reading.lose(
      `Its own response processing is not kept, its answer key alone counts: ${first.message}`,
    );
    return question;
  } catch (error) {
    throw error instanceof Unreadable ? first : error;
  }
}

const isInteraction = (element: Element): boolean => /Interaction$/.test(element.localName!);
/** Buttons that end a try early. */
const BUTTON = 'endAttemptInteraction';

function questionOf(parts: Omit<V2Item, 'stemWith'>): ItemQuestion {
  const { body, reading } = parts;
  const item: V2Item = { ...parts, stemWith: (replace) => stemOf(body, reading, replace) };
  const all = mustBeFew(interactionsIn(body), 'interactions');
  if (all.some(({ localName }) => localName === BUTTON))
    reading.lose('The button that ends a try (endAttemptInteraction) is not kept.');
  const asked = all
    .filter(({ localName }) => localName !== BUTTON)
    .map((element) => interactionOf(element, item));
  if (!asked.length) throw new Unreadable('It asks nothing: there is no interaction in it.', body);
  if (hasFormula(body)) reading.lose('Its formulas (MathML) are kept as plain text.');
  const [only] = asked;
  const single = asked.length === 1 ? SINGLE_INTERACTIONS[only!.element.localName!] : undefined;
  return withNotes(body, single ? single(only!, item) : clozeOf(asked, item), reading);
}

/** Those that stand in another (a gap's text cannot) are counted with it. */
const interactionsIn = (element: Element): Element[] =>
  childrenOf(element).flatMap((child) => (isInteraction(child) ? [child] : interactionsIn(child)));

function interactionOf(element: Element, { declared }: Pick<V2Item, 'declared'>): Interaction {
  const identifier = attributeOf(element, 'responseIdentifier') ?? '';
  const declaration =
    declared.find((one) => one.identifier === identifier) ??
    (element.localName === 'extendedTextInteraction' ? undeclared(identifier) : undefined);
  if (!declaration)
    throw new Unreadable(
      `The ${placeOf(element)} answers to ${identifier || 'nothing'}, which is not declared.`,
      element,
    );
  return { element, declaration };
}

/** What people grade needs no more than its name. */
const undeclared = (identifier: string): Declaration => ({
  identifier,
  cardinality: 'single',
  baseType: 'string',
  correct: null,
  initially: null,
  mapping: null,
  areas: null,
});

const FOR_CANDIDATES = ['candidate', undefined];
const isForCandidates = (rubric: Element): boolean => {
  const views = attributeOf(rubric, 'view')?.split(/\s+/);
  return !views || views.some((view) => FOR_CANDIDATES.includes(view));
};

function stemOf(
  body: Element,
  reading: ItemReading,
  replace: (element: Element) => string | undefined,
): string {
  const html = innerHtml(body, (element) => {
    if (FEEDBACK_ELEMENTS.includes(element.localName!)) return '';
    if (element.localName === BUTTON) return '';
    if (element.localName === 'rubricBlock' && !isForCandidates(element)) return '';
    return replace(element);
  });
  return reading.markdown(html);
}

/** What is written for those who grade. */
function withNotes(body: Element, read: ItemQuestion, reading: ItemReading): ItemQuestion {
  const notes = mustBeFew(below(body, 'rubricBlock'), 'notes').filter((rubric) => !isForCandidates(rubric));
  if (!notes.length) return read;
  if (read.question.type !== 'ESSAY') {
    reading.lose('Notes for others than candidates (rubricBlock) are not kept.');
    return read;
  }
  const written = notes.map((rubric) => reading.markdown(innerHtml(rubric)));
  const gradingNotes = [...written, ...(read.question.gradingNotes ? [read.question.gradingNotes] : [])].join(
    '\n\n',
  );
  return { ...read, question: { ...read.question, gradingNotes } };
}
