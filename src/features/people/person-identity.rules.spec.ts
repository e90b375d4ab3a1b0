import fc from 'fast-check';
import { canonicalPerson, isSamePerson, mayBeTakenFor, mergeObstacle } from './person-identity.rules.js';

const person = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const attempts = fc.array(fc.tuple(person, person), { maxLength: 20 });

/** Merges every pair that may be merged, in order. */
function merged(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const merges = new Map<string, string>();
  for (const [from, into] of pairs) if (mergeObstacle(from, into, merges) === null) merges.set(from, into);
  return merges;
}

describe('one person under several ids', () => {
  it('inv 1: whoever was merged stays the same person through all later merges', () => {
    fc.assert(
      fc.property(attempts, (pairs) => {
        for (let done = 1; done <= pairs.length; done++) {
          const before = merged(pairs.slice(0, done - 1));
          const after = merged(pairs.slice(0, done));
          for (const [from, into] of before) expect(isSamePerson(from, into, after)).toBe(true);
        }
      }),
    );
  });

  it('whoever is taken for another is one with them, whatever was merged before, and no circle comes about', () => {
    fc.assert(
      fc.property(attempts, person, person, (pairs, from, into) => {
        const merges = merged(pairs);
        const standsFor = canonicalPerson(into, merges);
        fc.pre(mayBeTakenFor(from, into, merges));
        expect(canonicalPerson(from, merges.set(from, into))).toBe(standsFor);
      }),
    );
  });

  it('nobody is taken for another twice, nor for one they are already', () => {
    expect(mayBeTakenFor('a', 'a', new Map())).toBe(false);
    expect(mayBeTakenFor('a', 'c', new Map([['a', 'b']]))).toBe(false);
    expect(mayBeTakenFor('a', 'b', new Map([['b', 'a']]))).toBe(false);
    expect(mayBeTakenFor('a', 'b', new Map([['b', 'c']]))).toBe(true);
  });

  it('every chain of merges ends with somebody who stands for themselves', () => {
    fc.assert(
      fc.property(attempts, person, (pairs, who) => {
        const merges = merged(pairs);
        expect(merges.has(canonicalPerson(who, merges))).toBe(false);
      }),
    );
  });

  it('merges exactly those who can be merged', () => {
    const merges = new Map([['a', 'b']]);
    expect(mergeObstacle('c', 'c', merges)).toBe('SAME_PERSON');
    expect(mergeObstacle('b', 'a', merges)).toBe('SAME_PERSON');
    expect(mergeObstacle('a', 'c', merges)).toBe('ALREADY_MERGED');
    expect(mergeObstacle('c', 'a', merges)).toBe('ALREADY_MERGED');
    expect(mergeObstacle('b', 'c', merges)).toBeNull();
    expect(mergeObstacle('c', 'b', merges)).toBeNull();
  });
});
