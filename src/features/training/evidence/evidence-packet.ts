import type { ExportLine } from '../../../platform/ledger/export-format.js';
import type { ExportFindings } from '../../../platform/ledger/export-verification.js';
import type { SkillStanding } from '../sign-offs/skill-status.rules.js';
import type { EvidenceRecords } from './evidence-records.js';

export const PACKET_FORMAT = 'preceptor-evidence-packet-1';

/** Where the person stood in a skill, and why. */
export interface SkillStandingEvidence extends SkillStanding {
  readonly code: string;
  readonly title: string;
}

/** The chain of one id of the person, as an export that verifies by itself, and what was found of all of it. */
export interface LedgerEvidence {
  readonly personId: string;
  /** Of the chain as it stands now, later entries included. */
  readonly verification: Pick<
    ExportFindings,
    'entries' | 'signed' | 'pending' | 'broken' | 'problem' | 'anchor'
  >;
  readonly lines: readonly ExportLine[];
}

/** Everything about a person's training for an audit: what was in force on a day, as it was on record at a time. */
export interface EvidencePacketContent {
  readonly format: typeof PACKET_FORMAT;
  readonly id: string;
  readonly madeAt: string;
  readonly on: string;
  readonly knownAt: string;
  readonly records: EvidenceRecords;
  readonly standings: readonly SkillStandingEvidence[];
  /** SHA-256 of the canonical JSON of `records` and `standings`: the same whenever and by whomever the packet is made. */
  readonly evidenceHash: string;
  readonly ledger: readonly LedgerEvidence[];
}
