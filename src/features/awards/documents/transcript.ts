import type { CourseOutcomeCode } from '../../records/course-facts.js';
import type { EnrollmentEvent, EnrollmentStatus } from '../../enrollments/enrollment-status.rules.js';
import type { AwardEntryKind, AwardKind, AwardStandingCode } from '../awarding/award.js';

/** Days are YYYY-MM-DD, in the zone of the cohort; percents and points are decimals as text; times are minutes. */
export const TRANSCRIPT_FORMAT = 'preceptor-transcript-1';

/** Minutes of instruction by kind. */
export interface MinutesByKind {
  readonly lectureMinutes: number;
  readonly labMinutes: number;
  readonly placementMinutes: number;
}

/** One attempt at a practical examination: none is left out. */
export interface PracticalTranscript {
  readonly item: string;
  readonly attempt: number;
  readonly technicalPercent: string;
  readonly criticalStepsMet: boolean;
  readonly passed: boolean;
  readonly gradedOn: string;
}

/** What became of a quiz that the course asks for. */
export interface QuizTranscript {
  readonly code: string;
  readonly title: string;
  readonly met: boolean;
  readonly earned: string | null;
  readonly possible: string | null;
  /** How often it was submitted during the attempt at the course. */
  readonly submissions: number;
}

/** A mark that was corrected: as it was, and since when it counts no more. */
export interface CorrectedMark {
  readonly item: string;
  readonly attempt: number;
  /** Null: voided before. */
  readonly earned: string | null;
  readonly possible: string;
  readonly correctedOn: string;
  /** As it was corrected; null: voided. */
  readonly correctedTo: string | null;
}

export interface CourseAttemptTranscript {
  readonly number: number;
  readonly outcome: CourseOutcomeCode;
  /** Null: none yet, or the course is not graded. */
  readonly finalPercent: string | null;
  readonly startedOn: string;
  readonly decidedOn: string | null;
  readonly minutes: MinutesByKind;
  /** Whether it was made in an earlier version of the program and came along. */
  readonly broughtAlong: boolean;
  readonly practicals: readonly PracticalTranscript[];
  readonly quizzes: readonly QuizTranscript[];
  readonly corrected: readonly CorrectedMark[];
}

export interface CourseTranscript {
  readonly code: string;
  readonly title: string;
  /** Of the program, where it is another than the one the enrollment is pinned to. */
  readonly formerVersion: string | null;
  readonly grading: 'GRADED' | 'PASS_FAIL';
  readonly required: MinutesByKind;
  /** Whether learning elsewhere stands for it, and since when. */
  readonly creditedOn: string | null;
  /** In their order; inv 43: every one of them. */
  readonly attempts: readonly CourseAttemptTranscript[];
}

export interface StatusTranscript {
  readonly status: EnrollmentStatus;
  readonly event: EnrollmentEvent;
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
  readonly lastAttendedOn: string | null;
}

/** An entry of the status history that another took the place of, or that was taken back. */
export interface CorrectedStatus {
  readonly event: EnrollmentEvent;
  readonly effectiveOn: string;
  readonly correctedOn: string;
}

export interface MoveTranscript {
  readonly on: string;
  readonly fromVersion: string;
  readonly toVersion: string;
  readonly toCohort: string;
}

export interface PlacementTranscript {
  readonly site: string;
  readonly organization: string;
  readonly courseCode: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  /** Called off before it began. */
  readonly cancelled: boolean;
  readonly verifiedMinutes: number;
}

export interface SkillTranscript {
  readonly code: string;
  readonly title: string;
  readonly version: number;
  readonly kind: string;
  readonly effectiveOn: string;
  readonly expiresOn: string | null;
  readonly signedBy: string;
  /** What became of it: revoked, suspended, reinstated, corrected by another. */
  readonly entries: readonly { readonly kind: string; readonly effectiveFrom: string }[];
}

export interface EnrollmentTranscript {
  readonly program: {
    readonly code: string;
    readonly title: string;
    readonly version: string;
    readonly totalMinutes: number;
  };
  readonly cohort: { readonly code: string; readonly name: string; readonly timeZone: string };
  readonly enrolledOn: string;
  readonly statuses: readonly StatusTranscript[];
  readonly correctedStatuses: readonly CorrectedStatus[];
  readonly moves: readonly MoveTranscript[];
  readonly courses: readonly CourseTranscript[];
  /** Of the latest attempt at each course: a repeated course counts once. */
  readonly totals: MinutesByKind;
  /** Of the program's clock minutes, those that count for it: with what lessons and credits stand for. */
  readonly metMinutes: number;
  readonly placements: readonly PlacementTranscript[];
  readonly skills: readonly SkillTranscript[];
}

/** A card of a third party that was verified. */
export interface CredentialTranscript {
  readonly code: string;
  readonly title: string;
  readonly issuer: string;
  readonly issuedOn: string;
  /** The last day it counts; null: it does not expire. */
  readonly through: string | null;
}

export interface AwardTranscript {
  readonly kind: AwardKind;
  readonly number: string;
  readonly title: string;
  readonly awardedOn: string;
  readonly issuedOn: string;
  readonly entries: readonly { readonly kind: AwardEntryKind; readonly effectiveOn: string }[];
  /** The number of the certificate that took its place. */
  readonly replacedBy: string | null;
}

/** Everything a transcript says that does not depend on the day it is read: equal records have equal hashes. */
export interface TranscriptRecord {
  readonly student: { readonly name: string };
  readonly school: { readonly name: string };
  readonly enrollments: readonly EnrollmentTranscript[];
  readonly credentials: readonly CredentialTranscript[];
  readonly awards: readonly AwardTranscript[];
}

/** A transcript as it is given out. */
export interface TranscriptContent {
  readonly format: typeof TRANSCRIPT_FORMAT;
  /** The day in UTC: made again that day, it is the same file. */
  readonly issuedOn: string;
  /** Null: to whoever asked for it. */
  readonly issuedTo: string | null;
  /** Whom it is about. Not of the record: two ids may turn out to be one person. */
  readonly personId: string;
  readonly record: TranscriptRecord;
  /** Where each award stood when the transcript was issued, in the order of the record. */
  readonly awardStandings: readonly { readonly status: AwardStandingCode; readonly since: string }[];
  /** SHA-256 of the canonical JSON of `record`, hexadecimal. */
  readonly contentHash: string;
  /** ed25519 over `preceptor-transcript-1`, a line feed and the hash, by a key of the ledger; hexadecimal. */
  readonly signature: { readonly keyId: string; readonly value: string };
}
