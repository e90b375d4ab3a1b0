import fc from 'fast-check';
import {
  ORDER_SCORINGS,
  SCORINGS,
  type AcceptedNumber,
  type AuthoredBlank,
  type AuthoredQuestion,
  type QuestionType,
  type QuizResponse,
  type Region,
} from '../../src/features/quizzes/bank/question-content.js';

/** Stands in everything that nobody may see before the end. */
export const KEPT_SECRET = 'SECRET-of-the-key';

const word = fc.stringMatching(/^[a-z]{1,12}$/);
const words = (min: number, max: number) => fc.uniqueArray(word, { minLength: min, maxLength: max });
const cents = fc.integer({ min: -99_999, max: 99_999 }).map((n) => (n / 100).toFixed(2));
const small = fc.integer({ min: 0, max: 500 }).map((n) => (n / 100).toFixed(2));
const feedback = fc.constantFrom(KEPT_SECRET, null);

const number = fc.record({
  number: cents,
  tolerance: small.map((n) => (Number(n) / 5).toFixed(2)),
  toleranceKind: fc.constantFrom('ABSOLUTE' as const, 'RELATIVE' as const),
  feedback: fc.constant(KEPT_SECRET),
});

/** One that earns everything, then others that earn a part. */
const numbers: fc.Arbitrary<AcceptedNumber[]> = fc
  .tuple(
    number,
    fc.array(fc.record({ number: cents, tolerance: small, percent: fc.constantFrom('50', '0') })),
  )
  .map(([right, others]) => [right, ...others.slice(0, 3)]);

const accepted = words(1, 4).map((patterns) =>
  patterns.map((pattern, i) => (i ? { pattern, percent: '33.33333' } : { pattern, feedback: KEPT_SECRET })),
);

const units = fc.constantFrom(undefined, [
  { unit: 'kg', factor: '1' },
  { unit: 'g', factor: '0.001' },
]);

/** Right choices share 100 percent, wrong ones lose what the author likes. */
const inPercents = (texts: string[], right: number): NonNullable<AuthoredQuestion['choices']> =>
  texts.map((text, i) => ({
    text,
    percent: i < right ? (100 / right).toFixed(5) : '-50',
    feedback: KEPT_SECRET,
  }));

const blank = (id: string): fc.Arbitrary<AuthoredBlank> =>
  fc.oneof(
    fc.record({
      id: fc.constant(id),
      kind: fc.constant('TEXT' as const),
      weight: fc.nat(5).map((n) => n + 1),
      accepted,
    }),
    fc.record({ id: fc.constant(id), kind: fc.constant('NUMBER' as const), numbers }),
    words(2, 4).map((texts) => ({
      id,
      kind: 'CHOICE' as const,
      choices: texts.map((text, i) => ({ text, correct: i === 0, feedback: KEPT_SECRET })),
    })),
  );

const region: fc.Arbitrary<Region> = fc.oneof(
  fc.record({
    shape: fc.constant('CIRCLE' as const),
    x: fc.integer({ min: 50, max: 150 }),
    y: fc.integer({ min: 50, max: 150 }),
    radius: fc.integer({ min: 1, max: 50 }),
  }),
  fc.record({
    shape: fc.constant('RECTANGLE' as const),
    x: fc.nat(100),
    y: fc.nat(100),
    width: fc.integer({ min: 1, max: 100 }),
    height: fc.integer({ min: 1, max: 100 }),
  }),
  fc.tuple(fc.nat(100), fc.nat(100), fc.integer({ min: 1, max: 100 })).map(([x, y, size]) => ({
    shape: 'POLYGON' as const,
    points: [
      { x, y },
      { x: x + size, y },
      { x, y: y + size },
    ],
  })),
);

