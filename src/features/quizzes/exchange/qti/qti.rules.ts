import type { Element } from '@xmldom/xmldom';
import {
  MAX_TEXT_BYTES,
  read,
  refused,
  type FileReading,
  type ReadItem,
  type SourcePlace,
} from '../exchanged-question.js';
import { attributeOf, below, childrenOf, readXml, textOf } from '../xml.rules.js';
import { ItemGathering } from './item-gathering.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { ALONE, NO_PICTURES, type DocumentPlace, type PictureAt } from './surroundings.rules.js';
import { Unreadable } from './unreadable.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { isV1Root, v1Entries } from './v1-document.rules.js';
import { v1Question } from './v1-item.rules.js';
import { metadataOf } from './v1-response.rules.js';
import { v2Question } from './v2-item.rules.js';

/** Reads one item with what pictures there are. It never throws for what the item holds. */
export type ReadQtiItem = (pictureAt: PictureAt) => ReadItem;

/** Reads the items of one QTI document by itself, 1.2, 2.1 or 2.2. It never throws for what the document holds. */
export function readQti(content: Uint8Array): FileReading {
  const opened = openQti(content, ALONE);
  if ('refusal' in opened) return { format: 'QTI', refusal: opened.refusal };
  return { format: 'QTI', count: opened.items.length, items: oneByOne(opened.items) };
}

function* oneByOne(items: readonly ReadQtiItem[]): Generator<ReadItem> {
  for (const readOne of items) yield readOne(NO_PICTURES);
}

/** The items of a QTI document, each yet to be read, so that they can be counted first; or why there are none.
 * `isOther`: it is well-formed, but something else. */
export function openQti(
  content: Uint8Array,
  place: DocumentPlace,
): { readonly items: readonly ReadQtiItem[] } | { readonly refusal: string; readonly isOther?: boolean } {
  if (content.length > MAX_TEXT_BYTES)
    return { refusal: `It is larger than ${MAX_TEXT_BYTES / 1_000_000} MB.` };
  const xml = readXml(content);
  if ('refusal' in xml) return { refusal: xml.line ? `${xml.refusal} (line ${xml.line})` : xml.refusal };
  const unread = unreadIn(xml.root, place);
  if (typeof unread === 'string') return { refusal: unread, isOther: true };
  return { items: unread.map((item) => (pictureAt) => readItem(item, pictureAt)) };
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

function unreadIn(root: Element, place: DocumentPlace): UnreadItem[] | string {
  if (isV1Root(root)) return v1Items(root, place);
  const items = root.localName === 'assessmentItem' ? [root] : below(root, 'assessmentItem');
  if (items.length) return items.map((item) => v2Item(item, place));
  if (root.localName === 'assessmentTest')
    return 'A test (assessmentTest) names items in other files: it is read as a part of its package.';
  return `It is no QTI item, assessment or question bank: it begins with <${root.nodeName}>.`;
}

function v2Item(item: Element, { file, category }: DocumentPlace): UnreadItem {
  const id = attributeOf(item, 'identifier') ?? '';
  return {
    where: whereIs(item, id, file),
    title: titleOf(item, id),
    category,
    losses: pointsLoss(v2Points(item)),
    question: (newReading) => v2Question(item, newReading),
  };
}

function v1Items(root: Element, { file, category }: DocumentPlace): UnreadItem[] {
  const byIdent = new Map(below(root, 'item').map((item) => [attributeOf(item, 'ident'), item]));
  return v1Entries(root).map(({ element, path, losses, refusal }): UnreadItem => {
    const id = attributeOf(element, 'ident') ?? attributeOf(element, 'linkrefid') ?? '';
    const parent =
      metadataOf(element).get('parent_stimulus_item_ident') ??
      attributeOf(element, 'parent_stimulus_item_ident');
    return {
      where: whereIs(element, id, file),
      title: titleOf(element, id),
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

const titleOf = (item: Element, id: string): string =>
  attributeOf(item, 'title')?.trim() || id || `Item in line ${item.lineNumber ?? 1}`;

function whereIs(item: Element, id: string, file: string | null): SourcePlace {
  const element = [file, id].filter(Boolean).join(': ');
  return { ...(item.lineNumber ? { line: item.lineNumber } : {}), ...(element ? { element } : {}) };
}

/** One item; whatever is wrong with it is told of it alone. */
function readItem({ where, title, category, losses, question }: UnreadItem, pictureAt: PictureAt): ReadItem {
  try {
    const { reading, ...found } = question(() => new ItemGathering(pictureAt));
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
