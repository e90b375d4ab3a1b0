import type { Absence, ClassTime, ClockHourPolicy } from './clock-hour.rules.js';
import type { Entry } from './interval.rules.js';

export type ClassKind = 'LECTURE' | 'LAB';

export interface HoursPolicy extends ClockHourPolicy {
  /** Excused absence that may be counted, in whole percent of the course's required minutes; usually 10. */
  readonly excusedSharePct: number;
}

export interface ClassSession extends ClassTime {
  readonly courseId: string;
  readonly kind: ClassKind;
}

/** What the roster says of one trainee in one session. Append-only: a later entry names the one it corrects. */
export interface Attendance extends Absence {
  readonly id: string;
  readonly sessionId: string;
  readonly status: 'PRESENT' | 'ABSENT' | 'EXCUSED';
  readonly correctsId: string | null;
}

/** Supervised class time in place of minutes missed in one session. */
export interface MakeUp extends ClassTime {
  readonly missedSessionId: string;
  readonly supervisorPersonId: string | null;
  readonly correctsId: string | null;
  /** It takes the place of the one it corrects, and counts nothing. */
  readonly voided: boolean;
}

/** Everything on record about the class hours of one trainee, in all courses: only then is nothing counted twice. */
export interface ClassRecord {
  readonly traineePersonId: string;
  readonly sessions: readonly ClassSession[];
  readonly attendance: readonly Attendance[];
  readonly makeUps: readonly MakeUp[];
  /** Required class minutes by course id: what the excused share is a share of. */
  readonly requiredMinutes: ReadonlyMap<string, number>;
  /** Time that already counts elsewhere, such as verified placement hours (inv 36). */
  readonly countedElsewhere: readonly Entry[];
}

/** Why minutes of an entry do not count. */
export type NotCounted = { readonly minutes: number; readonly message: string } & (
  | { readonly code: 'ABSENT' }
  | { readonly code: 'LATE_OR_LEFT_EARLY'; readonly minutesLate: number; readonly minutesLeftEarly: number }
  | { readonly code: 'SAME_MINUTES'; readonly countedForIds: readonly string[] }
  | { readonly code: 'EXCUSED_SHARE_USED_UP'; readonly sharePct: number; readonly countableMinutes: number }
  | { readonly code: 'MAKE_UP_UNSUPERVISED' }
  | { readonly code: 'MAKE_UP_SUPERVISED_BY_TRAINEE' }
  | { readonly code: 'MAKE_UP_OVER_MISSED'; readonly missedMinutes: number }
  | { readonly code: 'VOIDED' }
  | { readonly code: 'CORRECTED'; readonly correctedById: string }
);

/** One entry, accounted for to the minute: `countedMinutes` and the minutes not counted add up to the credit. */
export interface CountedEntry {
  readonly entryId: string;
  readonly sessionId: string;
  readonly courseId: string;
  readonly kind: ClassKind;
  readonly source: 'ATTENDED' | 'EXCUSED' | 'ABSENT' | 'MADE_UP';
  /** What the class time is worth in full, 60 minutes to the clock hour. */
  readonly creditMinutes: number;
  readonly countedMinutes: number;
  readonly notCounted: readonly NotCounted[];
}

export interface CountedHours {
  readonly courseId: string;
  readonly kind: ClassKind;
  readonly countedMinutes: number;
}
