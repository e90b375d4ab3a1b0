import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Cohort } from '../../enrollments/cohort.entity.js';
import { Person } from '../../people/person.entity.js';
import { Quiz } from '../authoring/quiz.entity.js';

/**
 * Other rules of one quiz for one person or one cohort; what is null stays as the quiz says.
 * Never changed: a later entry takes an earlier one's place.
 */
@Entity('quiz_override')
@ForeignKey(() => Quiz, ['orgId', 'quizId'], ['orgId', 'id'], { name: 'fk_quiz_override_quiz' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_quiz_override_person' })
@ForeignKey(() => Cohort, ['orgId', 'cohortId'], ['orgId', 'id'], { name: 'fk_quiz_override_cohort' })
@ForeignKey(() => QuizOverride, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_quiz_override_superseded',
})
@Unique('uq_quiz_override_superseded', ['orgId', 'supersedesId'])
@Index('ix_quiz_override_quiz', ['orgId', 'quizId'])
@Check('ck_quiz_override_time_limit', 'time_limit_minutes BETWEEN 1 AND 1440')
@Check('ck_quiz_override_max_attempts', 'max_attempts >= 1')
@Check('ck_quiz_override_whose', 'num_nonnulls(person_id, cohort_id) = 1')
export class QuizOverride {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_override' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_quiz_override' })
  id: string;

  @Column('uuid', { name: 'quiz_id' })
  quizId: string;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId: string | null;

  @Column('uuid', { name: 'cohort_id', nullable: true })
  cohortId: string | null;

  @Column('timestamptz', { name: 'opens_at', nullable: true })
  opensAt: Date | null;

  @Column('timestamptz', { name: 'closes_at', nullable: true })
  closesAt: Date | null;

  @Column('int', { name: 'time_limit_minutes', nullable: true })
  timeLimitMinutes: number | null;

  @Column('int', { name: 'max_attempts', nullable: true })
  maxAttempts: number | null;

  @Column('boolean', { default: false })
  withdrawn: boolean;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  @Column('uuid', { name: 'recorded_by' })
  recordedBy: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
