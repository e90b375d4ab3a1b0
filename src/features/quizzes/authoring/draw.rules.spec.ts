import fc from 'fast-check';
import { compare, decimal, sum } from '../../records/rational.js';
import { drawnQuestions, type PooledQuestion, type QuizSlots } from './draw.rules.js';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const QUESTIONS = 40;

const pooled = (n: number, timesSeen: number, variants: number | null = null): PooledQuestion => ({
  questionId: `q${n}`,
  questionVersionId: `v${n}`,
  timesSeen,
  variants,
});

/** Fixed questions and draws in two weighed sections, from a bank of forty questions seen up to three times. */
const quizzes: fc.Arbitrary<QuizSlots> = fc
  .record({
    seen: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: QUESTIONS, maxLength: QUESTIONS }),
    fixed: fc.uniqueArray(fc.integer({ min: 0, max: QUESTIONS - 1 }), { maxLength: 8 }),
    draws: fc.array(
      fc.record({
        count: fc.integer({ min: 1, max: 10 }),
        pool: fc.uniqueArray(fc.integer({ min: 0, max: QUESTIONS - 1 })),
      }),
      { maxLength: 4 },
    ),
    split: fc.nat(12),
    shuffleQuestions: fc.boolean(),
  })
  .map(({ seen, fixed, draws, split, shuffleQuestions }) => {
    let position = 1;
    const place = (count: number) => {
      const at = { position, section: position <= split ? 1 : 2, points: '1.50' };
      position += count;
      return at;
    };
    return {
      fixed: fixed.map((n) => ({ ...pooled(n, 0, n % 5 ? null : 7), ...place(1) })),
      draws: draws.map(({ count, pool }) => ({
        count,
        ...place(count),
        pool: pool
          .filter((n) => !fixed.includes(n))
          .sort()
          .map((n) => pooled(n, seen[n]!, n % 5 ? null : 7)),
      })),
      sections: [
        { position: 1, points: '10.00' },
        { position: 2, points: null },
      ],
      shuffleQuestions,
      shuffleChoices: false,
    };
  });

describe('drawing the questions of an attempt', () => {
  it('follows from the seed alone', () => {
    fc.assert(
      fc.property(quizzes, seeds, (quiz, seed) =>
        expect(drawnQuestions(quiz, seed)).toEqual(drawnQuestions(quiz, seed)),
      ),
    );
  });

  it('takes every fixed question, no question twice, and only what the pools hold', () => {
    fc.assert(
      fc.property(quizzes, seeds, (quiz, seed) => {
        const drawn = drawnQuestions(quiz, seed);
        const ids = drawn.map(({ questionId }) => questionId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { position, questionId } of quiz.fixed)
          expect(drawn.find((question) => question.position === position)?.questionId).toBe(questionId);
        for (const { position, count, pool } of quiz.draws) {
          const slots = drawn.filter((each) => each.position >= position && each.position < position + count);
          expect(pool.map(({ questionId }) => questionId)).toEqual(
            expect.arrayContaining(slots.map(({ questionId }) => questionId)),
          );
        }
      }),
    );
  });

  it('takes a question seen more often only where none seen less is left', () => {
    fc.assert(
      fc.property(quizzes, seeds, (quiz, seed) => {
        const drawn = drawnQuestions(quiz, seed);
        for (const { position, count, pool } of quiz.draws) {
          const seen = new Map(pool.map(({ questionId, timesSeen }) => [questionId, timesSeen]));
          const mine = drawn.filter((each) => each.position >= position && each.position < position + count);
          const most = Math.max(...mine.map(({ questionId }) => seen.get(questionId)!));
          const taken = new Set(drawn.map(({ questionId }) => questionId));
          for (const { questionId, timesSeen } of pool)
            if (!taken.has(questionId) && mine.length) expect(timesSeen).toBeGreaterThanOrEqual(most);
        }
      }),
    );
  });

  it('gives places from 1 in the order of the sections, and keeps positions in order unless shuffled', () => {
    fc.assert(
      fc.property(quizzes, seeds, (quiz, seed) => {
        const drawn = drawnQuestions(quiz, seed);
        expect(drawn.map(({ place }) => place)).toEqual(drawn.map((_, i) => i + 1));
        const sections = drawn.map(({ section }) => section!);
        expect(sections).toEqual(sections.toSorted((a, b) => a - b));
        const positions = drawn.map(({ position }) => position);
        if (!quiz.shuffleQuestions) expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      }),
    );
  });

  it('is worth the same whatever the seed, the weight of the section to the last part', () => {
    fc.assert(
      fc.property(quizzes, seeds, seeds, (quiz, one, other) => {
        const [drawn, again] = [drawnQuestions(quiz, one), drawnQuestions(quiz, other)];
        const worth = new Map(again.map(({ position, points }) => [position, points]));
        for (const { position, points } of drawn) expect(worth.get(position) ?? points).toBe(points);
        const inFirst = drawn.filter(({ section }) => section === 1);
        const asked = quiz.draws
          .filter(({ section }) => section === 1)
          .reduce((n, { count }) => n + count, 0);
        const full = inFirst.length === asked + quiz.fixed.filter(({ section }) => section === 1).length;
        if (full && inFirst.length)
          expect(compare(sum(inFirst.map(({ points }) => decimal(points))), decimal('10'))).toBe(0);
      }),
    );
  });

  it('gives calculated questions one of their sets of values, and others none', () => {
    fc.assert(
      fc.property(quizzes, seeds, (quiz, seed) => {
        for (const { questionId, variant } of drawnQuestions(quiz, seed))
          if (Number(questionId.slice(1)) % 5) expect(variant).toBeNull();
          else expect([0, 1, 2, 3, 4, 5, 6]).toContain(variant);
      }),
    );
  });

  it('draws each question of a pool about equally often', () => {
    const pool = Array.from({ length: 5 }, (_, n) => pooled(n, 0));
    const quiz: QuizSlots = {
      fixed: [],
      draws: [{ position: 1, section: null, count: 2, points: '1', pool }],
      sections: [],
      shuffleQuestions: false,
      shuffleChoices: false,
    };
    const times = new Map<string, number>();
    for (let seed = 0; seed < 5_000; seed++)
      for (const { questionId } of drawnQuestions(quiz, seed))
        times.set(questionId, (times.get(questionId) ?? 0) + 1);
    for (const count of times.values()) expect(Math.abs(count - 2_000)).toBeLessThan(150);
    expect(times.size).toBe(5);
  });
});
