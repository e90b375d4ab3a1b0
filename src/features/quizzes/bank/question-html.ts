import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { ALLOWED } from '../../programs/lesson-html.js';

/** A picture as Markdown refers to it: `![alternative text](file:<id of an uploaded file>)`. */
export interface PictureReference {
  /** Where it is said to be: `file:<id>`, or something we do not show. */
  readonly source: string;
  /** Null when the source is no file of ours. */
  readonly fileId: string | null;
  readonly alternativeText: string;
}

const OWN_PICTURE = /^file:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const FILE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Raw HTML is shown as the text it is. Pictures from anywhere are recognized, so that they can be refused by name. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
const mayBeFollowed = markdown.validateLink.bind(markdown);
markdown.validateLink = (url) => mayBeFollowed(url) || /^(file|data):/i.test(url);

type Token = ReturnType<typeof markdown.parse>[number];

function referenceOf(image: Token): PictureReference {
  const source = String(image.attrGet('src') ?? '');
  const fileId = OWN_PICTURE.exec(source)?.[1]?.toLowerCase() ?? null;
  const alternativeText = markdown.renderer.renderInlineAsText(image.children ?? [], markdown.options, {});
  return { source, fileId, alternativeText: alternativeText.trim() };
}

/** What is not ours is not shown: a page that loads it would tell its server who takes which quiz when. */
markdown.renderer.rules['image'] = (tokens, index) => {
  const { fileId, alternativeText } = referenceOf(tokens[index]!);
  const alt = markdown.utils.escapeHtml(alternativeText);
  return fileId ? `<img data-file="${fileId}" alt="${alt}" />` : '';
};

/** The second wall: what lessons may hold, but pictures by the id of their file alone. */
const SAFE: sanitizeHtml.IOptions = {
  ...ALLOWED,
  allowedAttributes: { ...ALLOWED.allowedAttributes, img: ['data-file', 'alt'] },
  exclusiveFilter: ({ tag, attribs }) =>
    tag === 'img' && !(FILE_ID.test(attribs['data-file'] ?? '') && attribs['alt']?.trim()),
};

/** A text of a question as HTML that is safe to show: sanitized whenever it is read, whatever was stored. */
export const questionHtml = (text: string): string => sanitizedQuestion(markdown.render(text));

/** What may be shown of any HTML. */
export const sanitizedQuestion = (html: string): string => sanitizeHtml(html, SAFE);

/** The pictures of a text, in its order. */
export function picturesIn(text: string): PictureReference[] {
  if (!text.includes('![')) return []; // so begins every picture; most texts have none
  return markdown
    .parse(text, {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type }) => type === 'image')
    .map(referenceOf);
}
