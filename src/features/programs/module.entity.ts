import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Course, GradebookCategory } from './course.entity.js';

/** A module of a course: clock hours, spread over its lessons and quizzes. */
@Entity('module')
@ForeignKey(() => Course, ['orgId', 'programVersionId', 'courseId'], ['orgId', 'programVersionId', 'id'], {
  name: 'fk_module_course',
})
@Unique('uq_module_in_course', ['orgId', 'courseId', 'id'])
@Check('ck_module_minutes', 'clock_minutes >= 0')
@Index('ix_module_version', ['orgId', 'programVersionId'])
export class CourseModule {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_module' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_module' })
  id: string;

  @Column('uuid', { name: 'program_version_id' })
  programVersionId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('int')
  position: number;

  @Column('text')
  title: string;

  @Column('int', { name: 'clock_minutes' })
  clockMinutes: number;

  @Column('boolean', { default: true })
  required: boolean;
}

export const MEDIA_KINDS = ['IMAGE', 'VIDEO', 'AUDIO', 'DOCUMENT'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** Something to look at or listen to beside a lesson's text; told in words for who cannot. */
export interface LessonMedia {
  kind: MediaKind;
  /** `/files/<id>` of an uploaded file, or an https address. */
  url: string;
  alt: string;
}

@Entity('lesson')
@ForeignKey(() => Course, ['orgId', 'programVersionId', 'courseId'], ['orgId', 'programVersionId', 'id'], {
  name: 'fk_lesson_course',
})
@ForeignKey(() => CourseModule, ['orgId', 'courseId', 'moduleId'], ['orgId', 'courseId', 'id'], {
  name: 'fk_lesson_module',
})
@Index('ix_lesson_module', ['orgId', 'moduleId'])
@Index('ix_lesson_version', ['orgId', 'programVersionId'])
export class Lesson {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_lesson' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_lesson' })
  id: string;

  @Column('uuid', { name: 'program_version_id' })
  programVersionId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('uuid', { name: 'module_id' })
  moduleId: string;

  @Column('int')
  position: number;

  @Column('text')
  title: string;

  /** How long it takes to read and do; says nothing about clock hours. */
  @Column('int', { nullable: true })
  minutes: number | null;

  @Column('text', { array: true, default: [] })
  objectives: string[];

  /** Markdown as written; HTML is made and sanitized when it is read. Long: lists leave it out. */
  @Column('text', { default: '' })
  body: string;

  @Column('jsonb', { default: [] })
  media: LessonMedia[];

  @Column('boolean', { default: true })
  required: boolean;

  /** Its share of the module's clock minutes; 0 until published. */
  @Column('int', { name: 'credit_minutes', default: 0 })
  creditMinutes: number;
}

export const REQUIREMENT_KINDS = ['QUIZ', 'CHECKLIST'] as const;
export type RequirementKind = (typeof REQUIREMENT_KINDS)[number];

/**
 * What a course requires besides lessons, hours and grades. Lower features resolve it: a quiz, later a
 * checklist. Unresolved, it cannot be met, and everybody sees that.
 */
@Entity('course_requirement')
@ForeignKey(() => Course, ['orgId', 'programVersionId', 'courseId'], ['orgId', 'programVersionId', 'id'], {
  name: 'fk_course_requirement_course',
})
@ForeignKey(() => CourseModule, ['orgId', 'courseId', 'moduleId'], ['orgId', 'courseId', 'id'], {
  name: 'fk_course_requirement_module',
})
@ForeignKey(() => GradebookCategory, ['orgId', 'courseId', 'categoryId'], ['orgId', 'courseId', 'id'], {
  name: 'fk_course_requirement_category',
})
@Unique('uq_course_requirement_code', ['orgId', 'courseId', 'kind', 'code'])
@Check('ck_course_requirement_kind', `kind IN ('QUIZ', 'CHECKLIST')`)
@Check('ck_course_requirement_checklist', `kind = 'QUIZ' OR (module_id IS NULL AND category_id IS NULL)`)
@Index('ix_course_requirement_version', ['orgId', 'programVersionId'])
@Index('ix_course_requirement_resolved', ['orgId', 'resolvedId'])
export class CourseRequirement {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_course_requirement' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_course_requirement' })
  id: string;

  @Column('uuid', { name: 'program_version_id' })
  programVersionId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  /** Null: it stands on the course. */
  @Column('uuid', { name: 'module_id', nullable: true })
  moduleId: string | null;

  /** Where a quiz's score is entered; null: it earns no grade. */
  @Column('uuid', { name: 'category_id', nullable: true })
  categoryId: string | null;

  @Column('text')
  kind: RequirementKind;

  @Column('int')
  position: number;

  @Column('text')
  code: string;

  @Column('text')
  title: string;

  @Column('boolean', { default: true })
  required: boolean;

  /** Its share of the module's clock minutes; 0 until published and on the course. */
  @Column('int', { name: 'credit_minutes', default: 0 })
  creditMinutes: number;

  /** The quiz or checklist that meets it; null while there is none. */
  @Column('uuid', { name: 'resolved_id', nullable: true })
  resolvedId: string | null;
}
