import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Cohort } from '../enrollments/cohort.entity.js';
import { Person } from '../people/person.entity.js';
import { Course } from '../programs/course.entity.js';
import { CourseAttemptRecord } from './attempt.entity.js';

/** A class of a cohort. */
@Entity('class_session')
@ForeignKey(() => Cohort, ['orgId', 'cohortId'], ['orgId', 'id'], { name: 'fk_class_session_cohort' })
@ForeignKey(() => Course, ['orgId', 'courseId'], ['orgId', 'id'], { name: 'fk_class_session_course' })
@Index('ix_class_session_cohort', ['orgId', 'cohortId', 'startsAt'])
@Check('ck_class_session_kind', `kind IN ('LECTURE', 'LAB')`)
@Check('ck_class_session_times', `ends_at > starts_at AND ends_at <= starts_at + interval '16 hours'`)
@Check('ck_class_session_break', `break_minutes >= 0`)
export class ClassSessionRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_class_session' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_class_session' })
  id: string;

  @Column('uuid', { name: 'cohort_id' })
  cohortId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('text')
  kind: 'LECTURE' | 'LAB';

  @Column('text')
  title: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

  @Column('int', { name: 'break_minutes', default: 0 })
  breakMinutes: number;

  @Column('uuid', { name: 'scheduled_by', nullable: true })
  scheduledBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt: Date | null;
}

/** A line of attendance or a make-up; a later line names the one it corrects. */
@Entity('hours_entry')
@ForeignKey(() => Person, ['supervisedBy'], ['id'], { name: 'fk_hours_entry_supervised_by' })
@ForeignKey(
  () => CourseAttemptRecord,
  ['orgId', 'enrollmentId', 'courseId', 'courseAttemptId'],
  ['orgId', 'enrollmentId', 'courseId', 'id'],
  { name: 'fk_hours_entry_attempt' },
)
@ForeignKey(() => ClassSessionRecord, ['orgId', 'sessionId'], ['orgId', 'id'], {
  name: 'fk_hours_entry_session',
})
@ForeignKey(() => HoursEntryRecord, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_hours_entry_superseded',
})
@ForeignKey(() => HoursEntryRecord, ['orgId', 'originId'], ['orgId', 'id'], { name: 'fk_hours_entry_origin' })
@Unique('uq_hours_entry_superseded', ['orgId', 'supersedesId'])
@Index('ix_hours_entry_enrollment', ['orgId', 'enrollmentId'])
@Index('uq_hours_entry_first_of_session', ['orgId', 'courseAttemptId', 'sessionId'], {
  unique: true,
  where: `supersedes_id IS NULL AND status <> 'MAKE_UP'`,
})
@Index('ix_hours_entry_session', ['orgId', 'sessionId'])
@Check('ck_hours_entry_kind', `kind IN ('LECTURE', 'LAB')`)
@Check('ck_hours_entry_status', `status IN ('PRESENT', 'ABSENT', 'EXCUSED', 'MAKE_UP')`)
@Check('ck_hours_entry_times', `ends_at > starts_at`)
@Check('ck_hours_entry_voided', `NOT voided OR (status = 'MAKE_UP' AND supersedes_id IS NOT NULL)`)
@Check('ck_hours_entry_minutes', `break_minutes >= 0 AND minutes_late >= 0 AND minutes_left_early >= 0`)
export class HoursEntryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_hours_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_hours_entry' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('uuid', { name: 'course_attempt_id' })
  courseAttemptId: string;

  /** Attended, or missed and made up. */
  @Column('uuid', { name: 'session_id' })
  sessionId: string;

  @Column('text')
  kind: 'LECTURE' | 'LAB';

  @Column('text')
  status: 'PRESENT' | 'ABSENT' | 'EXCUSED' | 'MAKE_UP';

  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

  @Column('int', { name: 'break_minutes', default: 0 })
  breakMinutes: number;

  @Column('int', { name: 'minutes_late', default: 0 })
  minutesLate: number;

  @Column('int', { name: 'minutes_left_early', default: 0 })
  minutesLeftEarly: number;

  /** Who supervised a make-up. */
  @Column('uuid', { name: 'supervised_by', nullable: true })
  supervisedBy: string | null;

  /** It voids the make-up it supersedes. */
  @Column('boolean', { default: false })
  voided: boolean;

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
