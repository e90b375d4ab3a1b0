import fc from 'fast-check';
import { CODE } from '../bank/question.input.js';
import type { ExchangedQuestion } from './exchanged-question.js';
import { formatOf } from './file-format.rules.js';
import {
  bankPlace,
  codeFrom,
  excess,
  identityOf,
  markedCode,
  withPictures,
} from './imported-question.rules.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('an imported question', () => {
  it('gets a code that any code may be, whatever its name', () => {
    expect(codeFrom('Upper limb: muscles?')).toBe('Upper-limb-muscles');
    expect(codeFrom('Été (1)')).toBe('Ete-1');
    expect(codeFrom('質問')).toBe('Q');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(codeFrom(name)).toMatch(CODE);
        expect(markedCode(codeFrom(name), 'a'.repeat(64))).toMatch(CODE);
      }),
    );
  });

  it('is the same when the file said the same, wherever it is put', () => {
    const one: ExchangedQuestion = {
      name: 'A',
      category: 'x',
      tags: [],
      question: { type: 'TRUE_FALSE', stem: 'So?', isTrue: true },
      pictures: [{ name: 'a', alternativeText: 'b', bytes: bytes('c') }],
    };
    expect(identityOf(one)).toBe(identityOf({ ...one, code: 'other' }));
    for (const other of [
      { ...one, name: 'B' },
      { ...one, category: null },
      { ...one, question: { ...one.question, isTrue: false } },
      { ...one, pictures: [{ name: 'a', alternativeText: 'b', bytes: bytes('d') }] },
    ])
      expect(identityOf(other)).not.toBe(identityOf(one));
  });

  it('stands below the category that was wished, and tells what does not fit', () => {
    expect(bankPlace({ category: 'b/c', tags: ['t', 't', ' u '] }, 'a')).toEqual({
      category: 'a/b/c',
      tags: ['t', 'u'],
      losses: [],
    });
    expect(bankPlace({ category: 'x'.repeat(201), tags: ['t'.repeat(61)] }, null).losses).toHaveLength(2);
    expect(bankPlace({ category: null, tags: [] }, null)).toEqual({ category: null, tags: [], losses: [] });
  });

  it('is no larger than authors write them', () => {
    expect(excess({ choices: [{ text: 'x'.repeat(10_000) }] })).toBeNull();
    expect(excess({ choices: [{ text: 'x'.repeat(10_001) }] })).toMatch(/10000 characters/);
    expect(excess({ choices: Array(201).fill('x') })).toMatch(/200 entries/);
  });

  it('names its pictures anew; those that are not kept are told', () => {
    const text = '![A \\] b](exchange:a.png) ![c](exchange:c.gif) ![d](https://example.org/d.png)';
    expect(withPictures({ stem: text, n: 1 }, (name) => (name === 'a.png' ? 'file:1' : null))).toEqual({
      value: { stem: '![A \\] b](file:1) *c* *d*', n: 1 },
      losses: [expect.stringContaining('c.gif'), expect.stringContaining('https://example.org/d.png')],
    });
  });
});

describe('the format of a file', () => {
  it.each([
    ['GIFT', 'What? {T}'],
    ['GIFT', '// a comment\n::A:: b\nANSWER: A {=x}'],
    ['AIKEN', 'What?\nA) a\nB) b\nANSWER: A'],
    ['MOODLE_XML', '\uFEFF<?xml version="1.0"?>\n<!-- by hand -->\n<quiz></quiz>'],
    ['QTI', '<?xml version="1.0"?><!DOCTYPE questestinterop SYSTEM "x.dtd"><questestinterop/>'],
    ['QTI', '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"/>'],
    ['QTI', 'PK\u0003\u0004'],
  ])('%s is told by %j', (format, text) => expect(formatOf(bytes(text))).toBe(format));

  it('is told of UTF-16 too', () => {
    expect(formatOf(Buffer.from('\uFEFF<quiz/>', 'utf16le'))).toBe('MOODLE_XML');
  });
});
