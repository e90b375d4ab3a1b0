import { createRequire } from 'node:module';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type PDFDocument from 'pdfkit';

/** A PDF while it is drawn. */
export type Pdf = InstanceType<typeof PDFDocument>;

/** What every document says of itself, and the fonts it is drawn in, by the names it calls them. */
export interface PdfOptions extends Omit<PDFKit.PDFDocumentOptions, 'info' | 'font'> {
  readonly title: string;
  /** The same document made again at the same time has the same bytes. */
  readonly madeAt: Date;
  readonly fonts: Readonly<Record<string, string>>;
}

/** Begins a document whose fonts are all embedded. The library is loaded by the first one. */
export async function newPdf({ title, madeAt, fonts, ...options }: PdfOptions): Promise<Pdf> {
  const { default: Document } = await import('pdfkit');
  const doc = new Document({
    lang: 'en',
    displayTitle: true,
    ...options,
    info: { Title: title, Creator: 'Preceptor', CreationDate: madeAt },
    font: '', // one that is opened before it is registered would be read anew at every use
  });
  for (const [name, file] of Object.entries(fonts)) doc.registerFont(name, fontFile(file)).font(name);
  return doc;
}

/** Letters of the text that the font does not have: they would be printed as boxes. */
export function missingLetters(doc: Pdf, font: string, text: string): string[] {
  const { _font: drawn } = doc.font(font) as Pdf & EmbeddedFont;
  const isMissing = (letter: string): boolean => !drawn.font.hasGlyphForCodePoint(letter.codePointAt(0)!);
  return [...new Set(text)].filter(isMissing);
}

/** The font that is in use, as fontkit read it. The library's types leave it out. */
interface EmbeddedFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(code: number): boolean } };
}

/** Ends the document and answers all of it. */
export function wholePdf(doc: Pdf): Promise<Buffer> {
  const written = buffer(doc);
  doc.end();
  return written;
}

/** From where the program is started, or from where it lies. */
function fontFile(name: string): string {
  for (const place of [process.argv[1], path.join(process.cwd(), 'package.json')])
    try {
      if (place) return createRequire(place).resolve(`dejavu-fonts-ttf/ttf/${name}`);
    } catch {
      // the next place
    }
  throw new Error('The package dejavu-fonts-ttf is not installed');
}
