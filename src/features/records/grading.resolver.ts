import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { CategoryClosureService } from './category-closure.service.js';
import { GradeCorrectionService } from './grade-correction.service.js';
import { GradeImportService } from './grade-import.service.js';
import { GradebookService } from './gradebook.service.js';
import {
  CloseCategoryInput,
  CorrectGradeInput,
  ImportGradesInput,
  RecordGradeInput,
  RecordPracticalInput,
  ReopenCategoryInput,
  VoidGradeInput,
} from './grading.input.js';
import { GradingService } from './grading.service.js';
import {
  CloseCategoryResult,
  CorrectGradeResult,
  CourseGrade,
  CourseGradeConnection,
  GradeEntryConnection,
  ImportGradesResult,
  RecordGradeResult,
  RecordPracticalResult,
  ReopenCategoryResult,
  VoidGradeResult,
} from './grading.type.js';

@Resolver()
export class GradingResolver {
  constructor(
    private readonly grading: GradingService,
    private readonly corrections: GradeCorrectionService,
    private readonly imports: GradeImportService,
    private readonly closures: CategoryClosureService,
    private readonly gradebooks: GradebookService,
  ) {}

  @Query(() => [CourseGrade], {
    description:
      'Current and final grade of each course of an enrollment, explained: the own, or with `record:read`.',
  })
  @Allow('self')
  gradebook(@Db() db: TenantDb, @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string) {
    return this.gradebooks.ofEnrollment(db, enrollmentId);
  }

  @Query(() => CourseGradeConnection, { description: "A cohort's grades in one course, by name." })
  @Allow('record:read')
  cohortGradebook(
    @Db() db: TenantDb,
    @IdArg('cohortId', 'The cohort.') cohortId: string,
    @IdArg('courseId', "A course of the cohort's version.") courseId: string,
    @Args() page: PageArgs,
  ) {
    return this.gradebooks.ofCohort(db, { cohortId, courseId }, page);
  }

  @Query(() => GradeEntryConnection, {
    description: 'Every mark entered for an enrollment, corrected ones too: the own, or with `record:read`.',
  })
  @Allow('self')
  gradeEntries(
    @Db() db: TenantDb,
    @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string,
    @Args('courseId', { type: () => ID, nullable: true, description: 'One course alone.' })
    courseId: string | null,
    @Args() page: PageArgs,
  ) {
    return this.gradebooks.entries(db, { enrollmentId, courseId: courseId ?? null }, page);
  }

  @Mutation(() => RecordGradeResult, { description: 'Enters the mark of one trainee for one item.' })
  @Allow('grade:write')
  recordGrade(@Db() db: TenantDb, @Args('input', { description: 'The mark.' }) input: RecordGradeInput) {
    return this.grading.record(db, input);
  }

  @Mutation(() => RecordPracticalResult, {
    description: "Enters one attempt at a practical examination, judged by the program's rule.",
  })
  @Allow('grade:write')
  recordPractical(
    @Db() db: TenantDb,
    @Args('input', { description: 'The attempt.' }) input: RecordPracticalInput,
  ) {
    return this.grading.recordPractical(db, input);
  }

  @Mutation(() => CorrectGradeResult, { description: 'Corrects a mark by a later entry with its reason.' })
  @Allow('grade:write')
  correctGrade(
    @Db() db: TenantDb,
    @Args('input', { description: 'The correction.' }) input: CorrectGradeInput,
  ) {
    return this.corrections.correct(db, input);
  }

  @Mutation(() => VoidGradeResult, {
    description: 'Makes a mark stop counting, by a later entry with its reason.',
  })
  @Allow('grade:write')
  voidGrade(
    @Db() db: TenantDb,
    @Args('input', { description: 'The mark that shall not count.' }) input: VoidGradeInput,
  ) {
    return this.corrections.void(db, input);
  }

  @Mutation(() => ImportGradesResult, {
    description:
      'Enters the marks of a cohort from CSV: good lines are kept, bad ones reported; safe to repeat.',
  })
  @Allow('grade:write')
  importGrades(@Db() db: TenantDb, @Args('input', { description: 'The CSV.' }) input: ImportGradesInput) {
    return this.imports.import(db, input);
  }

  @Mutation(() => CloseCategoryResult, {
    description: 'Closes a gradebook category for a cohort: what is not graded then counts as 0.',
  })
  @Allow('grade:write')
  closeCategory(
    @Db() db: TenantDb,
    @Args('input', { description: 'The category.' }) input: CloseCategoryInput,
  ) {
    return this.closures.close(db, input);
  }

  @Mutation(() => ReopenCategoryResult, { description: 'Opens a closed gradebook category again.' })
  @Allow('grade:write')
  reopenCategory(
    @Db() db: TenantDb,
    @Args('input', { description: 'The category and why.' }) input: ReopenCategoryInput,
  ) {
    return this.closures.reopen(db, input);
  }
}
