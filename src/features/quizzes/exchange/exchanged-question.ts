import type { AuthoredQuestion } from '../bank/question-content.js';

/** What questions come in and go out as. QTI stands for single items and packages, 1.2 and 2.x. */
export const EXCHANGE_FORMATS = ['GIFT', 'AIKEN', 'MOODLE_XML', 'QTI'] as const;
export type ExchangeFormat = (typeof EXCHANGE_FORMATS)[number];

/** A file holds at most so many questions. */
export const MAX_QUESTIONS = 5_000;
/** Bytes of a file that is one text (GIFT, Aiken, an XML document), also of one inside a package. */
export const MAX_TEXT_BYTES = 10_000_000;

/** Markdown points at a picture of the question by this and the picture's name: `![alt](exchange:name)`. */
export const PICTURE_SCHEME = 'exchange:';

/** A picture that travels with a question. */
export interface ExchangedPicture {
  /** As Markdown names it after `exchange:`; letters, digits, `.`, `_` and `-` alone; unique in the question. */
  readonly name: string;
  readonly alternativeText: string;
  readonly bytes: Uint8Array;
}

/** A question on its way in or out, in the words of no file format. */
export interface ExchangedQuestion {
  /** What the file calls it. */
  readonly name: string;
  /** Its number or id in the file, where authors gave one: it becomes its code, if that is free. */
  readonly code?: string | null;
  /** Where it stands in the file's own order of things: a path with `/`. */
  readonly category: string | null;
  readonly tags: readonly string[];
  /** All texts are Markdown. General feedback is its explanation; a HOTSPOT's `picture` is left to `hotspot`. */
  readonly question: AuthoredQuestion;
  readonly pictures?: readonly ExchangedPicture[];
  /** HOTSPOT: what the regions lie on, by the name of one of the pictures. */
  readonly hotspot?: { readonly picture: string; readonly width: number; readonly height: number };
}

/** Where in the file something stands, as its author finds it again. */
export interface SourcePlace {
  /** From 1. */
  readonly line?: number;
  /** Such as the id of an item, or a file of the package and an element in it. */
  readonly element?: string;
}

/** What became of one question of a file: it is read, read but for what is listed, or refused. */
export type ReadItem = { readonly where: SourcePlace; readonly title: string } & (
  | {
      readonly outcome: 'READ' | 'READ_WITH_LOSS';
      readonly question: ExchangedQuestion;
      /** What the file says and this system does not keep, one sentence each. */
      readonly losses: readonly string[];
    }
  | { readonly outcome: 'REFUSED'; readonly refusal: string }
);

/**
 * What a file holds: one item for each of its questions, in its order, so that nothing is lost in silence;
 * or why none of it is read. Items may be made one by one as they are asked for, so that a long file does not
 * hold up everybody else; `count` says beforehand how many come.
 */
export type FileReading =
  | {
      readonly format: ExchangeFormat;
      readonly count: number;
      readonly items: Iterable<ReadItem> | AsyncIterable<ReadItem>;
    }
  | { readonly format: ExchangeFormat; readonly refusal: string };

/** Reads a file that is one text. It never throws for what the file holds. */
export type ReadText = (content: Uint8Array) => FileReading;

/** Reads a file on disk, such as a package, without taking all of it into memory. It never throws for what the file holds. */
export type ReadStored = (path: string) => Promise<FileReading>;

/** A question that was read, with what of it was lost. */
export const read = (
  where: SourcePlace,
  question: ExchangedQuestion,
  losses: readonly string[] = [],
): ReadItem => ({
  where,
  title: question.name,
  outcome: losses.length ? 'READ_WITH_LOSS' : 'READ',
  question,
  losses: [...new Set(losses)],
});

/** A question that is not taken, and why: one sentence for its author. */
export const refused = (where: SourcePlace, title: string, refusal: string): ReadItem => ({
  where,
  title,
  outcome: 'REFUSED',
  refusal,
});

/** Makes each item when it is asked for. */
export function* oneByOne<T>(
  things: readonly T[],
  item: (thing: T, index: number) => ReadItem,
): Iterable<ReadItem> {
  for (const [index, thing] of things.entries()) yield item(thing, index);
}
