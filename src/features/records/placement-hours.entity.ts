import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CourseAttemptRecord } from './attempt.entity.js';

/** What counts of one claim of hours at a placement; a later entry for the same claim names the one it supersedes. */
@Entity('placement_hours_entry')
@ForeignKey(
  () => CourseAttemptRecord,
  ['orgId', 'enrollmentId', 'courseId', 'courseAttemptId'],
  ['orgId', 'enrollmentId', 'courseId', 'id'],
  { name: 'fk_placement_hours_entry_attempt' },
)
@ForeignKey(() => PlacementHoursEntryRecord, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_placement_hours_entry_superseded',
})
@ForeignKey(() => PlacementHoursEntryRecord, ['orgId', 'originId'], ['orgId', 'id'], {
  name: 'fk_placement_hours_entry_origin',
})
@Unique('uq_placement_hours_entry_superseded', ['orgId', 'supersedesId'])
@Index('ix_placement_hours_entry_enrollment', ['orgId', 'enrollmentId'])
@Index('uq_placement_hours_entry_first_of_source', ['orgId', 'courseAttemptId', 'sourceId'], {
  unique: true,
  where: 'supersedes_id IS NULL',
})
@Check('ck_placement_hours_entry_parts', `jsonb_typeof(parts) = 'array'`)
export class PlacementHoursEntryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_placement_hours_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_placement_hours_entry' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('uuid', { name: 'course_attempt_id' })
  courseAttemptId: string;

  /** What claimed the hours, in the feature that verified them. */
  @Column('uuid', { name: 'source_id' })
  sourceId: string;

  /** [{startsAt, endsAt, breakMinutes, minutes}]; none: nothing of it counts any more. */
  @Column('jsonb')
  parts: object;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  /** The entry it was copied from when the enrollment moved to another version. */
  @Column('uuid', { name: 'origin_id', nullable: true })
  originId: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
