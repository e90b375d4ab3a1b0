import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { VERIFICATION_METHODS, type VerificationMethod } from '../held.js';
import { EXPIRY_RULES, type ExpiryRule, type TypeVersion } from './validity.js';

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** What a type of credential asks for, from a day on. Only added: a later version does not touch cards issued before. */
@Entity('credential_type_version')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_credential_type_version_organization' })
@Index('ix_credential_type_version_code', ['orgId', 'code'])
@Check('ck_credential_type_version_validity', 'validity_months > 0')
@Check('ck_credential_type_version_expiry_rule', `expiry_rule IN (${quoted(EXPIRY_RULES)})`)
@Check('ck_credential_type_version_method', `verification_method IN (${quoted(VERIFICATION_METHODS)})`)
export class CredentialTypeVersion implements TypeVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_credential_type_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_credential_type_version' })
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  title: string;

  /** Null: ever since. */
  @Column('date', { name: 'effective_from', nullable: true })
  effectiveFrom: string | null;

  /** Calendar months; null: it does not expire by itself. */
  @Column('int', { name: 'validity_months', nullable: true })
  validityMonths: number | null;

  @Column('text', { name: 'expiry_rule' })
  expiryRule: ExpiryRule;

  /** Days before the end, longest first. */
  @Column('int', { name: 'warn_days', array: true })
  warnDays: number[];

  /** Where it is written. */
  @Column('text', { nullable: true })
  citation: string | null;

  /** Whether a card counts only with a session in which skills were shown in person. */
  @Column('boolean', { name: 'hands_on_required' })
  handsOnRequired: boolean;

  /** Empty: whoever issues it. */
  @Column('text', { name: 'accepted_issuers', array: true })
  acceptedIssuers: string[];

  /** How it is to be verified; null: any way. */
  @Column('text', { name: 'verification_method', nullable: true })
  verificationMethod: VerificationMethod | null;

  /** Code of the policy of continuing education by which it is renewed. */
  @Column('text', { name: 'renewal_ce_policy', nullable: true })
  renewalCePolicy: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** What a type of clearance asks for, from a day on. Only added. */
@Entity('clearance_type_version')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_clearance_type_version_organization' })
@Index('ix_clearance_type_version_code', ['orgId', 'code'])
@Check('ck_clearance_type_version_validity', 'validity_months > 0')
@Check('ck_clearance_type_version_expiry_rule', `expiry_rule IN (${quoted(EXPIRY_RULES)})`)
export class ClearanceTypeVersion implements TypeVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_clearance_type_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_clearance_type_version' })
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  title: string;

  /** Null: ever since. */
  @Column('date', { name: 'effective_from', nullable: true })
  effectiveFrom: string | null;

  /** Calendar months; null: it does not expire by itself. */
  @Column('int', { name: 'validity_months', nullable: true })
  validityMonths: number | null;

  @Column('text', { name: 'expiry_rule' })
  expiryRule: ExpiryRule;

  /** Days before the end, longest first. */
  @Column('int', { name: 'warn_days', array: true })
  warnDays: number[];

  /** Where it is written. */
  @Column('text', { nullable: true })
  citation: string | null;

  /** Whether its documents are of somebody's health. */
  @Column('boolean', { name: 'health_data' })
  healthData: boolean;

  /** Whether a signed declination clears as well. */
  @Column('boolean', { name: 'accepts_declination' })
  acceptsDeclination: boolean;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
