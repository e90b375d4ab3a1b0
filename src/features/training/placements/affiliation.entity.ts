import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';

/** A clinic's offer to work with whichever school presents the secret; its hash is here, the secret was shown once. */
@Entity('affiliation_code')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_affiliation_code_organization' })
@ForeignKey(() => Organization, ['redeemedByOrgId'], ['id'], { name: 'fk_affiliation_code_redeemed_by' })
@Unique('uq_affiliation_code_token', ['orgId', 'tokenHash'])
@Index('ix_affiliation_code_token', ['tokenHash'])
export class AffiliationCodeRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_affiliation_code' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_affiliation_code' })
  id: string;

  /** For whom it was made, in the clinic's own words. */
  @Column('text')
  label: string;

  @Column('text', { name: 'token_hash' })
  tokenHash: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'redeemed_at', nullable: true })
  redeemedAt: Date | null;

  @Column('uuid', { name: 'redeemed_by_org_id', nullable: true })
  redeemedByOrgId: string | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}

/** Append-only: between a school (`orgId`) and the clinic whose sites its trainees go to (`siteOrgId`). */
@Entity('affiliation_agreement')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_affiliation_agreement_organization' })
@ForeignKey(() => Organization, ['siteOrgId'], ['id'], { name: 'fk_affiliation_agreement_site_organization' })
@Unique('uq_affiliation_agreement_partner', ['orgId', 'siteOrgId', 'id'])
@Index('ix_affiliation_agreement_site_org', ['siteOrgId'])
@Check('ck_affiliation_agreement_two', 'org_id <> site_org_id')
@Check('ck_affiliation_agreement_dates', 'ends_on IS NULL OR ends_on >= starts_on')
export class AffiliationAgreementRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_affiliation_agreement' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_affiliation_agreement' })
  id: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @Column('text')
  title: string;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  /** The last day; null: without an end. */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  /** What the two agreed on beyond the law: of the shape of a supervision policy. */
  @Column('jsonb', { name: 'supervision_rule', nullable: true })
  supervisionRule: object | null;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** Append-only: an agreement ended before its time, by either side. */
@Entity('affiliation_ending')
@ForeignKey(
  () => AffiliationAgreementRecord,
  ['orgId', 'siteOrgId', 'agreementId'],
  ['orgId', 'siteOrgId', 'id'],
  { name: 'fk_affiliation_ending_agreement' },
)
@ForeignKey(() => Organization, ['endedByOrgId'], ['id'], {
  name: 'fk_affiliation_ending_ended_by_organization',
})
export class AffiliationEndingRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_affiliation_ending' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'agreement_id', primaryKeyConstraintName: 'pk_affiliation_ending' })
  agreementId: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  /** The last day it holds. */
  @Column('date', { name: 'ends_on' })
  endsOn: string;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy: string | null;

  /** Which of the two. */
  @Column('uuid', { name: 'ended_by_org_id' })
  endedByOrgId: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
