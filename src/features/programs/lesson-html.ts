import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

/** Where uploaded files are served: the only place from which a lesson shows images. */
export const OWN_FILE = /^\/files\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Raw HTML in a lesson is shown as the text it is, never as markup. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** The second wall: only what Markdown can say, only links a reader may follow, only images of our own. */
export const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code', 'em', 'strong', 's',
    'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img',
  ], // prettier-ignore
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    ol: ['start'],
    th: ['style'],
    td: ['style'],
  },
  allowedStyles: { '*': { 'text-align': [/^(left|right|center)$/] } },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer' }) },
  exclusiveFilter: ({ tag, attribs }) =>
    tag === 'img' && imageProblem(attribs['src'] ?? '', attribs['alt'] ?? '') !== null,
};

/** The lesson as HTML that is safe to show: sanitized whenever it is read, whatever was stored. */
export const lessonHtml = (body: string): string => sanitized(markdown.render(body));

/** What may be shown of any HTML. */
export const sanitized = (html: string): string => sanitizeHtml(html, ALLOWED);

/** What is wrong with the images of a lesson; readers would not see those. */
export function imageProblems(body: string): string[] {
  const images = markdown
    .parse(body, {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type }) => type === 'image');
  return images
    .map((image) => imageProblem(String(image.attrGet('src') ?? ''), image.content))
    .filter((problem): problem is string => problem !== null);
}

function imageProblem(src: string, alt: string): string | null {
  if (!OWN_FILE.test(src)) return 'an image must be an uploaded file, linked as /files/<id>';
  if (!alt.trim()) return 'an image needs alternative text: ![what it shows](/files/…)';
  return null;
}
