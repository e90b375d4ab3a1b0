import fc from 'fast-check';
import { anyResponse, authored } from '../../../../test/support/authored-questions.js';
import { compare, decimal, sum, ZERO } from '../../records/rational.js';
import {
  QUESTION_TYPES,
  type AnswerKey,
  type AuthoredQuestion,
  type OrderScoring,
  type Presentation,
  type QuestionContent,
  type QuestionType,
  type QuizResponse,
} from '../bank/question-content.js';
import { contentOf, idsOf, misfit } from '../bank/question.rules.js';
import { rightResponse } from '../bank/right-response.rules.js';
import { fittingAnswer } from './credit.rules.js';
import { awaitsGrader, creditOf, markOf, totalOf, type Mark } from './grading.rules.js';

const points = fc
  .tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 99 }))
  .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`);

const ONE = { numerator: 1n, denominator: 1n };

const content = (question: AuthoredQuestion): QuestionContent => {
  let next = 0;
  return contentOf(question, () => `c${next++}`);
};

/** Share of the points, as a number for reading. */
const credit = (
  question: QuestionContent,
  response: QuizResponse | null,
  variant: number | null = null,
): number => {
  const { numerator, denominator } = creditOf({ ...question, response, variant });
  return Number(numerator) / Number(denominator);
};

const GRADED = QUESTION_TYPES.filter((type) => type !== 'ESSAY');

describe.each(QUESTION_TYPES.map((type) => [type] as const))('a mark of a %s question', (type) => {
  it('abuse 28: is never below 0 nor above its points, whatever is answered', () => {
    fc.assert(
      fc.property(
        authored(type).chain((question) => {
          const asked = content(question);
          return fc.tuple(fc.constant(asked), anyResponse([...idsOf(asked.presentation)]));
        }),
        points,
        ([asked, response], worth) => {
          const { earned, possible } = markOf({ ...asked, response, points: worth, variant: 0 });
          expect(compare(decimal(possible), decimal(worth))).toBe(0);
          expect(compare(decimal(earned), decimal(possible))).toBeLessThanOrEqual(0);
        },
      ),
    );
  });

  it('is 0 where nothing was answered', () => {
    fc.assert(
      fc.property(authored(type), (question) => {
        for (const response of [null, {}])
          expect(creditOf({ ...content(question), response, variant: 0 })).toEqual(ZERO);
      }),
    );
  });

  it('is full for the right answer, which fits, where there is one', () => {
    fc.assert(
      fc.property(authored(type), fc.nat(4), (question, draw) => {
        const asked = content(question);
        const variant = draw % (asked.presentation.valueSets?.length ?? 1);
        const response = rightResponse(asked, variant);
        expect(response === null).toBe(type === 'ESSAY');
        if (response === null) return;
        expect(misfit(type, asked.presentation, response)).toBeNull();
        expect(creditOf({ ...asked, response, variant })).toEqual(ONE);
      }),
    );
  });
});

describe('a mark', () => {
  const given = (
    type: QuestionType,
    answerKey: AnswerKey,
    presentation: Presentation = {},
  ): QuestionContent => ({
    type,
    stem: '?',
    answerKey,
    presentation,
  });

  it('of a single choice is what the chosen one is worth', () => {
    const halves = given('SINGLE_CHOICE', { choicePercents: { a: '100', b: '33.33333', c: '-50' } });
    expect(credit(halves, { choiceIds: ['a'] })).toBe(1);
    expect(credit(halves, { choiceIds: ['b'] })).toBeCloseTo(1 / 3, 6);
    expect(credit(halves, { choiceIds: ['c'] })).toBe(0);
    expect(credit(halves, { choiceIds: ['a', 'b'] })).toBe(0);
  });

  it('of a multiple choice, all or nothing, is full for exactly the right set, in any order', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 });
    const picks = fc.infiniteStream(fc.boolean());
    fc.assert(
      fc.property(ids, picks, picks, (all, right, picked) => {
        const correctChoiceIds = all.filter(() => right.next().value);
        fc.pre(correctChoiceIds.length > 0);
        const choiceIds = all.filter(() => picked.next().value).reverse();
        const same =
          choiceIds.length === correctChoiceIds.length &&
          choiceIds.every((id) => correctChoiceIds.includes(id));
        expect(credit(given('MULTIPLE_CHOICE', { correctChoiceIds }), { choiceIds })).toBe(Number(same));
      }),
    );
  });

  it('of a multiple choice with partial credit loses for a wrong choice what a right one earns', () => {
    const two = given('MULTIPLE_CHOICE', { correctChoiceIds: ['a', 'b'], scoring: 'PARTIAL' });
    expect(credit(two, { choiceIds: ['a'] })).toBe(0.5);
    expect(credit(two, { choiceIds: ['a', 'b', 'c'] })).toBe(0.5);
    expect(credit(two, { choiceIds: ['a', 'b', 'c', 'd'] })).toBe(0);
    expect(credit(two, { choiceIds: ['c'] })).toBe(0);
  });

  it('of a multiple choice with percents is their sum, and thirds make a whole', () => {
    const thirds = given('MULTIPLE_CHOICE', {
      correctChoiceIds: ['a', 'b', 'c'],
      choicePercents: { a: '33.33333', b: '33.33333', c: '33.33333', d: '-100' },
    });
    expect(creditOf({ ...thirds, variant: null, response: { choiceIds: ['a', 'b', 'c'] } })).toEqual(ONE);
    expect(creditOf({ ...thirds, variant: null, response: { choiceIds: ['a'] } })).toEqual({
      numerator: 1n,
      denominator: 3n,
    });
    expect(credit(thirds, { choiceIds: ['a', 'b', 'd'] })).toBe(0);
    const strict = { ...thirds, answerKey: { ...thirds.answerKey, scoring: 'ALL_OR_NOTHING' as const } };
    expect(credit(strict, { choiceIds: ['a', 'b'] })).toBe(0);
    expect(credit(strict, { choiceIds: ['a', 'b', 'c'] })).toBe(1);
  });

  it('of a short text is what the first pattern that fits is worth', () => {
    const frog = given('SHORT_TEXT', {
      accepted: [{ pattern: 'frog' }, { pattern: 'toad', percent: '80' }, { pattern: '*', percent: '0' }],
    });
    expect([' Fróg ', 'TOAD', 'newt', '  '].map((text) => credit(frog, { text }))).toEqual([1, 0.8, 0, 0]);
    const strict = given('SHORT_TEXT', {
      accepted: [{ pattern: 'Fróg' }],
      caseSensitive: true,
      accentSensitive: true,
    });
    expect(['Fróg', 'fróg', 'Frog', ' Fro\u0301g'].map((text) => credit(strict, { text }))).toEqual([
      1, 0, 0, 1,
    ]);
    expect(credit(given('SHORT_TEXT', { accepted: [{ pattern: '*' }] }), { text: '   ' })).toBe(0);
  });

  it('of a number in a wrong unit, or in none, is less the penalty', () => {
    const key = { numbers: [{ number: '1.5', tolerance: '0' }], unitPenaltyPercent: '10' };
    const mass = given('NUMBER', {
      ...key,
      units: [
        { unit: 'kg', factor: '1' },
        { unit: 'g', factor: '0.001' },
      ],
    });
    expect(credit(mass, { number: '1.5', unit: 'kg' })).toBe(1);
    expect(credit(mass, { number: '1500', unit: 'g' })).toBe(1);
    expect(credit(mass, { number: '1.5', unit: 'g' })).toBe(0.9);
    expect(credit(mass, { number: '1.5' })).toBe(0.9);
    expect(credit(mass, { number: '1500' })).toBe(0);
    expect(
      credit(given('NUMBER', { ...mass.answerKey, unitPenaltyPercent: undefined }), { number: '1.5' }),
    ).toBe(0);
  });

  it('of a calculated question follows the values of the attempt', () => {
    const sumOf = given(
      'CALCULATED',
      { numbers: [{ number: '{a} + {b}', tolerance: '0' }] },
      {
        valueSets: [
          { a: '2.3', b: '7.6' },
          { a: '0.1', b: '0.2' },
        ],
      },
    );
    expect(credit(sumOf, { number: '9.9' }, 0)).toBe(1);
    expect(credit(sumOf, { number: '9.9' }, 1)).toBe(0);
    expect(credit(sumOf, { number: '0.3' }, 1)).toBe(1);
    expect(credit(sumOf, { number: '0.3' }, 9)).toBe(0);
  });

  it('of a matching question counts the prompts that are matched', () => {
    const frogs = given('MATCHING', { matches: { frog: 'amphibian', cat: 'mammal', newt: 'amphibian' } });
    const matches = [
      { promptId: 'frog', choiceId: 'amphibian' },
      { promptId: 'cat', choiceId: 'amphibian' },
    ];
    expect(credit(frogs, { matches })).toBeCloseTo(1 / 3, 12);
    const strict = given('MATCHING', { ...frogs.answerKey, scoring: 'ALL_OR_NOTHING' });
    expect(credit(strict, { matches })).toBe(0);
  });

  /** What Moodle's own tests of its ordering questions expect, for items A to F. */
  it.each<[OrderScoring, string, number]>([
    ['ALL_OR_NOTHING', 'ABCDEF', 1],
    ['ALL_OR_NOTHING', 'ABCDFE', 0],
    ['ABSOLUTE_POSITION', 'ABCDFE', 4 / 6],
    ['ABSOLUTE_POSITION', 'BCDEFA', 0],
    ['RELATIVE_NEXT', 'BCDEFA', 4 / 5],
    ['RELATIVE_NEXT', 'FEDCBA', 0],
    ['LONGEST_ORDERED_SUBSET', 'BCDEFA', 5 / 6],
    ['LONGEST_ORDERED_SUBSET', 'CBDEFA', 4 / 6],
    ['LONGEST_ORDERED_SUBSET', 'FEDCBA', 0],
  ])('of an order by %s: %s earns %d', (orderScoring, answer, share) => {
    const ordering = given('ORDERING', { order: [...'ABCDEF'], orderScoring });
    expect(credit(ordering, { order: [...answer] })).toBeCloseTo(share, 12);
  });

  it('of a text with blanks is the sum of the blanks by their weights', () => {
    const verse = given('CLOZE', {
      blanks: {
        1: { weight: 3, accepted: [{ pattern: 'Owl' }], caseSensitive: true },
        2: { choicePercents: { cat: '100', dog: '-100' } },
        3: { numbers: [{ number: '1867', tolerance: '1' }] },
      },
    });
    const fill = (...answers: string[]): QuizResponse => ({
      blanks: answers.map((answer, i) => ({ blankId: String(i + 1), answer })),
    });
    expect(credit(verse, fill('Owl', 'cat', '1868'))).toBe(1);
    expect(credit(verse, fill('owl', 'cat', '1868'))).toBe(0.4);
    expect(credit(verse, fill('Owl', 'dog'))).toBe(0.4);
    expect(credit(verse, fill('', 'dog', ''))).toBe(0);
    const strict = given('CLOZE', { ...verse.answerKey, scoring: 'ALL_OR_NOTHING' });
    expect(credit(strict, fill('Owl', 'cat'))).toBe(0);
  });

  it('of a hotspot counts each region once, and the places asked for alone', () => {
    const regions = [
      { shape: 'CIRCLE', x: 20, y: 20, radius: 10 },
      { shape: 'RECTANGLE', x: 15, y: 15, width: 50, height: 20 },
      {
        shape: 'POLYGON',
        points: [
          { x: 100, y: 100 },
          { x: 140, y: 100 },
          { x: 120, y: 140 },
        ],
      },
    ] as const;
    const knee = given('HOTSPOT', { regions }, { placesToMark: 3 });
    const places = (...pairs: [number, number][]): QuizResponse => ({
      places: pairs.map(([x, y]) => ({ x, y })),
    });
    expect(credit(knee, places([20, 20], [60, 30], [120, 130]))).toBe(1);
    expect(credit(knee, places([16, 16], [18, 18]))).toBeCloseTo(2 / 3, 12); // both in both
    expect(credit(knee, places([10, 20], [10, 20]))).toBeCloseTo(1 / 3, 12); // the same place twice
    expect(credit(knee, places([140, 100], [141, 100]))).toBeCloseTo(1 / 3, 12); // on the edge, and beyond it
    expect(credit(knee, places([0, 0], [0, 1], [0, 2], [20, 20]))).toBe(0); // more than asked for
    const one = given('HOTSPOT', { regions, scoring: 'ALL_OR_NOTHING' }, { placesToMark: 1 });
    expect(credit(one, places([120, 101]))).toBe(1);
  });

  it('and what is said to an answer is said to what it fits, a mistake too', () => {
    const said = (question: QuestionContent, response: QuizResponse) =>
      fittingAnswer({ ...question, response, variant: null })?.feedback;
    const pi = given('NUMBER', {
      numbers: [
        { number: '3.14', tolerance: '0', feedback: 'Yes.' },
        { number: '3', tolerance: '0.5', percent: '0', feedback: 'More exactly.' },
      ],
    });
    expect([said(pi, { number: '3.14' }), said(pi, { number: '3.1' }), said(pi, { number: '4' })]).toEqual([
      'Yes.',
      'More exactly.',
      undefined,
    ]);
    const strict = given('SHORT_TEXT', {
      caseSensitive: true,
      accepted: [
        { pattern: 'Owl', feedback: 'Yes.' },
        { pattern: '*', percent: '0', feedback: 'No.' },
      ],
    });
    expect([said(strict, { text: 'Owl' }), said(strict, { text: 'owl' }), said(strict, {})]).toEqual([
      'Yes.',
      'No.',
      undefined,
    ]);
  });

  it('of an essay waits for a grader, but for one in which nothing stands', () => {
    expect(awaitsGrader({ type: 'ESSAY', response: { text: 'Because …' } })).toBe(true);
    for (const response of [null, {}, { text: ' \n' }])
      expect(awaitsGrader({ type: 'ESSAY', response })).toBe(false);
    expect(GRADED.some((type) => awaitsGrader({ type, response: { text: 'x' } }))).toBe(false);
  });

  it('abuse 28: comes from no percent, weight or number that is none', () => {
    for (const bad of ['NaN', 'Infinity', '-Infinity', '1e9', '', 'x']) {
      const keys: [QuestionType, AnswerKey, QuizResponse][] = [
        ['SINGLE_CHOICE', { choicePercents: { a: bad } }, { choiceIds: ['a'] }],
        ['MULTIPLE_CHOICE', { correctChoiceIds: ['a'], choicePercents: { a: bad } }, { choiceIds: ['a'] }],
        ['SHORT_TEXT', { accepted: [{ pattern: 'a', percent: bad }] }, { text: 'a' }],
        ['NUMBER', { numbers: [{ number: '1', tolerance: bad }] }, { number: '1' }],
        ['NUMBER', { numbers: [{ number: '1', tolerance: '0', percent: bad }] }, { number: '1' }],
      ];
      for (const [type, key, response] of keys) expect(credit(given(type, key), response)).toBe(0);
    }
    const huge = given('SHORT_TEXT', { accepted: [{ pattern: 'a', percent: '999999999' }] });
    expect(credit(huge, { text: 'a' })).toBe(1);
  });
});

describe('a total', () => {
  const marks = fc.array(
    fc.record({ isTrue: fc.boolean(), points }).map(({ isTrue, points: worth }): Mark => {
      const statement = {
        type: 'TRUE_FALSE',
        presentation: {},
        answerKey: { isTrue: true },
        variant: null,
      } as const;
      return markOf({ ...statement, response: { isTrue }, points: worth });
    }),
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
