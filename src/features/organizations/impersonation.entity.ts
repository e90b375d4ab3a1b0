import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';
import { Membership } from './membership.entity.js';
import { Organization } from './organization.entity.js';

/** Somebody looked at the organization as another member: who, as whom, why and when. */
@Entity('impersonation')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_impersonation_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_impersonation_person' })
@ForeignKey(() => Person, ['impersonatorId'], ['id'], { name: 'fk_impersonation_impersonator' })
@ForeignKey(() => Person, ['endedBy'], ['id'], { name: 'fk_impersonation_ended_by' })
@ForeignKey(() => Membership, ['orgId', 'membershipId'], ['orgId', 'id'], {
  name: 'fk_impersonation_membership',
})
@Index('ix_impersonation_person', ['orgId', 'personId', 'id'])
@Check('ck_impersonation_reason', 'length(reason) BETWEEN 1 AND 1000')
export class Impersonation {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_impersonation' })
  orgId: string;

  /** The session's, too. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_impersonation' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'membership_id' })
  membershipId: string;

  @Column('uuid', { name: 'impersonator_id' })
  impersonatorId: string;

  @Column('text')
  reason: string;

  @Column('timestamptz', { name: 'started_at', default: () => 'app_now()' })
  startedAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy: string | null;
}
