import type { Element } from '@xmldom/xmldom';
import { attributeOf, below, childrenOf } from '../xml.rules.js';
import { addressIn } from './entry-name.rules.js';

/** A document that is said to hold questions. */
export interface NamedDocument {
  readonly file: string;
  /** Titles of the test and its sections. */
  readonly category: string | null;
  /** Whether somebody says that there are questions in it: then it is told of where there are none. */
  readonly isSaid: boolean;
}

/** What a manifest names. */
export interface Manifest {
  /** Documents with questions, in its order. */
  readonly documents: readonly string[];
  /** Tests, which name items by their files. */
  readonly tests: readonly string[];
  /** Every file it speaks of. */
  readonly files: ReadonlySet<string>;
}

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly href: string | undefined;
  readonly files: readonly string[];
}

const CANVAS_DOCUMENT = /\.xml\.qti$/i;
const XML = /\.xml$/i;

/**
 * Reads an `imsmanifest.xml`. Canvas writes each quiz twice into its course packages, once in full (`.xml.qti`) and
 * once for others: the full one is read.
 */
export function manifestOf(root: Element, path: string): Manifest {
  const resources = below(root, 'resource').map((element) => resourceOf(element, path));
  const files = resources.flatMap((one) => [...(one.href ? [one.href] : []), ...one.files]);
  const inFull = files.filter((file) => CANVAS_DOCUMENT.test(file));
  const writtenInFull = new Set(inFull.map((file) => file.split('/').at(-1)!.replace(CANVAS_DOCUMENT, '')));
  const asked = resources.filter(({ type, id }) => isQti(type) && !writtenInFull.has(id));
  const documentOf = ({ href, files: named }: Resource): string[] => {
    const document = href ?? named.find((file) => XML.test(file));
    return document ? [document] : [];
  };
  const isTest = ({ type }: Resource): boolean => /test|assessment_xmlv2|section/i.test(type);
  return {
    documents: [...new Set([...inFull, ...asked.filter((one) => !isTest(one)).flatMap(documentOf)])],
    tests: [...new Set(asked.filter(isTest).flatMap(documentOf))],
    files: new Set(files),
  };
}

/** Such as `imsqti_item_xmlv2p1`, `imsqti_xmlv1p2` and `imsqti_xmlv1p2/imscc_xmlv1p1/assessment`. */
const isQti = (type: string): boolean =>
  /^imsqti_/i.test(type) && !/metadata|rptemplate|outcomes|stimulus/i.test(type);

function resourceOf(element: Element, path: string): Resource {
  const base = basesOf(element).join('');
  const inPackage = (href: string | undefined): string[] => {
    const address = href === undefined ? null : addressIn(path, `${base}${href}`);
    return address === null ? [] : [address];
  };
  return {
    id: attributeOf(element, 'identifier') ?? '',
    type: attributeOf(element, 'type') ?? '',
    href: inPackage(attributeOf(element, 'href'))[0],
    files: childrenOf(element, 'file').flatMap((file) => inPackage(attributeOf(file, 'href'))),
  };
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** `xml:base` of an element and those around it, from the outermost. */
function basesOf(element: Element): string[] {
  const bases: string[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) {
    const base = one.getAttributeNS(XML_NAMESPACE, 'base');
    if (base) bases.unshift(base.endsWith('/') ? base : `${base}/`);
  }
  return bases;
}

/** What a test or a section of one names. */
export interface TestReferences {
  readonly items: readonly NamedDocument[];
  /** Sections in files of their own. */
  readonly sections: readonly NamedDocument[];
}

/** The items of an `assessmentTest` or `assessmentSection`, with its titles as their category. */
export function testReferences(root: Element, file: string, above: readonly string[] = []): TestReferences {
  const items: NamedDocument[] = [];
  const sections: NamedDocument[] = [];
  const walk = (element: Element, path: readonly string[]): void => {
    const title = /^assessment(Test|Section)$/.test(element.localName!)
      ? attributeOf(element, 'title')?.trim()
      : '';
    const inside = title ? [...path, title.replaceAll('/', '-')] : path;
    for (const child of childrenOf(element)) {
      const named = addressIn(file, attributeOf(child, 'href') ?? '');
      const document =
        named === null ? null : { file: named, category: inside.join('/') || null, isSaid: true };
      if (child.localName === 'assessmentItemRef' && document) items.push(document);
      else if (child.localName === 'assessmentSectionRef' && document) sections.push(document);
      else walk(child, inside);
    }
  };
  walk(root, above);
  return { items, sections };
}
