import { refuse } from '../../../platform/graphql/refusal.js';
import { AccessCodeWrong, TooManyWrongCodes } from './quiz-attempt.refusals.js';

/** So many wrong codes in so many minutes; then none is looked at, be it the right one, until the time is over. */
export const MOST_WRONG_CODES = 10;
export const GUESSING_MINUTES = 15;

/** Space around a code does not matter. */
export const isRightCode = (asked: string, given: string): boolean => given.trim() === asked;

/** Where somebody stands with their guesses, this one counted. */
export interface CodeGuesses {
  /** 0 after a right one; above the most when this one is not looked at. */
  readonly wrong: number;
  /** The first wrong one. */
  readonly since: Date;
}

/** Null when the code was right and looked at. */
export function guessRefusal({ wrong, since }: CodeGuesses): AccessCodeWrong | TooManyWrongCodes | null {
  if (wrong > MOST_WRONG_CODES) {
    const retryAt = new Date(since.getTime() + GUESSING_MINUTES * 60_000);
    const at = retryAt.toISOString().slice(11, 16);
    const message = `There were too many wrong codes. Ask who supervises the quiz, and try again from ${at} UTC on.`;
    return refuse(TooManyWrongCodes, message, { retryAt });
  }
  if (wrong === 0) return null;
  return refuse(AccessCodeWrong, 'This is not the access code of the quiz. Ask who supervises it.');
}

export const noCodeGiven = (): AccessCodeWrong =>
  refuse(AccessCodeWrong, 'The quiz asks for an access code: who supervises it has it.');
