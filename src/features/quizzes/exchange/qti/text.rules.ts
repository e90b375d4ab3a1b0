import type { AcceptedText } from '../../bank/question-content.js';
import { percentOf, same } from './award.rules.js';

/** Texts that are accepted, and whether case matters. */
export interface TextKey {
  readonly accepted: readonly AcceptedText[];
  readonly caseSensitive: boolean;
}

const MOST_TEXTS = 100;

/**
 * What of the candidates is accepted, found by trying: `worth` is 1 for a text that earns all there is to earn.
 * Null where none of them earns anything.
 */
export function textKey(candidates: readonly string[], worth: (text: string) => number): TextKey | null {
  const texts = [...new Set(candidates.map((text) => text.trim()).filter(Boolean))].slice(0, MOST_TEXTS);
  const earning = texts.map((text) => ({ text, share: worth(text) })).filter(({ share }) => share > 0);
  if (!earning.length) return null;
  const caseSensitive = earning.some(({ text, share }) =>
    [text.toUpperCase(), text.toLowerCase()].some((other) => !same(worth(other), share)),
  );
  const kept = caseSensitive ? earning : unlike(earning);
  return {
    accepted: kept
      .sort((a, b) => b.share - a.share)
      .map(({ text, share }) => {
        const percent = percentOf(share, 1);
        return { pattern: text.replaceAll('*', '\\*'), ...(percent === '100' ? {} : { percent }) };
      }),
    caseSensitive,
  };
}

const unlike = <T extends { readonly text: string }>(texts: readonly T[]): T[] =>
  texts.filter(
    ({ text }, i) => texts.findIndex((other) => other.text.toLowerCase() === text.toLowerCase()) === i,
  );

/** Each text with the feedback of who answers so; texts that only have feedback earn nothing. */
export function withFeedback(
  accepted: readonly AcceptedText[],
  feedback: Readonly<Record<string, string>>,
): AcceptedText[] {
  const known = accepted.map((one) => one.pattern.replaceAll('\\*', '*').toLowerCase());
  const others = Object.entries(feedback).filter(([text]) => !known.includes(text.toLowerCase()));
  return [
    ...accepted.map((one) => {
      const text = feedback[one.pattern.replaceAll('\\*', '*')];
      return text ? { ...one, feedback: text } : one;
    }),
    ...others.map(([text, why]) => ({ pattern: text.replaceAll('*', '\\*'), percent: '0', feedback: why })),
  ];
}
