import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive made by hand, honest unless told otherwise. */
export interface MadeEntry {
  readonly name: string;
  readonly content?: Uint8Array | string;
  /** What the directory claims. */
  readonly claims?: {
    readonly unpackedBytes?: number;
    readonly packedBytes?: number;
    readonly crc32?: number;
    readonly flags?: number;
    readonly method?: number;
    /** As Unix has it. */
    readonly mode?: number;
    /** The entry, by its number, whose bytes it says are its own. */
    readonly bytesOf?: number;
  };
}

/** A ZIP archive byte by byte (APPNOTE.TXT 4.3), also such as no program would write. */
export function madeZip(entries: readonly MadeEntry[], claimedCount = entries.length): Buffer {
  const bodies: Buffer[] = [];
  const offsets: number[] = [];
  const packed = entries.map(({ content = '' }) => deflateRawSync(Buffer.from(content as string)));
  let at = 0;
  entries.forEach((entry, i) => {
    offsets.push(at);
    if (entry.claims?.bytesOf !== undefined) return;
    const body = Buffer.concat([header(LOCAL, entry, packed[i]!, 0), packed[i]!]);
    bodies.push(body);
    at += body.length;
  });
  const directory = Buffer.concat(
    entries.map((entry, i) => {
      const from = entry.claims?.bytesOf ?? i;
      return header(CENTRAL, entry, packed[from]!, offsets[from]!);
    }),
  );
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(claimedCount, 8);
  end.writeUInt16LE(claimedCount, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;

function header(
  kind: typeof LOCAL | typeof CENTRAL,
  entry: MadeEntry,
  packed: Buffer,
  offset: number,
): Buffer {
  const { name, content = '', claims = {} } = entry;
  const plain = Buffer.from(content as string);
  const nameBytes = Buffer.from(name, 'utf8');
  const isCentral = kind === CENTRAL;
  const bytes = Buffer.alloc(isCentral ? 46 : 30);
  bytes.writeUInt32LE(kind, 0);
  let at = 4;
  if (isCentral) bytes.writeUInt16LE((3 << 8) | 20, (at += 0)); // made on Unix
  if (isCentral) at += 2;
  bytes.writeUInt16LE(20, at);
  bytes.writeUInt16LE(claims.flags ?? 0x0800, at + 2);
  bytes.writeUInt16LE(claims.method ?? 8, at + 4);
  bytes.writeUInt32LE(claims.crc32 ?? crc32(plain), at + 10);
  bytes.writeUInt32LE(claims.packedBytes ?? packed.length, at + 14);
  bytes.writeUInt32LE(claims.unpackedBytes ?? plain.length, at + 18);
  bytes.writeUInt16LE(nameBytes.length, at + 22);
  if (isCentral) {
    bytes.writeUInt32LE(((claims.mode ?? 0o100644) << 16) >>> 0, 38);
    bytes.writeUInt32LE(offset, 42);
  }
  return Buffer.concat([bytes, nameBytes]);
}
