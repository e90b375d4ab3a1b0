import type { Element } from '@xmldom/xmldom';
import { attributeOf, below, childOf, childrenOf, textOf } from '../xml.rules.js';
import { metadataOf } from './v1-response.rules.js';

/** One entry of a document of QTI 1.2, with what stands above it. */
export interface V1Entry {
  readonly element: Element;
  /** Titles of the bank or assessment and its sections. */
  readonly path: readonly string[];
  /** What is lost of the sections it stands in. */
  readonly losses: readonly string[];
  /** Why there is no question to read, where it only refers to one. */
  readonly refusal: string | null;
}

const HOLDERS = ['questestinterop', 'objectbank', 'assessment', 'section'];
export const isV1Root = (root: Element): boolean => [...HOLDERS, 'item'].includes(root.localName!);

/** All items, in the order of the document, and whatever refers to items elsewhere. */
export function v1Entries(root: Element): V1Entry[] {
  const known = new Set(below(root, 'item').map((item) => attributeOf(item, 'ident')));
  const entries = (element: Element, path: readonly string[], losses: readonly string[]): V1Entry[] => {
    const entry = (refusal: string | null): V1Entry => ({ element, path, losses, refusal });
    switch (element.localName) {
      case 'item':
        return [entry(null)];
      case 'itemref': {
        const id = attributeOf(element, 'linkrefid') ?? '';
        return known.has(id) ? [] : [entry(`It refers to the question ${id} of another document.`)];
      }
      case 'bankentry_item': {
        const id = attributeOf(element, 'item_ref') ?? '';
        return [entry(`It refers to the question ${id} of a bank that is not in this document.`)];
      }
      default:
        return HOLDERS.includes(element.localName!) ? within(element, path, losses) : [];
    }
  };
  const within = (holder: Element, path: readonly string[], losses: readonly string[]): V1Entry[] => {
    const inside = [...path, ...titleOf(holder)];
    const lost = [...losses, ...drawLosses(holder)];
    const drawn = drawnFrom(holder).map((bank): V1Entry => {
      const refusal = `It draws its questions from the bank ${bank}, which is not in this document.`;
      return { element: holder, path, losses, refusal };
    });
    return [...drawn, ...childrenOf(holder).flatMap((child) => entries(child, inside, lost))];
  };
  return entries(root, [], []);
}

function titleOf(element: Element): string[] {
  const title = attributeOf(element, 'title') ?? ownMetadata(element).get('bank_title') ?? '';
  const name = title.trim().replaceAll('/', '-');
  return name && element.localName !== 'questestinterop' ? [name] : [];
}

/** Without the metadata of the items in it. */
function ownMetadata(element: Element): ReadonlyMap<string, string> {
  const metadata = childOf(element, 'qtimetadata');
  return metadata ? metadataOf(metadata) : new Map();
}

const selections = (element: Element): Element[] =>
  childrenOf(element, 'selection_ordering').flatMap((ordering) => childrenOf(ordering, 'selection'));

function drawnFrom(element: Element): string[] {
  const banks = selections(element).flatMap((one) => textOf(childOf(one, 'sourcebank_ref')) || []);
  return banks.length && !below(element, 'item').length ? banks : [];
}

const drawLosses = (element: Element): string[] =>
  selections(element).flatMap((selection) => {
    const count = textOf(childOf(selection, 'selection_number'));
    return count
      ? [`Its section asks ${count} of its questions, drawn at random: questions are read without quizzes.`]
      : [];
  });
