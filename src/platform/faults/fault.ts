/** Stable codes of faults: clients may branch on them, so they are never renamed. */
export const FAULT_CODES = [
  'BAD_USER_INPUT',
  'CONFLICT',
  'FORBIDDEN',
  'NOT_FOUND',
  'OPERATION_KEY_REUSED',
  'TOO_MANY_REQUESTS',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** One wrong input: which field, what is wrong, what would be right. */
export interface FieldProblem {
  /** Path from the input, e.g. `courses.0.hours.lecture`. */
  field: string;
  message: string;
}

/**
 * Something that should not have been asked, or cannot be answered now. Thrown, and mapped once to
 * `extensions.code`. A "no" that a well-behaved client must expect is a refusal instead (a union member).
 */
export class Fault extends Error {
  constructor(
    readonly code: FaultCode,
    message: string,
    readonly fields: FieldProblem[] = [],
    /** Seconds after which a retry makes sense. */
    readonly retryAfter?: number,
    /** What is behind it: for the log, never for the client. */
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Fault';
  }
}

/**
 * The one answer for what does not exist, belongs to another tenant, or may not be seen: it must not tell
 * which of them it is, so it names neither the id nor the reason.
 */
export const notFound = (): Fault =>
  new Fault('NOT_FOUND', 'There is nothing here that you may see under this id.');

export const forbidden = (): Fault => new Fault('FORBIDDEN', 'Your role does not allow this.');

export const unauthenticated = (): Fault =>
  new Fault('UNAUTHENTICATED', 'Sign in first: the access token is missing, expired or no longer valid.');

export const badInput = (field: string, message: string): Fault =>
  new Fault('BAD_USER_INPUT', `${field}: ${message}`, [{ field, message }]);

export const conflict = (message: string): Fault => new Fault('CONFLICT', message);
