import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** A school, a clinic, or both: the tenant that owns its records. */
@Entity('organization')
@Check('ck_organization_kind', 'is_school OR is_clinic')
@Check('ck_organization_name', 'length(name) BETWEEN 1 AND 200')
export class Organization {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_organization' })
  id: string;

  @Column('text')
  name: string;

  @Column('boolean', { name: 'is_school' })
  isSchool: boolean;

  @Column('boolean', { name: 'is_clinic' })
  isClinic: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}
