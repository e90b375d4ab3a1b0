import type { Element } from '@xmldom/xmldom';
import { attributeOf, below, childrenOf, textOf } from '../xml.rules.js';
import type { Feedback, Processing } from './award.rules.js';
import type { Option } from './choice.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { mustBeFew } from './unreadable.rules.js';
import { shownIn } from './v1-material.rules.js';

/** One place of an item of QTI 1.2 where something is to be answered. */
export interface V1Response {
  readonly element: Element;
  readonly id: string;
  readonly cardinality: 'Single' | 'Multiple' | 'Ordered';
  /** Whether texts are compared as numbers. */
  readonly numeric: boolean;
  /** Whether texts are typed, so that case may not matter. */
  readonly typed: boolean;
  /** Each id once. */
  readonly labels: readonly Element[];
}

export const RESPONSES = ['response_lid', 'response_str', 'response_num', 'response_xy', 'response_grp'];

/** An item of QTI 1.2 on its way to a question. */
export interface V1Item {
  readonly item: Element;
  readonly responses: readonly V1Response[];
  readonly processing: Processing;
  readonly feedback: readonly Feedback[];
  readonly reading: ItemReading;
  /** The presentation, with HTML in the place of responses, which are left out otherwise. */
  readonly stemHtml: (replace: (response: Element) => string | undefined) => string;
  /** What the item says of itself, by label. */
  readonly says: ReadonlyMap<string, string>;
}

export function responsesIn(presentation: Element): V1Response[] {
  return mustBeFew(below(presentation, ...RESPONSES), 'responses').map((element) => {
    const rcardinality = (attributeOf(element, 'rcardinality') ?? 'Single').toLowerCase();
    const typed = element.localName === 'response_str' || element.localName === 'response_num';
    const fib = below(element, 'render_fib')[0];
    const kind = fib ? (attributeOf(fib, 'fibtype') ?? '') : '';
    const labels = mustBeFew(below(element, 'response_label'), 'choices').filter((label) =>
      attributeOf(label, 'ident'),
    );
    return {
      element,
      id: attributeOf(element, 'ident') ?? '',
      cardinality:
        rcardinality === 'multiple' ? 'Multiple' : rcardinality === 'ordered' ? 'Ordered' : 'Single',
      numeric: element.localName === 'response_num' || /^(decimal|integer|scientific)$/i.test(kind),
      typed,
      labels: labels.filter((label, i) => labels.findIndex((one) => identOf(one) === identOf(label)) === i),
    };
  });
}

export const identOf = (label: Element): string => attributeOf(label, 'ident') ?? '';

export const optionsOf = (labels: readonly Element[], reading: ItemReading): Option[] =>
  labels.map((label) => ({ id: identOf(label), text: reading.markdown(shownIn(label)) }));

/** What stands with a response beside its choices. */
export const promptHtml = (response: Element): string =>
  shownIn(response, (child) => (/^render_/.test(child.localName!) ? '' : undefined));

/** The text that asks, as Markdown. */
export const stemOf = (
  item: V1Item,
  replace: (response: Element) => string | undefined = () => undefined,
): string => item.reading.markdown(item.stemHtml(replace));

/** `fieldlabel` and `fieldentry`, also as elements of their own (`qmd_itemtype`). */
export function metadataOf(element: Element): Map<string, string> {
  const fields = below(element, 'qtimetadatafield').map((field): [string, string] => [
    textOf(childrenOf(field, 'fieldlabel')[0]).toLowerCase(),
    textOf(childrenOf(field, 'fieldentry')[0]),
  ]);
  const own = childrenOf(element)
    .filter(({ localName }) => /^itemmetadata$/.test(localName!))
    .flatMap((metadata) => childrenOf(metadata))
    .filter(({ localName }) => /^(qmd|bbmd)_/.test(localName!))
    .map((field): [string, string] => [field.localName!.toLowerCase(), textOf(field)]);
  return new Map([...own, ...fields]);
}
