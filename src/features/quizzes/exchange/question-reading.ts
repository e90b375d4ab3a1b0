import { open, readFile, stat } from 'node:fs/promises';
import { readAiken } from './aiken/read-aiken.rules.js';
import {
  type ExchangeFormat,
  type FileReading,
  MAX_QUESTIONS,
  MAX_TEXT_BYTES,
  type ReadStored,
  type ReadText,
} from './exchanged-question.js';
import { FORMAT_BYTES, formatOf } from './file-format.rules.js';
import { readGift } from './gift/read-gift.rules.js';
import { readMoodleXml } from './moodle-xml/read-moodle-xml.rules.js';
import { readQtiFile } from './package/read-package.js';

const READERS: Readonly<Record<ExchangeFormat, ReadStored>> = {
  GIFT: ofText('GIFT', readGift),
  AIKEN: ofText('AIKEN', readAiken),
  MOODLE_XML: ofText('MOODLE_XML', readMoodleXml),
  QTI: readQtiFile,
};

/** Reads a file on disk in its format, told by its content where none is named. Large files are not even opened. */
export async function readQuestions(path: string, named: ExchangeFormat | null): Promise<FileReading> {
  const reading = await READERS[named ?? formatOf(await beginningOf(path))](path);
  if ('refusal' in reading) return reading;
  const { format, count, items } = reading;
  if (count > 0 && count <= MAX_QUESTIONS) return reading;
  for await (const _ of items) break; // a package is closed when nobody wants more of it
  return refusal(
    format,
    count ? `It has ${count} questions; at most ${MAX_QUESTIONS} are taken at once.` : 'It has no questions.',
  );
}

function ofText(format: ExchangeFormat, read: ReadText): ReadStored {
  return async (path) => {
    const { size } = await stat(path);
    return size > MAX_TEXT_BYTES ? refusal(format, TOO_LARGE) : read(await readFile(path));
  };
}

/** Why a file of text is not taken. */
export const TOO_LARGE = `It is larger than ${MAX_TEXT_BYTES / 1_000_000} MB.`;

const refusal = (format: ExchangeFormat, reason: string): FileReading => ({ format, refusal: reason });

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FORMAT_BYTES), 0, FORMAT_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
