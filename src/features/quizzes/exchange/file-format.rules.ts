import type { ExchangeFormat } from './exchanged-question.js';

/** How much of a file tells its format. */
export const FORMAT_BYTES = 65_536;

const PROLOG = /^(?:\s|<\?[^]*?\?>|<!--[^]*?-->|<!(?!--)[^>[]*(?:\[[^]*?\]\s*)?>)*/;

/** The format of a file by how it begins: packages and other XML are taken for QTI, other text for GIFT. */
export function formatOf(beginning: Uint8Array): ExchangeFormat {
  const text = new TextDecoder('latin1')
    .decode(beginning)
    .replaceAll('\0', '')
    .replace(/^(?:ï»¿|ÿþ|þÿ)/, '');
  if (text.startsWith('PK')) return 'QTI';
  const root = text.replace(PROLOG, '');
  if (root.startsWith('<')) return root.startsWith('<quiz') ? 'MOODLE_XML' : 'QTI';
  return /^\s*ANSWER\s*:/im.test(text) && !/(?<!\\)\{/.test(text) ? 'AIKEN' : 'GIFT';
}
