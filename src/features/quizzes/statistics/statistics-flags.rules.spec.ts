import fc from 'fast-check';
import { chosenAnswers, type ChosenAnswer } from './distractor.rules.js';
import { distractorFlags, excerpt, itemFlags, quizFlags, type JudgedItem } from './statistics-flags.rules.js';

const FINE: JudgedItem = {
  attempts: 100,
  points: 1,
  facility: 0.6,
  standardDeviation: 0.5,
  markVariance: 0.25,
  covarianceWithTotal: 0.1,
  discriminationIndex: 40,
  discriminativeEfficiency: 50,
  upperShare: 0.9,
  lowerShare: 0.3,
  randomGuessScore: 0.25,
};
const codes = (item: Partial<JudgedItem>): string[] =>
  itemFlags({ ...FINE, ...item }).map(({ code }) => code);

describe('flags of a question', () => {
  it('leave a good one alone', () => expect(codes({})).toEqual([]));

  it.each<[string, Partial<JudgedItem>]>([
    ['FEW_ATTEMPTS', { attempts: 24 }],
    ['NEGATIVE_DISCRIMINATION', { discriminationIndex: -1 }],
    ['BEST_MISS_IT', { upperShare: 0.49 }],
    ['TOO_EASY', { facility: 0.96 }],
    ['TOO_HARD', { facility: 0.09, randomGuessScore: 0 }],
    ['LIKE_GUESSING', { facility: 0.29 }],
  ])('say %s', (code, item) => expect(codes(item)).toEqual([code]));

  it('say nothing of what is not known', () => {
    expect(codes({ discriminationIndex: null, upperShare: null, randomGuessScore: null })).toEqual([]);
    expect(codes({ attempts: 0, facility: null })).toEqual([]);
  });
});

describe('flags of a quiz', () => {
  const whole = {
    mean: 1,
    median: 1,
    standardDeviation: 1,
    skewness: 0,
    kurtosis: 0,
    errorRatio: 50,
    standardError: 1,
  };
  it('tell chance from unreliability', () => {
    const of = (attempts: number, internalConsistency: number | null): string[] =>
      quizFlags({ ...whole, attempts, internalConsistency }).map(({ code }) => code);
    expect(of(24, 10)).toEqual(['FEW_ATTEMPTS']);
    expect(of(25, 63)).toEqual(['UNRELIABLE']);
    expect(of(25, 64)).toEqual([]);
    expect(of(25, null)).toEqual([]);
  });
});

describe('flags of distractors', () => {
  const choice = (text: string, correct: boolean, upper: number, lower: number): ChosenAnswer => ({
    answer: text,
    text,
    correct,
    all: upper + lower,
    upper,
    lower,
  });
  const groups = { upper: 30, lower: 30 };
  const flagsOf = (answers: ChosenAnswer[], attempts = 100) =>
    distractorFlags(answers, attempts, groups).map(({ code, message }) => [code, message.split('”')[0]]);

  it('name the wrong choice that nobody makes, and the one that the best make', () => {
    expect(
      flagsOf([
        choice('right', true, 10, 5),
        choice('trap', false, 18, 5),
        choice('dull', false, 0, 0),
        choice('good', false, 2, 20),
      ]),
    ).toEqual([
      ['DISTRACTOR_ATTRACTS_BEST', '“trap'],
      ['UNUSED_DISTRACTOR', 'Nobody chooses “dull'],
    ]);
  });

  it('wait for more attempts, for more than chance, and for more than one wrong choice', () => {
    expect(flagsOf([choice('trap', false, 18, 5)], 24)).toEqual([]);
    expect(
      flagsOf([choice('right', true, 20, 24), choice('near', false, 7, 5), choice('far', false, 3, 1)]),
    ).toEqual([]);
    expect(flagsOf([choice('True', true, 30, 30), choice('False', false, 0, 0)])).toEqual([]);
  });
});

describe('answers', () => {
  const count = (answer: string | null, all: number) => ({ answer, all, upper: 0, lower: 0 });

  it('of choices are all of them, chosen or not, then none; those of older versions are left out', () => {
    const presentation = {
      choices: [
        { id: 'a', text: 'A' },
        { id: 'b', text: 'B' },
        { id: 'c', text: 'C' },
      ],
    };
    const answerKey = { correctChoiceIds: ['b'], choicePercents: { b: '100', c: '50' } };
    const answers = chosenAnswers({ type: 'SINGLE_CHOICE', presentation, answerKey }, [
      count('a', 3),
      count('gone', 4),
      count(null, 2),
    ]);
    expect(answers.map(({ text, correct, all }) => [text, correct, all])).toEqual([
      ['A', false, 3],
      ['B', true, 0],
      ['C', true, 0],
      ['', false, 2],
    ]);
  });

  it('of what is typed are the ten most frequent', () => {
    const counts = Array.from({ length: 15 }, (_, i) => count(`text ${i}`, i));
    const answers = chosenAnswers({ type: 'SHORT_TEXT', presentation: {}, answerKey: {} }, counts);
    expect(answers.map(({ all }) => all)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5]);
    expect(answers.every(({ correct }) => correct === null)).toBe(true);
  });
});

it('an excerpt is one line of at most so many letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 80 }), (text, length) => {
      const line = excerpt(text, length);
      expect([...line].length).toBeLessThanOrEqual(length);
      expect(line).not.toMatch(/[\r\n\t]/);
      expect(line.isWellFormed()).toBe(true);
    }),
  );
});
