import type { Element } from '@xmldom/xmldom';
import { attributeOf, childrenOf, textOf } from '../xml.rules.js';
import { escaped, innerHtml } from './item-html.rules.js';

/** HTML to stand in the place of an element; undefined: what it holds. */
type Replace = (element: Element) => string | undefined;

/** What an element of QTI 1.2 shows: its materials, in their flows. */
export function shownIn(element: Element, replace: Replace = () => undefined): string {
  return childrenOf(element)
    .map((child) => replace(child) ?? shown(child, replace))
    .join('');
}

function shown(element: Element, replace: Replace): string {
  switch (element.localName) {
    case 'material':
    case 'flow_label':
    case 'mat_extension':
      return shownIn(element, replace);
    case 'flow':
    case 'flow_mat':
      return `<div>${shownIn(element, replace)}</div>`;
    case 'mattext':
    case 'matemtext':
    case 'mat_formattedtext':
      return text(element);
    case 'matbreak':
      return '<br>';
    case 'matimage':
      return picture(element);
    case 'mataudio':
    case 'matvideo':
      return `<${element.localName.slice(3)}></${element.localName.slice(3)}>`; // told as a loss with all such HTML
    default:
      return '';
  }
}

/** HTML as it is declared or looks; what stands there as elements is HTML in any case. */
function text(element: Element): string {
  if (childrenOf(element).length) return innerHtml(element);
  const content = element.textContent ?? '';
  const declared = attributeOf(element, 'texttype') ?? attributeOf(element, 'type');
  const isHtml = declared ? /html/i.test(declared) : /<\/?[a-z][^<]*>|&\w+;/i.test(content);
  return isHtml ? content : escaped(content.replace(/^\s+|\s+$/g, ' ')).replace(/\n/g, '<br>');
}

function picture(element: Element): string {
  const address =
    attributeOf(element, 'embedded') === 'base64' ? embedded(element) : attributeOf(element, 'uri');
  if (!address) return '';
  return `<img src="${escaped(address)}" alt="${escaped(attributeOf(element, 'label') ?? '')}">`;
}

const embedded = (element: Element): string =>
  `data:${attributeOf(element, 'imagtype') ?? 'image/png'};base64,${textOf(element).replace(/\s+/g, '')}`;
