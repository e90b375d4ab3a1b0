import { DOMParser, ParseError, type Element, type Node } from '@xmldom/xmldom';

/** A document that was read, or why it is not, in one sentence. */
export type XmlReading =
  { readonly root: Element } | { readonly refusal: string; readonly line: number | undefined };

/** A document nests its elements at most so deep. */
export const MAX_DEPTH = 200;
/** A document has at most so many elements: each takes about a kilobyte of memory. */
export const MAX_ELEMENTS = 250_000;

/**
 * Reads an XML document from anybody. Nothing is ever fetched and no entity is declared: a DOCTYPE that
 * only names a DTD is passed over; one that declares anything is refused before it is parsed, as are
 * documents that are too deep or too large to hold. Characters that HTML has names for, such as `&nbsp;`,
 * are read as those.
 */
export function readXml(content: Uint8Array): XmlReading {
  const text = decodedXml(content);
  if (text === null) return { refusal: 'It is not text in the encoding it declares.', line: undefined };
  const misfit = misfitOf(text);
  return misfit ? { refusal: misfit.refusal, line: lineAt(text, misfit.at) } : parsed(text);
}

function parsed(text: string): XmlReading {
  try {
    const stop = (_level: string, message: string): void => {
      if (!message.startsWith(LOST_CHARACTER)) throw new Error(message);
    };
    // The type of XHTML differs from that of XML in one thing: it knows the characters HTML has names for.
    const document = new DOMParser({ onError: stop }).parseFromString(text, 'application/xhtml+xml');
    return { root: document.documentElement! };
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : '').split('\n');
    const where = error instanceof ParseError ? (error.locator as Partial<Node> | undefined) : undefined;
    return { refusal: `It is not well-formed XML: ${message}.`, line: where?.lineNumber };
  }
}

/** What the parser warns of: some system before us could not read a character. No reason to lose the file. */
const LOST_CHARACTER = 'Unicode replacement character';

const BYTE_ORDER_MARKS = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];
const DECLARED_ENCODING = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/;

/**
 * By byte order mark, else as declared, as XML 1.0 (appendix F) has it; else UTF-8, or Windows-1252 where it is not
 * that: many write so and declare nothing. Null: not such text.
 */
function decodedXml(content: Uint8Array): string | null {
  const marked = BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, i) => content[i] === byte));
  const start = new TextDecoder('latin1').decode(content.subarray(0, 200));
  const said = marked?.encoding ?? DECLARED_ENCODING.exec(start)?.[1];
  return said ? decoded(content, said) : (decoded(content, 'utf-8') ?? decoded(content, 'windows-1252'));
}

function decoded(content: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    return null; // no such encoding, or not in it
  }
}

interface Misfit {
  readonly refusal: string;
  readonly at: number;
}

/** Walks over the markup once, before anything is built from it. */
function misfitOf(text: string): Misfit | null {
  let depth = 0;
  let elements = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    const markup = markupAt(text, at);
    if ('refusal' in markup) return { refusal: markup.refusal, at };
    depth += markup.nests;
    if (markup.opens) elements += 1;
    if (depth > MAX_DEPTH) return { refusal: `Its elements nest deeper than ${MAX_DEPTH} levels.`, at };
    if (elements > MAX_ELEMENTS) return { refusal: `It has more than ${MAX_ELEMENTS} elements.`, at };
    at = text.indexOf('<', markup.end);
  }
  return null;
}

interface Markup {
  /** Where it ends. */
  readonly end: number;
  /** 1 into an element, −1 out of it. */
  readonly nests: -1 | 0 | 1;
  readonly opens: boolean;
}

const PASSED_OVER = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;
const UNFINISHED = { refusal: 'It is not well-formed XML: something is opened and never closed.' };
const IN_TAG = /["'>]/g;
const IN_DOCTYPE = /["'>[]/g;

function markupAt(text: string, at: number): Markup | { refusal: string } {
  for (const [opening, closing] of PASSED_OVER)
    if (text.startsWith(opening, at)) {
      const close = text.indexOf(closing, at + opening.length);
      return close < 0 ? UNFINISHED : { end: close + closing.length, nests: 0, opens: false };
    }
  if (text[at + 1] === '!') return declarationAt(text, at);
  const end = endOf(IN_TAG, text, at + 1);
  if (end < 0) return UNFINISHED;
  if (text[at + 1] === '/') return { end, nests: -1, opens: false };
  return { end, nests: text[end - 2] === '/' ? 0 : 1, opens: true };
}

/** The one declaration that is passed over is a DOCTYPE that declares nothing itself. */
function declarationAt(text: string, at: number): Markup | { refusal: string } {
  const declares = { refusal: 'It declares entities or a DTD of its own, which is not accepted.' };
  if (!text.startsWith('<!DOCTYPE', at)) return declares;
  const end = endOf(IN_DOCTYPE, text, at);
  if (end < 0) return UNFINISHED;
  return text[end - 1] === '[' ? declares : { end, nests: 0, opens: false };
}

/** After the next of these that is not in quotes; −1 where there is none. */
function endOf(stop: RegExp, text: string, at: number): number {
  for (let from = at; ;) {
    stop.lastIndex = from;
    const found = stop.exec(text)?.[0];
    if (found === undefined) return -1;
    if (found !== '"' && found !== "'") return stop.lastIndex;
    const close = text.indexOf(found, stop.lastIndex);
    if (close < 0) return -1;
    from = close + 1;
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** Child elements by local name, whatever their namespace is called; without a name: all of them. */
export const childrenOf = (element: Node, name?: string): Element[] =>
  [...element.childNodes].filter(
    (node): node is Element => isElement(node) && (name === undefined || node.localName === name),
  );

export const childOf = (element: Node, name: string): Element | undefined => childrenOf(element, name)[0];

/** All elements below, in the order of the document, by local name. */
export const below = (element: Node, ...names: string[]): Element[] =>
  childrenOf(element).flatMap((child) => [
    ...(names.includes(child.localName!) ? [child] : []),
    ...below(child, ...names),
  ]);

/** Of an attribute without prefix; undefined where there is none. */
export const attributeOf = (element: Element, name: string): string | undefined =>
  element.getAttribute(name) ?? undefined;

/** All text below, entities and CDATA resolved, without the white space around it. */
export const textOf = (element: Element | undefined): string => (element?.textContent ?? '').trim();

export const isElement = (node: Node): node is Element => node.nodeType === node.ELEMENT_NODE;
