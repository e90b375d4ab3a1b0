import { stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { archiveProblem, MAX_ARCHIVE_BYTES, MAX_ENTRIES, type ArchiveEntry } from './archive.rules.js';
import { BrokenFile, type PackageFiles } from './package-files.js';

/** An opened archive: its entries are unpacked one by one, into memory, when they are asked for. */
export interface ZipFiles extends PackageFiles {
  close(): void;
}

/**
 * Opens a ZIP archive on disk, or says why not: whatever its directory says that no honest package would say refuses
 * it before anything is unpacked. Takes as much memory as its directory, whatever its entries claim to be.
 */
export async function openZip(path: string): Promise<ZipFiles | { readonly refusal: string }> {
  const { size } = await stat(path);
  if (size > MAX_ARCHIVE_BYTES) return { refusal: `It is larger than ${MAX_ARCHIVE_BYTES / 1_000_000} MB.` };
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false, decodeStrings: false });
  } catch (error) {
    return { refusal: unreadable(error) };
  }
  const refuse = (refusal: string) => {
    zip.close();
    return { refusal };
  };
  if (zip.entryCount > MAX_ENTRIES) return refuse(`It has more than ${MAX_ENTRIES} entries.`);
  try {
    const found = await entriesOf(zip);
    const problem = archiveProblem(found.map(({ entry }) => entry));
    return problem ? refuse(problem) : filesOf(zip, found);
  } catch (error) {
    return refuse(unreadable(error));
  }
}

const unreadable = (error: unknown): string =>
  `It is no ZIP archive that can be read: ${error instanceof Error ? error.message : String(error)}.`;

interface Found {
  readonly entry: ArchiveEntry;
  readonly raw: Entry;
}

async function entriesOf(zip: ZipFile): Promise<Found[]> {
  const found: Found[] = [];
  for await (const raw of zip.eachEntry()) found.push({ raw, entry: entryOf(raw) });
  return found;
}

function entryOf(raw: Entry): ArchiveEntry {
  return {
    name: getFileNameLowLevel(raw.generalPurposeBitFlag, raw.fileNameRaw, raw.extraFields, true).replace(
      /^\.\//,
      '',
    ),
    packedBytes: raw.compressedSize,
    unpackedBytes: raw.uncompressedSize,
    offset: raw.relativeOffsetOfLocalHeader,
    headerBytes: 30 + raw.fileNameLength,
    mode: raw.versionMadeBy >>> 8 === UNIX ? raw.externalFileAttributes >>> 16 : 0,
    encrypted: (raw.generalPurposeBitFlag & 1) !== 0,
    method: raw.compressionMethod,
  };
}

/** Who made an entry, in the upper byte of `version made by`. */
const UNIX = 3;

function filesOf(zip: ZipFile, found: readonly Found[]): ZipFiles {
  const files = new Map(
    found.filter(({ entry }) => !entry.name.endsWith('/')).map(({ entry, raw }) => [entry.name, raw]),
  );
  return {
    names: [...files.keys()],
    bytes: (name) => {
      const entry = files.get(name);
      if (!entry) throw new BrokenFile(`The package has no file ${name}.`);
      return unpacked(zip, entry, name);
    },
    close: () => zip.close(),
  };
}

/** Stops as soon as an entry turns out to be larger than its directory says. */
async function unpacked(zip: ZipFile, entry: Entry, name: string): Promise<Uint8Array> {
  const content = Buffer.alloc(entry.uncompressedSize);
  let filled = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const part = chunk as Buffer;
      if (filled + part.length > content.length) throw new Error('it is larger than it says');
      filled += part.copy(content, filled);
    }
  } catch (error) {
    throw new BrokenFile(
      `The file ${name} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  if (filled !== content.length || crc32(content) !== entry.crc32)
    throw new BrokenFile(`The file ${name} is not what the package says it is: it is broken.`);
  return content;
}
