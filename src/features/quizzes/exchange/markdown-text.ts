import sanitizeHtml from 'sanitize-html';
import TurndownService from 'turndown';
import { PICTURE_SCHEME } from './exchanged-question.js';

/** A text as Markdown, and what of it Markdown does not say: one sentence each. */
export interface MarkdownText {
  readonly markdown: string;
  readonly losses: readonly string[];
}

/** The name under which the picture at this address travels with the question; null where there is none. */
export type PictureAt = (address: string, alternativeText: string) => string | null;

const NO_PICTURES: PictureAt = () => null;

/** Plain text so that Markdown shows it as it was written, lines and all. */
export const markdownOfPlain = (text: string): string =>
  text
    .replace(/[^\S\n]+$/gm, '')
    .replace(/^\n+|\n+$/g, '')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.split('\n').map(escapedLine).join('\\\n'))
    .join('\n\n')
    .trim();

/** Indented as it is: four spaces before it would make Markdown show a line as code. */
const escapedLine = (line: string): string =>
  escaped(line.replace(/^[ \t]+/, (indent) => '\u00A0'.repeat(indent.replaceAll('\t', '    ').length)));

/** What Markdown would read as more than a character is escaped; what begins a tag is written so that it never is one. */
const escaped = (text: string): string =>
  text
    .replace(/[\\`*_[\]~|]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/<(?=[a-z/!?])/gi, '&lt;')
    .replace(/^(\s*|.*-)>/gm, '$1\\>')
    .replace(/^(\s*)([#=+-])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/gm, '$1\\$2');

/** The plain text that {@link markdownOfPlain} makes this Markdown of; null where there is none. */
export function plainOfMarkdown(markdown: string): string | null {
  const plain = markdown
    .replace(/\\\n/g, '\n')
    .replace(/\\([\\`*_[\]~|&<>#=+\-.)])/g, '$1')
    .replaceAll('&lt;', '<')
    .replace(/\u00A0/g, ' ');
  return markdownOfPlain(plain) === markdown ? plain : null;
}

/**
 * HTML from anybody as Markdown: sanitized first, so that only what Markdown can say is left. Pictures are kept
 * where `pictureAt` knows them; a picture without alternative text takes its name for it, which is told.
 */
export function markdownOfHtml(html: string, pictureAt: PictureAt = NO_PICTURES): MarkdownText {
  if (!/[<&]/.test(html)) return { markdown: markdownOfPlain(html.replace(/\s+/g, ' ')), losses: [] };
  const losses = new Set<string>();
  const clean = sanitizeHtml(html, sanitizing(losses, pictureAt));
  if (/\\\(|\\\[|\$\$/.test(clean)) losses.add('A formula in TeX is kept as its source.');
  return { markdown: turndown.turndown(clean).trim(), losses: [...losses] };
}

/** The mere text of HTML, on one line. */
export const plainOfHtml = (html: string): string =>
  /[<&]/.test(html)
    ? sanitizeHtml(html.replace(/<br\b[^>]*>/gi, ' '), { allowedTags: [], allowedAttributes: {} })
        .replace(/\s+/g, ' ')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
        .trim()
    : html.replace(/\s+/g, ' ').trim();

const HTML =
  /<\/?(?:a|abbr|audio|b|big|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|iframe|img|li|ol|p|pre|s|script|small|span|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul|video)\b[^>]*>|&(?:#\d+|#x[\da-f]+|[a-z]+\d*);/i;

/**
 * A text of Moodle by its format, as GIFT and Moodle XML name them. `moodle` is text in which lines count and
 * tags of HTML are meant, if there are such.
 */
export function markdownOfMoodle(
  format: string,
  text: string,
  pictureAt: PictureAt = NO_PICTURES,
): MarkdownText {
  if (format === 'markdown') return { markdown: withPictures(text.trim(), pictureAt), losses: [] };
  if (format.startsWith('plain')) return { markdown: markdownOfPlain(text), losses: [] };
  if (format === 'html') return markdownOfHtml(text, pictureAt);
  return HTML.test(text)
    ? markdownOfHtml(text.replaceAll('\n', '<br>'), pictureAt)
    : { markdown: markdownOfPlain(text), losses: [] };
}

const withPictures = (markdown: string, pictureAt: PictureAt): string =>
  markdown.replace(
    /!\[((?:\\.|[^\]\\])*)\]\((@@PLUGINFILE@@[^()\s]*)\)/g,
    (whole, alt: string, address: string) => {
      const name = pictureAt(address, alt);
      return name === null ? whole : `![${alt}](${PICTURE_SCHEME}${name})`;
    },
  );

const MARKDOWN_TAGS = [
  'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code', 'em', 'i', 'strong', 'b',
  's', 'del', 'strike', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img', 'sub', 'sup', 'div',
]; // prettier-ignore

/** They stand for nothing that is seen, or what they say is said by what they hold. */
const UNSEEN_TAGS = [
  'span', 'font', 'section', 'article', 'header', 'footer', 'main', 'center', 'label', 'tfoot', 'col', 'colgroup',
  'html', 'head', 'body', 'meta', 'link', 'title', 'nolink', 'wbr', 'small', 'big', 'abbr', 'bdi', 'bdo', 'cite', 'q',
  'figure', 'figcaption', 'caption', 'kbd', 'samp', 'var', 'tt', 'dfn', 'time', 'dl', 'dt', 'dd', 'address',
]; // prettier-ignore
const SEEN_STYLES = /(?:^|;)\s*(?:color|background|text-decoration|visibility|display)\b/i;

function sanitizing(losses: Set<string>, pictureAt: PictureAt): sanitizeHtml.IOptions {
  return {
    allowedTags: MARKDOWN_TAGS,
    allowedAttributes: { a: ['href'], img: ['src', 'alt'], ol: ['start'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: [PICTURE_SCHEME.slice(0, -1)] },
    allowProtocolRelative: false,
    nestingLimit: 100,
    onOpenTag: (tag, { style }) => {
      if (!MARKDOWN_TAGS.includes(tag) && !UNSEEN_TAGS.includes(tag))
        losses.add(`What <${tag}> adds is not kept.`);
      if (SEEN_STYLES.test(style ?? '')) losses.add('Colors and other styles are not kept.');
    },
    transformTags: {
      a: (_, { href = '' }): sanitizeHtml.Tag => {
        if (/^(https?:\/\/|mailto:)/i.test(href)) return { tagName: 'a', attribs: { href } };
        if (href && !href.startsWith('#')) losses.add(`The link to ${nameAt(href)} is not kept.`);
        return { tagName: 'span', attribs: {} };
      },
      img: (_, attributes) => picture(attributes, losses, pictureAt),
      span: (_, { style = '' }) => ({ tagName: styledTag(style), attribs: {} }),
    },
  };
}

function picture(
  { src = '', alt = '' }: sanitizeHtml.Attributes,
  losses: Set<string>,
  pictureAt: PictureAt,
): sanitizeHtml.Tag {
  const name = pictureAt(src, alt.trim());
  const shown = alt.trim() || nameAt(src);
  if (name === null) {
    losses.add(`The picture ${nameAt(src)} is not kept.`);
    return { tagName: 'em', attribs: {}, text: shown };
  }
  if (!alt.trim()) losses.add(`The picture ${name} has no alternative text: its name stands for it.`);
  return { tagName: 'img', attribs: { src: `${PICTURE_SCHEME}${name}`, alt: shown } };
}

const nameAt = (address: string): string =>
  address.startsWith('data:')
    ? 'in the text'
    : (address.split(/[?#]/)[0]!.split('/').pop() || address).slice(0, 100);

function styledTag(style: string): string {
  if (/font-style\s*:\s*italic/i.test(style)) return 'em';
  return /font-weight\s*:\s*(bold|[6-9]00)/i.test(style) ? 'strong' : 'span';
}

/** What of the DOM the rules below look at. */
interface Seen {
  readonly nodeName: string;
  readonly parentNode: Seen | null;
  readonly textContent: string;
  getElementsByTagName(name: string): ArrayLike<Seen>;
}

const turndown = new TurndownService({
  headingStyle: 'atx',
  hr: '---',
  bulletListMarker: '-',
  codeBlockStyle: 'fenced',
  emDelimiter: '*',
  br: '\\',
});
turndown.escape = escaped;
turndown.addRule('preformatted', {
  filter: 'pre',
  replacement: (_, node) => `\n\n\`\`\`\n${(node as Seen).textContent.replace(/^\n+|\n+$/g, '')}\n\`\`\`\n\n`,
});
turndown.addRule('struck', { filter: ['s', 'del'], replacement: (content) => `~~${content}~~` });
turndown.addRule('raised', { filter: 'sup', replacement: (content) => shifted(content, RAISED, '^') });
turndown.addRule('lowered', { filter: 'sub', replacement: (content) => shifted(content, LOWERED, '_') });
turndown.addRule('cell', {
  filter: ['td', 'th'],
  replacement: (content) => ` ${content.replace(/(\\?\n)+/g, ' ').trim()} |`,
});
turndown.addRule('row', {
  filter: 'tr',
  replacement: (content, node) => `\n|${content}${isFirstRow(node as Seen) ? underline(node as Seen) : ''}`,
});
turndown.addRule('rows', { filter: ['thead', 'tbody'], replacement: (content) => content });
turndown.addRule('table', {
  filter: 'table',
  replacement: (content) => `\n\n${content.replace(/\n{2,}/g, '\n').trim()}\n\n`,
});

const DIGITS = '0123456789+-=()n';
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ';

/** Characters that are raised or lowered of themselves, where there are such; else a sign before them. */
function shifted(content: string, to: string, sign: string): string {
  const plain = content.replaceAll('\\', '');
  if ([...plain].every((char) => DIGITS.includes(char)))
    return [...plain].map((char) => to[DIGITS.indexOf(char)]).join('');
  const before = sign === '_' ? '\\_' : sign;
  return plain.length === 1 ? `${before}${content}` : `${before}(${content})`;
}

function isFirstRow(row: Seen): boolean {
  let table = row.parentNode;
  while (table && table.nodeName !== 'TABLE') table = table.parentNode;
  return table?.getElementsByTagName('tr')[0] === row;
}

const underline = (row: Seen): string =>
  `\n|${' --- |'.repeat(row.getElementsByTagName('td').length + row.getElementsByTagName('th').length)}`;
