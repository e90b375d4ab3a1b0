import { rename } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { badInput } from '../faults/fault.js';
import { PICTURE_TYPES } from './image-size.js';

/** More than any camera takes: a small file that unpacks to more than this is an attack. */
const MOST_PIXELS = 100_000_000;
/** Of a photograph that has to be written anew: no eye sees the difference. */
const QUALITY = 95;

/**
 * Takes out of a picture what its camera has noted (EXIF, XMP, IPTC, comments): where it was taken, when, with whose
 * device. It stands upright afterwards, and its colors stay. A picture without such notes stays as it is, byte for byte.
 * Other files are left alone. Answers whether the file was changed; throws BAD_USER_INPUT for what is no picture.
 */
export async function withoutNotes(file: string, contentType: string): Promise<boolean> {
  if (!PICTURE_TYPES.includes(contentType)) return false;
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  const open = () => sharp(file, { limitInputPixels: MOST_PIXELS, animated: contentType === 'image/webp' });
  try {
    const { exif, xmp, iptc, comments, orientation } = await open().metadata();
    if (!exif && !xmp && !iptc && !comments?.length && (orientation ?? 1) === 1) return false;
    const upright = open().autoOrient().keepIccProfile();
    const clean = `${file}.clean`;
    await written(upright, contentType).toFile(clean);
    await rename(clean, file);
    return true;
  } catch (error) {
    throw badInput('content', `cannot be read as a picture of type ${contentType}: ${reason(error)}`);
  }
}

function written(picture: Sharp, contentType: string): Sharp {
  switch (contentType) {
    case 'image/jpeg':
      return picture.jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' });
    case 'image/webp':
      return picture.webp({ quality: QUALITY });
    default:
      return picture.png();
  }
}

const reason = (error: unknown): string =>
  /pixel limit/.test(String(error)) ? 'it has too many pixels' : 'it is damaged';
