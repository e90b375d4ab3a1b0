import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from '../../platform/access/permissions.js';
import { Person } from '../people/person.entity.js';
import { Membership } from './membership.entity.js';
import { Organization } from './organization.entity.js';

export const INVITATION_STATES = ['PENDING', 'ACCEPTED', 'EXPIRED', 'REVOKED'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** An offer of membership, sent to an address. The token is in the mail alone; its hash is here. */
@Entity('invitation')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_invitation_organization' })
@ForeignKey(() => Membership, ['orgId', 'lineManagerId'], ['orgId', 'id'], {
  name: 'fk_invitation_line_manager',
})
@ForeignKey(() => Membership, ['orgId', 'membershipId'], ['orgId', 'id'], {
  name: 'fk_invitation_membership',
})
@ForeignKey(() => Person, ['invitedBy'], ['id'], { name: 'fk_invitation_invited_by' })
@Unique('uq_invitation_token', ['orgId', 'tokenHash'])
@Index('ix_invitation_email', ['orgId', 'email'])
@Index('ix_invitation_membership', ['orgId', 'membershipId'])
@Index('ix_invitation_token', ['tokenHash'])
@Index('uq_invitation_open', ['orgId', 'email'], {
  unique: true,
  where: 'accepted_at IS NULL AND revoked_at IS NULL',
})
@Check(
  'ck_invitation_role',
  `role IN ('OWNER', 'ADMIN', 'RECORDS', 'INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR')`,
)
export class Invitation {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_invitation' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_invitation' })
  id: string;

  @Column('text')
  email: string;

  @Column('text', { name: 'given_name' })
  givenName: string;

  @Column('text', { name: 'family_name' })
  familyName: string;

  @Column('text')
  role: Role;

  @Column('text', { name: 'external_source', nullable: true })
  externalSource: string | null;

  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null;

  @Column('uuid', { name: 'line_manager_id', nullable: true })
  lineManagerId: string | null;

  /** The member without an account it is for, or the one it made when it was accepted. */
  @Column('uuid', { name: 'membership_id', nullable: true })
  membershipId: string | null;

  /** Empty: every site. */
  @Column('uuid', { name: 'site_ids', array: true, default: () => "'{}'" })
  siteIds: string[];

  /** Empty: every cohort. */
  @Column('uuid', { name: 'cohort_ids', array: true, default: () => "'{}'" })
  cohortIds: string[];

  @Column('timestamptz', { name: 'membership_expires_at', nullable: true })
  membershipExpiresAt: Date | null;

  @Column('text', { name: 'token_hash' })
  tokenHash: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  @Column('uuid', { name: 'invited_by', nullable: true })
  invitedBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  /** As of the moment it was read; not a column. */
  state: InvitationState;
}
