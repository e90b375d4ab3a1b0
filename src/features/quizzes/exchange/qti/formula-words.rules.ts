import type { Element } from '@xmldom/xmldom';
import { readFormula, type Values } from '../../bank/formula.rules.js';
import { Unreadable } from './unreadable.rules.js';

/** Values with what the file says the formula gives for them, where it says so. */
export interface WorkedSet {
  readonly values: Values;
  readonly answer: number | null;
  /** How many decimal places of the answer are kept. */
  readonly places: number;
}

const WORD = /[A-Za-z_]\w*/g;
const CONSTANTS: Readonly<Record<string, string>> = { pi: 'pi()', PI: 'pi()', e: 'exp(1)', E: 'exp(1)' };

/**
 * The formulas of a file as one with its values in braces: `y = 2*x` and `y + 1` become `(2*{x}) + 1`; the last is
 * the answer. It must give what the file says it gives: functions of one name do not mean the same everywhere.
 * Throws {@link Unreadable}.
 */
export function inBraces(
  formulas: readonly string[],
  names: readonly string[],
  sets: readonly WorkedSet[],
  where: Element,
): string {
  const last = joined(formulas, names);
  if (!last) throw new Unreadable('It has no formula.', where);
  const read = readFormula(last);
  if ('problem' in read) throw new Unreadable(`Its formula ${last} is not read here: ${read.problem}`, where);
  const tenfold = last.replace(/\blog\(/g, 'log10('); // the logarithm to the base 10, where that is what was meant
  const agreeing = [last, tenfold].find((formula) => sets.every((set) => agrees(formula, set)));
  if (agreeing === undefined)
    throw new Unreadable(`Its formula ${last} gives other answers here than the file says.`, where);
  return agreeing;
}

function joined(formulas: readonly string[], names: readonly string[]): string {
  const known = new Map(names.map((name) => [name, `{${name}}`]));
  let last = '';
  for (const formula of formulas.map((one) => one.trim()).filter(Boolean)) {
    const [, name, right] = /^([A-Za-z_]\w*)\s*=\s*(.+)$/.exec(formula) ?? [];
    last = (right ?? formula).replace(WORD, (word, at: number, all: string) => {
      const isFunction = /^\s*\(/.test(all.slice(at + word.length));
      return isFunction ? word : (known.get(word) ?? CONSTANTS[word] ?? word);
    });
    if (last.length > 10_000) return last; // each line may name the one before twice
    if (name) known.set(name, `(${last})`);
  }
  return last;
}

function agrees(formula: string, { values, answer, places }: WorkedSet): boolean {
  if (answer === null) return true;
  const read = readFormula(formula);
  const value = 'problem' in read ? undefined : read.valueFor(values);
  const rounding = 0.5 * 10 ** -places + 1e-6 * Math.abs(answer);
  return value !== undefined && Math.abs(Number(value) - answer) <= rounding * 1.01;
}
