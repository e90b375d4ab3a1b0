import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StoredFile } from '../../../platform/files/stored-file.entity.js';
import type { HoldKind } from '../../enrollments/enrollment.entity.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Person } from '../../people/person.entity.js';
import { Award } from '../awarding/award.entity.js';
import type { PageSize, Signatory } from './certificate.js';
import type { DisclosureBasis, DocumentKind } from './document-issue.js';

/** Append-only: how an organization's documents look, and who gets them. The last one counts. */
@Entity('document_policy')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_document_policy_organization' })
@ForeignKey(() => Person, ['decidedBy'], ['id'], { name: 'fk_document_policy_decided_by' })
@Index('ix_document_policy', ['orgId', 'decidedAt'])
@Check('ck_document_policy_page_size', `page_size IN ('LETTER', 'A4')`)
@Check('ck_document_policy_signatories', `jsonb_typeof(signatories) = 'array'`)
@Check(
  'ck_document_policy_holds',
  `transcript_holds <@ ARRAY['FINANCIAL', 'DISCIPLINARY', 'RECORDS', 'OTHER']`,
)
export class DocumentPolicyRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_document_policy' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_document_policy' })
  id: string;

  @Column('text', { name: 'page_size' })
  pageSize: PageSize;

  /** None: whoever awards. */
  @Column('jsonb')
  signatories: readonly Signatory[];

  /** While one of these stands, no transcript goes to others. */
  @Column('text', { name: 'transcript_holds', array: true })
  transcriptHolds: readonly HoldKind[];

  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', default: () => 'app_now()' })
  decidedAt: Date;
}

/** What a certificate says besides its award, as it was when it was awarded. Written by the database. */
@Entity('certificate')
@ForeignKey(() => Award, ['orgId', 'awardId'], ['orgId', 'id'], { name: 'fk_certificate_award' })
export class Certificate {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_certificate' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'award_id', primaryKeyConstraintName: 'pk_certificate' })
  awardId: string;

  @Column('text', { name: 'page_size' })
  pageSize: PageSize;

  @Column('text')
  issuer: string;

  @Column('jsonb')
  signatories: readonly Signatory[];

  /** Clock minutes of the program; null for a specialty. */
  @Column('int', { nullable: true })
  minutes: number | null;
}

/** Append-only: a document about a person that was given out. */
@Entity('document_issue')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_document_issue_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_document_issue_person' })
@ForeignKey(() => Person, ['issuedBy'], ['id'], { name: 'fk_document_issue_issued_by' })
@ForeignKey(() => Award, ['orgId', 'awardId'], ['orgId', 'id'], { name: 'fk_document_issue_award' })
@ForeignKey(() => StoredFile, ['orgId', 'evidenceFileId'], ['orgId', 'id'], {
  name: 'fk_document_issue_evidence',
})
@Index('uq_document_issue_read', ['orgId', 'contentHash', 'issuedBy', 'issuedOn'], {
  unique: true,
  where: 'recipient IS NULL',
})
@Index('ix_document_issue_person', ['orgId', 'personId'])
@Index('ix_document_issue_award', ['orgId', 'awardId'])
@Check('ck_document_issue_kind', `kind IN ('CERTIFICATE', 'TRANSCRIPT')`)
@Check('ck_document_issue_basis', `basis IN ('TRAINEE', 'CONSENT', 'SCHOOL_OFFICIAL', 'LEGAL_REQUIREMENT')`)
@Check('ck_document_issue_award', `(kind = 'CERTIFICATE') = (award_id IS NOT NULL)`)
@Check(
  'ck_document_issue_recipient',
  '(recipient IS NULL) = (basis IS NULL) AND (recipient IS NULL) = (evidence IS NULL)',
)
export class DocumentIssueRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_document_issue' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_document_issue' })
  id: string;

  @Column('text')
  kind: DocumentKind;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'award_id', nullable: true })
  awardId: string | null;

  /** SHA-256, hexadecimal: of a certificate's file; of a transcript's record. */
  @Column('text', { name: 'content_hash' })
  contentHash: string;

  /** Null: whoever asked for it read it. */
  @Column('text', { nullable: true })
  recipient: string | null;

  @Column('text', { nullable: true })
  basis: DisclosureBasis | null;

  /** What the ground is known by. */
  @Column('text', { nullable: true })
  evidence: string | null;

  @Column('uuid', { name: 'evidence_file_id', nullable: true })
  evidenceFileId: string | null;

  @Column('uuid', { name: 'issued_by' })
  issuedBy: string;

  /** The day in UTC. */
  @Column('date', { name: 'issued_on' })
  issuedOn: string;

  @Column('timestamptz', { name: 'issued_at', default: () => 'app_now()' })
  issuedAt: Date;
}
