/** What makes a training due for the first time. */
export const TRAINING_DUE_AT = ['INITIAL_ASSIGNMENT', 'JOINING', 'HIRE'] as const;
export type TrainingDueAt = (typeof TRAINING_DUE_AT)[number];

/** What may have to be written down of each time. The day and the attendee's name always are. */
export const TRAINING_EVIDENCE = [
  'DATE',
  'CONTENT_SUMMARY',
  'TRAINER_NAME',
  'TRAINER_QUALIFICATION',
  'ATTENDEE_NAME',
  'ATTENDEE_JOB_TITLE',
] as const;
export type TrainingEvidence = (typeof TRAINING_EVIDENCE)[number];

/** From when on the time is counted that a record is kept. */
export const TRAINING_RETENTION_FROM = ['TRAINING_DATE', 'LAST_IN_EFFECT'] as const;
export type TrainingRetentionFrom = (typeof TRAINING_RETENTION_FROM)[number];

/** Of a change that asks for training anew: a word of the type, as documents write it. */
export const CHANGE_CODE = /^[a-z][a-z0-9_]{0,59}$/;
export const TRAINING_CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

/** What a version of a training asks for. */
export interface TrainingTerms {
  readonly title: string;
  readonly dueAt: TrainingDueAt;
  /** Days after that by which it is to be done; 0: on that day at the latest, before any work. */
  readonly withinDays: number;
  /** Codes of the changes after which it is to be given anew. */
  readonly alsoOn: readonly string[];
  /** How long it counts, by the shorter of both; neither: it does not lapse by itself. */
  readonly intervalMonths: number | null;
  readonly intervalDays: number | null;
  /** Whether the interval is the organization's own, and no rule's. */
  readonly intervalByPolicy: boolean;
  /** Whether there must be time for questions to a person: an online quiz alone does not do then (inv 51). */
  readonly liveQuestions: boolean;
  /** Whether a part of it is about the site where somebody works. */
  readonly siteSpecific: boolean;
  readonly evidence: readonly TrainingEvidence[];
  /** Days before its end on which somebody is reminded, longest first. */
  readonly warnDays: readonly number[];
  /** How long its records are kept at least, in months; null: it does not say. */
  readonly retentionMonths: number | null;
  readonly retentionFrom: TrainingRetentionFrom | null;
  readonly citation: string | null;
  /** When that was last compared with its source. */
  readonly verifiedOn: string | null;
}

/** A training as somebody defines it. */
export interface DefinedTraining extends TrainingTerms {
  readonly code: string;
  /** Null: ever since for the first version, today for a later one. */
  readonly effectiveFrom: string | null;
}

export interface TrainingVersion extends TrainingTerms {
  readonly id: string;
  readonly code: string;
  /** First day on which it is in force; null: ever since. */
  readonly effectiveFrom: string | null;
  readonly recordedAt: Date;
}

/** Something that a later entry may take the place of, or take back. */
interface Replaceable {
  readonly id: string;
  readonly supersedesId: string | null;
  readonly withdrawn: boolean;
  readonly recordedAt: Date;
}

/** That somebody had a training. */
export interface CompletionFact extends Replaceable {
  readonly completedOn: string;
  /** Whether it was the part that is the same everywhere. */
  readonly general: boolean;
  /** The site whose part it was; null: none. */
  readonly siteId: string | null;
  readonly liveQuestions: boolean;
  readonly trainerQualification: string | null;
}

/** A change after which a training is to be given anew. */
export interface ChangeFact extends Replaceable {
  readonly event: string;
  /** Training from this day on speaks of the change. */
  readonly changedOn: string;
  /** The last day on which training of before counts. */
  readonly renewBy: string;
  /** Only for those who work at this site; null: everywhere. */
  readonly siteId: string | null;
  /** Whether it is about some persons, and this one is among them; null: about everybody. */
  readonly concerned: boolean | null;
  readonly description: string;
}

/** That somebody is late, as it was written down (inv 51). */
export interface DelayFact {
  readonly dueOn: string;
  readonly plannedOn: string;
  readonly reason: string;
  readonly recordedAt: Date;
}

/** Everything on record of one person and one training. */
export interface TrainingFacts {
  readonly code: string;
  readonly versions: readonly TrainingVersion[];
  readonly completions: readonly CompletionFact[];
  readonly changes: readonly ChangeFact[];
  readonly delays: readonly DelayFact[];
}
