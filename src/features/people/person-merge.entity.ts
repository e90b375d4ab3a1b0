import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from './person.entity.js';

/** Two persons turned out to be one. Append-only: a wrong merge is answered for by whoever made it. */
@Entity('person_merge')
@ForeignKey(() => Person, ['fromPersonId'], ['id'], { name: 'fk_person_merge_from' })
@ForeignKey(() => Person, ['intoPersonId'], ['id'], { name: 'fk_person_merge_into' })
@ForeignKey(() => Person, ['mergedBy'], ['id'], { name: 'fk_person_merge_by' })
@Check('ck_person_merge_two', 'from_person_id <> into_person_id')
export class PersonMerge {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_person_merge' })
  id: string;

  @Column('uuid', { name: 'from_person_id' })
  fromPersonId: string;

  @Column('uuid', { name: 'into_person_id' })
  intoPersonId: string;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'merged_by' })
  mergedBy: string;

  @Column('timestamptz', { name: 'merged_at', default: () => 'app_now()' })
  mergedAt: Date;
}
