import type { Element } from '@xmldom/xmldom';

/** Why an item is not taken: one sentence for its author. */
export class Unreadable extends Error {
  constructor(
    message: string,
    /** What of the file stands in the way. */
    readonly element?: Element,
  ) {
    super(message);
  }
}

/** Choices, blanks, feedback and the like: far more than any question has, and few enough to try them all. */
export const MOST_OF_A_KIND = 200;

/** Throws {@link Unreadable} for more than anybody would ask in one question. */
export function mustBeFew<T>(things: readonly T[], what: string): readonly T[] {
  if (things.length > MOST_OF_A_KIND) throw new Unreadable(`It has more than ${MOST_OF_A_KIND} ${what}.`);
  return things;
}

/** All that trying responses of one item may take, in evaluated elements: far above any real item. */
const MOST_STEPS = 1_000_000;

/** Counts steps and throws {@link Unreadable} when trying goes on for too long. */
export function stepCounter(): (steps?: number) => void {
  let taken = 0;
  return (steps = 1) => {
    taken += steps;
    if (taken > MOST_STEPS)
      throw new Unreadable('Finding out what each of its answers earns takes too long.');
  };
}

/** The element and its line, as an author finds it again. */
export const placeOf = (element: Element): string =>
  element.lineNumber ? `${element.localName} in line ${element.lineNumber}` : String(element.localName);
