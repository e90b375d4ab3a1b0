import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Person } from './person.entity.js';

/** People sign in with a password; integrations with a key (see service accounts). */
export const ACCOUNT_KINDS = ['USER', 'SERVICE'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** A way for a person to sign in. One person may have several; what counts is always the person. */
@Entity('account')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_account_person' })
@Unique('uq_account_email', ['email'])
@Index('ix_account_person', ['personId'])
@Check('ck_account_email', 'email = lower(email) AND length(email) <= 254')
@Check('ck_account_kind', `kind IN ('USER', 'SERVICE')`)
export class Account {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_account' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** In the form {@link normalEmail} gives. */
  @Column('text')
  email: string;

  @Column('text', { default: 'USER' })
  kind: AccountKind;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** Apart from the account, so that reading an account never reads its hash. */
@Entity('account_password')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'fk_account_password_account' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_account_password_person' })
export class AccountPassword {
  @PrimaryColumn('uuid', { name: 'account_id', primaryKeyConstraintName: 'pk_account_password' })
  accountId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Argon2id in PHC form, with its own salt and parameters. */
  @Column('text')
  hash: string;

  @Column('timestamptz', { name: 'changed_at', default: () => 'app_now()' })
  changedAt: Date;
}

/** One asked-for reset: its token is mailed, and only the hash is kept. */
@Entity('password_reset')
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'fk_password_reset_account' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_password_reset_person' })
@Unique('uq_password_reset_hash', ['tokenHash'])
export class PasswordReset {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_password_reset' })
  id: string;

  @Column('uuid', { name: 'account_id' })
  accountId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'token_hash' })
  tokenHash: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}
