import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { Length, Matches } from 'class-validator';

/**
 * Controls, line and paragraph separators, byte-order marks, and marks that turn the direction of what
 * follows: in a name they only serve to make it look like another. Joiners stay: some scripts need them.
 */
const NOT_PRINTABLE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;
const PRINTABLE_ONLY = /^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]*$/u;

export const isPrintable = (text: string): boolean => !NOT_PRINTABLE.test(text);

/** One form per text: composed, without spaces around it. */
export const tidy = (text: string): string => text.normalize('NFC').trim();

/**
 * One line of text, as names are: tidied, then checked. Markup is text like any other here and stays what
 * it is: it is data in every answer and escaped wherever a page or mail is made of it.
 */
export const SingleLine = (min: number, max: number): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? tidy(value) : value)),
    Length(min, max),
    Matches(PRINTABLE_ONLY, { message: '$property must be one line without control characters' }),
  );
