import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Enrollment } from '../../enrollments/enrollment.entity.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Person } from '../../people/person.entity.js';
import { ProgramVersion } from '../../programs/program.entity.js';
import { SpecialtyTrackVersion } from '../tracks/track.entity.js';
import type { AwardEntryKind, AwardKind } from './award.js';
import type { DecidedAwardRequirement } from './award-requirement.rules.js';

/** Numbers of certificates, of all organizations in one place: none is given twice, whatever becomes of the award. */
@Entity('award_number')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_award_number_organization' })
@Check('ck_award_number_form', `number ~ '^([2-9A-HJ-NP-TV-Z]{4}-){3}[2-9A-HJ-NP-TV-Z]{4}$'`)
export class AwardNumberRecord {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_award_number' })
  number: string;

  @Column('uuid', { name: 'org_id' })
  orgId: string;

  @Column('uuid', { name: 'award_id' })
  awardId: string;
}

/** Append-only: what somebody was awarded, as it is printed. What became of it stands in its entries and its successor. */
@Entity('award')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_award_person' })
@ForeignKey(() => Person, ['awardedBy'], ['id'], { name: 'fk_award_awarded_by' })
@ForeignKey(() => AwardNumberRecord, ['number'], ['number'], { name: 'fk_award_number' })
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], { name: 'fk_award_enrollment' })
@ForeignKey(() => ProgramVersion, ['orgId', 'programVersionId'], ['orgId', 'id'], {
  name: 'fk_award_program_version',
})
@ForeignKey(() => SpecialtyTrackVersion, ['orgId', 'trackId', 'trackVersionId'], ['orgId', 'trackId', 'id'], {
  name: 'fk_award_track_version',
})
@ForeignKey(() => Award, ['orgId', 'supersedesId'], ['orgId', 'id'], { name: 'fk_award_supersedes' })
@Unique('uq_award_number', ['orgId', 'number'])
@Unique('uq_award_supersedes', ['orgId', 'supersedesId'])
@Index('uq_award_first', ['orgId', 'enrollmentId'], {
  unique: true,
  where: `kind = 'PROGRAM' AND supersedes_id IS NULL`,
})
@Index('uq_award_first_specialty', ['orgId', 'personId', 'trackId'], {
  unique: true,
  where: `kind = 'SPECIALTY' AND supersedes_id IS NULL`,
})
@Index('ix_award_enrollment', ['orgId', 'enrollmentId'])
@Index('ix_award_person', ['orgId', 'personId'])
@Index('ix_award_awarded_on', ['orgId', 'awardedOn', 'id'])
@Index('ix_award_program_version', ['orgId', 'programVersionId'])
@Check('ck_award_kind', `kind IN ('PROGRAM', 'SPECIALTY')`)
@Check(
  'ck_award_of',
  `CASE kind
    WHEN 'PROGRAM' THEN program_version_id IS NOT NULL AND track_id IS NULL AND track_version_id IS NULL
    ELSE program_version_id IS NULL AND track_id IS NOT NULL AND track_version_id IS NOT NULL END`,
)
export class Award {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_award' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_award' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Of a specialty: that of the certificate it rests on. */
  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('text')
  kind: AwardKind;

  /** Sixteen characters in fours: unique over all organizations, never given again. */
  @Column('text')
  number: string;

  @Column('text')
  title: string;

  /** The name as printed. */
  @Column('text', { name: 'recipient_name' })
  recipientName: string;

  @Column('uuid', { name: 'program_version_id', nullable: true })
  programVersionId: string | null;

  @Column('uuid', { name: 'track_id', nullable: true })
  trackId: string | null;

  @Column('uuid', { name: 'track_version_id', nullable: true })
  trackVersionId: string | null;

  /** The day on which its requirements were met and it was earned, in the zone of the cohort; a reissue keeps it. */
  @Column('date', { name: 'awarded_on' })
  awardedOn: string;

  /** The day this certificate was issued. */
  @Column('date', { name: 'issued_on' })
  issuedOn: string;

  /** The zone of its days: the cohort's. */
  @Column('text', { name: 'time_zone' })
  timeZone: string;

  /** Null: the system. */
  @Column('uuid', { name: 'awarded_by', nullable: true })
  awardedBy: string | null;

  /** Awarded by the policy, not by a person's decision. */
  @Column('boolean')
  automatic: boolean;

  /** Requirement by requirement, as it was decided. */
  @Column('jsonb')
  requirements: readonly DecidedAwardRequirement[];

  /** SHA-256 of the canonical JSON of what the certificate says: see `awardContent`. */
  @Column('text', { name: 'content_hash' })
  contentHash: string;

  /** The certificate it takes the place of: reissued, or awarded again after a revocation. */
  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  /** Why it was reissued. */
  @Column('text', { name: 'reissue_reason', nullable: true })
  reissueReason: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** Append-only: an award suspended, reinstated or revoked. */
@Entity('award_entry')
@ForeignKey(() => Award, ['orgId', 'awardId'], ['orgId', 'id'], { name: 'fk_award_entry_award' })
@ForeignKey(() => Person, ['recordedBy'], ['id'], { name: 'fk_award_entry_recorded_by' })
@Index('ix_award_entry', ['orgId', 'awardId'])
@Index('uq_award_entry_revoked', ['orgId', 'awardId'], { unique: true, where: `kind = 'REVOKED'` })
@Check('ck_award_entry_kind', `kind IN ('SUSPENDED', 'REINSTATED', 'REVOKED')`)
export class AwardEntry {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_award_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_award_entry' })
  id: string;

  @Column('uuid', { name: 'award_id' })
  awardId: string;

  @Column('text')
  kind: AwardEntryKind;

  @Column('date', { name: 'effective_on' })
  effectiveOn: string;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
