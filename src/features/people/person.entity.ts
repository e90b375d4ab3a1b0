import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A human being, in any number of organizations and with any number of accounts. Global: not a tenant's row. */
@Entity('person')
@ForeignKey(() => Person, ['mergedIntoId'], ['id'], { name: 'fk_person_merged_into' })
@Index('ix_person_merged_into', ['mergedIntoId'], { where: 'merged_into_id IS NOT NULL' })
@Check('ck_person_given_name', 'length(given_name) BETWEEN 1 AND 200')
@Check('ck_person_family_name', 'length(family_name) <= 200')
export class Person {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_person' })
  id: string;

  @Column('text', { name: 'given_name' })
  givenName: string;

  @Column('text', { name: 'family_name', default: '' })
  familyName: string;

  /** The person this one turned out to be a duplicate of. */
  @Column('uuid', { name: 'merged_into_id', nullable: true })
  mergedIntoId: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  /** The name as it is spoken and printed. */
  get name(): string {
    return [this.givenName, this.familyName].filter(Boolean).join(' ');
  }
}
