import type { AnswerKey } from './question-content.js';

/** What makes a difference between an answer and what is accepted; left out: neither. */
export type TextSensitivity = Pick<AnswerKey, 'caseSensitive' | 'accentSensitive'>;

/**
 * Text with case, accents and surplus white space folded away, so that "  Medíal " equals "medial".
 * Compatibility decomposition (Unicode NFKD) separates accents from letters; upper case first, so that ß
 * equals ss. Where accents matter they are kept (NFKC), where case matters it is.
 */
export function folded(text: string, { caseSensitive, accentSensitive }: TextSensitivity = {}): string {
  const letters = accentSensitive ? text.normalize('NFKC') : text.normalize('NFKD').replace(/\p{M}/gu, '');
  const sized = caseSensitive ? letters : letters.toUpperCase().toLowerCase();
  return sized.replace(/\s+/gu, ' ').trim();
}

/**
 * Whether the text fits the pattern, both folded. `*` stands for any text, `\*` for an asterisk, as in
 * Moodle's short-answer questions. Takes time linear in text × parts, whatever the pattern.
 */
export function fitsPattern(pattern: string, text: string, sensitivity: TextSensitivity = {}): boolean {
  const parts = partsOf(pattern, sensitivity);
  const whole = folded(text, sensitivity);
  const first = parts[0]!;
  if (parts.length === 1) return whole === first;
  const last = parts.at(-1)!;
  if (!whole.startsWith(first) || !whole.endsWith(last) || whole.length < first.length + last.length)
    return false;
  return inOrder(parts.slice(1, -1), whole.slice(first.length, whole.length - last.length));
}

/** The pieces between the stars. Pieces keep the space beside a star: "left *" asks for a second word. */
function partsOf(pattern: string, sensitivity: TextSensitivity): string[] {
  const escaped = folded(pattern, sensitivity).replaceAll('\\*', '\u0001');
  return escaped.split('*').map((part) => part.replaceAll('\u0001', '*'));
}

function inOrder(parts: readonly string[], text: string): boolean {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
