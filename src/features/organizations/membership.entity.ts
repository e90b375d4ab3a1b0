import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from '../../platform/access/permissions.js';
import { Person } from '../people/person.entity.js';
import { Organization } from './organization.entity.js';
import { Site } from './site.entity.js';

export const MEMBERSHIP_STATES = ['ACTIVE', 'EXPIRED', 'REVOKED'] as const;
export type MembershipState = (typeof MEMBERSHIP_STATES)[number];

/** One person's place in one organization: what they may do there, where, and until when. */
@Entity('membership')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_membership_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_membership_person' })
@ForeignKey(() => Person, ['formerPersonId'], ['id'], { name: 'fk_membership_former_person' })
@ForeignKey(() => Membership, ['orgId', 'lineManagerId'], ['orgId', 'id'], {
  name: 'fk_membership_line_manager',
})
@Unique('uq_membership_person', ['orgId', 'personId'])
@Unique('uq_membership_former_person', ['orgId', 'formerPersonId'])
@Unique('uq_membership_external', ['orgId', 'externalSource', 'externalId'])
@Index('ix_membership_by_person', ['personId'])
@Check('ck_membership_auditor', `role <> 'AUDITOR' OR expires_at IS NOT NULL`)
@Check(
  'ck_membership_role',
  `role IN ('OWNER', 'ADMIN', 'RECORDS', 'INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR')`,
)
export class Membership {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_membership' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_membership' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Under which id the member was known here before they joined with an account of their own. */
  @Column('uuid', { name: 'former_person_id', nullable: true })
  formerPersonId: string | null;

  @Column('text')
  role: Role;

  /** Whether it belongs to a program that calls the API rather than to a human being. */
  @Column('boolean', { name: 'is_service', default: false })
  isService: boolean;

  @Column('uuid', { name: 'line_manager_id', nullable: true })
  lineManagerId: string | null;

  @Column('boolean', { name: 'cohort_limited', default: false })
  cohortLimited: boolean;

  @Column('boolean', { name: 'site_limited', default: false })
  siteLimited: boolean;

  @Column('text', { name: 'external_source', nullable: true })
  externalSource: string | null;

  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  /** The person who revoked it. */
  @Column('uuid', { name: 'revoked_by', nullable: true })
  revokedBy: string | null;

  @Column('text', { name: 'revocation_reason', nullable: true })
  revocationReason: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  /** As of the moment it was read; not a column. */
  state: MembershipState;
}

/** A site to which a limited membership is limited. */
@Entity('membership_site')
@ForeignKey(() => Membership, ['orgId', 'membershipId'], ['orgId', 'id'], {
  name: 'fk_membership_site_membership',
})
@ForeignKey(() => Site, ['orgId', 'siteId'], ['orgId', 'id'], { name: 'fk_membership_site_site' })
export class MembershipSite {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_membership_site' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'membership_id', primaryKeyConstraintName: 'pk_membership_site' })
  membershipId: string;

  @PrimaryColumn('uuid', { name: 'site_id', primaryKeyConstraintName: 'pk_membership_site' })
  siteId: string;
}
