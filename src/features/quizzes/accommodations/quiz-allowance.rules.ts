/** What a quiz version says about taking it. */
export interface QuizRules {
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly timeLimitMinutes: number | null;
  /** Null: any number. */
  readonly maxAttempts: number | null;
  readonly graceSeconds: number;
}

/** Other rules of one quiz for one person or one cohort; what is null stays as the quiz says. */
export interface OverriddenRules {
  /** ISO 8601, as JSON has it. */
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly timeLimitMinutes: number | null;
  readonly maxAttempts: number | null;
}

/** What a person is granted at every quiz. */
export interface GrantedAccommodation {
  /** A decimal with two digits after the point, 1 to 10. */
  readonly timeMultiplier: string;
  /** Of breaks in each attempt. */
  readonly breakMinutes: number;
  readonly closingExtensionMinutes: number;
  readonly extraAttempts: number;
}

/** Everything that makes a quiz another one for this person: what `allowancesOf` reads. */
export interface Allowances {
  readonly cohort: OverriddenRules | null;
  readonly person: OverriddenRules | null;
  /** Those that are valid. */
  readonly accommodations: readonly GrantedAccommodation[];
}

export const NO_ALLOWANCES: Allowances = { cohort: null, person: null, accommodations: [] };

export const ALLOWANCE_KINDS = ['OPENING', 'CLOSING', 'TIME_LIMIT', 'ATTEMPTS', 'BREAKS'] as const;
export type AllowanceKind = (typeof ALLOWANCE_KINDS)[number];

/** One thing that is otherwise for this person, in words for them to read; it never says why it was granted. */
export interface Allowance {
  readonly kind: AllowanceKind;
  readonly text: string;
}

/** The rules of a quiz as they hold for one person. */
export interface EffectiveRules {
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly timeLimitSeconds: number | null;
  /** Null: any number. */
  readonly maxAttempts: number | null;
  /** Of breaks in each attempt. */
  readonly breakSeconds: number;
  readonly graceSeconds: number;
  /** What is otherwise than the quiz version says. */
  readonly why: readonly Allowance[];
}

/**
 * The rules of a quiz for one person. An override takes the place of what the version says, the person's before the
 * cohort's. Accommodations come on top. Of several valid ones the most generous of each kind counts: they do not add
 * up, since the same grant may be on record under two ids of one person.
 */
export function settingsFor(version: QuizRules, allowances: Allowances): EffectiveRules {
  const rules = overridden(version, allowances);
  const { accommodations } = allowances;
  const hundredths = largest(accommodations, (each) => Math.round(Number(each.timeMultiplier) * 100), 100);
  const breakMinutes = breakMinutesGranted(allowances);
  const extension = largest(accommodations, (each) => each.closingExtensionMinutes);
  const extra = largest(accommodations, (each) => each.extraAttempts);
  const { opensAt, closesAt, timeLimitMinutes, maxAttempts, graceSeconds } = rules;
  return {
    opensAt,
    closesAt: closesAt && new Date(closesAt.getTime() + extension * 60_000),
    // whole seconds, a begun one in full
    timeLimitSeconds:
      timeLimitMinutes === null ? null : Math.ceil((timeLimitMinutes * 60 * hundredths) / 100),
    maxAttempts: maxAttempts === null ? null : maxAttempts + extra,
    breakSeconds: breakMinutes * 60,
    graceSeconds,
    why: [
      ...rules.why,
      ...told(closesAt && extension, 'CLOSING', () => `Closes ${durationText(extension)} later for you.`),
      ...told(timeLimitMinutes && hundredths - 100, 'TIME_LIMIT', () => `Time × ${hundredths / 100}.`),
      ...told(maxAttempts && extra, 'ATTEMPTS', () => `${counted(extra, 'more attempt')}.`),
      ...told(
        breakMinutes,
        'BREAKS',
        () => `Breaks of ${durationText(breakMinutes)} in each attempt, while its time stands still.`,
      ),
    ],
  };
}

/** Of breaks in each attempt. */
export const breakMinutesGranted = ({ accommodations }: Allowances): number =>
  largest(accommodations, (each) => each.breakMinutes);

