import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { CohortService } from '../enrollments/cohort.service.js';
import { CohortType } from '../enrollments/cohort.type.js';
import { CourseType } from '../programs/course.type.js';
import { VersionTree } from '../programs/version-tree.service.js';
import { AttendanceService } from './attendance.service.js';
import {
  CancelClassSessionInput,
  CorrectAttendanceInput,
  CorrectMakeUpInput,
  ExcuseAbsenceInput,
  RecordMakeUpInput,
  ScheduleClassSessionInput,
  TakeAttendanceInput,
  UpdateClassSessionInput,
  VoidMakeUpInput,
} from './class-session.input.js';
import { ClassSessionService } from './class-session.service.js';
import {
  CancelClassSessionResult,
  ClassSession,
  ClassSessionConnection,
  CorrectAttendanceResult,
  CorrectMakeUpResult,
  ExcuseAbsenceResult,
  HoursRecord,
  RecordMakeUpResult,
  RosterLine,
  ScheduleClassSessionResult,
  TakeAttendanceResult,
  UpdateClassSessionResult,
  VoidMakeUpResult,
} from './class-session.type.js';
import { HoursRecordService } from './hours-record.service.js';
import { MakeUpService } from './make-up.service.js';

@Resolver(() => ClassSession)
export class ClassSessionResolver {
  constructor(
    private readonly sessions: ClassSessionService,
    private readonly attendance: AttendanceService,
    private readonly makeUps: MakeUpService,
    private readonly records: HoursRecordService,
    private readonly programs: VersionTree,
    private readonly cohorts: CohortService,
  ) {}

  @Query(() => ClassSession, { description: 'One class session, of the own cohort or with `record:read`.' })
  @Allow('self')
  classSession(@Db() db: TenantDb, @IdArg('id', 'The class session.') id: string) {
    return this.sessions.byId(db, id);
  }

  @Query(() => ClassSessionConnection, {
    description: 'The class sessions of a cohort by time, of the own one or with `record:read`.',
  })
  @Allow('self')
  classSessions(
    @Db() db: TenantDb,
    @IdArg('cohortId', 'The cohort.') cohortId: string,
    @Args() page: PageArgs,
  ) {
    return this.sessions.page(db, cohortId, page);
  }

  @ResolveField(() => CohortType, { description: 'The cohort.' })
  @AllowAsParent()
  cohort(@Db() db: TenantDb, @Parent() { cohortId }: ClassSession) {
    return this.cohorts.ofParent(db, cohortId);
  }

  @ResolveField(() => CourseType, { description: 'The course its hours count for.' })
  @AllowAsParent()
  course(@Db() db: TenantDb, @Parent() { courseId }: ClassSession) {
    return this.programs.course.load(db, courseId);
  }

  @ResolveField(() => [RosterLine], {
    description:
      'What its roster says now, by name: all of it with `record:read`, else your own line alone; empty until attendance is taken.',
  })
  @AllowAsParent()
  roster(@Db() db: TenantDb, @Parent() { id }: ClassSession) {
    return this.sessions.rosterOf(db, id);
  }

  @Query(() => HoursRecord, {
    description:
      'Class hours of an enrollment, each entry counted or not and why: the own, or with `record:read`.',
  })
  @Allow('self')
  hoursRecord(@Db() db: TenantDb, @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string) {
    return this.records.ofEnrollment(db, enrollmentId);
  }

  @Mutation(() => ScheduleClassSessionResult, { description: 'Schedules a class of a cohort.' })
  @Allow('attendance:write')
  scheduleClassSession(
    @Db() db: TenantDb,
    @Args('input', { description: 'The class.' }) input: ScheduleClassSessionInput,
  ) {
    return this.sessions.schedule(db, input);
  }

  @Mutation(() => UpdateClassSessionResult, {
    description: 'Changes a class before its attendance is taken.',
  })
  @Allow('attendance:write')
  updateClassSession(
    @Db() db: TenantDb,
    @Args('input', { description: 'What changes.' }) input: UpdateClassSessionInput,
  ) {
    return this.sessions.update(db, input);
  }

  @Mutation(() => CancelClassSessionResult, {
    description: 'Cancels a class before its attendance is taken.',
  })
  @Allow('attendance:write')
  cancelClassSession(
    @Db() db: TenantDb,
    @Args('input', { description: 'The class.' }) input: CancelClassSessionInput,
  ) {
    return this.sessions.cancel(db, input);
  }

  @Mutation(() => TakeAttendanceResult, {
    description: 'Enters the roster of a class: good lines are kept, bad ones reported; safe to repeat.',
  })
  @Allow('attendance:write')
  takeAttendance(
    @Db() db: TenantDb,
    @Args('input', { description: 'The roster.' }) input: TakeAttendanceInput,
  ) {
    return this.attendance.take(db, input);
  }

  @Mutation(() => CorrectAttendanceResult, { description: 'Corrects a line of a roster by a later one.' })
  @Allow('attendance:write')
  correctAttendance(
    @Db() db: TenantDb,
    @Args('input', { description: 'The correction.' }) input: CorrectAttendanceInput,
  ) {
    return this.attendance.correct(db, input);
  }

  @Mutation(() => ExcuseAbsenceResult, {
    description:
      "Excuses an absence by a later line; it counts up to the program's share of excused absence.",
  })
  @Allow('attendance:write')
  excuseAbsence(
    @Db() db: TenantDb,
    @Args('input', { description: 'The absence.' }) input: ExcuseAbsenceInput,
  ) {
    return this.attendance.excuse(db, input);
  }

  @Mutation(() => RecordMakeUpResult, {
    description: 'Records supervised time in place of minutes missed; never more than were missed.',
  })
  @Allow('attendance:write')
  recordMakeUp(@Db() db: TenantDb, @Args('input', { description: 'The make-up.' }) input: RecordMakeUpInput) {
    return this.makeUps.record(db, input);
  }

  @Mutation(() => CorrectMakeUpResult, {
    description: 'Corrects a make-up by a later entry with its reason; never more than was missed.',
  })
  @Allow('attendance:write')
  correctMakeUp(
    @Db() db: TenantDb,
    @Args('input', { description: 'The correction.' }) input: CorrectMakeUpInput,
  ) {
    return this.makeUps.correct(db, input);
  }

  @Mutation(() => VoidMakeUpResult, {
    description: 'Makes a make-up stop counting, by a later entry with its reason.',
  })
  @Allow('attendance:write')
  voidMakeUp(
    @Db() db: TenantDb,
    @Args('input', { description: 'The make-up that shall not count.' }) input: VoidMakeUpInput,
  ) {
    return this.makeUps.void(db, input);
  }
}
