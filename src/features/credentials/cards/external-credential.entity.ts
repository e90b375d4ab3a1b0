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
import type { CredentialTypeVersion } from '../types/type-version.entity.js';

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** A card of a person, as an organization knows it: what it says. What became of it stands in its entries. */
@Entity('external_credential')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_external_credential_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_external_credential_person' })
@ForeignKey(() => StoredFile, ['orgId', 'frontFileId'], ['orgId', 'id'], {
  name: 'fk_external_credential_front',
})
@ForeignKey(() => StoredFile, ['orgId', 'backFileId'], ['orgId', 'id'], {
  name: 'fk_external_credential_back',
})
@ForeignKey(() => ExternalCredential, ['orgId', 'renewsId'], ['orgId', 'id'], {
  name: 'fk_external_credential_renewed',
})
@Index('ix_external_credential_person', ['orgId', 'personId'])
@Index('ix_external_credential_type', ['orgId', 'typeCode', 'recordedAt'])
@Check('ck_external_credential_dates', 'claimed_until >= issued_on')
export class ExternalCredential implements Held<ExternalCredentialEntry> {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_external_credential' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_external_credential' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'type_code' })
  typeCode: string;

  @Column('text')
  issuer: string;

  @Column('text', { nullable: true })
  number: string | null;

  @Column('date', { name: 'issued_on' })
  issuedOn: string;

  /** The last day as the card says; null: it says none, and the type's rule holds. */
  @Column('date', { name: 'claimed_until', nullable: true })
  claimedUntil: string | null;

  /** When skills were shown in person; null: no evidence of it. */
  @Column('date', { name: 'hands_on_on', nullable: true })
  handsOnOn: string | null;

  /** Before whom. */
  @Column('text', { name: 'hands_on_with', nullable: true })
  handsOnWith: string | null;

  @Column('uuid', { name: 'front_file_id', nullable: true })
  frontFileId: string | null;

  @Column('uuid', { name: 'back_file_id', nullable: true })
  backFileId: string | null;

  /** The card it takes over from. */
  @Column('uuid', { name: 'renews_id', nullable: true })
  renewsId: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;

  /** All that was ever entered about it; not a column. */
  entries: readonly ExternalCredentialEntry[];

  /** All versions of its type; not a column. */
  versions: readonly CredentialTypeVersion[];

  /** The moment at which it was read; not a column. */
  readAt: Date;

  get startsOn(): string {
    return this.issuedOn;
  }
}

/** What somebody found of a card, or that the card or a finding is taken back. Never changed. */
@Entity('external_credential_entry')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_external_credential_entry_organization' })
@ForeignKey(() => ExternalCredential, ['orgId', 'externalCredentialId'], ['orgId', 'id'], {
  name: 'fk_external_credential_entry_external_credential',
})
@ForeignKey(() => ExternalCredentialEntry, ['orgId', 'withdrawsId'], ['orgId', 'id'], {
  name: 'fk_external_credential_entry_withdrawn',
})
@ForeignKey(() => Person, ['recordedBy'], ['id'], { name: 'fk_external_credential_entry_by' })
@ForeignKey(() => StoredFile, ['orgId', 'evidenceFileId'], ['orgId', 'id'], {
  name: 'fk_external_credential_entry_file',
})
@Unique('uq_external_credential_entry_withdrawn', ['orgId', 'withdrawsId'])
@Index('ix_external_credential_entry_held', ['orgId', 'externalCredentialId', 'recordedAt'])
@Check('ck_external_credential_entry_kind', `kind IN (${quoted(HELD_ENTRY_KINDS)})`)
@Check('ck_external_credential_entry_method', `method IN (${quoted(VERIFICATION_METHODS)})`)
@Check('ck_external_credential_entry_finding', `(kind = 'WITHDRAWN') = (found_on IS NULL)`)
export class ExternalCredentialEntry implements HeldEntry {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_external_credential_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_external_credential_entry' })
  id: string;

  @Column('uuid', { name: 'external_credential_id' })
  externalCredentialId: string;

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

  /** What the finding adds about skills shown in person. */
  @Column('date', { name: 'hands_on_on', nullable: true })
  handsOnOn: string | null;

  @Column('uuid', { name: 'evidence_file_id', nullable: true })
  evidenceFileId: string | null;
}