const OF_TYPE: Record<QuestionType, fc.Arbitrary<Partial<AuthoredQuestion>>> = {
  SINGLE_CHOICE: fc.oneof(
    words(2, 6).map((texts) => ({
      choices: texts.map((text, i) => ({ text, correct: i === 1, feedback: KEPT_SECRET })),
    })),
    words(2, 6).map((texts) => ({ choices: texts.map((text, i) => ({ text, percent: i ? '25' : '100' })) })),
  ),
  MULTIPLE_CHOICE: fc.oneof(
    fc.tuple(words(2, 6), fc.constantFrom(...SCORINGS)).map(([texts, scoring]) => ({
      scoring,
      choices: texts.map((text, i) => ({ text, correct: i % 2 === 0, feedback: KEPT_SECRET })),
    })),
    words(4, 6).chain((texts) =>
      fc.integer({ min: 1, max: 3 }).map((n) => ({ choices: inPercents(texts, n) })),
    ),
  ),
  TRUE_FALSE: fc.record({ isTrue: fc.boolean(), whenTrue: feedback, whenFalse: feedback }),
  SHORT_TEXT: fc.record({ accepted, caseSensitive: fc.boolean(), accentSensitive: fc.boolean() }),
  NUMBER: fc.record({ numbers, units }),
  CALCULATED: fc
    .array(fc.record({ a: small, b: small }), { minLength: 1, maxLength: 5 })
    .map((valueSets) => ({
      stem: 'What is {a} + {b}?',
      valueSets,
      numbers: [
        { number: '{a} + {b}', tolerance: '0.01', toleranceKind: 'RELATIVE' as const, feedback: KEPT_SECRET },
      ],
    })),
  MATCHING: fc.tuple(words(2, 6), words(2, 6)).map(([prompts, choices]) => ({
    pairs: [
      ...prompts.map((prompt, i) => ({ prompt, choice: choices[i % choices.length]! })),
      { choice: 'fits nothing' },
    ],
  })),
  ORDERING: fc.record({
    choices: words(2, 7).map((texts) => texts.map((text) => ({ text }))),
    orderScoring: fc.constantFrom(...ORDER_SCORINGS),
  }),
  CLOZE: fc.tuple(blank('1'), blank('2'), fc.constantFrom(...SCORINGS)).map(([one, two, scoring]) => ({
    stem: 'The [[2]] comes before the [[1]].',
    blanks: [one, two],
    scoring,
  })),
  HOTSPOT: fc.array(region, { minLength: 1, maxLength: 4 }).map((regions) => ({
    regions,
    picture: {
      fileId: '0197e0c5-0000-7000-8000-000000000001',
      alternativeText: 'A knee',
      width: 200,
      height: 200,
    },
  })),
  ESSAY: fc.record({
    minWords: fc.nat(10),
    maxWords: fc.integer({ min: 10, max: 500 }),
    gradingNotes: fc.constant(KEPT_SECRET),
    rubric: words(1, 3).map((titles) =>
      titles.map((title) => ({
        title,
        levels: [
          { title: 'none', points: '0' },
          { title: 'all', points: '2.5' },
        ],
      })),
    ),
  }),
};

/** A question of the type that could be published as it is. */
export const authored = (type: QuestionType): fc.Arbitrary<AuthoredQuestion> =>
  OF_TYPE[type].map((question) => ({
    type,
    stem: 'What is right?',
    whenCorrect: KEPT_SECRET,
    whenPartlyCorrect: KEPT_SECRET,
    whenIncorrect: KEPT_SECRET,
    explanation: KEPT_SECRET,
    ...question,
  }));

/** Anything that could be stored as a response, fitting or not. */
export const anyResponse = (ids: readonly string[]): fc.Arbitrary<QuizResponse> => {
  const id = fc.constantFrom(...ids, 'nothing', '__proto__');
  const answer = fc.oneof(id, word, cents, fc.string(), fc.constantFrom('NaN', 'Infinity', '1e400', '-0'));
  const coordinate = fc.integer({ min: -10, max: 250 });
  return fc.record(
    {
      choiceIds: fc.array(id),
      isTrue: fc.boolean(),
      text: answer,
      number: answer,
      unit: fc.constantFrom('kg', 'g', 'lb'),
      matches: fc.array(fc.record({ promptId: id, choiceId: id })),
      order: fc.array(id),
      blanks: fc.array(fc.record({ blankId: fc.constantFrom('1', '2', '3'), answer })),
      places: fc.array(fc.record({ x: coordinate, y: coordinate })),
    },
    { requiredKeys: [] },
  );
};
