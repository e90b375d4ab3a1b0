import { periodsOf, type StatusHistory } from '../../enrollments/enrollment-status.rules.js';
import { judgePractical, type PracticalPolicy } from '../../records/practical.rules.js';
import type {
  CorrectedStatus,
  CourseAttemptTranscript,
  CourseTranscript,
  EnrollmentTranscript,
  MinutesByKind,
  PracticalTranscript,
  StatusTranscript,
} from './transcript.js';

/** A status entry as it is told by the record. */
export interface StatusFact {
  readonly id: string;
  readonly event: StatusTranscript['event'] | 'VOIDED';
  readonly effectiveOn: string | null;
  readonly lastAttendedOn: string | null;
  readonly correctsId: string | null;
  readonly recordedOn: string;
}

export interface AttemptFacts extends Omit<CourseAttemptTranscript, 'minutes' | 'practicals'> {
  readonly id: string;
  readonly marks: readonly Omit<PracticalTranscript, 'passed'>[];
}

export interface CourseTranscriptFacts extends Omit<CourseTranscript, 'attempts'> {
  readonly practical: {
    readonly technicalMinPercent: number | string;
    readonly maxAttempts: number;
    readonly repeatScoreCapPercent: number | string;
  } | null;
  readonly attempts: readonly AttemptFacts[];
}

export interface EnrollmentFacts extends Omit<
  EnrollmentTranscript,
  'statuses' | 'correctedStatuses' | 'courses' | 'totals'
> {
  readonly statuses: readonly StatusFact[];
  readonly courses: readonly CourseTranscriptFacts[];
}

/** Minutes that count in an attempt at a course, by its id. */
export type MinutesOf = (attemptId: string) => MinutesByKind;

/** What a transcript says of one enrollment. */
export function enrollmentTranscript(facts: EnrollmentFacts, minutesOf: MinutesOf): EnrollmentTranscript {
  const { statuses, courses, ...rest } = facts;
  const told = courses.map((course) => courseTranscript(course, minutesOf));
  return { ...rest, ...statusTranscript(statuses), courses: told, totals: totalsOf(told) };
}

/** The periods that stand, and the entries that do not any more. */
function statusTranscript(entries: readonly StatusFact[]): {
  statuses: StatusTranscript[];
  correctedStatuses: CorrectedStatus[];
} {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const statuses = periodsOf(entries as unknown as StatusHistory).map(({ entryId, ...period }) => ({
    ...period,
    lastAttendedOn: byId.get(entryId)!.lastAttendedOn,
  }));
  const correctedStatuses = entries.flatMap(({ correctsId, recordedOn }) => {
    const before = correctsId === null ? undefined : byId.get(correctsId);
    if (!before || before.event === 'VOIDED' || before.effectiveOn === null) return [];
    return [{ event: before.event, effectiveOn: before.effectiveOn, correctedOn: recordedOn }];
  });
  return { statuses, correctedStatuses };
}

function courseTranscript(
  { practical, attempts, ...course }: CourseTranscriptFacts,
  minutesOf: MinutesOf,
): CourseTranscript {
  const policy: PracticalPolicy | null = practical && {
    criticalSteps: 'ALL',
    technicalMinPct: String(practical.technicalMinPercent),
    maxAttempts: practical.maxAttempts,
    repeatScoreCapPct: String(practical.repeatScoreCapPercent),
  };
  return {
    ...course,
    attempts: attempts.map(({ id, marks, ...attempt }) => ({
      ...attempt,
      minutes: minutesOf(id),
      practicals: policy ? marks.map((mark) => ({ ...mark, passed: passes(policy, mark) })) : [],
    })),
  };
}

const passes = (
  policy: PracticalPolicy,
  { attempt, technicalPercent, criticalStepsMet }: Omit<PracticalTranscript, 'passed'>,
): boolean =>
  judgePractical(policy, { attemptNumber: attempt, technicalPct: technicalPercent, criticalStepsMet }).passed;

/** Of the latest attempts: hours of a course that is repeated begin anew. */
function totalsOf(courses: readonly CourseTranscript[]): MinutesByKind {
  const latest = courses.flatMap(({ formerVersion, attempts }) =>
    formerVersion === null ? (attempts.at(-1)?.minutes ?? []) : [],
  );
  const sum = (kind: keyof MinutesByKind): number => latest.reduce((total, each) => total + each[kind], 0);
  return {
    lectureMinutes: sum('lectureMinutes'),
    labMinutes: sum('labMinutes'),
    placementMinutes: sum('placementMinutes'),
  };
}
