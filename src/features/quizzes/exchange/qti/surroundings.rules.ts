import { pictureIn } from '../picture-bytes.rules.js';

/** A picture that lies beside an item, or why it cannot be held: one sentence. */
export type PictureFound = FoundPicture | { readonly refusal: string };
export interface FoundPicture {
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** By the address that a document gives. */
export type PictureAt = (address: string) => PictureFound;

/** Where a document stands, such as in a package. */
export interface DocumentPlace {
  /** The file in the package; null for a document by itself. */
  readonly file: string | null;
  readonly category: string | null;
}

export const ALONE: DocumentPlace = { file: null, category: null };
export const NO_PICTURES: PictureAt = () => ({
  refusal: 'Pictures travel with a package, not with a document by itself.',
});

/** A picture that is written out in its address (RFC 2397). */
const DATA = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/=\s%]+)$/i;

/** The picture by its bytes; only what they say counts. */
export function foundPicture(bytes: Uint8Array, name: string): PictureFound {
  const picture = pictureIn(bytes);
  return picture
    ? { bytes, width: picture.width, height: picture.height }
    : { refusal: `The picture ${name} is no PNG, JPEG or WebP: only those are held.` };
}

/** A picture whose address holds its bytes; null: its address leads somewhere. */
export function pictureInAddress(address: string): PictureFound | null {
  if (!address.startsWith('data:')) return null;
  const [, base64 = ''] = DATA.exec(address) ?? [];
  const plain = base64.replace(/%(2B|2F|3D)/gi, (code) => decodeURIComponent(code)).replace(/\s+/g, '');
  return foundPicture(BASE64.test(plain) ? bytesOf(plain) : new Uint8Array(), 'in the text');
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={0,2})?$/;
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
