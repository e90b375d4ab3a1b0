import { Parser } from 'expr-eval-fork';
import fc from 'fast-check';
import { readFormula, valueOf } from './formula.rules.js';

describe('a formula', () => {
  it.each([
    ['{a} + {b}', '3.5'],
    ['{a} - {b} * 2', '-5.5'],
    ['-{a}^2', '-0.25'],
    ['2^3^2', '512'],
    ['sqrt({b} + 1) * 3', '6'],
    ['1 / 3', '0.333333'],
    ['0.1 + 0.2 - 0.3', '0'],
    ['round(pi(), 2) + {b}', '6.14'],
    ['max({a}, {b}, 2.5e0)', '3'],
    ['fmod(7, {b}) + 7 % {b}', '2'],
    ['sin(deg2rad(90))', '1'],
    ['({a}+{b})/({a}+{b})', '1'],
  ])('%p gives %p', (formula, value) => {
    expect(valueOf(formula, { a: '0.5', b: '3' })).toBe(value);
  });

  it('adds as exactly as an answer can be given', () => {
    const cents = fc.integer({ min: -99_999_999, max: 99_999_999 });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const values = { a: (a / 100).toFixed(2), b: (b / 100).toFixed(2) };
        expect(Number(valueOf('{a} + {b}', values))).toBe((a + b) / 100);
      }),
    );
  });

  it('gives nothing where there is no number, or none an answer could give', () => {
    const nothing = [
      '1 / 0',
      '{a} / {b}',
      'sqrt(-1)',
      '9^9^9',
      '10^9',
      '999999999.9999999',
      '{c}',
      'sin',
      'max',
      '1 - cos',
    ];
    for (const formula of nothing) expect(valueOf(formula, { a: '1', b: '0' })).toBeUndefined();
  });

  it('abuse 28: takes no value that is no number', () => {
    for (const bad of ['NaN', 'Infinity', '1e999', 'x', '[1]'])
      expect(valueOf('{a}', { a: bad })).toBeUndefined();
    expect(valueOf('{toString} + {constructor} + {__proto__}', {})).toBeUndefined();
  });
});

const HOSTILE = [
  'process.exit()',
  'constructor',
  'constructor.constructor("return process")()',
  'toString()',
  '__proto__',
  '{a}.constructor',
  '{a}["constructor"]',
  '"a" || "b"',
  "'a'",
  '`a`',
  'x = 5',
  'f(x) = x^2',
  'f(x) = f(x); f(1)',
  '1; 2',
  '[1, 2, 3]',
  'map(sin, [1, 2])',
  'filter(x, y)',
  'fold(max, 0, [1])',
  'random()',
  'length("abc")',
  'join("", 1)',
  'indexOf(1, 2)',
  'if(1, 2, 3)',
  '1 ? 2 : 3',
  '1 == 1',
  '1 < 2',
  '1 and 1',
  'not 1',
  '1 in 2',
  '170!',
  'fac(170)',
  'gamma(5)',
  'roundTo(1, 2)',
  'require("fs")',
  'import("fs")',
  'globalThis',
  'this',
  'eval("1")',
  'sqrt.call(1)',
  'hasOwnProperty("a")',
  'valueOf',
  'E',
  'PI',
  'true',
  '0x10',
  '1n',
  '/* 1 */ 2',
  '// 1',
  '1 \u2219 2',
  '\\u0031',
  'v_0',
  '{a} {b}',
  '{a b}',
  '{}',
  '{{a}}',
  '{a',
  '((((1)',
  '1 +',
  ')',
  '',
  '   ',
];

describe('abuse 63: a formula that would do more than arithmetic', () => {
  it.each(HOSTILE)('%p is refused with a reason', (formula) => {
    const read = readFormula(formula);
    expect('problem' in read && read.problem).toMatch(/./);
    expect(valueOf(formula, { a: '1', b: '2' })).toBeUndefined();
  });

  it('would be taken by the library alone, which is why tokens are looked at first', () => {
    const alone = HOSTILE.filter((formula) => {
      try {
        return new Parser().evaluate(formula, { a: 1 }) !== undefined;
      } catch {
        return false;
      }
    });
    expect(alone).toEqual(
      expect.arrayContaining(['"a" || "b"', 'f(x) = x^2', 'x = 5', 'random()', 'if(1, 2, 3)', '[1, 2, 3]']),
    );
  });

  it('is refused when it is too long, and answered at once when it is made to be slow', () => {
    expect(readFormula('1+'.repeat(250) + '1')).toHaveProperty('problem');
    const slow = [
      '(((((((((('.repeat(24) + '1' + '))))))))))'.repeat(24),
      '9^'.repeat(249) + '9',
      '-'.repeat(499) + '1',
    ];
    const began = performance.now();
    for (const formula of slow) valueOf(formula, {});
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('whatever is written, nothing comes out but a decimal, and nothing is left behind', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    const piece = fc.constantFrom(
      ...HOSTILE,
      '{a}',
      '{b}',
      '+',
      '*',
      '(',
      ')',
      'sin',
      '2',
      ',',
      ' ',
      '^',
      '=',
      '.',
      '[',
      ']',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
        const value = valueOf(pieces.join(''), { a: '1', b: '2' });
        if (value !== undefined) expect(value).toMatch(/^-?\d{1,9}(\.\d{1,6})?$/);
      }),
      { numRuns: 2_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
    expect(valueOf('sqrt(4)', {})).toBe('2');
  });
});
