import type { Pdf } from './pdf.js';

/** A square on the page, in points from its upper left corner. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** Modules of light around a code, without which readers do not find it (ISO/IEC 18004). */
const QUIET = 4;

/**
 * Draws the text as a QR code, its quiet zone included, in lines and not in pixels: it is sharp however it is printed. A
 * quarter of it may be hidden (level Q), by a fold or a reflection in a frame.
 */
export async function drawQrCode(
  doc: Pdf,
  text: string,
  { left, top, size }: Square,
  ink: string,
): Promise<void> {
  const { default: qr } = await import('qrcode');
  const { modules } = qr.create(text, { errorCorrectionLevel: 'Q' });
  const module = size / (modules.size + 2 * QUIET);
  doc.save().rect(left, top, size, size).fill('#ffffff');
  for (let row = 0; row < modules.size; row++)
    for (const { from, length } of darkRuns(modules, row))
      doc.rect(left + (QUIET + from) * module, top + (QUIET + row) * module, length * module, module);
  doc.fill(ink).restore();
}

/** Dark modules that touch are one shape: between two there would be a hair of light. */
function darkRuns(
  modules: { size: number; get(row: number, column: number): number },
  row: number,
): { from: number; length: number }[] {
  const runs: { from: number; length: number }[] = [];
  for (let column = 0; column < modules.size; column++) {
    if (!modules.get(row, column)) continue;
    const last = runs.at(-1);
    if (last && last.from + last.length === column) last.length += 1;
    else runs.push({ from: column, length: 1 });
  }
  return runs;
}
