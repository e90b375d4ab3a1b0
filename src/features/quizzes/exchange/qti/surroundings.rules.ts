import { PICTURE_SCHEME, type ExchangedPicture } from '../exchanged-question.js';
import { markdownOfHtml } from '../markdown-text.js';
import type { HeldPicture, ItemReading } from './item-reading.rules.js';

/** A picture that lies beside an item, or why it cannot be held: one sentence. */
export type PictureFound = FoundPicture | { readonly refusal: string };
export interface FoundPicture {
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** What lies around a document, such as the package it comes from. */
export interface Surroundings {
  /** The file in the package; null for a document by itself. */
  readonly file: string | null;
  readonly category: string | null;
  /** By the address that the document gives. */
  readonly pictureAt: (address: string) => PictureFound;
}

export const ALONE: Surroundings = {
  file: null,
  category: null,
  pictureAt: () => ({ refusal: 'Pictures travel with a package, not with a document by itself.' }),
};

/** Reads one item among its surroundings, and gathers what is lost and which pictures are held. */
export function itemReading({ pictureAt }: Surroundings): ItemReading {
  const losses: string[] = [];
  const held = new Map<string, { picture: ExchangedPicture; size: HeldPicture } | null>();
  const lose = (sentence: string): void => {
    losses.push(sentence);
  };
  const hold = (address: string, alternativeText: string): HeldPicture | null => {
    const known = held.get(address);
    if (known !== undefined) return known?.size ?? null;
    const found = pictureAt(address);
    if ('refusal' in found) {
      lose(found.refusal);
      held.set(address, null);
      return null;
    }
    const taken = [...held.values()].map((one) => one?.size.name);
    const name = freeName(address, (candidate) => !taken.includes(candidate));
    const { bytes, width, height } = found;
    held.set(address, { picture: { name, alternativeText, bytes }, size: { name, width, height } });
    return { name, width, height };
  };
  return {
    losses,
    lose,
    get pictures() {
      return [...held.values()].flatMap((one) => (one ? [one.picture] : []));
    },
    picture: (address, alternativeText) => {
      if (!alternativeText.trim())
        lose(`The picture ${lastPart(address)} has no alternative text: its name stands for it.`);
      return hold(address, alternativeText.trim() || lastPart(address));
    },
    markdown: (html) => {
      const alternatives = new Map<string, string>();
      const text = markdownOfHtml(html, (address) => hold(address, '')?.name ?? null);
      for (const [, alternative = '', name = ''] of text.markdown.matchAll(IN_MARKDOWN))
        alternatives.set(name, alternative);
      for (const [address, one] of held)
        if (one && !one.picture.alternativeText && alternatives.has(one.size.name))
          held.set(address, {
            ...one,
            picture: { ...one.picture, alternativeText: alternatives.get(one.size.name)! },
          });
      text.losses.forEach(lose);
      return text.markdown;
    },
  };
}

const IN_MARKDOWN = new RegExp(`!\\[((?:[^\\]\\\\]|\\\\.)*)\\]\\(${PICTURE_SCHEME}([\\w.-]+)\\)`, 'g');

const lastPart = (address: string): string => address.split(/[?#]/)[0]!.split('/').at(-1) || 'picture';

/** The last part of the address in the characters a name may have, numbered where it is taken. */
function freeName(address: string, isFree: (name: string) => boolean): string {
  const name =
    lastPart(address)
      .replace(/[^\w.-]+/g, '_')
      .slice(-80) || 'picture';
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${n}_${name}`;
    if (isFree(candidate)) return candidate;
  }
}
