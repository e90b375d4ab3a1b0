import fc from 'fast-check';
import { drawnQuestions } from './draw.rules.js';
import { type BankedDraw, type BankedQuiz, publicationProblems } from './quiz-publication.rules.js';

const question = (position: number, more: object = {}) => ({
  position,
  section: null,
  points: '1',
  code: `Q${position}`,
  retired: false,
  publishedVersionId: 'v',
  ...more,
});
const draw = (position: number, count: number, pool: string, more: object = {}): BankedDraw => ({
  position,
  section: null,
  points: '1',
  count,
  pool: [...pool].map((id) => ({ questionId: id, questionVersionId: `v${id}` })),
  ...more,
});
const problems = (quiz: Partial<BankedQuiz>) =>
  publicationProblems({ sections: [], fixed: [], draws: [], ...quiz });

describe('publishing a quiz', () => {
  it('needs questions, in every section', () => {
    expect(problems({})).toEqual([{ field: 'items', message: 'A quiz needs at least one question.' }]);
    const sections = [
      { position: 1, title: 'Bones', points: null },
      { position: 2, title: 'Muscles', points: '10' },
    ];
    expect(problems({ sections, fixed: [question(1, { section: 1 })] })).toEqual([
      { field: 'sections.2', message: '"Muscles" has no questions: add some or take it out.' },
    ]);
    expect(problems({ fixed: [question(1)] })).toEqual([]);
  });

  it('lists everything at once, by the place in its section', () => {
    const sections = [
      { position: 1, title: 'Bones', points: null },
      { position: 2, title: 'Muscles', points: null },
    ];
    const fixed = [
      question(1, { section: 1 }),
      question(2, { section: 1, retired: true }),
      question(6, { section: 2, publishedVersionId: null }),
    ];
    const draws = [draw(3, 3, 'ab', { section: 2 })];
    expect(problems({ sections, fixed, draws })).toEqual([
      { field: 'sections.1.items.2', message: 'Q2 was retired: take another question.' },
      { field: 'sections.2.items.2', message: 'Q6 is a draft: publish it first.' },
      { field: 'sections.2.items.1', message: '3 are to be drawn, but 2 of the bank fit.' },
    ]);
  });

  it('sets aside what earlier draws may take', () => {
    expect(problems({ draws: [draw(1, 2, 'abcd'), draw(3, 2, 'abcd')] })).toEqual([]);
    expect(problems({ draws: [draw(1, 3, 'abcd'), draw(4, 2, 'abcx')] })).toEqual([
      {
        field: 'items.2',
        message: '2 are to be drawn, but 4 of the bank fit, and earlier draws may take 3 of them.',
      },
    ]);
  });

  it('refuses a weight that leaves a question nothing', () => {
    const sections = [{ position: 1, title: 'Bones', points: '0.01' }];
    const fixed = [question(1, { section: 1, points: '1000' }), question(2, { section: 1, points: '0.01' })];
    expect(problems({ sections, fixed })).toEqual([
      { field: 'sections.1.points', message: expect.stringContaining('too little') },
    ]);
    expect(problems({ sections: [{ ...sections[0]!, points: '1000' }], fixed })).toEqual([]);
  });

  it('lets no draw run dry later, whatever is drawn before it', () => {
    const draws = fc
      .array(
        fc.record({
          count: fc.integer({ min: 1, max: 4 }),
          pool: fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'), { minLength: 4 }),
          seen: fc.nat(3),
        }),
        { minLength: 1, maxLength: 4 },
      )
      .map((given) => {
        let position = 1;
        return given.map(({ count, pool }) => {
          position += count;
          return draw(position - count, count, pool.sort().join(''));
        });
      });
    let publishable = 0;
    fc.assert(
      fc.property(
        draws,
        fc.array(fc.nat(3), { minLength: 16, maxLength: 16 }),
        fc.nat(),
        (draws, seen, seed) => {
          if (problems({ draws }).length) return;
          publishable++;
          const slots = draws.map(({ pool, ...rest }) => ({
            ...rest,
            pool: pool.map((each) => ({
              ...each,
              timesSeen: seen[each.questionId.charCodeAt(0) - 97]!,
              variants: null,
            })),
          }));
          const quiz = {
            fixed: [],
            draws: slots,
            sections: [],
            shuffleQuestions: false,
            shuffleChoices: false,
          };
          const wanted = draws.reduce((sum, { count }) => sum + count, 0);
          expect(drawnQuestions(quiz, seed)).toHaveLength(wanted);
        },
      ),
      { numRuns: 500 },
    );
    expect(publishable).toBeGreaterThan(50);
  });
});
