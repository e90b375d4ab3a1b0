import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';

const BINARY = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'video/mp4',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/zip',
];
/** By the encodings they may be in: plain text alone is also what older editors of Windows write. */
const TEXT: Readonly<Record<string, readonly string[]>> = {
  'text/plain': ['utf-8', 'windows-1252'],
  'text/csv': ['utf-8'],
  'text/markdown': ['utf-8'],
  'application/json': ['utf-8'],
};
const XML = ['application/xml', 'text/xml'];
const IN_XML = ['utf-8', 'windows-1252'];

/** What may be uploaded. Nothing that a browser would run: no HTML, no SVG, no scripts. */
export const ACCEPTED_TYPES: readonly string[] = [...BINARY, ...Object.keys(TEXT), ...XML];

/** Control characters; of them, text needs only those of LAYOUT. */
const CONTROL = /\p{Cc}/u;
const LAYOUT = /[\t\n\f\r]/g;

/** Whether the content of a file is what its declared type says, judged by the content alone. */
export async function isOfType(file: string, declared: string): Promise<boolean> {
  const found = await fileTypeFromFile(file);
  if (TEXT[declared]) return found === undefined && (await isText(file, TEXT[declared]));
  if (XML.includes(declared))
    return (
      [undefined, 'application/xml'].includes(found?.mime) &&
      (await isXml(file)) &&
      (await isText(file, IN_XML))
    );
  return found?.mime === declared;
}

/** Whether it is text in one of the encodings, or in UTF-16 where a byte-order mark says so. */
async function isText(file: string, encodings: readonly string[]): Promise<boolean> {
  const [first, second] = await beginning(file, 2);
  const marked = MARKS[`${first},${second}`];
  for (const encoding of marked ? [marked] : encodings) if (await isTextIn(file, encoding)) return true;
  return false;
}

const MARKS: Readonly<Record<string, string>> = { '255,254': 'utf-16le', '254,255': 'utf-16be' };

async function isTextIn(file: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(file))
      if (CONTROL.test(decoder.decode(chunk as Buffer, { stream: true }).replace(LAYOUT, 'x'))) return false;
    decoder.decode();
    return true;
  } catch {
    return false; // not in this encoding
  }
}

/** How far into a document its first element may stand. */
const PROLOG_BYTES = 65_536;
/** What stands before it: declarations, comments, instructions. */
const PROLOG = /^(?:[\s\0]|<\?[^]*?\?>|<!--[^]*?-->|<!(?!--)[^>[]*(?:\[[^]*?\]\s*)?>)*/;

/** Whether its first element is one that no browser would run. */
async function isXml(file: string): Promise<boolean> {
  const text = (await beginning(file, PROLOG_BYTES)).toString('latin1').replaceAll('\0', '');
  const root = text.replace(/^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/, '').replace(PROLOG, '');
  const name = /^<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(root)?.[1]?.toLowerCase();
  return name !== undefined && !['html', 'svg', 'stylesheet', 'transform'].includes(name);
}

async function beginning(file: string, bytes: number): Promise<Buffer> {
  const opened = await open(file);
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await opened.close();
  }
}
