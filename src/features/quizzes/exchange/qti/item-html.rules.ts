import type { Element, Node } from '@xmldom/xmldom';
import { attributeOf, childrenOf, isElement } from '../xml.rules.js';

/** HTML to stand in the place of an element; undefined: the element as it is. */
export type Replace = (element: Element) => string | undefined;

const KEPT_ATTRIBUTES = ['href', 'src', 'alt', 'title', 'colspan', 'rowspan', 'start'];
const VOID = new Set(['br', 'hr', 'img', 'col', 'wbr']);
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** What stands in an element, as HTML: namespaces gone, formulas as text, other elements as they are. */
export const innerHtml = (element: Element, replace: Replace = () => undefined): string =>
  [...element.childNodes].map((node) => htmlOf(node, replace)).join('');

function htmlOf(node: Node, replace: Replace): string {
  if (!isElement(node)) return isText(node) ? escaped(node.nodeValue ?? '') : '';
  const instead = replace(node);
  if (instead !== undefined) return instead;
  const name = htmlName(node.localName!);
  if (name === 'object' && isPicture(node)) return pictureHtml(node);
  if (name === 'math' || node.namespaceURI === MATHML) return escaped(mathText(node));
  const attributes = KEPT_ATTRIBUTES.flatMap((attribute) => {
    const value = attributeOf(node, attribute);
    return value === undefined ? [] : [` ${attribute}="${escaped(value)}"`];
  }).join('');
  const opening = `<${name}${attributes}>`;
  return VOID.has(name) ? opening : `${opening}${innerHtml(node, replace)}</${name}>`;
}

/** Elements of QTI's own, which alone have capitals, hold HTML in blocks or in lines. */
const htmlName = (name: string): string => {
  if (!/[A-Z]/.test(name)) return name;
  return /(Block|Interaction)$/.test(name) ? 'div' : 'span';
};

/** An `object` whose content stands in for a picture that is not shown. */
const isPicture = (element: Element): boolean =>
  /^image\//.test(attributeOf(element, 'type') ?? '') && attributeOf(element, 'data') !== undefined;

export const pictureText = (element: Element): string =>
  (
    attributeOf(element, 'alt') ??
    attributeOf(element, 'aria-label') ??
    attributeOf(element, 'title') ??
    (element.textContent ?? '').replace(/\s+/g, ' ')
  ).trim();

const pictureHtml = (element: Element): string =>
  `<img src="${escaped(attributeOf(element, 'data')!)}" alt="${escaped(pictureText(element))}">`;

const isText = (node: Node): boolean =>
  node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE;

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A formula (MathML, presentation) on one line: `1/3`, `c^2`, `√(2)`. */
function mathText(element: Element): string {
  const parts = childrenOf(element);
  const [first = '', second = '', third = ''] = parts.map(mathText);
  switch (element.localName) {
    case 'mfrac':
      return `${grouped(first)}/${grouped(second)}`;
    case 'msup':
    case 'mover':
      return `${grouped(first)}^${grouped(second)}`;
    case 'msub':
    case 'munder':
      return `${grouped(first)}_${grouped(second)}`;
    case 'msubsup':
    case 'munderover':
      return `${grouped(first)}_${grouped(second)}^${grouped(third)}`;
    case 'msqrt':
      return `√(${parts.map(mathText).join('')})`;
    case 'mroot':
      return `${grouped(first)}^(1/${grouped(second)})`;
    case 'mfenced':
      return `(${parts.map(mathText).join(', ')})`;
    case 'semantics':
      return first;
    case 'annotation':
    case 'annotation-xml':
      return '';
    default:
      return parts.length ? parts.map(mathText).join('') : (element.textContent ?? '').trim();
  }
}

const grouped = (text: string): string => (/^[\p{L}\p{N}.,]*$/u.test(text) ? text : `(${text})`);

/** Whether a formula stands in it, which is then kept as plain text. */
export const hasFormula = (element: Element): boolean =>
  childrenOf(element).some((child) => child.localName === 'math' || hasFormula(child));
