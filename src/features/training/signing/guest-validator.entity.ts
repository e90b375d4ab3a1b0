import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Membership } from '../../organizations/membership.entity.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Person } from '../../people/person.entity.js';
import { TrainingAssignmentRecord } from '../placements/assignment.entity.js';

/** A validator who comes by a mailed link, for one trainee, until it expires. */
@Entity('guest_validator')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_guest_validator_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_guest_validator_person' })
@ForeignKey(() => Membership, ['orgId', 'membershipId'], ['orgId', 'id'], {
  name: 'fk_guest_validator_membership',
})
@ForeignKey(() => TrainingAssignmentRecord, ['assignmentOrgId', 'assignmentId'], ['orgId', 'id'], {
  name: 'fk_guest_validator_assignment',
})
@Unique('uq_guest_validator_token', ['orgId', 'tokenHash'])
@Unique('uq_guest_validator_person', ['orgId', 'personId'])
@Index('ix_guest_validator_token', ['tokenHash'])
export class GuestValidatorRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_guest_validator' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_guest_validator' })
  id: string;

  @Column('uuid', { name: 'membership_id' })
  membershipId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** The one assignment they see. */
  @Column('uuid', { name: 'assignment_org_id' })
  assignmentOrgId: string;

  @Column('uuid', { name: 'assignment_id' })
  assignmentId: string;

  @Column('text')
  email: string;

  @Column('text', { name: 'token_hash' })
  tokenHash: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'reminded_at', nullable: true })
  remindedAt: Date | null;

  /** When the link was first opened. */
  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;

  @Column('uuid', { name: 'invited_by', nullable: true })
  invitedBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}
