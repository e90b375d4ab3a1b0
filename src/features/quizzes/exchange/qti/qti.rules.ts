import type { Element } from '@xmldom/xmldom';
import {
  MAX_QUESTIONS,
  MAX_TEXT_BYTES,
  read,
  refused,
  type FileReading,
  type ReadItem,
  type SourcePlace,
} from '../exchanged-question.js';
import { attributeOf, below, readXml } from '../xml.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { ALONE, itemReading, type Surroundings } from './surroundings.rules.js';
import { Unreadable } from './unreadable.rules.js';
import type { ItemQuestion } from './v2-interaction.rules.js';
import { v2Question } from './v2-item.rules.js';

/** Reads the items of one QTI document, 1.2, 2.1 or 2.2. It never throws for what the document holds. */
export function readQti(content: Uint8Array, around: Surroundings = ALONE): FileReading {
  const refusal = (why: string): FileReading => ({ format: 'QTI', refusal: why });
  if (content.length > MAX_TEXT_BYTES)
    return refusal(
      `A QTI document may have at most ${MAX_TEXT_BYTES} bytes; this one has ${content.length}.`,
    );
  const xml = readXml(content);
  if ('refusal' in xml) return refusal(xml.line ? `${xml.refusal} (line ${xml.line})` : xml.refusal);
  const items = itemsOf(xml.root, around);
  if (typeof items === 'string') return refusal(items);
  if (items.length > MAX_QUESTIONS)
    return refusal(`A file may hold at most ${MAX_QUESTIONS} questions; this one holds ${items.length}.`);
  return { format: 'QTI', count: items.length, items: oneByOne(items) };
}

function* oneByOne(items: readonly (() => ReadItem)[]): Generator<ReadItem> {
  for (const readOne of items) yield readOne();
}

/** Each item unread, so that they can be counted first; or why there are none. */
function itemsOf(root: Element, around: Surroundings): (() => ReadItem)[] | string {
  const isItem = root.localName === 'assessmentItem';
  const items = isItem ? [root] : below(root, 'assessmentItem');
  if (items.length) return items.map((item) => () => readItem(itemOf(item, around), around));
  return `It is no QTI item, assessment or question bank: it begins with <${root.nodeName}>.`;
}

/** An item, with what it is called and how its question is read. */
interface UnreadItem {
  readonly where: SourcePlace;
  readonly title: string;
  readonly category: string | null;
  readonly question: (newReading: () => ItemReading) => ItemQuestion & { readonly reading: ItemReading };
}

function itemOf(item: Element, { file, category }: Surroundings): UnreadItem {
  const id = attributeOf(item, 'identifier') ?? '';
  return {
    where: whereIs(item, id, file),
    title: (attributeOf(item, 'title') ?? '').trim() || id,
    category,
    question: (newReading) => v2Question(item, newReading),
  };
}

const whereIs = (item: Element, id: string, file: string | null): SourcePlace => ({
  ...(item.lineNumber ? { line: item.lineNumber } : {}),
  element: [file, id].filter(Boolean).join(': '),
});

/** One item; whatever is wrong with it is told of it alone. */
function readItem({ where, title, category, question }: UnreadItem, around: Surroundings): ReadItem {
  try {
    const { reading, ...found } = question(() => itemReading(around));
    const { losses, pictures } = reading;
    return read(
      where,
      {
        name: title,
        category,
        tags: [],
        ...found,
        ...(pictures.length ? { pictures } : {}),
      },
      losses,
    );
  } catch (error) {
    if (error instanceof Unreadable) return refused(where, title, error.message);
    const why = error instanceof Error ? error.message : String(error);
    return refused(where, title, `It is not built as QTI says: ${why}.`); // one broken item keeps no other back
  }
}
