import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Enrollment } from '../enrollments/enrollment.entity.js';
import { Lesson } from '../programs/module.entity.js';

/** A lesson done. */
@Entity('lesson_completion')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_lesson_completion_enrollment',
})
@ForeignKey(() => Lesson, ['orgId', 'lessonId'], ['orgId', 'id'], { name: 'fk_lesson_completion_lesson' })
export class LessonCompletionRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_lesson_completion' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'enrollment_id', primaryKeyConstraintName: 'pk_lesson_completion' })
  enrollmentId: string;

  @PrimaryColumn('uuid', { name: 'lesson_id', primaryKeyConstraintName: 'pk_lesson_completion' })
  lessonId: string;

  @Column('timestamptz', { name: 'completed_at', default: () => 'app_now()' })
  completedAt: Date;

  /** What the trainee's device claims. */
  @Column('timestamptz', { name: 'claimed_at', nullable: true })
  claimedAt: Date | null;

  /** Of a completion that came along when the enrollment moved to another version. */
  @Column('uuid', { name: 'origin_lesson_id', nullable: true })
  originLessonId: string | null;
}

/** Where a trainee stopped reading: a convenience, not evidence. */
@Entity('lesson_position')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_lesson_position_enrollment',
})
@ForeignKey(() => Lesson, ['orgId', 'lessonId'], ['orgId', 'id'], { name: 'fk_lesson_position_lesson' })
export class LessonPositionRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_lesson_position' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'enrollment_id', primaryKeyConstraintName: 'pk_lesson_position' })
  enrollmentId: string;

  @PrimaryColumn('uuid', { name: 'lesson_id', primaryKeyConstraintName: 'pk_lesson_position' })
  lessonId: string;

  @Column('text')
  position: string;

  @Column('timestamptz', { name: 'updated_at', default: () => 'app_now()' })
  updatedAt: Date;
}
