import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';

const BINARY = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'video/mp4',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];
const TEXT = ['text/plain', 'text/csv', 'text/markdown'];

/** What may be uploaded. Nothing that a browser would run: no HTML, no SVG, no scripts. */
export const ACCEPTED_TYPES: readonly string[] = [...BINARY, ...TEXT];

/** Control characters; of them, text needs only those of LAYOUT. */
const CONTROL = /\p{Cc}/u;
const LAYOUT = /[\t\n\f\r]/g;

/** Whether the content of a file is what its declared type says, judged by the content alone. */
export async function isOfType(file: string, declared: string): Promise<boolean> {
  const found = await fileTypeFromFile(file);
  if (TEXT.includes(declared)) return found === undefined && (await isText(file));
  return found?.mime === declared;
}

async function isText(file: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(file))
      if (CONTROL.test(decoder.decode(chunk as Buffer, { stream: true }).replace(LAYOUT, 'x'))) return false;
    decoder.decode();
    return true;
  } catch {
    return false; // not UTF-8
  }
}
