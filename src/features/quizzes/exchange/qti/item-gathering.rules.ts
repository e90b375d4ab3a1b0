import { PICTURE_SCHEME, type ExchangedPicture } from '../exchanged-question.js';
import { markdownOfHtml } from '../markdown-text.js';
import type { HeldPicture, ItemReading } from './item-reading.rules.js';
import { pictureInAddress, type PictureAt } from './surroundings.rules.js';
import { Unreadable } from './unreadable.rules.js';

/** One picture of an item: its bytes, and what the item says of it. */
type Held = HeldPicture & { readonly bytes: Uint8Array };

/** Characters of one text with its HTML, pictures that are written out in it aside. */
const MOST_HTML = 200_000;

/** Gathers, while an item is read, what is lost and which pictures it holds. */
export class ItemGathering implements ItemReading {
  private readonly lost: string[] = [];
  /** By address; null: it cannot be held. */
  private readonly held = new Map<string, Held | null>();
  /** By name: the first text that stands for the picture. */
  private readonly alternatives = new Map<string, string>();

  constructor(private readonly pictureAt: PictureAt) {}

  get losses(): readonly string[] {
    return this.lost;
  }

  get pictures(): readonly ExchangedPicture[] {
    return [...this.held.values()].flatMap((one) =>
      one
        ? [{ name: one.name, alternativeText: this.alternatives.get(one.name) ?? one.name, bytes: one.bytes }]
        : [],
    );
  }

  lose(sentence: string): void {
    this.lost.push(sentence);
  }

  picture(address: string, alternativeText: string): HeldPicture | null {
    const held = this.hold(address);
    if (!held) return null;
    if (!alternativeText.trim())
      this.lose(`The picture ${held.name} has no alternative text: its name stands for it.`);
    this.tell(held.name, alternativeText.trim());
    return held;
  }

  markdown(html: string): string {
    if (html.replace(/data:[^"'\s>]*/g, '').length > MOST_HTML)
      throw new Unreadable(`A text in it has more than ${MOST_HTML} characters.`);
    const { markdown, losses } = markdownOfHtml(html, (address) => this.hold(address)?.name ?? null);
    for (const [, alternative = '', name = ''] of markdown.matchAll(PICTURE)) this.tell(name, alternative);
    losses.forEach((sentence) => this.lose(sentence));
    return markdown;
  }

  private tell(name: string, alternative: string): void {
    if (alternative && !this.alternatives.has(name)) this.alternatives.set(name, alternative);
  }

  private hold(address: string): Held | null {
    const known = this.held.get(address);
    if (known !== undefined) return known;
    const found = pictureInAddress(address) ?? this.pictureAt(address);
    if ('refusal' in found) this.lose(found.refusal);
    const held = 'refusal' in found ? null : { ...found, name: this.freeName(address) };
    this.held.set(address, held);
    return held;
  }

  private freeName(address: string): string {
    const name =
      lastPart(address)
        .replace(/[^\w.-]+/g, '_')
        .slice(-80) || 'picture';
    const taken = new Set([...this.held.values()].map((one) => one?.name));
    let n = 1;
    while (taken.has(n === 1 ? name : `${n}_${name}`)) n += 1;
    return n === 1 ? name : `${n}_${name}`;
  }
}

const PICTURE = new RegExp(`!\\[((?:[^\\]\\\\]|\\\\.)*)\\]\\(${PICTURE_SCHEME}([\\w.-]+)\\)`, 'g');

const lastPart = (address: string): string =>
  address.startsWith('data:') ? 'picture' : (address.split(/[?#]/)[0]!.split('/').at(-1) ?? '');
