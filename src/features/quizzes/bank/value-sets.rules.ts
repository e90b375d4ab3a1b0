import type { Values } from './formula.rules.js';

/** From where to where a value is drawn, and with how many decimal places (0 to 6). */
export interface ValueRange {
  readonly name: string;
  readonly min: string;
  readonly max: string;
  readonly decimals: number;
}

/**
 * Sets of values drawn evenly from the ranges. `below` gives a random whole number from 0 up to, not including, its
 * argument. Sets differ from each other while the ranges have so many: fewer come out when they do not.
 */
export function drawnValueSets(
  ranges: readonly ValueRange[],
  count: number,
  below: (limit: number) => number,
): Values[] {
  const drawn = new Map<string, Values>();
  for (let tries = 0; drawn.size < count && tries < 20 * count; tries++) {
    const values = Object.fromEntries(ranges.map((range) => [range.name, drawnValue(range, below)]));
    drawn.set(JSON.stringify(values), values);
  }
  return [...drawn.values()];
}

function drawnValue({ min, max, decimals }: ValueRange, below: (limit: number) => number): string {
  const steps = 10 ** decimals;
  const [from, to] = [Math.ceil(Number(min) * steps), Math.floor(Number(max) * steps)];
  const value = to > from ? from + below(to - from + 1) : from;
  return (value / steps).toFixed(decimals);
}
