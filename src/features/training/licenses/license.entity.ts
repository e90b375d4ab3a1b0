import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Person } from '../../people/person.entity.js';
import {
  LICENSE_STATUSES,
  VERIFICATION_OUTCOMES,
  type LicenseStatusCode,
  type StatusEntry,
  type Verification,
  type VerificationOutcome,
} from './license.js';

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** A word for licenses, as it was loaded with the rules of supervision. Global: not a tenant's row. */
@Entity('license_type')
export class LicenseTypeEntry {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_license_type' })
  code: string;

  @Column('text')
  title: string;

  /** Whether who holds it is a licensed professional: applicants and students are not. */
  @Column('boolean', { name: 'is_licensed' })
  isLicensed: boolean;
}

/** A person's license. A fact of the person, whichever organizations know it. Global: not a tenant's row. */
@Entity('license')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_license_person' })
@Unique('uq_license_number', ['jurisdiction', 'typeCode', 'number'])
@Index('ix_license_person', ['personId'])
export class License {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_license' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'type_code' })
  typeCode: string;

  @Column('text')
  jurisdiction: string;

  @Column('text')
  number: string;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;

  /** All that was ever entered about its status; not a column. */
  entries: readonly LicenseStatusEntry[];

  /** What the viewer's organization found at the board; not a column. */
  verifications: readonly LicenseVerification[];

  /** The moment at which it was read; not a column. */
  readAt: Date;
}

/** From which to which day a license had a status, both inclusive. Never changed: a later entry about the same days holds. */
@Entity('license_status_entry')
@ForeignKey(() => License, ['licenseId'], ['id'], { name: 'fk_license_status_entry_license' })
@Index('ix_license_status_entry_license', ['licenseId', 'recordedAt'])
@Check('ck_license_status_entry_status', `status IN (${quoted(LICENSE_STATUSES)})`)
@Check('ck_license_status_entry_dates', 'ends_on IS NULL OR ends_on >= starts_on')
export class LicenseStatusEntry implements StatusEntry {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_license_status_entry' })
  id: string;

  @Column('uuid', { name: 'license_id' })
  licenseId: string;

  @Column('text')
  status: LicenseStatusCode;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  /** The organization in which it was entered, be it gone since: a fact of the person outlives whoever noted it. */
  @Column('uuid', { name: 'recorded_in', nullable: true })
  recordedIn: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** What an organization saw at the issuing board. Never changed: the last word on a license holds. */
@Entity('license_verification')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_license_verification_organization' })
@ForeignKey(() => License, ['licenseId'], ['id'], { name: 'fk_license_verification_license' })
@ForeignKey(() => Person, ['verifiedBy'], ['id'], { name: 'fk_license_verification_by' })
@ForeignKey(() => StoredFile, ['orgId', 'evidenceFileId'], ['orgId', 'id'], {
  name: 'fk_license_verification_file',
})
@Index('ix_license_verification_license', ['orgId', 'licenseId', 'recordedAt'])
@Check('ck_license_verification_outcome', `outcome IN (${quoted(VERIFICATION_OUTCOMES)})`)
export class LicenseVerification implements Verification {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_license_verification' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_license_verification' })
  id: string;

  @Column('uuid', { name: 'license_id' })
  licenseId: string;

  @Column('text')
  outcome: VerificationOutcome;

  @Column('date', { name: 'verified_on' })
  verifiedOn: string;

  @Column('text')
  source: string;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('uuid', { name: 'evidence_file_id', nullable: true })
  evidenceFileId: string | null;

  @Column('uuid', { name: 'verified_by', nullable: true })
  verifiedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
