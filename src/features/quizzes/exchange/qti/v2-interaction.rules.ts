import type { Element } from '@xmldom/xmldom';
import type { Feedback, Processing, Responses } from './award.rules.js';
import { innerHtml, type Replace } from './item-html.rules.js';
import { childOf, childrenOf, attributeOf } from '../xml.rules.js';
import type { Option } from './choice.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import type { Declaration } from './v2-declaration.rules.js';
import { mustBeFew } from './unreadable.rules.js';
import { FEEDBACK_ELEMENTS } from './v2-feedback.rules.js';

/** One place of an item where something is to be answered. */
export interface Interaction {
  readonly element: Element;
  readonly declaration: Declaration;
}

/** An item of QTI 2.x on its way to a question. */
export interface V2Item {
  readonly body: Element;
  /** Its response processing, where it has one. */
  readonly rules: Element | undefined;
  readonly declared: readonly Declaration[];
  readonly processing: Processing;
  readonly feedback: readonly Feedback[];
  readonly reading: ItemReading;
  /** The body as Markdown, with HTML in the place of some elements. */
  readonly stemWith: (replace: Replace) => string;
}

/** The prompt in the place of its interaction. */
export const promptOf = (interaction: Element): string => {
  const prompt = childOf(interaction, 'prompt');
  return prompt ? `<div>${innerHtml(prompt)}</div>` : '';
};

/** What an element says, its feedback left out, as Markdown. */
export const contentOf = (element: Element, reading: ItemReading): string =>
  reading.markdown(
    innerHtml(element, (inner) => (FEEDBACK_ELEMENTS.includes(inner.localName!) ? '' : undefined)),
  );

/** The choices of an interaction: its children of this name. */
export const optionsOf = (elements: readonly Element[], reading: ItemReading): Option[] =>
  mustBeFew(elements, 'choices').map((element) => ({
    id: attributeOf(element, 'identifier') ?? '',
    text: contentOf(element, reading),
  }));

export const choicesIn = (interaction: Element): Element[] =>
  childrenOf(interaction).filter(({ localName }) => /Choice$/.test(localName!));

/** The response that is right in all of these, as far as the file says. */
export const rightResponses = (declared: readonly Declaration[]): Responses =>
  Object.fromEntries(declared.flatMap(({ identifier, correct }) => (correct ? [[identifier, correct]] : [])));
