import fc from 'fast-check';
import { compare, decimal, sum } from '../../records/rational.js';
import { isNear, markOf, totalOf, type GradedQuestion, type Mark } from './grading.rules.js';
import type { AnswerKey, QuestionType, QuizResponse } from '../bank/question-content.js';

const points = fc
  .tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 99 }))
  .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`);

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 });

const responses: fc.Arbitrary<QuizResponse | null> = fc.oneof(
  fc.constant(null),
  fc.record({ choiceIds: fc.array(fc.string({ maxLength: 4 }), { maxLength: 8 }) }),
  fc.record({ isTrue: fc.boolean() }),
  fc.record({ text: fc.string() }),
  fc.record({ number: fc.oneof(fc.string(), fc.double().map(String)) }),
);

const keys: [QuestionType, fc.Arbitrary<AnswerKey>][] = [
  ['SINGLE_CHOICE', ids.map(([id]) => ({ correctChoiceIds: [id!] }))],
  ['MULTIPLE_CHOICE', ids.map((all) => ({ correctChoiceIds: all.slice(1) }))],
  ['TRUE_FALSE', fc.boolean().map((isTrue) => ({ isTrue }))],
  [
    'SHORT_TEXT',
    fc
      .array(fc.string({ minLength: 1 }), { minLength: 1 })
      .map((texts) => ({ accepted: texts.map((pattern) => ({ pattern })) })),
  ],
  [
    'NUMBER',
    fc
      .record({ number: fc.integer().map(String), tolerance: fc.nat(100).map(String) })
      .map((right) => ({ numbers: [right] })),
  ],
];

const full = (type: QuestionType, answerKey: AnswerKey, response: QuizResponse | null): boolean => {
  const { earned, possible } = markOf({ type, answerKey, response, points: '3.25' });
  expect(['0.0000', possible]).toContain(earned);
  return earned === possible;
};

describe('a mark', () => {
  it.each(keys)(
    'of a %s question is never below 0 nor above its points, whatever is answered',
    (type, key) => {
      fc.assert(
        fc.property(key, responses, points, (answerKey, response, worth) => {
          const { earned, possible } = markOf({
            type,
            answerKey,
            response,
            points: worth,
          } satisfies GradedQuestion);
          expect(compare(decimal(possible), decimal(worth))).toBe(0);
          expect(compare(decimal(earned), decimal(possible))).toBeLessThanOrEqual(0);
        }),
      );
    },
  );

  it.each(keys)('of an unanswered %s question is 0', (type, key) => {
    fc.assert(fc.property(key, (answerKey) => !full(type, answerKey, null)));
  });

  it('of a multiple choice is full for exactly the right set, in any order, and 0 for any other', () => {
    fc.assert(
      fc.property(
        ids,
        fc.infiniteStream(fc.boolean()),
        fc.infiniteStream(fc.boolean()),
        (all, right, picked) => {
          const correctChoiceIds = all.filter(() => right.next().value);
          fc.pre(correctChoiceIds.length > 0);
          const choiceIds = all.filter(() => picked.next().value).reverse();
          const same =
            choiceIds.length === correctChoiceIds.length &&
            choiceIds.every((id) => correctChoiceIds.includes(id));
          expect(full('MULTIPLE_CHOICE', { correctChoiceIds }, { choiceIds })).toBe(same);
        },
      ),
    );
  });

  it('of a true or false statement is full for the right answer alone', () => {
    expect(full('TRUE_FALSE', { isTrue: false }, { isTrue: false })).toBe(true);
    expect(full('TRUE_FALSE', { isTrue: false }, { isTrue: true })).toBe(false);
    expect(full('TRUE_FALSE', {}, {})).toBe(false);
  });

  it('of a short text needs a text, even where the pattern accepts anything', () => {
    expect(
      full('SHORT_TEXT', { accepted: [{ pattern: 'medial' }, { pattern: '* side' }] }, { text: '  Medíal ' }),
    ).toBe(true);
    expect(
      full(
        'SHORT_TEXT',
        { accepted: [{ pattern: 'medial' }, { pattern: '* side' }] },
        { text: 'the inner side' },
      ),
    ).toBe(true);
    expect(full('SHORT_TEXT', { accepted: [{ pattern: '*' }] }, { text: '   ' })).toBe(false);
  });
});

describe('a number', () => {
  const cents = fc.integer({ min: -99_999_999, max: 99_999_999 });
  const text = (n: number): string => {
    const digits = String(Math.abs(n)).padStart(3, '0');
    return `${n < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };

  it('is right within its tolerance, the edge included, and wrong beyond it, without floating point', () => {
    fc.assert(
      fc.property(cents, cents, fc.integer({ min: 0, max: 99_999_999 }), (given, right, within) => {
        expect(isNear(text(given), text(right), text(within))).toBe(Math.abs(given - right) <= within);
      }),
    );
    expect(isNear('0.3', '0.1', '0.2')).toBe(true);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '1e3', '', '0x10', '1'.repeat(10)])(
    'abuse 28: %p is no number',
    (bad) => {
      expect(isNear(bad, bad, '0')).toBe(false);
      expect(isNear('1', '1', bad)).toBe(false);
    },
  );
});

describe('a total', () => {
  const marks = fc.array(
    fc
      .record({ type: fc.constant('TRUE_FALSE' as const), isTrue: fc.boolean(), points })
      .map(({ type, isTrue, points: worth }): Mark =>
        markOf({ type, answerKey: { isTrue: true }, response: { isTrue }, points: worth }),
      ),
    { minLength: 1, maxLength: 40 },
  );

  it('is the sum of its marks', () => {
    fc.assert(
      fc.property(marks, (list) => {
        const total = totalOf(list, '75');
        expect(compare(decimal(total.earned), sum(list.map((m) => decimal(m.earned))))).toBe(0);
        expect(compare(decimal(total.possible), sum(list.map((m) => decimal(m.possible))))).toBe(0);
      }),
    );
  });

  it('inv 41: compares the exact share with the pass mark, and rounds only what is shown', () => {
    const thirds = (earned: number): Mark[] =>
      [0, 1, 2].map((i) => ({ earned: i < earned ? '1.0000' : '0.0000', possible: '1.0000' }));
    expect(totalOf(thirds(2), '66.66')).toMatchObject({ percent: '66.67', passed: true });
    expect(totalOf(thirds(2), '66.67')).toMatchObject({ percent: '66.67', passed: false });
    expect(totalOf(thirds(3), '100.00')).toMatchObject({ percent: '100.00', passed: true });
    expect(totalOf(thirds(0), '0.00')).toMatchObject({ percent: '0.00', passed: true });
  });
});
