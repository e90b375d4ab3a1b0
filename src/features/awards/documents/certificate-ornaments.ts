import type { Pdf } from '../../../platform/documents/pdf.js';

export const INK = { navy: '#1b2a41', gold: '#a3813a', soft: '#5b6270', red: '#a4161a' } as const;

/** From the edge of the paper: inside what any printer reaches, and outside of what a frame's lip may cover. */
const FRAME = 28;
const CORNER = 26;

/** A double frame whose corners are turned in. */
export function drawFrame(doc: Pdf): void {
  const { width, height } = doc.page;
  const outer = { left: FRAME, top: FRAME, right: width - FRAME, bottom: height - FRAME };
  frameWithNotches(doc, outer, CORNER).lineWidth(1.6).stroke(INK.gold);
  const inner = { left: FRAME + 6, top: FRAME + 6, right: width - FRAME - 6, bottom: height - FRAME - 6 };
  frameWithNotches(doc, inner, CORNER).lineWidth(0.6).stroke(INK.navy);
  for (const x of [FRAME + 9, width - FRAME - 9])
    for (const y of [FRAME + 9, height - FRAME - 9]) rosette(doc, x, y, 10, 8);
}

/** A line that fades out to both sides of a diamond. */
export function drawDivider(doc: Pdf, center: number, y: number, half: number): void {
  const reach = [
    [center - half, center - 9],
    [center + 9, center + half],
  ] as const;
  for (const [from, to] of reach) doc.moveTo(from, y).lineTo(to, y).lineWidth(0.8).stroke(INK.gold);
  diamond(doc, center, y, 4.5, INK.gold);
  for (const x of [center - half, center + half]) diamond(doc, x, y, 2, INK.gold);
}

/** Engraved rings around the year of the award, as on a seal. */
export function drawSeal(doc: Pdf, x: number, y: number, radius: number, year: string): void {
  for (const [turns, size] of [
    [12, 1],
    [12, 0.82],
  ] as const)
    rosette(doc, x, y, radius * size, turns);
  doc.circle(x, y, radius * 0.56).fill('#ffffff');
  doc
    .circle(x, y, radius * 0.56)
    .lineWidth(1)
    .stroke(INK.gold);
  doc
    .circle(x, y, radius * 0.51)
    .lineWidth(0.4)
    .stroke(INK.gold);
  doc
    .font('bold')
    .fontSize(radius * 0.34)
    .fillColor(INK.navy);
  const width = doc.widthOfString(year, { characterSpacing: 1 });
  doc.text(year, x - width / 2, y - radius * 0.21, { characterSpacing: 1, lineBreak: false });
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A quarter of a circle is cut out of each corner. */
function frameWithNotches(doc: Pdf, { left, top, right, bottom }: Box, notch: number): Pdf {
  const bow = notch * 0.5523; // of a Bézier curve that goes for a quarter of a circle
  return doc
    .moveTo(left + notch, top)
    .lineTo(right - notch, top)
    .bezierCurveTo(right - notch, top + bow, right - bow, top + notch, right, top + notch)
    .lineTo(right, bottom - notch)
    .bezierCurveTo(right - bow, bottom - notch, right - notch, bottom - bow, right - notch, bottom)
    .lineTo(left + notch, bottom)
    .bezierCurveTo(left + notch, bottom - bow, left + bow, bottom - notch, left, bottom - notch)
    .lineTo(left, top + notch)
    .bezierCurveTo(left + bow, top + notch, left + notch, top + bow, left + notch, top)
    .closePath();
}

function diamond(doc: Pdf, x: number, y: number, half: number, ink: string): void {
  doc
    .moveTo(x - half, y)
    .lineTo(x, y - half)
    .lineTo(x + half, y)
    .lineTo(x, y + half)
    .closePath()
    .fill(ink);
}

/** Ellipses turned about one point, as an engraver's lathe draws them. */
function rosette(doc: Pdf, x: number, y: number, radius: number, turns: number): void {
  doc.save().lineWidth(0.45).strokeColor(INK.gold);
  for (let turn = 0; turn < turns; turn++)
    doc
      .save()
      .rotate((turn * 180) / turns, { origin: [x, y] })
      .ellipse(x, y, radius, radius * 0.42)
      .stroke()
      .restore();
  doc.restore();
}
