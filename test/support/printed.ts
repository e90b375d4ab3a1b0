import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A run of letters, and where its baseline begins: in points from the lower left corner of the page. */
export interface PrintedWords {
  readonly text: string;
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

export interface PrintedPage {
  readonly width: number;
  readonly height: number;
  readonly words: readonly PrintedWords[];
  readonly text: string;
  /** What the QR code on the page says. */
  readonly code: string | null;
}

/** What a reader finds in a PDF. */
export interface Printed {
  readonly info: { readonly Title?: string; readonly CreationDate?: string };
  readonly pages: readonly PrintedPage[];
}

/** Reads a PDF by pdf.js, in a process of its own: that is an ES module as it stands. */
export async function readPdf(content: Buffer, wish: { codes?: boolean } = {}): Promise<Printed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'preceptor-printed-'));
  try {
    const file = path.join(folder, 'document.pdf');
    writeFileSync(file, content);
    const reader = path.join(__dirname, 'read-pdf.mjs');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [reader, file, ...(wish.codes ? ['codes'] : [])],
      {
        maxBuffer: 64 * 2 ** 20,
      },
    );
    return JSON.parse(stdout) as Printed;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The words of all pages, with single spaces: lines break where they may. */
export const wordsOf = ({ pages }: Printed): string =>
  pages
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ');

/** Words that stand off their page, wholly or in part. */
export const outsideOf = ({ pages }: Printed): PrintedWords[] =>
  pages.flatMap(({ words, width, height }) =>
    words.filter(
      (each) =>
        each.left < 0 ||
        each.bottom < 0 ||
        each.left + each.width > width ||
        each.bottom + each.height > height,
    ),
  );
