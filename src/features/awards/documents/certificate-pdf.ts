import { missingLetters, newPdf, wholePdf, type Pdf } from '../../../platform/documents/pdf.js';
import { drawQrCode } from '../../../platform/documents/qr-code.js';
import { drawDivider, drawFrame, drawSeal, INK } from './certificate-ornaments.js';
import { centered, FONTS, textIn, widthOf, write, type Look } from './certificate-lettering.js';
import type { CertificateWords, Signatory } from './certificate.js';

const HEADINGS = { PROGRAM: 'Certificate of Completion', SPECIALTY: 'Certificate of Specialty' } as const;

/** From the lower edge of the page: the line on which signatures, seal and code stand, and the address below them. */
const FOOT = 82;
const ADDRESS = 58;
const CODE = 92;
const SIDE = 84;

/** A certificate that cannot be printed: letters that no font here has. */
export class MissingLetters {
  constructor(readonly letters: readonly string[]) {}
}

/** A certificate to print and frame: one page, landscape. */
export async function certificatePdf(given: CertificateWords): Promise<Buffer | MissingLetters> {
  const words = composed(given);
  const doc = await newPdf({
    title: `${HEADINGS[words.kind]} ${words.number}`,
    madeAt: words.recordedAt,
    fonts: FONTS,
    size: words.pageSize,
    layout: 'landscape',
    margin: 0,
  });
  const missing = missingLetters(doc, 'wide', lettersOf(words));
  if (missing.length) return new MissingLetters(missing);
  drawFrame(doc);
  const headEnds = head(doc, words);
  const footBegins = doc.page.height - FOOT - 92;
  body(doc, words, headEnds, footBegins);
  await foot(doc, words);
  if (words.stamp) stamp(doc, words.stamp);
  return wholePdf(doc);
}

/** Letters of the text that certificates cannot be printed with. */
export async function unprintableLetters(text: string): Promise<string[]> {
  const doc = await newPdf({ title: '', madeAt: new Date(0), fonts: FONTS, autoFirstPage: false });
  return missingLetters(doc, 'wide', text.normalize('NFC'));
}

/** Letters with their marks are one letter where there is one. */
function composed(words: CertificateWords): CertificateWords {
  const line = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return {
    ...words,
    issuer: line(words.issuer),
    recipientName: line(words.recipientName),
    title: line(words.title),
    signatories: words.signatories.map(({ name, title }) => ({
      name: line(name),
      title: title && line(title),
    })),
  };
}

/** Of everything that people wrote. */
const lettersOf = ({ issuer, recipientName, title, signatories }: CertificateWords): string =>
  [issuer, recipientName, title, ...signatories.flatMap((each) => [each.name, each.title ?? ''])].join(' ');

/** Who awards what; answers where it ends. */
function head(doc: Pdf, { issuer, kind }: CertificateWords): number {
  const issuerEnds = centered(doc, issuer.toLocaleUpperCase('en-US'), 72, {
    font: 'bold',
    ink: INK.navy,
    room: { width: doc.page.width - 2 * SIDE - 40, largest: 15, smallest: 10.5 },
    tracking: 0.09,
  });
  drawDivider(doc, doc.page.width / 2, issuerEnds + 14, 140);
  return centered(doc, HEADINGS[kind], issuerEnds + 27, {
    font: 'text',
    ink: INK.gold,
    room: { width: doc.page.width - 2 * SIDE, largest: 39, smallest: 30 },
    tracking: 0.015,
  });
}

/** Whom, for what and when: in the middle of the room that head and foot leave. */
function body(doc: Pdf, words: CertificateWords, from: number, to: number): void {
  const height = drawBody(doc, words, 0, false);
  drawBody(doc, words, from + (to - from - height) / 2, true);
}

function drawBody(doc: Pdf, words: CertificateWords, top: number, visible: boolean): number {
  const line = (text: string, y: number, look: Look): number => centered(doc, text, y, { ...look, visible });
  let y = line('This is to certify that', top, CAPTION);
  y = line(words.recipientName, y + 10, {
    font: 'bold',
    ink: INK.navy,
    room: { width: doc.page.width - 2 * SIDE, largest: 42, smallest: 25 },
  });
  if (visible) rule(doc, doc.page.width / 2, y + 4, 200);
  y = line(PHRASES[words.kind], y + 17, CAPTION);
  y = line(words.title, y + 9, {
    font: 'bold',
    ink: INK.navy,
    room: { width: doc.page.width - 2 * SIDE, largest: 22, smallest: 14.5 },
  });
  if (words.minutes !== null) y = line(`a program of ${hoursOf(words.minutes)} clock hours`, y + 7, CAPTION);
  y = line(`Awarded on ${longDay(words.awardedOn)}`, y + 13, { ...CAPTION, font: 'text', ink: INK.navy });
  return y - top;
}

