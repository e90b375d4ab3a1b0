import { type Expression, Parser } from 'expr-eval-fork';
import { millionths } from './number-match.rules.js';

/** Values by the names that stand in braces in stems and formulas. */
export type Values = Readonly<Record<string, string>>;

export const MAX_FORMULA_LENGTH = 500;

/** What may stand in braces. */
export const VALUE_NAME = /^[A-Za-z]\w{0,19}$/;

const round = (value: number, places = 0): number =>
  Number.isInteger(places) && places >= 0 && places <= 12 ? Number(value.toFixed(places)) : NaN;

const NO_PROTOTYPE = <T>(members: Record<string, T>): Record<string, T> =>
  Object.assign(Object.create(null) as Record<string, T>, members);

/** Those of Moodle's calculated questions that speak of numbers alone. Angles are radians. */
const FUNCTIONS = NO_PROTOTYPE<(...numbers: number[]) => number>({
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atan2: Math.atan2,
  atanh: Math.atanh,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  deg2rad: (degrees) => ((degrees ?? NaN) * Math.PI) / 180,
  exp: Math.exp,
  expm1: Math.expm1,
  floor: Math.floor,
  fmod: (a, b) => (a ?? NaN) % (b ?? NaN),
  ln: Math.log,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  max: Math.max,
  min: Math.min,
  pi: () => Math.PI,
  pow: Math.pow,
  rad2deg: (radians) => ((radians ?? NaN) * 180) / Math.PI,
  round: (value, places) => round(value ?? NaN, places),
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
});

/** White space, a number, `{name}`, a name, an operator, a bracket or a comma: nothing else gets to the parser. */
const TOKEN = /\s+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?|\{(\w+)\}|([A-Za-z]\w*)|[-+*/%^(),]/gy;

/** A formula ready to be evaluated, or what is wrong with it. */
export type ReadFormula =
  | { readonly names: readonly string[]; readonly valueFor: (values: Values) => string | undefined }
  | { readonly problem: string };

/**
 * Reads a formula over `{name}`s: numbers, `+ - * / % ^`, brackets and the functions named above, so that it can do
 * nothing but arithmetic. `valueFor` gives the result rounded to six places, as many as an answer can have, or
 * undefined where there is none below a billion (division by zero, a missing value, an overflow).
 */
export function readFormula(formula: string): ReadFormula {
  const tokens = tokensOf(formula);
  if ('problem' in tokens) return tokens;
  const { text, names } = tokens;
  try {
    const expression = arithmetic().parse(text);
    return { names, valueFor: (values) => result(expression, names, values) };
  } catch {
    return { problem: 'This formula cannot be read: check its brackets and operators.' };
  }
}

/** The formula's result for the values, or undefined. */
export function valueOf(formula: string, values: Values): string | undefined {
  const read = readFormula(formula);
  return 'problem' in read ? undefined : read.valueFor(values);
}

/** The formula with `{name}`s replaced by variables that no function can be mistaken for. */
function tokensOf(formula: string): { text: string; names: string[] } | { problem: string } {
  if (formula.trim() === '') return { problem: 'Write a formula.' };
  if (formula.length > MAX_FORMULA_LENGTH)
    return { problem: `A formula has at most ${MAX_FORMULA_LENGTH} characters.` };
  const tokens = [...formula.matchAll(TOKEN)];
  const read = tokens.reduce((length, [token]) => length + token.length, 0);
  if (read < formula.length)
    return {
      problem: `A formula cannot hold ${JSON.stringify(formula[read])}: numbers, {names}, + - * / % ^ and functions.`,
    };
  const unknown = tokens.find(([, , word]) => word !== undefined && !(word in FUNCTIONS));
  if (unknown)
    return {
      problem: `There is no function "${unknown[2]}". A value is written in braces: {${unknown[2]}}.`,
    };
  const names = [...new Set(tokens.flatMap(([, name]) => name ?? []))];
  return {
    text: tokens.map(([token, name]) => (name === undefined ? token : variable(names, name))).join(' '),
    names,
  };
}

const variable = (names: readonly string[], name: string): string => `v_${names.indexOf(name)}`;

/** The library's parser with everything taken out that is not in this file. */
function arithmetic(): Parser {
  const parser = new Parser({
    allowMemberAccess: false,
    operators: {
      assignment: false,
      comparison: false,
      concatenate: false,
      conditional: false,
      factorial: false,
      fndef: false,
      in: false,
      logical: false,
    },
  });
  const { '-': minus, '+': plus } = parser.unaryOps as Record<string, unknown>;
  parser.unaryOps = NO_PROTOTYPE({ '-': minus, '+': plus });
  parser.functions = FUNCTIONS;
  parser.consts = NO_PROTOTYPE({});
  return parser;
}

function result(expression: Expression, names: readonly string[], values: Values): string | undefined {
  const numbers = names.map((name) => (Object.hasOwn(values, name) ? Number(values[name]) : NaN));
  try {
    const value: unknown = expression.evaluate(
      NO_PROTOTYPE(Object.fromEntries(numbers.map((number, i) => [`v_${i}`, number]))),
    );
    return typeof value === 'number' && Math.abs(value) < 1e9 ? inSixPlaces(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Without zeros at the end; undefined when rounding makes it a billion. */
function inSixPlaces(value: number): string | undefined {
  const text = value
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');
  return millionths(text) === undefined ? undefined : text;
}
