import { open, readFile, stat } from 'node:fs/promises';
import { MAX_TEXT_BYTES, type FileReading, type ReadItem } from '../exchanged-question.js';
import { readQti } from '../qti/qti.rules.js';
import { readPackageFiles } from './package-reading.js';
import { openZip, type ZipFiles } from './zip-files.js';

/** Reads a QTI file on disk: a package, or a document by itself. It never throws for what the file holds. */
export async function readQtiFile(path: string): Promise<FileReading> {
  if (await isZip(path)) return readPackage(path);
  const { size } = await stat(path);
  if (size > MAX_TEXT_BYTES)
    return { format: 'QTI', refusal: `It is larger than ${MAX_TEXT_BYTES / 1_000_000} MB.` };
  return readQti(await readFile(path));
}

/** Reads a package as it lies on disk. The archive stays open until all items are read or nobody wants more. */
export async function readPackage(path: string): Promise<FileReading> {
  const zip = await openZip(path);
  if ('refusal' in zip) return { format: 'QTI', refusal: zip.refusal };
  try {
    const reading = await readPackageFiles(zip);
    if ('items' in reading) return { ...reading, items: thenClosed(reading.items, zip) };
    zip.close();
    return reading;
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function* thenClosed(
  items: Iterable<ReadItem> | AsyncIterable<ReadItem>,
  zip: ZipFiles,
): AsyncGenerator<ReadItem> {
  try {
    yield* items;
  } finally {
    zip.close();
  }
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === 'PK';
  } finally {
    await file.close();
  }
}
