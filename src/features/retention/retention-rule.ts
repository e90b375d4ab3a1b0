import type { RecordClass } from './record-class.js';

/** From when a period counts: the day of the last record of its kind, or the day the person left the organization. */
export const COUNTS_FROM = ['RECORD', 'LEAVING'] as const;
export type CountsFrom = (typeof COUNTS_FROM)[number];

/** Why keeping is lawful, in the words of GDPR article 6. */
export const LAWFUL_BASES = [
  'LEGAL_OBLIGATION',
  'LEGAL_CLAIMS',
  'CONTRACT',
  'PUBLIC_INTEREST',
  'LEGITIMATE_INTEREST',
] as const;
export type LawfulBasis = (typeof LAWFUL_BASES)[number];

/** How long one source wants records of a class to be kept. */
export interface RetentionRule {
  /** Names the rule in its file. */
  readonly code: string;
  readonly recordClass: RecordClass;
  /** Of the class only these: a training by its code. Null: all. */
  readonly itemCode: string | null;
  /** Where the organization has a site; null: everywhere. */
  readonly jurisdiction: string | null;
  /** Null: for good. */
  readonly keepMonths: number | null;
  readonly countsFrom: CountsFrom;
  readonly lawfulBasis: LawfulBasis;
  /** Where it is written. */
  readonly authority: readonly string[];
  /** Both inclusive; null: without a known beginning or end. */
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
}

/** A rule as a file has it, ready to be recorded. */
export interface FileRetentionRule extends RetentionRule {
  /** The day on which it was compared with its source. */
  readonly verifiedOn: string;
}

/** A row of `retention_rule`. */
export interface RetentionRuleRow extends FileRetentionRule {
  readonly id: string;
  readonly withdrawn: boolean;
  readonly recordedAt: Date;
}
