import { newPdf, wholePdf, type Pdf } from './pdf.js';

const MARGIN = 48;
const FOOTER = 40;
const FONTS = { text: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf', mono: 'DejaVuSansMono.ttf' } as const;
const INK = { text: '#1a1a1a', soft: '#5a5a5a', line: '#c8c8c8', bad: '#9b1c1c' } as const;

/** A remark stands a little to the right. */
const REMARK: readonly number[] = [0.04, 0.96];

/** A column of a table: what stands above it, and its share of the width. */
export interface Column {
  readonly title: string;
  readonly share: number;
}

/** What every page says at its foot. */
export interface PageFoot {
  readonly left: string;
  /** Below, in small letters: by what the document can be recognized. */
  readonly under: string;
}

/** Writes a document in a font that has everybody's letters: headings, lines, tables; pages are numbered at the end. */
export class PageWriter {
  private constructor(private readonly doc: Pdf) {}

  static async begin(title: string, madeAt: Date, size: 'LETTER' | 'A4' = 'LETTER'): Promise<PageWriter> {
    const margins = { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER };
    return new PageWriter(await newPdf({ title, madeAt, fonts: FONTS, size, margins, bufferPages: true }));
  }

  title(text: string, under: string): void {
    this.doc.font('bold').fontSize(20).fillColor(INK.text).text(text);
    this.doc.font('text').fontSize(10).fillColor(INK.soft).text(under).moveDown(1);
  }

  heading(text: string): void {
    this.need(70);
    this.doc.moveDown(1.2).font('bold').fontSize(13).fillColor(INK.text).text(text, MARGIN);
    this.rule();
    this.doc.moveDown(0.5);
  }

  subheading(text: string): void {
    this.need(50);
    this.doc.moveDown(0.5).font('bold').fontSize(10).fillColor(INK.text).text(text, MARGIN).moveDown(0.15);
  }

  line(text: string, tone: 'text' | 'soft' | 'bad' = 'text'): void {
    this.doc.font('text').fontSize(8.5).fillColor(INK[tone]).text(text, MARGIN, undefined, { lineGap: 1.5 });
  }

  /** A name and what it is, one below the other. */
  facts(facts: readonly (readonly [name: string, value: string])[]): void {
    this.grid(
      facts.map(([name, value]) => [name, value]),
      [0.24, 0.76],
      (column) => (column === 0 ? INK.soft : INK.text),
    );
  }

  code(text: string): void {
    this.doc.font('mono').fontSize(7).fillColor(INK.soft).text(text, MARGIN, undefined, { lineGap: 1 });
    this.doc.moveDown(0.3);
  }

  /** A text in place of cells is a remark on the row above it. */
  table(columns: readonly Column[], rows: readonly (readonly string[] | string)[]): void {
    const shares = columns.map(({ share }) => share);
    const head = (): void => {
      this.doc.font('bold');
      this.row(
        columns.map(({ title }) => title),
        shares,
        () => INK.soft,
        'bold',
      );
      this.rule();
      this.doc.y += 3;
    };
    this.need(40);
    head();
    for (const row of rows) {
      const [cells, widths] = typeof row === 'string' ? [['', row], REMARK] : [row, shares];
      if (this.need(this.heightOf(cells, widths, 'text'))) head();
      this.row(cells, widths, () => (widths === REMARK ? INK.soft : INK.text), 'text');
    }
    this.doc.moveDown(0.4);
  }

  /** The whole document, with its feet. */
  finish(foot: PageFoot): Promise<Buffer> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.doc.switchToPage(page);
      this.foot(foot, page - start + 1, count);
    }
    return wholePdf(this.doc);
  }

  private foot({ left, under }: PageFoot, page: number, of: number): void {
    const { doc } = this;
    doc.page.margins.bottom = 0; // what stands below the margin must not begin a page
    const top = doc.page.height - MARGIN - 16;
    doc
      .moveTo(MARGIN, top - 5)
      .lineTo(MARGIN + this.width, top - 5)
      .lineWidth(0.5)
      .strokeColor(INK.line)
      .stroke();
    doc
      .font('text')
      .fontSize(7.5)
      .fillColor(INK.soft)
      .text(left, MARGIN, top, { width: this.width, lineBreak: false });
    doc.text(`Page ${page} of ${of}`, MARGIN, top, { width: this.width, align: 'right', lineBreak: false });
    doc
      .font('mono')
      .fontSize(6.5)
      .text(under, MARGIN, top + 12, { lineBreak: false });
  }

  private grid(
    rows: readonly (readonly string[])[],
    shares: readonly number[],
    ink: (column: number) => string,
  ): void {
    for (const row of rows) {
      this.need(this.heightOf(row, shares, 'text'));
      this.row(row, shares, ink, 'text');
    }
  }

  private row(
    cells: readonly string[],
    shares: readonly number[],
    ink: (column: number) => string,
    font: 'text' | 'bold',
  ): void {
    const top = this.doc.y;
    const height = this.heightOf(cells, shares, font);
    let left = MARGIN;
    cells.forEach((cell, i) => {
      const width = shares[i]! * this.width;
      this.doc
        .font(font)
        .fontSize(8)
        .fillColor(ink(i))
        .text(cell, left, top, { width: width - 6, lineGap: 1 });
      left += width;
    });
    this.doc.x = MARGIN;
    this.doc.y = top + height;
  }

  private heightOf(cells: readonly string[], shares: readonly number[], font: 'text' | 'bold'): number {
    this.doc.font(font).fontSize(8);
    const heights = cells.map((cell, i) =>
      this.doc.heightOfString(cell || ' ', { width: shares[i]! * this.width - 6, lineGap: 1 }),
    );
    return Math.max(...heights) + 3;
  }

  /** Begins a page unless so much is left of this one; answers whether it did. */
  private need(height: number): boolean {
    const { page } = this.doc;
    if (this.doc.y + height <= page.height - page.margins.bottom) return false;
    this.doc.addPage();
    return true;
  }

  private rule(): void {
    const y = this.doc.y + 1;
    this.doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.width, y)
      .lineWidth(0.5)
      .strokeColor(INK.line)
      .stroke();
    this.doc.y = y + 2;
  }

  private get width(): number {
    return this.doc.page.width - 2 * MARGIN;
  }
}
