import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Organization } from '../organizations/organization.entity.js';
import { Person } from '../people/person.entity.js';

/** While it stands, nothing is erased of the person it names, or of nobody's when it names none. */
@Entity('legal_hold')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_legal_hold_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_legal_hold_person' })
@Index('ix_legal_hold_person', ['orgId', 'personId'])
export class LegalHoldRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_legal_hold' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_legal_hold' })
  id: string;

  /** Null: everybody's records in the organization. */
  @Column('uuid', { name: 'person_id', nullable: true })
  personId: string | null;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'placed_by', nullable: true })
  placedBy: string | null;

  @Column('timestamptz', { name: 'placed_at', default: () => 'app_now()' })
  placedAt: Date;
}

/** A hold is released once, and stays on record. */
@Entity('legal_hold_release')
@ForeignKey(() => LegalHoldRecord, ['orgId', 'holdId'], ['orgId', 'id'], {
  name: 'fk_legal_hold_release_hold',
})
export class LegalHoldReleaseRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_legal_hold_release' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'hold_id', primaryKeyConstraintName: 'pk_legal_hold_release' })
  holdId: string;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'released_by', nullable: true })
  releasedBy: string | null;

  @Column('timestamptz', { name: 'released_at', default: () => 'app_now()' })
  releasedAt: Date;
}