/** What decides when an attempt ends. */
export interface AttemptTimes extends Pick<EffectiveRules, 'timeLimitSeconds' | 'closesAt' | 'graceSeconds'> {
  readonly startedAt: Date;
  /** Of breaks: those that are over, and the whole of the one that runs as it was planned. */
  readonly breakSeconds: number;
}

/** When an attempt ends. */
export interface AttemptEnd {
  /** Null: never. */
  readonly deadline: Date | null;
  /** The last moment at which an answer counts. */
  readonly acceptUntil: Date | null;
}

/**
 * An attempt ends when its time limit has run out or the quiz closes, whichever comes first. In a break time stands
 * still for both: else somebody who starts late would lose by the break they were granted.
 */
export function deadlineOf(attempt: AttemptTimes): AttemptEnd {
  const { startedAt, timeLimitSeconds, closesAt, breakSeconds, graceSeconds } = attempt;
  const ends = [
    ...(timeLimitSeconds === null ? [] : [startedAt.getTime() + timeLimitSeconds * 1000]),
    ...(closesAt === null ? [] : [closesAt.getTime()]),
  ];
  if (!ends.length) return { deadline: null, acceptUntil: null };
  const deadline = Math.min(...ends) + breakSeconds * 1000;
  return { deadline: new Date(deadline), acceptUntil: new Date(deadline + graceSeconds * 1000) };
}

/** What is promised to a running attempt stays: its end moves later, or away, and never closer. */
export function laterEnd(promised: AttemptEnd, computed: AttemptEnd): AttemptEnd {
  return {
    deadline: later(promised.deadline, computed.deadline),
    acceptUntil: later(promised.acceptUntil, computed.acceptUntil),
  };
}

type OverriddenVersion = QuizRules & { readonly why: readonly Allowance[] };

function overridden(version: QuizRules, { cohort, person }: Allowances): OverriddenVersion {
  const [opensAt, opensFor] = chosen(version.opensAt, instant(cohort?.opensAt), instant(person?.opensAt));
  const [closesAt, closesFor] = chosen(
    version.closesAt,
    instant(cohort?.closesAt),
    instant(person?.closesAt),
  );
  const [minutes, timeFor] = chosen(
    version.timeLimitMinutes,
    cohort?.timeLimitMinutes,
    person?.timeLimitMinutes,
  );
  const [maxAttempts, attemptsFor] = chosen(version.maxAttempts, cohort?.maxAttempts, person?.maxAttempts);
  return {
    opensAt,
    closesAt,
    timeLimitMinutes: minutes,
    maxAttempts,
    graceSeconds: version.graceSeconds,
    why: [
      ...told(opensFor, 'OPENING', (whom) => `Opens at a time of its own for ${whom}.`),
      ...told(closesFor, 'CLOSING', (whom) => `Closes at a time of its own for ${whom}.`),
      ...told(timeFor, 'TIME_LIMIT', (whom) => `Time limit ${durationText(minutes!)} for ${whom}.`),
      ...told(attemptsFor, 'ATTEMPTS', (whom) => `${counted(maxAttempts!, 'attempt')} for ${whom}.`),
    ],
  };
}

/** What holds, and for whom it is otherwise than for all. */
function chosen<T>(
  version: T | null,
  cohort: T | null | undefined,
  person: T | null | undefined,
): [T | null, string | null] {
  if (person != null) return [person, 'you'];
  return cohort == null ? [version, null] : [cohort, 'your cohort'];
}

function told<T>(
  applies: T | null,
  kind: AllowanceKind,
  text: (fact: NonNullable<T>) => string,
): Allowance[] {
  return applies ? [{ kind, text: text(applies) }] : [];
}

const instant = (text: string | null | undefined): Date | null => (text == null ? null : new Date(text));

const later = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : null);

const largest = <T>(list: readonly T[], of: (each: T) => number, least = 0): number =>
  Math.max(least, ...list.map(of));

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Minutes in words: `2 days`, `1 hour 30 minutes`. */
function durationText(minutes: number): string {
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => counted(count, unit))
    .join(' ');
}
