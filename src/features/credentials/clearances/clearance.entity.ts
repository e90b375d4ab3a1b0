import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Person } from '../../people/person.entity.js';
import {
  HELD_ENTRY_KINDS,
  VERIFICATION_METHODS,
  type Held,
  type HeldEntry,
  type HeldEntryKind,
  type VerificationMethod,
} from '../held.js';
import type { ClearanceTypeVersion } from '../types/type-version.entity.js';
import { CLEARANCE_EVIDENCE, type ClearanceEvidence } from './clearance.js';

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/**
 * What clears a person for work. Evidence, document, remark and the notes of its entries are for those who may read
 * such documents: they leave the database only through `clearance.queries.ts`.
 */
@Entity('clearance')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_clearance_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_clearance_person' })
@ForeignKey(() => StoredFile, ['orgId', 'documentFileId'], ['orgId', 'id'], {
  name: 'fk_clearance_document',
})
@Index('ix_clearance_person', ['orgId', 'personId'])
@Index('ix_clearance_type', ['orgId', 'typeCode', 'recordedAt'])
@Check('ck_clearance_evidence', `evidence IN (${quoted(CLEARANCE_EVIDENCE)})`)
@Check('ck_clearance_dates', 'claimed_until >= cleared_on')
export class Clearance implements Held<ClearanceEntry> {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_clearance' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_clearance' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'type_code' })
  typeCode: string;

  /** The day of the screening, the vaccine, the check, or of the signature. */
  @Column('date', { name: 'cleared_on' })
  clearedOn: string;

  /** The last day as the document says; null: the type's rule holds. */
  @Column('date', { name: 'claimed_until', nullable: true })
  claimedUntil: string | null;

  @Column('text')
  evidence: ClearanceEvidence;

  @Column('uuid', { name: 'document_file_id', nullable: true })
  documentFileId: string | null;

  @Column('text', { nullable: true })
  remark: string | null;

  /** What makes the commitment in the ledger say nothing to whoever does not know the document. */
  @Column('text')
  salt: string;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;

  /** All that was ever entered about it; not a column. */
  entries: readonly ClearanceEntry[];

  /** All versions of its type; not a column. */
  versions: readonly ClearanceTypeVersion[];

  /** Whether who asked may read what stands behind it; not a column. */
  isOpen: boolean;

  /** The moment at which it was read; not a column. */
  readAt: Date;

  get startsOn(): string {
    return this.clearedOn;
  }
}

/** What somebody found of a clearance, or that it or a finding is taken back. Never changed. */
@Entity('clearance_entry')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_clearance_entry_organization' })
@ForeignKey(() => Clearance, ['orgId', 'clearanceId'], ['orgId', 'id'], {
  name: 'fk_clearance_entry_clearance',
})
@ForeignKey(() => ClearanceEntry, ['orgId', 'withdrawsId'], ['orgId', 'id'], {
  name: 'fk_clearance_entry_withdrawn',
})
@ForeignKey(() => Person, ['recordedBy'], ['id'], { name: 'fk_clearance_entry_by' })
@Unique('uq_clearance_entry_withdrawn', ['orgId', 'withdrawsId'])
@Index('ix_clearance_entry_held', ['orgId', 'clearanceId', 'recordedAt'])
@Check('ck_clearance_entry_kind', `kind IN (${quoted(HELD_ENTRY_KINDS)})`)
@Check('ck_clearance_entry_method', `method IN (${quoted(VERIFICATION_METHODS)})`)
@Check('ck_clearance_entry_finding', `(kind = 'WITHDRAWN') = (found_on IS NULL)`)
export class ClearanceEntry implements HeldEntry {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_clearance_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_clearance_entry' })
  id: string;

  @Column('uuid', { name: 'clearance_id' })
  clearanceId: string;

  @Column('text')
  kind: HeldEntryKind;

  /** Of a finding: when it was looked up. */
  @Column('date', { name: 'found_on', nullable: true })
  foundOn: string | null;

  @Column('text', { nullable: true })
  method: VerificationMethod | null;

  /** Where it was looked up. */
  @Column('text', { nullable: true })
  source: string | null;

  /** The last day, as whoever issued it says. */
  @Column('date', { name: 'expires_on', nullable: true })
  expiresOn: string | null;

  /** Of a withdrawal: the finding it takes back; null: all of what is held. */
  @Column('uuid', { name: 'withdraws_id', nullable: true })
  withdrawsId: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  /** Null: the system. */
  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
