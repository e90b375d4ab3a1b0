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
import { attributeOf, below, childrenOf, readXml, textOf } from '../xml.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { ALONE, itemReading, type Surroundings } from './surroundings.rules.js';
import { Unreadable } from './unreadable.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { isV1Root, v1Entries } from './v1-document.rules.js';
import { v1Question } from './v1-item.rules.js';
import { metadataOf } from './v1-response.rules.js';
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
  const unread = unreadIn(root, around);
  return typeof unread === 'string' ? unread : unread.map((item) => () => readItem(item, around));
}

/** An item, with what it is called and how its question is read. */
interface UnreadItem {
  readonly where: SourcePlace;
  readonly title: string;
  readonly category: string | null;
  /** What is lost of what stands around it. */
  readonly losses: readonly string[];
  readonly question: (newReading: () => ItemReading) => ItemQuestion & { readonly reading: ItemReading };
}

function unreadIn(root: Element, around: Surroundings): UnreadItem[] | string {
  if (isV1Root(root)) return v1Items(root, around);
  const items = root.localName === 'assessmentItem' ? [root] : below(root, 'assessmentItem');
  if (items.length) return items.map((item) => v2Item(item, around));
  if (root.localName === 'assessmentTest')
    return 'A test (assessmentTest) names items in other files: it is read as a part of its package.';
  return `It is no QTI item, assessment or question bank: it begins with <${root.nodeName}>.`;
}

function v2Item(item: Element, { file, category }: Surroundings): UnreadItem {
  const id = attributeOf(item, 'identifier') ?? '';
  return {
    where: whereIs(item, id, file),
    title: attributeOf(item, 'title')?.trim() || id,
    category,
    losses: pointsLoss(v2Points(item)),
    question: (newReading) => v2Question(item, newReading),
  };
}

function v1Items(root: Element, { file, category }: Surroundings): UnreadItem[] {
  const byIdent = new Map(below(root, 'item').map((item) => [attributeOf(item, 'ident'), item]));
  return v1Entries(root).map(({ element, path, losses, refusal }): UnreadItem => {
    const id = attributeOf(element, 'ident') ?? attributeOf(element, 'linkrefid') ?? '';
    const parent =
      metadataOf(element).get('parent_stimulus_item_ident') ??
      attributeOf(element, 'parent_stimulus_item_ident');
    return {
      where: whereIs(element, id, file),
      title: attributeOf(element, 'title')?.trim() || id,
      category: [...(category ? [category] : []), ...path].join('/') || null,
      losses: [...losses, ...pointsLoss(pointsOf(element))],
      question: (newReading) => {
        if (refusal) throw new Unreadable(refusal, element);
        return v1Question(element, byIdent.get(parent ?? ''), newReading());
      },
    };
  });
}

/** Canvas and its like; 1 where nothing is said. */
function pointsOf(item: Element): number {
  const says = metadataOf(item);
  return Number(says.get('points_possible') ?? says.get('cc_weighting') ?? says.get('qmd_weighting') ?? 1);
}

/** `MAXSCORE` as many systems declare it, else the normal maximum of the score. */
function v2Points(item: Element): number {
  const outcomes = new Map(
    childrenOf(item, 'outcomeDeclaration').map((outcome) => [attributeOf(outcome, 'identifier'), outcome]),
  );
  const declared = textOf(below(outcomes.get('MAXSCORE') ?? item, 'defaultValue')[0]);
  const most = outcomes.get('SCORE')?.getAttribute('normalMaximum');
  return Number(outcomes.has('MAXSCORE') ? declared : (most ?? 1));
}

const pointsLoss = (points: number): string[] =>
  points > 0 && points !== 1
    ? [`It is worth ${points} points there; here the quiz that asks it says what it is worth.`]
    : [];

const whereIs = (item: Element, id: string, file: string | null): SourcePlace => ({
  ...(item.lineNumber ? { line: item.lineNumber } : {}),
  element: [file, id].filter(Boolean).join(': '),
});

/** One item; whatever is wrong with it is told of it alone. */
function readItem({ where, title, category, losses, question }: UnreadItem, around: Surroundings): ReadItem {
  try {
    const { reading, ...found } = question(() => itemReading(around));
    const { pictures } = reading;
    const untold = found.question.stem.trim() === '';
    if (untold) reading.lose('It has no text that asks: its name stands for it.');
    return read(
      where,
      {
        name: title,
        category,
        tags: [],
        ...found,
        ...(untold ? { question: { ...found.question, stem: title } } : {}),
        ...(pictures.length ? { pictures } : {}),
      },
      [...losses, ...reading.losses],
    );
  } catch (error) {
    if (error instanceof Unreadable) return refused(where, title, error.message);
    const why = error instanceof Error ? error.message : String(error);
    return refused(where, title, `It is not built as QTI says: ${why}.`); // one broken item keeps no other back
  }
}
