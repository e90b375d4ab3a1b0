import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Account } from '../people/account.entity.js';
import { Person } from '../people/person.entity.js';
import { Membership } from './membership.entity.js';

/** Why a session is over. */
export type SessionEnd =
  | 'SIGNED_OUT'
  | 'SIGNED_OUT_EVERYWHERE'
  | 'SWITCHED_ORGANIZATION'
  | 'ENDED_BY_OWNER'
  | 'PASSWORD_CHANGED'
  | 'PASSWORD_RESET'
  | 'REFRESH_TOKEN_REUSED'
  | 'ACCESS_ENDED'
  | 'IMPERSONATION_ENDED';

/** One account at work in one organization, from sign-in to sign-out: the family of its refresh tokens. */
@Entity('session')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_session_person' })
@ForeignKey(() => Account, ['accountId'], ['id'], { name: 'fk_session_account' })
@ForeignKey(() => Membership, ['orgId', 'membershipId'], ['orgId', 'id'], { name: 'fk_session_membership' })
@ForeignKey(() => Person, ['impersonatorId'], ['id'], { name: 'fk_session_impersonator' })
@Index('ix_session_person', ['personId'])
@Check(
  'ck_session_impersonation',
  '(impersonator_id IS NULL) = (expires_at IS NULL) AND impersonator_id <> person_id',
)
export class Session {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_session' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'account_id' })
  accountId: string;

  @Column('uuid', { name: 'org_id' })
  orgId: string;

  @Column('uuid', { name: 'membership_id' })
  membershipId: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'last_used_at', default: () => 'app_now()' })
  lastUsedAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason: SessionEnd | null;

  /** Who really acts; null: the account's own person. */
  @Column('uuid', { name: 'impersonator_id', nullable: true })
  impersonatorId: string | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;
}

/** Good for one refresh: using it makes the next one. Only its hash is kept. */
@Entity('refresh_token')
@ForeignKey(() => Session, ['sessionId'], ['id'], { name: 'fk_refresh_token_session' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_refresh_token_person' })
@Unique('uq_refresh_token_hash', ['tokenHash'])
@Index('ix_refresh_token_session', ['sessionId'])
export class RefreshToken {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_refresh_token' })
  id: string;

  @Column('uuid', { name: 'session_id' })
  sessionId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'token_hash' })
  tokenHash: string;

  @Column('timestamptz', { name: 'issued_at', default: () => 'app_now()' })
  issuedAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;
}
