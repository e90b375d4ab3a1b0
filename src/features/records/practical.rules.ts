import { compare, decimal, isDecimal, roundHalfUp, smaller } from './rational.js';

/**
 * How a practical examination is judged: two gates, as for nurse aides (NNAAP) and in PT education (Bellin
 * College): every critical step met and the technical score reached. Numbers are the program's data.
 */
export interface PracticalPolicy {
  readonly criticalSteps: 'ALL';
  /** Least technical percent, as a decimal, e.g. `77`. */
  readonly technicalMinPct: string;
  readonly maxAttempts: number;
  /** The most a second or later attempt can score, in percent. */
  readonly repeatScoreCapPct: string;
}

export interface PracticalAttempt {
  /** 1 for the first. */
  readonly attemptNumber: number;
  /** 0 to 100, as a decimal. */
  readonly technicalPct: string;
  readonly criticalStepsMet: boolean;
}

export type PracticalFailure =
  | { readonly code: 'CRITICAL_STEP_MISSED'; readonly attemptNumber: number; readonly message: string }
  | {
      readonly code: 'TECHNICAL_SCORE_TOO_LOW';
      readonly attemptNumber: number;
      readonly technicalPct: string;
      readonly technicalMinPct: string;
      readonly message: string;
    };

export interface PracticalResult {
  readonly passed: boolean;
  /** What goes into the gradebook, two decimals: the technical percent, capped on a repeat. */
  readonly scorePct: string;
  readonly capped: boolean;
  readonly failures: readonly PracticalFailure[];
}

export type PracticalRefusal =
  | { readonly code: 'PRACTICAL_SCORE_INVALID'; readonly technicalPct: string; readonly message: string }
  | { readonly code: 'PRACTICAL_ALREADY_PASSED'; readonly passedAttempt: number; readonly message: string }
  | {
      readonly code: 'PRACTICAL_ATTEMPTS_EXHAUSTED';
      readonly maxAttempts: number;
      readonly message: string;
    }
  | {
      readonly code: 'PRACTICAL_ATTEMPT_OUT_OF_ORDER';
      readonly expected: number;
      readonly got: number;
      readonly message: string;
    };

export interface PracticalStanding {
  readonly state: 'NOT_ATTEMPTED' | 'PASSED' | 'MAY_REPEAT' | 'FAILED';
  readonly attemptsLeft: number;
  /** The result that counts: the attempt that passed, else the latest; null before the first. */
  readonly result: PracticalResult | null;
}

export function judgePractical(policy: PracticalPolicy, attempt: PracticalAttempt): PracticalResult {
  const failures = failuresOf(policy, attempt);
  const technical = decimal(attempt.technicalPct);
  const cap = decimal(policy.repeatScoreCapPct);
  const isRepeat = attempt.attemptNumber > 1;
  return {
    passed: failures.length === 0,
    scorePct: roundHalfUp(isRepeat ? smaller(technical, cap) : technical),
    capped: isRepeat && compare(technical, cap) > 0,
    failures,
  };
}

/** Whether the next attempt may be recorded after `earlier` ones. */
export function refusePracticalAttempt(
  policy: PracticalPolicy,
  earlier: readonly PracticalAttempt[],
  next: PracticalAttempt,
): PracticalRefusal | null {
  const { technicalPct, attemptNumber } = next;
  if (!isDecimal(technicalPct) || compare(decimal(technicalPct), decimal('100')) > 0) {
    const message = 'The technical score must be a percent from 0 to 100.';
    return { code: 'PRACTICAL_SCORE_INVALID', technicalPct, message };
  }
  const passed = inOrder(earlier).find((attempt) => judgePractical(policy, attempt).passed);
  if (passed) {
    const message = `Attempt ${passed.attemptNumber} passed; a passed practical is not repeated.`;
    return { code: 'PRACTICAL_ALREADY_PASSED', passedAttempt: passed.attemptNumber, message };
  }
  const { maxAttempts } = policy;
  if (earlier.length >= maxAttempts || attemptNumber > maxAttempts) {
    const message = `All ${maxAttempts} attempts are used.`;
    return { code: 'PRACTICAL_ATTEMPTS_EXHAUSTED', maxAttempts, message };
  }
  const expected = earlier.length + 1;
  if (attemptNumber === expected) return null;
  const message = `The next attempt is number ${expected}, not ${attemptNumber}.`;
  return { code: 'PRACTICAL_ATTEMPT_OUT_OF_ORDER', expected, got: attemptNumber, message };
}

/** Where the trainee stands in one practical after these attempts, in any order. */
export function practicalStanding(
  policy: PracticalPolicy,
  attempts: readonly PracticalAttempt[],
): PracticalStanding {
  const results = inOrder(attempts).map((attempt) => judgePractical(policy, attempt));
  const attemptsLeft = Math.max(0, policy.maxAttempts - attempts.length);
  const passed = results.find((result) => result.passed);
  if (passed) return { state: 'PASSED', attemptsLeft, result: passed };
  const latest = results.at(-1) ?? null;
  if (attemptsLeft === 0) return { state: 'FAILED', attemptsLeft, result: latest };
  return { state: latest ? 'MAY_REPEAT' : 'NOT_ATTEMPTED', attemptsLeft, result: latest };
}

function failuresOf(policy: PracticalPolicy, attempt: PracticalAttempt): PracticalFailure[] {
  const { attemptNumber, technicalPct } = attempt;
  const { technicalMinPct } = policy;
  const failures: PracticalFailure[] = [];
  if (!attempt.criticalStepsMet) {
    const message = 'A critical step was missed, which fails the attempt whatever its score.';
    failures.push({ code: 'CRITICAL_STEP_MISSED', attemptNumber, message });
  }
  if (compare(decimal(technicalPct), decimal(technicalMinPct)) < 0) {
    const message = `${technicalPct} % is below the ${technicalMinPct} % needed.`;
    failures.push({ code: 'TECHNICAL_SCORE_TOO_LOW', attemptNumber, technicalPct, technicalMinPct, message });
  }
  return failures;
}

function inOrder(attempts: readonly PracticalAttempt[]): PracticalAttempt[] {
  return [...attempts].sort((a, b) => a.attemptNumber - b.attemptNumber);
}
