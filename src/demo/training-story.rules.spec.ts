import fc from 'fast-check';
import {
  inOrderOfPrerequisites,
  stretchesOf,
  type PlannedSkill,
  type TrainingFate,
} from './training-story.rules.js';

/** Skills each of which may rest on those before it. */
const skills = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 }).map((rests) =>
  rests.map((of, i): PlannedSkill => ({
    code: `SK${i}`,
    requiredObservations: 1,
    prerequisites: i === 0 ? [] : [...new Set(of.map((each) => `SK${each % i}`))],
  })),
);

describe('training of the demo', () => {
  it('signs nothing before what it rests on, and everything once', () => {
    fc.assert(
      fc.property(skills, (all) => {
        const rows = inOrderOfPrerequisites(all);
        const rowOf = new Map(rows.flatMap((row, i) => row.map(({ code }) => [code, i] as const)));
        expect(rows.flat()).toHaveLength(all.length);
        for (const { code, prerequisites } of all)
          for (const each of prerequisites) expect(rowOf.get(each)!).toBeLessThan(rowOf.get(code)!);
      }),
    );
  });

  it('says so when skills wait for one another', () => {
    const [a, b] = [
      { code: 'A', requiredObservations: 1, prerequisites: ['B'] },
      { code: 'B', requiredObservations: 1, prerequisites: ['A'] },
    ];
    expect(() => inOrderOfPrerequisites([a, b])).toThrow('wait for one another');
  });

  it.each<TrainingFate>(['CURRENT', 'EXPIRING', 'EXPIRED', 'SUSPENDED', 'REVOKED'])(
    'has everything learned once by who is %s',
    (fate) => {
      const codes = Array.from({ length: 18 }, (_, i) => `SK${String(i + 1).padStart(2, '0')}`);
      const learned = stretchesOf(fate, codes, 400).flatMap((stretch) => stretch.codes);
      expect(learned.toSorted()).toEqual(codes);
    },
  );
});
