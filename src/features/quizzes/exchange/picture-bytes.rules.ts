/** A picture by what its bytes say, whatever its name says. */
export interface PictureBytes {
  readonly contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Null where it is no PNG, JPEG or WebP, the types of picture that are held. */
export function pictureIn(bytes: Uint8Array): PictureBytes | null {
  const found = pngSize(bytes) ?? jpegSize(bytes) ?? webpSize(bytes);
  return found && found.width > 0 && found.height > 0 ? found : null;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const says = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((char, i) => bytes[at + i] === char.charCodeAt(0));

/** The header chunk comes first (PNG, third edition, 11.2.1). */
function pngSize(bytes: Uint8Array): PictureBytes | null {
  if (bytes.length < 24 || !says(bytes, 0, '\x89PNG\r\n\x1a\n') || !says(bytes, 12, 'IHDR')) return null;
  const view = viewOf(bytes);
  return { contentType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** The first frame header (ITU T.81, B.2.2) after any other segments. */
function jpegSize(bytes: Uint8Array): PictureBytes | null {
  if (!says(bytes, 0, '\xff\xd8\xff')) return null;
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { contentType: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** The three forms of a WebP container (RFC 9649, 2.5 to 2.7). */
function webpSize(bytes: Uint8Array): PictureBytes | null {
  if (bytes.length < 30 || !says(bytes, 0, 'RIFF') || !says(bytes, 8, 'WEBP')) return null;
  const view = viewOf(bytes);
  const sized = (width: number, height: number): PictureBytes => ({
    contentType: 'image/webp',
    width,
    height,
  });
  const three = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (says(bytes, 12, 'VP8X')) return sized(three(24) + 1, three(27) + 1);
  if (says(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
}
