import { nameProblem } from './entry-name.rules.js';

/** Bytes of an archive as it is. */
export const MAX_ARCHIVE_BYTES = 50_000_000;
/** Bytes of all entries, unpacked. */
export const MAX_UNPACKED_BYTES = 200_000_000;
/** Bytes of one entry, unpacked. */
export const MAX_ENTRY_BYTES = 20_000_000;
export const MAX_ENTRIES = 10_000;
/** An entry of more than a megabyte may be packed at most so many times smaller: text rarely is beyond 30. */
export const MAX_RATIO = 200;
const RATIO_FROM_BYTES = 1_000_000;

/** What the directory of an archive says of an entry. */
export interface ArchiveEntry {
  readonly name: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Where its header lies in the file. */
  readonly offset: number;
  /** Bytes of its header, at least. */
  readonly headerBytes: number;
  /** As Unix has it; 0 where the archive comes from elsewhere. */
  readonly mode: number;
  readonly encrypted: boolean;
  /** Of the ZIP specification: 0 stored, 8 deflated. */
  readonly method: number;
}

const FILE_TYPE = 0o170000;
const LINK = 0o120000;
const PLAIN_TYPES = [0, 0o100000, 0o040000];

/** Why an archive is not opened, judged by its directory alone, before anything is unpacked; null: it may be. */
export function archiveProblem(entries: readonly ArchiveEntry[]): string | null {
  if (entries.length > MAX_ENTRIES) return `It has more than ${MAX_ENTRIES} entries.`;
  const total = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  if (total > MAX_UNPACKED_BYTES) return `It holds more than ${megabytes(MAX_UNPACKED_BYTES)} unpacked.`;
  return (
    entries.map(entryProblem).find((problem) => problem !== null) ?? doubled(entries) ?? overlap(entries)
  );
}

const megabytes = (bytes: number): string => `${bytes / 1_000_000} MB`;

function entryProblem(entry: ArchiveEntry): string | null {
  const { name, packedBytes, unpackedBytes, mode, encrypted, method } = entry;
  const badName = nameProblem(name);
  if (badName) return badName;
  const type = mode & FILE_TYPE;
  if (type === LINK) return `The entry ${name} is a symbolic link.`;
  if (!PLAIN_TYPES.includes(type)) return `The entry ${name} is no file.`;
  if (encrypted) return `The entry ${name} is encrypted.`;
  if (method !== 0 && method !== 8)
    return `The entry ${name} is packed in a way that is not read (${method}).`;
  if (unpackedBytes > MAX_ENTRY_BYTES)
    return `The entry ${name} has more than ${megabytes(MAX_ENTRY_BYTES)} unpacked.`;
  if (unpackedBytes > RATIO_FROM_BYTES && unpackedBytes > packedBytes * MAX_RATIO)
    return `The entry ${name} unpacks to more than ${MAX_RATIO} times its size.`;
  return null;
}

function doubled(entries: readonly ArchiveEntry[]): string | null {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) return `Two entries are called ${name}.`;
    names.add(name);
  }
  return null;
}

/** Entries that share bytes of the file unpack to far more than it could hold. */
function overlap(entries: readonly ArchiveEntry[]): string | null {
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  const index = inOrder.findIndex(
    ({ offset, headerBytes, packedBytes }, i) =>
      i + 1 < inOrder.length && offset + headerBytes + packedBytes > inOrder[i + 1]!.offset,
  );
  return index < 0 ? null : `The entries ${inOrder[index]!.name} and ${inOrder[index + 1]!.name} overlap.`;
}
