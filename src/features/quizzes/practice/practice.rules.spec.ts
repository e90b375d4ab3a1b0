import fc from 'fast-check';
import { NO_ALLOWANCES } from '../accommodations/quiz-allowance.rules.js';
import { RATINGS, type Rating } from './practice.entity.js';
import {
  afterReview,
  NEW_MEMORY,
  nothingToPractise,
  ratingOf,
  showsAnswers,
  variantOf,
  type Memory,
} from './practice.rules.js';

const START = new Date('2026-03-01T09:00:00Z');
const later = (date: Date, hours: number): Date => new Date(date.getTime() + hours * 3_600_000);

/** Reviews at any time, on time or not, and when the last of them was. */
const histories = fc.array(
  fc.record({ rating: fc.constantFrom<Rating>(...RATINGS), waited: fc.nat({ max: 5_000 }) }),
  { maxLength: 12 },
);

function remembered(history: readonly { rating: Rating; waited: number }[]): { memory: Memory; at: Date } {
  let [memory, at] = [NEW_MEMORY, START];
  for (const { rating, waited } of history) {
    at = later(at, waited);
    memory = afterReview(memory, rating, at);
  }
  return { memory, at };
}

describe('the memory of a question', () => {
  it('never brings it back before now, whatever the rating', () => {
    fc.assert(
      fc.property(
        histories,
        fc.nat({ max: 5_000 }),
        fc.constantFrom(...RATINGS),
        (history, waited, rating) => {
          const { memory, at } = remembered(history);
          const now = later(at, waited);
          const { due, reviews } = afterReview(memory, rating, now);
          expect(due!.getTime()).toBeGreaterThan(now.getTime());
          expect(reviews).toBe(history.length + 1);
        },
      ),
    );
  });

  it('brings back sooner what was not known than what was, and what was hard no later than what was easy', () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 5_000 }), (history, waited) => {
        const { memory, at } = remembered(history);
        const now = later(at, waited);
        const [again, hard, good, easy] = RATINGS.map((rating) =>
          afterReview(memory, rating, now).due!.getTime(),
        ) as [number, number, number, number];
        expect(again).toBeLessThan(good);
        expect(hard).toBeLessThanOrEqual(good);
        expect(good).toBeLessThanOrEqual(easy);
      }),
    );
  });

  it('rests for about a year at most, and stays within the bounds that are kept', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { memory, at } = remembered([...history, { rating: 'EASY', waited: 9_000 }]);
        expect(memory.due!.getTime() - at.getTime()).toBeLessThanOrEqual(367 * 86_400_000);
        expect(memory.stability).toBeGreaterThan(0);
        expect(memory.difficulty).toBeGreaterThanOrEqual(1);
        expect(memory.difficulty).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('is the same for the same reviews', () => {
    fc.assert(fc.property(histories, (history) => expect(remembered(history)).toEqual(remembered(history))));
  });

  it('counts a lapse when what was known is forgotten', () => {
    const known = remembered([
      { rating: 'EASY', waited: 0 },
      { rating: 'GOOD', waited: 400 },
    ]);
    expect(known.memory).toMatchObject({ state: 'REVIEW', lapses: 0 });
    expect(afterReview(known.memory, 'AGAIN', later(known.at, 800))).toMatchObject({
      state: 'RELEARNING',
      lapses: 1,
    });
  });

  it('is rated by the trainee only where the answer was right', () => {
    expect(ratingOf(true, null)).toBe('GOOD');
    for (const said of RATINGS) {
      expect(ratingOf(true, said)).toBe(said);
      expect(ratingOf(false, said)).toBe('AGAIN');
    }
  });
});

describe('the values of a calculated question', () => {
  const id = '0192f7a0-0000-7000-8000-00000000002a';

  it('are another set in each round, until all were shown', () => {
    const valueSets = Array.from({ length: 5 }, (_, i) => ({ a: String(i) }));
    const shown = [0, 1, 2, 3, 4].map((round) => variantOf({ valueSets }, id, round));
    expect(new Set(shown).size).toBe(5);
    expect(variantOf({ valueSets }, id, 5)).toBe(shown[0]);
  });

  it('are there for no other question', () => {
    expect(variantOf({}, id, 3)).toBeNull();
    expect(variantOf({ valueSets: [] }, id, 3)).toBeNull();
  });
});

describe('what a quiz shows', () => {
  const quiz = (shownAfter: boolean, shownAfterClosing: boolean, closesAt: Date | string | null) => ({
    shownAfter: shownAfter ? (['RIGHT_ANSWERS'] as const) : (['MARKS', 'EXPLANATION'] as const),
    shownAfterClosing: shownAfterClosing ? (['RIGHT_ANSWERS'] as const) : [],
    closesAt,
    allowances: NO_ALLOWANCES,
  });
  const [before, after] = [later(START, -1), later(START, 1)];

  it('opens its questions to practice while it shows the right answers', () => {
    expect(showsAnswers(quiz(true, false, null), START)).toBe(true);
    expect(showsAnswers(quiz(false, true, null), START)).toBe(false);
    expect(showsAnswers(quiz(true, false, after), START)).toBe(true);
    expect(showsAnswers(quiz(true, false, before.toISOString()), START)).toBe(false);
    expect(showsAnswers(quiz(false, true, before), START)).toBe(true);
    expect(showsAnswers(quiz(false, true, START), START)).toBe(false); // the moment of closing is not after it
  });

  it('stays as it is for whom the quiz closes later', () => {
    const accommodations = [
      { timeMultiplier: '1.00', breakMinutes: 0, closingExtensionMinutes: 120, extraAttempts: 0 },
    ];
    const extended = { ...quiz(false, true, before), allowances: { ...NO_ALLOWANCES, accommodations } };
    expect(showsAnswers(extended, START)).toBe(false);
    expect(showsAnswers(extended, later(START, 2))).toBe(true);
  });
});

describe('nothing to practise', () => {
  const none = { dueCards: 0, newCards: 0, suspendedCards: 0, nextDueAt: null };

  it.each([
    [{ ...none, dueCards: 1 }, null],
    [{ ...none, newCards: 1 }, null],
    [none, /nothing to practise yet/],
    [{ ...none, suspendedCards: 2 }, /set all your questions aside/],
    [{ ...none, nextDueAt: later(START, 1 / 120) }, /comes back in 1 minute\.$/],
    [{ ...none, nextDueAt: later(START, 0.5) }, /in 30 minutes\.$/],
    [{ ...none, nextDueAt: later(START, 5) }, /in 5 hours\.$/],
    [{ ...none, nextDueAt: later(START, 72) }, /in 3 days\.$/],
  ])('is explained in words: %o', (counts, words) => {
    const said = nothingToPractise(counts, START);
    if (words) expect(said).toMatch(words);
    else expect(said).toBeNull();
  });
});
