/**
 * For each merged person, the person it was merged into. Duplicates are merged once and into a person that
 * stands for itself at that moment, so chains may grow, but never close.
 */
export type Merges = ReadonlyMap<string, string>;

/** The person who stands for this one: itself, unless it turned out to be a duplicate. */
export function canonicalPerson(personId: string, merges: Merges): string {
  let current = personId;
  for (let next = merges.get(current); next !== undefined; next = merges.get(current)) current = next;
  return current;
}

/**
 * Whether both ids are one human being. Every "not by yourself" asks this and never compares accounts or
 * raw ids: one person may have two accounts, and may have been entered twice.
 */
export const isSamePerson = (a: string, b: string, merges: Merges): boolean =>
  canonicalPerson(a, merges) === canonicalPerson(b, merges);

/**
 * Whether a person who never had an account may be taken for the one who now proves to be them. That one may
 * have been merged before: who accepts cannot undo it, and as `from` stands for itself no circle comes about.
 */
export const mayBeTakenFor = (from: string, into: string, merges: Merges): boolean =>
  !merges.has(from) && !isSamePerson(from, into, merges);

/** Why two persons are not merged, or null when they may be. */
export type MergeObstacle = 'SAME_PERSON' | 'ALREADY_MERGED';

/** A person is merged once, into another one that was not itself merged: so no circle can come about. */
export function mergeObstacle(from: string, into: string, merges: Merges): MergeObstacle | null {
  if (isSamePerson(from, into, merges)) return 'SAME_PERSON';
  return merges.has(from) || merges.has(into) ? 'ALREADY_MERGED' : null;
}
