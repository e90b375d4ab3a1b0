/** Numbers in [0, 1) that follow from a 32-bit seed: mulberry32 (T. Ettinger, 2017, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The items in an order that follows from the seed alone: the same seed gives the same order on every
 * device and at every reload.
 */
export const shuffled = <T>(items: readonly T[], seed: number): T[] => shuffledBy(items, randomNumbers(seed));

/** Fisher-Yates. */
export function shuffledBy<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = wholeBelow(i + 1, random);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** A whole number from 0 to below the limit. */
export const wholeBelow = (limit: number, random: () => number): number => Math.floor(random() * limit);
