import {
  compare,
  divide,
  HUNDRED,
  multiply,
  roundHalfUp,
  decimal,
  type Rational,
} from '../../records/rational.js';

export const STEP_RESULTS = ['MET', 'NOT_MET', 'NOT_OBSERVED', 'NOT_APPLICABLE'] as const;
export type StepResult = (typeof STEP_RESULTS)[number];

export const OBSERVATION_RESULTS = ['MET', 'NOT_MET', 'INCOMPLETE'] as const;
export type ObservationResult = (typeof OBSERVATION_RESULTS)[number];

/** A step as the skill's version defines it. */
export interface DefinedStep {
  readonly id: string;
  /** 1 for the first. */
  readonly position: number;
  readonly text: string;
  readonly critical: boolean;
  /** Whether a critical step may be answered "not applicable"; on other steps it always may. */
  readonly mayBeNotApplicable: boolean;
  /** Of a measured step: how far the two readings may lie apart, as a decimal. Null: not measured. */
  readonly tolerance: string | null;
}

/** What the observer says about a step. */
export interface StepAnswer {
  readonly stepId: string;
  /** Null on a measured step with readings: there it is computed. */
  readonly result: StepResult | null;
  /** What the trainee read, as a decimal. */
  readonly reading: string | null;
  /** What the observer read. */
  readonly referenceReading: string | null;
  readonly reason: string | null;
}

/** What is kept of a step. */
export interface JudgedStep {
  readonly stepId: string;
  readonly position: number;
  readonly result: StepResult;
  readonly reading: string | null;
  readonly referenceReading: string | null;
  readonly tolerance: string | null;
  readonly reason: string | null;
}

export interface StepsOutcome {
  readonly result: ObservationResult;
  /** Met of the observed, applicable steps, rounded to two decimals for reading; null when there are none. */
  readonly scorePercent: string | null;
  readonly criticalMet: boolean;
  readonly steps: readonly JudgedStep[];
}

export interface AnswerProblem {
  /** The step that is answered wrongly, or the unknown id. */
  readonly stepId: string;
  readonly message: string;
}

/**
 * What is wrong with the answers. Nothing is filled in for the observer: a critical step without an answer is a problem,
 * and so is a result beside the readings from which it follows (inv 11, 13, 17).
 */
export function answerProblems(
  steps: readonly DefinedStep[],
  answers: readonly StepAnswer[],
): AnswerProblem[] {
  const defined = new Set(steps.map(({ id }) => id));
  const strangers = answers
    .filter(({ stepId }) => !defined.has(stepId))
    .map(({ stepId }) => ({ stepId, message: 'is not a step of this version of the skill' }));
  const byStep = Map.groupBy(answers, ({ stepId }) => stepId);
  const wrong = steps.flatMap((step) => {
    const message = problemOf(step, byStep.get(step.id) ?? []);
    return message === null
      ? []
      : [{ stepId: step.id, message: `Step ${step.position} ("${step.text}") ${message}` }];
  });
  return [...strangers, ...wrong];
}

function problemOf(step: DefinedStep, [answer, second]: readonly StepAnswer[]): string | null {
  if (second) return 'is answered more than once';
  if (!answer) return step.critical ? 'is critical and has to be answered' : null;
  if (answer.result === 'NOT_APPLICABLE' && step.critical) {
    if (!step.mayBeNotApplicable) return 'is critical and always applies';
    if (!answer.reason) return 'is critical: say why it does not apply';
  }
  return step.tolerance === null ? problemOfSeen(answer) : problemOfMeasured(answer);
}

function problemOfSeen({ result, reading, referenceReading }: StepAnswer): string | null {
  if (reading !== null || referenceReading !== null) return 'is not measured: leave the readings out';
  return result === null ? 'needs a result' : null;
}

function problemOfMeasured({ result, reading, referenceReading }: StepAnswer): string | null {
  if (reading !== null && referenceReading !== null)
    return result === null ? null : 'is measured: its result follows from the readings, leave it out';
  if (reading !== null || referenceReading !== null) return 'is measured: give both readings';
  return result === 'NOT_OBSERVED' || result === 'NOT_APPLICABLE' ? null : 'is measured: give both readings';
}

/**
 * The result of an observation, by two gates: every critical step met, and the share of met steps at or above the cut
 * score (inv 11, 12). Only steps that were observed and apply count in the share (inv 9); when there are none, nothing
 * was shown, which is INCOMPLETE and not 100 %. A step without an answer was not observed. Computed in whole numbers.
 * The answers must be without problems (see {@link answerProblems}).
 */
export function resultOf(
  steps: readonly DefinedStep[],
  answers: readonly StepAnswer[],
  cutScorePercent: string,
): StepsOutcome {
  const byStep = new Map(answers.map((answer) => [answer.stepId, answer]));
  const judged = steps.map((step) => judge(step, byStep.get(step.id)));
  const criticalMet = steps.every((step, at) => !step.critical || passes(judged[at]!.result));
  const score = shareMet(judged);
  return {
    result: resultFrom(criticalMet, score, cutScorePercent),
    scorePercent: score && roundHalfUp(score),
    criticalMet,
    steps: judged,
  };
}

function resultFrom(
  criticalMet: boolean,
  score: Rational | null,
  cutScorePercent: string,
): ObservationResult {
  if (!criticalMet) return 'NOT_MET';
  if (score === null) return 'INCOMPLETE';
  return compare(score, decimal(cutScorePercent)) < 0 ? 'NOT_MET' : 'MET';
}

/** "Not applicable" is let through here: where it is not allowed, the answers were refused. */
const passes = (result: StepResult): boolean => result === 'MET' || result === 'NOT_APPLICABLE';

/** In percent and exact; null when no applicable step was observed. */
function shareMet(steps: readonly JudgedStep[]): Rational | null {
  const met = steps.filter(({ result }) => result === 'MET').length;
  const missed = steps.filter(({ result }) => result === 'NOT_MET').length;
  if (met + missed === 0) return null;
  return multiply(divide(whole(met), whole(met + missed)), HUNDRED);
}

const whole = (count: number): Rational => ({ numerator: BigInt(count), denominator: 1n });

function judge(step: DefinedStep, answer: StepAnswer | undefined): JudgedStep {
  const { id: stepId, position, tolerance } = step;
  const { reading = null, referenceReading = null, reason = null } = answer ?? {};
  const measured = tolerance !== null && reading !== null && referenceReading !== null;
  const computed = measured && (isWithin(reading, referenceReading, tolerance) ? 'MET' : 'NOT_MET');
  const result = computed || (answer?.result ?? 'NOT_OBSERVED');
  return { stepId, position, result, reading, referenceReading, tolerance, reason };
}

/** Whether two decimals lie at most the tolerance apart; the bound belongs to it (inv 17). Exact, of any sign. */
export function isWithin(reading: string, referenceReading: string, tolerance: string): boolean {
  const texts = [reading, referenceReading, tolerance];
  const places = Math.max(...texts.map((text) => (text.split('.')[1] ?? '').length));
  const [a, b, allowed] = texts.map((text) => scaled(text, places)) as [bigint, bigint, bigint];
  const apart = a > b ? a - b : b - a;
  return apart <= allowed;
}

function scaled(text: string, places: number): bigint {
  const [, sign, digits, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (digits === undefined) throw new RangeError(`Not a decimal: ${JSON.stringify(text)}`);
  const value = BigInt(digits + fraction.padEnd(places, '0'));
  return sign ? -value : value;
}
