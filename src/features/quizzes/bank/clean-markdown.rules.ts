import { sanitized } from '../../programs/lesson-html.js';

/** Elements that are taken for markup wherever they stand; other `<words>` are text unless they have attributes. */
const ELEMENTS = new Set(
  `a abbr address applet area article aside audio b base bdi bdo blink blockquote body br button canvas caption center
  cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font
  footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li
  link main map mark marquee math menu meta meter nav noembed noframes noscript object ol optgroup option output p
  param picture plaintext pre progress q rp rt ruby s samp script search section select slot small source span strike
  strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var
  video wbr xmp`.split(/\s+/),
);

/** Elements that run or fetch something: their tags go even where they are left open. */
const ACTIVE =
  /^(applet|audio|base|embed|form|frame|iframe|img|input|link|math|meta|object|script|style|svg|video)$/i;

/** A comment, or a tag, closed or not; quoted attributes may hold brackets. */
const TAG = /<!--[^]*?-->|<(?:[!?]|\/?([a-z][^\s/<>]*))(?:"[^"]*"|'[^']*'|[^<>])*>?/gi;
const BARE = /^<\/?[a-z][a-z0-9]*\s*\/?>$/i;
const AUTOLINK = /^<(https?:\/\/|mailto:|[^\s<>"'=@/]+@)[^\s<>"'`]*>$/i;
const HANDLER = /\bon\w+\s*=/i;

/** Letters of private use that stand for the signs of text while the markup is sanitized. */
const HELD: Readonly<Record<string, string>> = { '&': '\uE000', '<': '\uE001', '>': '\uE002' };
const GIVEN_BACK = new Map(Object.entries(HELD).map(([sign, held]) => [held, sign]));

/** Link targets in Markdown that run code. */
const SCRIPT_LINK = /(\]\s*[(:]\s*<?)\s*(?:javascript\s*:|vbscript\s*:|data\s*:\s*text)[^\s)>]*/gi;

/**
 * Markdown without HTML that could do anything: elements, handlers and links that a lesson may not show are taken
 * out, everything else stays as it was written (`5 < 6 & 7 > 2` too). What is shown is sanitized once more.
 */
export function cleanMarkdown(text: string): string {
  let [before, clean] = [text, withoutMarkup(text)];
  while (clean !== before) [before, clean] = [clean, withoutMarkup(clean)]; // tags put together of what remained
  return clean;
}

function withoutMarkup(text: string): string {
  const linked = text.replace(SCRIPT_LINK, '$1#');
  if (!/<[a-z!?/]/i.test(linked)) return linked;
  const plain = linked.replace(/[\uE000-\uE002]/g, '');
  return sanitized(held(plain)).replace(/[\uE000-\uE002]/g, (sign) => GIVEN_BACK.get(sign)!);
}

/** The text with its signs held back, and its tags left for the sanitizer. */
function held(text: string): string {
  let [result, from] = ['', 0];
  const tags = new RegExp(TAG);
  for (let found = tags.exec(text); found; found = tags.exec(text)) {
    const { 0: tag, 1: name, index } = found;
    const markup = isMarkup(tag, name);
    tags.lastIndex = index + (markup ? tag.length : 1); // in what is no tag another may be hidden
    result += heldBack(text.slice(from, index)) + (markup ? closed(tag) : heldBack('<'));
    from = tags.lastIndex;
  }
  return result + heldBack(text.slice(from));
}

const heldBack = (text: string): string => text.replace(/[&<>]/g, (sign) => HELD[sign]!);

/** A comment, an element, or anything with attributes. What no bracket closes is text, but for what is active. */
function isMarkup(tag: string, name = ''): boolean {
  if (ACTIVE.test(name)) return true;
  if (!tag.endsWith('>')) return HANDLER.test(tag);
  if (AUTOLINK.test(tag) && !HANDLER.test(tag)) return false;
  if (/^<[!?]/.test(tag)) return true;
  return name !== '' && (tag.includes('=') || (BARE.test(tag) && ELEMENTS.has(name.toLowerCase())));
}

const closed = (tag: string): string => (tag.endsWith('>') ? tag : `${tag}>`);
