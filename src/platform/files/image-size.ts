/** Pictures that a browser may show as they are: none of them can hold anything that runs. */
export const PICTURE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];

/** In whole pixels, as the picture is stored: a rotation that a camera has noted is not applied. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** How far into a JPEG its size may stand: behind previews and color profiles. */
export const IMAGE_HEAD_BYTES = 1_048_576;

/**
 * Width and height of a PNG, JPEG or WebP picture from its first bytes, or null when they do not say.
 * PNG: the IHDR chunk (W3C PNG, 11.2.1). JPEG: the frame header (ITU T.81, B.2.2). WebP: RFC 9649, 2.5 to 2.7.
 */
export function imageSize(head: Uint8Array): ImageSize | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  try {
    const size = pngSize(bytes) ?? webpSize(bytes) ?? jpegSize(bytes);
    return size && size.width > 0 && size.height > 0 ? size : null;
  } catch {
    return null; // it ends before it says
  }
}

const text = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

function pngSize(bytes: Buffer): ImageSize | null {
  if (text(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || text(bytes, 12, 16) !== 'IHDR') return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function webpSize(bytes: Buffer): ImageSize | null {
  if (text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 12) !== 'WEBP') return null;
  switch (text(bytes, 12, 16)) {
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21); // after the signature byte: 14 bits of width − 1, 14 of height − 1
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}

/** Walks from segment to segment until the frame header, whichever way the picture is compressed. */
function jpegSize(bytes: Buffer): ImageSize | null {
  if (bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  for (;;) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff)
      at += 1; // a fill byte
    else if (isFrame(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
}

/** SOF0 to SOF15, but for the tables and the reserved marker among them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
