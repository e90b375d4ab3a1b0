import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Dots per point at which codes are looked for: 144 dpi, as a telephone sees a page. */
const SCALE = 2;

/** Prints what a reader finds in the PDF: of each page its size, its words with where they stand, and a code that is on it. */
const file = await getDocument({
  data: new Uint8Array(readFileSync(process.argv[2])),
  // A letter without a font of its own in the document must be missed here as on a stranger's printer.
  useSystemFonts: false,
  disableFontFace: true,
  standardFontDataUrl: `${path.join(import.meta.dirname, '../../node_modules/pdfjs-dist/standard_fonts')}/`,
  verbosity: 0,
}).promise;
const { info } = await file.getMetadata();
const pages = [];
for (let number = 1; number <= file.numPages; number++) {
  const page = await file.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const words = items
    .filter(({ str }) => str.trim())
    .map(({ str, width, height, transform: [, , , , left, bottom] }) => ({
      text: str,
      left,
      bottom,
      width,
      height,
    }));
  const text = items.map(({ str, hasEOL }) => (hasEOL ? `${str}\n` : str)).join('');
  pages.push({ width, height, words, text, code: process.argv[3] === 'codes' ? await codeOn(page) : null });
}
console.log(JSON.stringify({ info, pages }));

async function codeOn(page) {
  const viewport = page.getViewport({ scale: SCALE });
  const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
  const canvas = createCanvas(width, height);
  await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  return jsQR(data, width, height)?.data ?? null;
}
