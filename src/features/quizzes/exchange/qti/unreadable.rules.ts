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

/** The element and its line, as an author finds it again. */
export const placeOf = (element: Element): string =>
  element.lineNumber ? `${element.localName} in line ${element.lineNumber}` : String(element.localName);
