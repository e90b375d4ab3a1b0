import type { Element } from '@xmldom/xmldom';
import { Unreadable } from './unreadable.rules.js';

interface ValueSet {
  readonly values: Readonly<Record<string, string>>;
  readonly answer: string | null;
}

const WORD = /[A-Za-z_]\w*/g;
const CONSTANTS: Readonly<Record<string, string>> = { pi: 'pi()', PI: 'pi()', e: 'exp(1)', E: 'exp(1)' };

/**
 * The formulas of a file as one with its values in braces: `y = 2*x` and `y + 1` become `(2*{x}) + 1`. Earlier ones
 * must give names to what later ones use; the last is the answer.
 */
export function inBraces(
  formulas: readonly string[],
  names: readonly string[],
  _sets: readonly ValueSet[],
  where: Element,
): string {
  const known = new Map(names.map((name) => [name, `{${name}}`]));
  let last = '';
  for (const formula of formulas.map((one) => one.trim()).filter(Boolean)) {
    const [, name, right] = /^([A-Za-z_]\w*)\s*=\s*(.+)$/.exec(formula) ?? [];
    last = (right ?? formula).replace(WORD, (word, at: number, all: string) => {
      const isFunction = /^\s*\(/.test(all.slice(at + word.length));
      return isFunction ? word : (known.get(word) ?? CONSTANTS[word] ?? word);
    });
    if (name) known.set(name, `(${last})`);
  }
  if (!last) throw new Unreadable('It has no formula.', where);
  return last;
}
