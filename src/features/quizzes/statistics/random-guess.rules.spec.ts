import fc from 'fast-check';
import type { AnswerKey, Presentation, QuestionType } from '../bank/question-content.js';
import { randomGuessScore } from './random-guess.rules.js';

const choices = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `c${i}`, text: `Choice ${i}` }));
const guess = (type: QuestionType, presentation: Presentation, answerKey: AnswerKey): number | null =>
  randomGuessScore({ type, presentation, answerKey });

describe('the random guess score', () => {
  it('is a share or nothing, whatever the percents', () => {
    const percent = fc.integer({ min: -100, max: 100 }).map(String);
    fc.assert(
      fc.property(fc.array(percent, { minLength: 1, maxLength: 8 }), (percents) => {
        const choicePercents = Object.fromEntries(percents.map((each, i) => [`c${i}`, each]));
        const score = guess('SINGLE_CHOICE', { choices: choices(percents.length) }, { choicePercents });
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of a single choice is the mean of what its choices are worth', () => {
    expect(guess('SINGLE_CHOICE', { choices: choices(4) }, { correctChoiceIds: ['c2'] })).toBe(0.25);
    const choicePercents = { c0: '100', c1: '50', c2: '-50' };
    expect(guess('SINGLE_CHOICE', { choices: choices(4) }, { choicePercents })).toBe(0.375);
  });

  it('of what is typed is nothing, unless any text is accepted', () => {
    expect(guess('SHORT_TEXT', {}, { accepted: [{ pattern: 'medial*' }] })).toBe(0);
    expect(guess('SHORT_TEXT', {}, { accepted: [{ pattern: 'a' }, { pattern: '*', percent: '20' }] })).toBe(
      0.2,
    );
    expect(guess('NUMBER', {}, { numbers: [{ number: '1', tolerance: '0' }] })).toBe(0);
    expect(guess('CALCULATED', {}, {})).toBe(0);
  });

  it('of matching and ordering follows from their number', () => {
    const four = { choices: choices(4), prompts: choices(3) };
    expect(guess('MATCHING', four, {})).toBe(0.25);
    expect(guess('MATCHING', four, { scoring: 'ALL_OR_NOTHING' })).toBeCloseTo(1 / 64, 12);
    expect(guess('ORDERING', four, {})).toBeCloseTo(1 / 24, 12);
    expect(guess('ORDERING', four, { orderScoring: 'ABSOLUTE_POSITION' })).toBe(0.25);
    expect(guess('ORDERING', four, { orderScoring: 'LONGEST_ORDERED_SUBSET' })).toBeNull();
  });

  it('of a cloze is the weighted mean of its blanks', () => {
    const blanks = [
      { id: '1', kind: 'CHOICE' as const, choices: choices(2) },
      { id: '2', kind: 'TEXT' as const },
      { id: '3', kind: 'NUMBER' as const },
    ];
    const keys = {
      '1': { weight: 2, choicePercents: { c0: '100' } },
      '2': { accepted: [{ pattern: 'x' }] },
      '3': {},
    };
    expect(guess('CLOZE', { blanks }, { blanks: keys })).toBe(0.25);
    expect(guess('CLOZE', { blanks }, { blanks: keys, scoring: 'ALL_OR_NOTHING' })).toBe(0);
  });

  it('is one half for true or false, and unknown where guessing has no odds', () => {
    expect(guess('TRUE_FALSE', {}, { isTrue: true })).toBe(0.5);
    for (const type of ['MULTIPLE_CHOICE', 'HOTSPOT', 'ESSAY'] as const)
      expect(guess(type, {}, {})).toBeNull();
  });
});