const PHRASES = {
  PROGRAM: 'has met every requirement of the certificate program',
  SPECIALTY: 'has met every requirement of the specialty',
} as const;

async function foot(doc: Pdf, words: CertificateWords): Promise<void> {
  const { width, height } = doc.page;
  const bottom = height - FOOT;
  const seal = 44;
  const codeLeft = width - SIDE - CODE + 8;
  drawSeal(doc, width / 2, bottom - seal + 8, seal, words.awardedOn.slice(0, 4));
  signatureLines(doc, words.signatories, { left: SIDE, right: width / 2 - seal - 22, bottom });
  await drawQrCode(doc, words.verifyUrl, { left: codeLeft, top: bottom - CODE + 12, size: CODE }, INK.navy);
  numberBeside(doc, words, { left: width / 2 + seal + 14, right: codeLeft - 2, bottom });
  centered(doc, `Anyone can verify this certificate at ${words.verifyUrl}`, height - ADDRESS, {
    font: 'text',
    ink: INK.soft,
    room: { width: width - 2 * SIDE, largest: 8, smallest: 5 },
  });
}

function numberBeside(doc: Pdf, words: CertificateWords, { left, right, bottom }: Place): void {
  const facts = [
    ['Certificate number', words.number],
    ...(words.reissuedOn ? [['Reissued on', longDay(words.reissuedOn)]] : []),
  ] as const;
  let y = bottom - facts.length * 28 + 1;
  for (const [name, value] of facts) {
    textIn(doc, name, { left, right, top: y, font: 'italic', ink: INK.soft, sizes: [8, 8], align: 'right' });
    textIn(doc, value, {
      left,
      right,
      top: y + 11,
      font: 'mono',
      ink: INK.navy,
      sizes: [9, 6],
      align: 'right',
    });
    y += 28;
  }
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

/** A line to sign on for each, their names below. */
function signatureLines(doc: Pdf, signatories: readonly Signatory[], { left, right, bottom }: Place): void {
  const gap = 20;
  const width = Math.min(200, (right - left - gap * (signatories.length - 1)) / signatories.length);
  signatories.forEach(({ name, title }, i) => {
    const from = left + i * (width + gap);
    const y = bottom - 34;
    const place = { left: from, right: from + width, align: 'center' } as const;
    doc
      .moveTo(from, y)
      .lineTo(from + width, y)
      .lineWidth(0.7)
      .stroke(INK.navy);
    const below = textIn(doc, name, { ...place, top: y + 6, font: 'bold', ink: INK.navy, sizes: [10, 7.5] });
    if (title) textIn(doc, title, { ...place, top: below + 1, font: 'italic', ink: INK.soft, sizes: [9, 7] });
  });
}

/** Across the page, so that no copy passes for one that counts. */
function stamp(doc: Pdf, { word, since }: NonNullable<CertificateWords['stamp']>): void {
  const { width, height } = doc.page;
  const center: [number, number] = [width / 2, height / 2];
  doc.save().rotate(-16, { origin: center });
  doc.font('bold').fontSize(64);
  const wordWidth = widthOf(doc, word, 5.5);
  const [left, top, wide, high] = [center[0] - wordWidth / 2 - 30, center[1] - 62, wordWidth + 60, 126];
  doc.roundedRect(left, top, wide, high, 8).fillOpacity(0.62).fill('#ffffff').fillOpacity(1);
  doc.roundedRect(left, top, wide, high, 8).lineWidth(3.5).stroke(INK.red);
  doc
    .roundedRect(left + 5, top + 5, wide - 10, high - 10, 5)
    .lineWidth(1)
    .stroke(INK.red);
  doc.fillColor(INK.red);
  write(doc, word, center[0] - wordWidth / 2, top + 10, 5.5);
  const under = `since ${longDay(since)}: this certificate is not valid`;
  doc.fontSize(13);
  write(doc, under, center[0] - widthOf(doc, under) / 2, top + 92);
  doc.restore();
}

const CAPTION: Look = {
  font: 'italic',
  ink: INK.soft,
  room: { width: 600, largest: 13, smallest: 11 },
};

function rule(doc: Pdf, center: number, y: number, half: number): void {
  doc
    .moveTo(center - half, y)
    .lineTo(center + half, y)
    .lineWidth(0.6)
    .stroke(INK.gold);
}

/** 24 000 minutes are 400, 90 are 1.5 hours. */
const hoursOf = (minutes: number): string => new Intl.NumberFormat('en-US').format(minutes / 60);

/** `2026-03-03` as March 3, 2026: no order of numbers is mistaken for another. */
const longDay = (day: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
