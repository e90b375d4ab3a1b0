import { fitted, type Room } from '../../../platform/documents/fitted-text.rules.js';
import { missingLetters, type Pdf } from '../../../platform/documents/pdf.js';

export const FONTS = {
  text: 'DejaVuSerifCondensed.ttf',
  bold: 'DejaVuSerifCondensed-Bold.ttf',
  italic: 'DejaVuSerifCondensed-Italic.ttf',
  mono: 'DejaVuSansMono.ttf',
  // without serifs, but with the letters of more scripts
  wide: 'DejaVuSansCondensed-Bold.ttf',
} as const;
type Font = keyof typeof FONTS;

/** How a line in the middle of the page looks. */
export interface Look {
  readonly font: Font;
  readonly ink: string;
  readonly room: Room;
  /** Between letters, as a share of their size: up to a tenth a reader of the file takes them for one word. */
  readonly tracking?: number;
}

/** Sets a text in the middle of the page, as large as its room allows; answers where it ends. */
export function centered(
  doc: Pdf,
  text: string,
  top: number,
  { font, ink, room, tracking = 0, visible = true }: Look & { visible?: boolean },
): number {
  const drawn = fontFor(doc, font, text);
  const { size, lines } = fit(doc, text, drawn, room, tracking);
  doc.font(drawn).fontSize(size).fillColor(ink);
  let y = top;
  for (const line of lines) {
    const left = (doc.page.width - widthOf(doc, line, tracking * size)) / 2;
    if (visible) write(doc, line, left, y, tracking * size);
    y += size * 1.2;
  }
  return y;
}

function fit(doc: Pdf, text: string, font: Font, room: Room, tracking = 0) {
  return fitted(text, room, (part, size) => widthOf(doc.font(font).fontSize(size), part, tracking * size));
}

/** The font asked for, where it has all the letters. */
const fontFor = (doc: Pdf, font: Font, text: string): Font =>
  missingLetters(doc, font, text).length ? 'wide' : font;

/** Shaped as a whole, so that a line of a script that runs to the left does. */
const WHOLE: PDFKit.Mixins.OpenTypeFeatures[] = ['kern'];

export const write = (doc: Pdf, text: string, left: number, top: number, spacing = 0): Pdf =>
  doc.text(text, left, top, { characterSpacing: spacing, lineBreak: false, features: WHOLE });

/** In points, without the space after the last letter. */
export const widthOf = (doc: Pdf, text: string, spacing = 0): number =>
  doc.widthOfString(text, { characterSpacing: spacing, features: WHOLE }) - spacing;

interface SmallText {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly font: Font;
  readonly ink: string;
  readonly sizes: readonly [largest: number, smallest: number];
  readonly align: 'center' | 'right';
}

/** Sets a text between two edges; answers where it ends. */
export function textIn(
  doc: Pdf,
  text: string,
  { left, right, top, font, ink, sizes, align }: SmallText,
): number {
  const [largest, smallest] = sizes;
  const drawn = fontFor(doc, font, text);
  const { size, lines } = fit(doc, text, drawn, { width: right - left, largest, smallest });
  doc.font(drawn).fontSize(size).fillColor(ink);
  let y = top;
  for (const line of lines) {
    const spare = right - left - widthOf(doc, line);
    write(doc, line, left + (align === 'right' ? spare : spare / 2), y);
    y += size * 1.2;
  }
  return y;
}
