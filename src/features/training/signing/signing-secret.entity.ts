import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';

export const SIGNING_SECRET_KINDS = ['PIN', 'ONE_TIME_CODE'] as const;
export type SigningSecretKind = (typeof SIGNING_SECRET_KINDS)[number];

/** A second secret, short enough for a shared device: a PIN, or the seed of one-time codes. */
@Entity('signing_secret')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_signing_secret_person' })
@Check('ck_signing_secret_kind', `kind IN ('PIN', 'ONE_TIME_CODE')`)
export class SigningSecretRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_signing_secret' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'pk_signing_secret' })
  personId: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_signing_secret' })
  kind: SigningSecretKind;

  /** Argon2id of a PIN; the seed of codes, encrypted by a key outside the database. */
  @Column('text')
  secret: string;

  /** The last time step whose code was used: none is taken twice. */
  @Column('bigint', { name: 'last_step', nullable: true })
  lastStep: string | null;

  /** Of codes: since when the person has shown that their device makes them. */
  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt: Date | null;

  @Column('timestamptz', { name: 'updated_at', default: () => 'app_now()' })
  updatedAt: Date;
}
