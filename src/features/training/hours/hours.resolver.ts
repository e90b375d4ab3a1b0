import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import {
  CorrectHoursInput,
  LogHoursInput,
  ReopenHoursInput,
  VerifyHoursInput,
  WithdrawHoursInput,
} from './hour-log.input.js';
import {
  AssignmentHours,
  CorrectHoursResult,
  HourLog,
  HourLogConnection,
  LogHoursResult,
  ReopenHoursResult,
  VerifyHoursResult,
  WithdrawHoursResult,
} from './hour-log.type.js';
import { HourLogs } from './hour-logs.service.js';
import { HourReopening } from './hour-reopening.service.js';
import { HourVerification } from './hour-verification.service.js';
import { HoursOverview } from './hours-overview.service.js';

@Resolver(() => HourLog)
export class HoursResolver {
  constructor(
    private readonly logs: HourLogs,
    private readonly verification: HourVerification,
    private readonly reopening: HourReopening,
    private readonly overview: HoursOverview,
  ) {}

  @Query(() => [AssignmentHours], {
    description:
      'Your own hours on the job, added up for each assignment, the latest first; empty before the first assignment.',
  })
  @Allow('self')
  myHours(@Db() db: TenantDb) {
    return this.overview.mine(db);
  }

  @Query(() => AssignmentHours, {
    description: 'The hours of an assignment added up: the own, or with `training:read`.',
  })
  @Allow('self')
  assignmentHours(@Db() db: TenantDb, @IdArg('assignmentId', 'The assignment.') assignmentId: string) {
    return this.overview.ofAssignment(db, assignmentId);
  }

  @Query(() => HourLogConnection, {
    description:
      'Everything claimed for an assignment, the latest first, each with why it counts or not: the own, or with `training:read`.',
  })
  @Allow('self')
  hourLogs(
    @Db() db: TenantDb,
    @IdArg('assignmentId', 'The assignment.') assignmentId: string,
    @Args() page: PageArgs,
  ) {
    return this.overview.page(db, assignmentId, page);
  }

  @Query(() => HourLogConnection, {
    description:
      'Hours that wait to be verified, the oldest first, of everybody you may see at your sites: your own organization and the schools placed there.',
  })
  @Allow('hours:verify')
  hoursToVerify(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.overview.toVerify(db, page);
  }

  @Mutation(() => LogHoursResult, {
    description: 'Logs time worked on the job. The same id again changes nothing.',
  })
  @Allow('self')
  logHours(@Db() db: TenantDb, @Args('input', { description: 'The time.' }) input: LogHoursInput) {
    return this.logs.log(db, input);
  }

  @Mutation(() => CorrectHoursResult, {
    description:
      'Puts other hours in the place of those that are pending or rejected; the first stay readable.',
  })
  @Allow('self')
  correctHours(
    @Db() db: TenantDb,
    @Args('input', { description: 'What takes its place.' }) input: CorrectHoursInput,
  ) {
    return this.logs.correct(db, input);
  }

  @Mutation(() => WithdrawHoursResult, { description: 'Takes back hours that are pending or rejected.' })
  @Allow('self')
  withdrawHours(@Db() db: TenantDb, @Args('input', { description: 'Which.' }) input: WithdrawHoursInput) {
    return this.logs.withdraw(db, input);
  }

  @Mutation(() => VerifyHoursResult, {
    description:
      'Decides about hours of one trainee, each by itself, all or none. Verified hours are frozen, and what of them counts is in the course record at once.',
  })
  @Allow('hours:verify')
  verifyHours(@Db() db: TenantDb, @Args('input', { description: 'The decisions.' }) input: VerifyHoursInput) {
    return this.verification.verify(db, input);
  }

  @Mutation(() => ReopenHoursResult, {
    description: 'Takes a decision back: the hours wait again, and nothing of them counts meanwhile.',
  })
  @Allow('hours:verify')
  reopenHours(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: ReopenHoursInput,
  ) {
    return this.reopening.reopen(db, input);
  }
}
