import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { type ExchangedQuestion, PICTURE_SCHEME } from './exchanged-question.js';

const MAX_CATEGORY = 200;
const MAX_TAGS = 20;
const MAX_TAG = 60;
/** Characters of any text of a question, and entries of any list, as the API takes them from authors. */
const MAX_TEXT = 10_000;
const MAX_LIST = 200;

/** What the file said of a question, wherever in the bank it is put: the same is not brought in twice. */
export function identityOf({
  name,
  category,
  tags,
  question,
  hotspot,
  pictures = [],
}: ExchangedQuestion): string {
  const shown = pictures.map((picture) => ({
    name: picture.name,
    alternativeText: picture.alternativeText,
    sha256: createHash('sha256').update(picture.bytes).digest('hex'),
  }));
  const said = canonicalJson({ name, category, tags, question, hotspot, pictures: shown });
  return createHash('sha256').update(said).digest('hex');
}

/** A code made of a name: `Upper limb: muscles` is `Upper-limb-muscles`. At most 45 characters. */
export function codeFrom(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  const code = plain.replace(/[^A-Za-z0-9._]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return code.slice(0, 45).replace(/[^A-Za-z0-9]+$/, '') || 'Q';
}

/** The code with a mark of the question itself, for when another has the code alone. */
export const markedCode = (code: string, identity: string): string => `${code}-${identity.slice(0, 12)}`;

/** Where a question stands in the bank: below the category of the import, if one was wished. */
export function bankPlace(
  { category, tags }: Pick<ExchangedQuestion, 'category' | 'tags'>,
  above: string | null,
): { category: string | null; tags: string[]; losses: string[] } {
  const path = [above, category].filter(Boolean).join('/');
  const kept = [...new Set(tags.map((tag) => tag.trim()))].filter(
    (tag) => tag !== '' && tag.length <= MAX_TAG,
  );
  const taken = kept.slice(0, MAX_TAGS);
  const gone = tags.filter((tag) => tag.trim() !== '' && !taken.includes(tag.trim()));
  return {
    category: path.slice(0, MAX_CATEGORY) || null,
    tags: taken,
    losses: [
      ...(path.length > MAX_CATEGORY ? [`Its category is cut after ${MAX_CATEGORY} characters.`] : []),
      ...(gone.length ? [`Some of its tags are not kept: ${gone.join(', ').slice(0, 200)}.`] : []),
    ],
  };
}

/** Why a question is larger than any author could write one here, or null. */
export function excess(value: unknown): string | null {
  if (typeof value === 'string')
    return value.length > MAX_TEXT ? `A text has more than ${MAX_TEXT} characters.` : null;
  if (value === null || typeof value !== 'object') return null;
  const members: unknown[] = Object.values(value);
  if (Array.isArray(value) && members.length > MAX_LIST) return `A list has more than ${MAX_LIST} entries.`;
  return members.map(excess).find((reason) => reason !== null) ?? null;
}

const PICTURE = /!\[((?:\\.|[^\]\\])*)\]\(([^()\s]*)\)/g;

/**
 * The question with the pictures in its texts by their new addresses; a picture without one is left out, its
 * alternative text stands for it.
 */
export function withPictures<T>(
  value: T,
  addressOf: (name: string) => string | null,
): { value: T; losses: string[] } {
  const losses = new Set<string>();
  const changed = withPictureText(value, (alt, source) => {
    const name = source.startsWith(PICTURE_SCHEME) ? source.slice(PICTURE_SCHEME.length) : null;
    const address = name === null ? null : addressOf(name);
    if (address !== null) return `![${alt}](${address})`;
    losses.add(
      `The picture ${name ?? source} is not kept: only PNG, JPEG and WebP that come with the file are.`,
    );
    return alt ? `*${alt}*` : '';
  });
  return { value: changed, losses: [...losses] };
}

/** The question with the pictures in its texts by the names under which they travel, instead of their files. */
export const withNamedPictures = <T>(value: T, nameOf: (fileId: string) => string): T =>
  withPictureText(value, (alt, source) =>
    source.startsWith('file:')
      ? `![${alt}](${PICTURE_SCHEME}${nameOf(source.slice(5))})`
      : `![${alt}](${source})`,
  );

function withPictureText<T>(value: T, written: (alt: string, source: string) => string): T {
  if (typeof value === 'string')
    return value.replace(PICTURE, (_, alt: string, source: string) => written(alt, source)) as T;
  if (Array.isArray(value)) return value.map((inner: unknown) => withPictureText(inner, written)) as T;
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([key, inner]) => [
    key,
    withPictureText(inner as unknown, written),
  ]);
  return Object.fromEntries(members) as T;
}
