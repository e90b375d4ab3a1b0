import type { Element } from '@xmldom/xmldom';
import type { ExchangedPicture } from '../exchanged-question.js';
import { markdownOfMoodle, plainOfHtml } from '../markdown-text.js';
import { attributeOf, childOf, childrenOf, textOf } from '../xml.rules.js';

const PLUGIN_FILE = /^@@PLUGINFILE@@\/?/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The texts of one question, with the pictures they show and what of them is lost. */
export class MoodleTexts {
  readonly losses = new Set<string>();
  readonly pictures: ExchangedPicture[] = [];
  private readonly sources = new Map<Element, string>();

  /** Markdown of an element such as `questiontext`: a `text` of a format, beside it the files it shows. */
  markdown(element: Element | undefined, change: (text: string) => string = (text) => text): string {
    if (!element) return '';
    const format =
      attributeOf(element, 'format') ?? attributeOf(element.parentNode as Element, 'format') ?? 'html';
    const files = childrenOf(element, 'file');
    const shown = new Set<Element>();
    const { markdown, losses } = markdownOfMoodle(format, change(this.text(element)), (address, alt) => {
      const file = PLUGIN_FILE.test(address)
        ? files.find((one) => nameOf(one) === fileName(address))
        : undefined;
      if (file) shown.add(file);
      return file ? this.picture(file, alt) : null;
    });
    losses.forEach((loss) => this.losses.add(loss));
    for (const file of files)
      if (!shown.has(file) && !losses.some((loss) => loss.includes(nameOf(file))))
        this.losses.add(`The file ${nameOf(file)} is not kept.`);
    return markdown;
  }

  /** What a prompt is matched with: plain text, in which Moodle shows tags of HTML as such. */
  choice(element: Element | undefined): string {
    const { markdown, losses } = markdownOfMoodle('moodle', this.text(element));
    losses.forEach((loss) => this.losses.add(loss));
    return markdown;
  }

  /** What stands in the `text` of an element, as it is. */
  text(element: Element | undefined): string {
    return textOf(element && (childOf(element, 'text') ?? element));
  }

  /** Mere text, as answers that are compared are. */
  plain(element: Element | undefined): string {
    const text = this.text(element);
    return element && attributeOf(element, 'format') === 'html' ? plainOfHtml(text) : text;
  }

  /** The name under which the picture travels; null where the file is none. */
  private picture(file: Element, alternativeText: string): string | null {
    const known = this.sources.get(file);
    if (known !== undefined) return known;
    const content = (file.textContent ?? '').replace(/\s+/g, '');
    if (content === '' || !BASE64.test(content)) return null;
    const bytes = Buffer.from(content, 'base64');
    const wish = nameOf(file).replace(/[^\w.-]+/g, '_');
    const same = this.pictures.find((picture) => picture.name === wish);
    const name = same && !bytes.equals(same.bytes) ? `${this.pictures.length + 1}_${wish}` : wish;
    if (name !== same?.name) this.pictures.push({ name, alternativeText: alternativeText || name, bytes });
    this.sources.set(file, name);
    return name;
  }
}

const nameOf = (file: Element): string => attributeOf(file, 'name') ?? '';

function fileName(address: string): string {
  const name = address.replace(PLUGIN_FILE, '').split('?')[0]!.split('/').pop()!;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
