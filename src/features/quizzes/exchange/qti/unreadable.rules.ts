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

/** The element and its line, as an author finds it again. */
export const placeOf = (element: Element): string =>
  element.lineNumber ? `${element.localName} in line ${element.lineNumber}` : String(element.localName);
