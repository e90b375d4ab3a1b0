import type { ExchangedPicture } from '../exchanged-question.js';

/** What reading an item needs from around it, and where it tells what is lost. */
export interface ItemReading {
  readonly losses: readonly string[];
  /** Those that the texts name so far. */
  readonly pictures: readonly ExchangedPicture[];
  /** Notes what the file says and the question does not keep: one sentence. */
  readonly lose: (sentence: string) => void;
  /** HTML as Markdown, its pictures held where they can be. */
  readonly markdown: (html: string) => string;
  /** The picture of this address as the question holds it; null where it cannot be held. */
  readonly picture: (source: string, alternativeText: string) => HeldPicture | null;
}

export interface HeldPicture {
  /** What Markdown calls it. */
  readonly name: string;
  /** Pixels, by its bytes. */
  readonly width: number;
  readonly height: number;
}

const OPEN = '\ue000';
const CLOSE = '\ue001';
const MARK = /\ue000(\w+)\ue001/g;

/** Stands in HTML for a blank or a value and passes through the making of Markdown unchanged. */
export const mark = (id: string): string => `${OPEN}${id}${CLOSE}`;

/** HTML in which no word runs into a mark. */
export const spaced = (html: string): string =>
  html.replace(/([\p{L}\p{N}])(?=\ue000)/gu, '$1 ').replace(/\ue001(?=[\p{L}\p{N}\ue000])/gu, `${CLOSE} `);

/** Markdown with each mark as it stands in a question, such as `[[1]]`. */
export const resolved = (markdown: string, as: (id: string) => string): string =>
  markdown.replace(MARK, (_, id: string) => as(id));
