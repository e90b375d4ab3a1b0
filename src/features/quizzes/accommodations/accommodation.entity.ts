import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { Person } from '../../people/person.entity.js';

/** What a person is granted at every quiz. Never changed: a later entry takes an earlier one's place. */
@Entity('accommodation')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_accommodation_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_accommodation_person' })
@ForeignKey(() => Accommodation, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_accommodation_superseded',
})
@Unique('uq_accommodation_superseded', ['orgId', 'supersedesId'])
@Index('ix_accommodation_person', ['orgId', 'personId'])
@Check('ck_accommodation_multiplier', 'time_multiplier BETWEEN 1 AND 10')
@Check('ck_accommodation_break', 'break_minutes BETWEEN 0 AND 1440')
@Check('ck_accommodation_closing', 'closing_extension_minutes BETWEEN 0 AND 525600')
@Check('ck_accommodation_attempts', 'extra_attempts BETWEEN 0 AND 100')
@Check('ck_accommodation_validity', 'valid_until >= valid_from')
export class Accommodation {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_accommodation' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_accommodation' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('numeric', { name: 'time_multiplier', precision: 4, scale: 2, default: 1 })
  timeMultiplier: string;

  /** Minutes of breaks in each attempt, in which its time stands still. */
  @Column('int', { name: 'break_minutes', default: 0 })
  breakMinutes: number;

  @Column('int', { name: 'closing_extension_minutes', default: 0 })
  closingExtensionMinutes: number;

  @Column('int', { name: 'extra_attempts', default: 0 })
  extraAttempts: number;

  @Column('date', { name: 'valid_from' })
  validFrom: string;

  /** The last day; null: without end. */
  @Column('date', { name: 'valid_until', nullable: true })
  validUntil: string | null;

  @Column('boolean', { default: false })
  withdrawn: boolean;

  /** For those alone who may read health records: read only where they ask for it by name. */
  @Column('text', { select: false })
  reason: string;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  @Column('uuid', { name: 'recorded_by' })
  recordedBy: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
