import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';
import { License } from '../licenses/license.entity.js';
import { ObservationRecord } from '../observations/observation.entity.js';
import { TrainingAssignmentRecord } from '../placements/assignment.entity.js';
import { SkillVersion } from '../skills/skill.entity.js';
import type { SignOffKind } from './sign-off-draft.rules.js';
import type { SignOffEntryKind } from './skill-status.rules.js';

/** Append-only: a signed decision that somebody may do a task. What became of it stands in its entries. */
@Entity('sign_off')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_sign_off_person' })
@ForeignKey(() => Person, ['signedBy'], ['id'], { name: 'fk_sign_off_signed_by' })
@ForeignKey(() => License, ['licenseId'], ['id'], { name: 'fk_sign_off_license' })
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'personId'],
  ['orgId', 'id', 'personId'],
  {
    name: 'fk_sign_off_assignment',
  },
)
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'siteOrgId', 'siteId'],
  ['orgId', 'id', 'siteOrgId', 'siteId'],
  { name: 'fk_sign_off_site' },
)
@ForeignKey(() => SkillVersion, ['skillOrgId', 'skillId', 'skillVersionId'], ['orgId', 'skillId', 'id'], {
  name: 'fk_sign_off_skill',
})
@ForeignKey(() => SignOffRecord, ['orgId', 'previousId'], ['orgId', 'id'], { name: 'fk_sign_off_previous' })
@Index('ix_sign_off_skill', ['orgId', 'personId', 'skillId'])
@Index('ix_sign_off_assignment', ['orgId', 'assignmentId'])
@Index('ix_sign_off_license', ['licenseId', 'effectiveOn'])
@Index('ix_sign_off_skill_version', ['skillOrgId', 'skillVersionId'])
@Index('ix_sign_off_site', ['siteOrgId', 'id'])
@Index('ix_sign_off_expiry', ['orgId', 'expiresOn'])
@Check('ck_sign_off_kind', `kind IN ('INITIAL', 'REVALIDATION', 'RENEWAL', 'CORRECTION', 'PRIOR_LEARNING')`)
@Check('ck_sign_off_dates', 'expires_on IS NULL OR expires_on >= effective_on')
export class SignOffRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_sign_off' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_sign_off' })
  id: string;

  @Column('uuid', { name: 'assignment_id' })
  assignmentId: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @Column('uuid', { name: 'site_id' })
  siteId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'skill_org_id' })
  skillOrgId: string;

  @Column('uuid', { name: 'skill_id' })
  skillId: string;

  @Column('uuid', { name: 'skill_version_id' })
  skillVersionId: string;

  @Column('text')
  kind: SignOffKind;

  /** The day it counts from, in the zone of the site. */
  @Column('date', { name: 'effective_on' })
  effectiveOn: string;

  /** The last day it counts; null: it does not expire. */
  @Column('date', { name: 'expires_on', nullable: true })
  expiresOn: string | null;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('text', { name: 'entrustment_level', nullable: true })
  entrustmentLevel: string | null;

  /** The sign-off it renews, follows or corrects. */
  @Column('uuid', { name: 'previous_id', nullable: true })
  previousId: string | null;

  @Column('boolean', { name: 'final_approval_required', default: false })
  finalApprovalRequired: boolean;

  /** Signed on a later day than it counts from. */
  @Column('boolean', { default: false })
  late: boolean;

  @Column('text')
  meaning: string;

  @Column('uuid', { name: 'signed_by' })
  signedBy: string;

  @Column('text', { name: 'printed_name' })
  printedName: string;

  @Column('uuid', { name: 'license_id' })
  licenseId: string;

  @Column('jsonb', { name: 'license_snapshot' })
  licenseSnapshot: object;

  @Column('jsonb', { name: 'supervision_snapshot' })
  supervisionSnapshot: object;

  @Column('text')
  authentication: string;

  /** Exactly what was shown and signed, as canonical JSON. */
  @Column('text')
  content: string;

  /** SHA-256 of the content, hexadecimal. */
  @Column('text', { name: 'content_hash' })
  contentHash: string;

  @Column('timestamptz', { name: 'signed_at', default: () => 'app_now()' })
  signedAt: Date;
}

/** Append-only: an observation on which a sign-off rests. */
@Entity('sign_off_observation')
@ForeignKey(() => SignOffRecord, ['orgId', 'signOffId'], ['orgId', 'id'], {
  name: 'fk_sign_off_observation_sign_off',
})
@ForeignKey(() => ObservationRecord, ['orgId', 'observationId'], ['orgId', 'id'], {
  name: 'fk_sign_off_observation_observation',
})
@Index('ix_sign_off_observation_observation', ['orgId', 'observationId'])
export class SignOffObservationRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_sign_off_observation' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'sign_off_id', primaryKeyConstraintName: 'pk_sign_off_observation' })
  signOffId: string;

  @PrimaryColumn('uuid', { name: 'observation_id', primaryKeyConstraintName: 'pk_sign_off_observation' })
  observationId: string;
}

/** Append-only: something that happened to a sign-off after it was made. */
@Entity('sign_off_entry')
@ForeignKey(() => SignOffRecord, ['orgId', 'signOffId'], ['orgId', 'id'], {
  name: 'fk_sign_off_entry_sign_off',
})
@ForeignKey(() => Person, ['recordedBy'], ['id'], { name: 'fk_sign_off_entry_recorded_by' })
@Index('ix_sign_off_entry_sign_off', ['orgId', 'signOffId', 'recordedAt'])
@Index('ix_sign_off_entry_recorded_by', ['recordedBy'])
@Check(
  'ck_sign_off_entry_kind',
  `kind IN ('APPROVED', 'APPROVAL_REFUSED', 'ACKNOWLEDGED', 'ACKNOWLEDGEMENT_REFUSED',
          'REVOKED', 'SUSPENDED', 'REINSTATED', 'CORRECTED', 'REVIEW_OPENED', 'REVIEW_UPHELD')`,
)
export class SignOffEntryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_sign_off_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_sign_off_entry' })
  id: string;

  @Column('uuid', { name: 'sign_off_id' })
  signOffId: string;

  @Column('text')
  kind: SignOffEntryKind;

  /** The day it takes effect on, in the zone of the sign-off. */
  @Column('date', { name: 'effective_from' })
  effectiveFrom: string;

  @Column('text', { name: 'reason_code', nullable: true })
  reasonCode: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  /** What brought it about: another sign-off, a license status entry, an observation. */
  @Column('uuid', { name: 'cause_id', nullable: true })
  causeId: string | null;

  /** Of an approval: printed name, license, authentication, content hash. */
  @Column('jsonb', { nullable: true })
  signature: object | null;

  /** Null: the system itself. */
  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
