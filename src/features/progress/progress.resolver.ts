import { Args, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../platform/graphql/input.js';
import { CohortBoardArgs } from './overview.input.js';
import { OverviewService } from './overview.service.js';
import { Dashboard, EnrollmentOverview, EnrollmentOverviewConnection } from './overview.type.js';
import { ProgressService } from './progress.service.js';
import { ProgressChangesService } from './progress-changes.service.js';
import { EnrollmentProgress, ProgressChange } from './progress.type.js';

@Resolver()
export class ProgressResolver {
  constructor(
    private readonly overviews: OverviewService,
    private readonly progress: ProgressService,
    private readonly changes: ProgressChangesService,
  ) {}

  @Query(() => Dashboard, {
    description: 'Your enrollments: how far you are, what is next, what is blocked.',
  })
  @Allow('self')
  myDashboard(@Db() db: TenantDb) {
    return this.overviews.dashboard(db);
  }

  @Query(() => EnrollmentProgress, {
    description:
      'One enrollment in full: every unmet requirement of the program, its courses and modules, and what would meet it. Your own, or one you follow as staff.',
  })
  @Allow('self')
  enrollmentProgress(@Db() db: TenantDb, @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string) {
    return this.progress.ofEnrollment(db, enrollmentId);
  }

  @Query(() => EnrollmentOverview, {
    description: 'One enrollment at a glance: your own, or one you follow as staff.',
  })
  @Allow('self')
  enrollmentOverview(@Db() db: TenantDb, @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string) {
    return this.overviews.ofEnrollment(db, enrollmentId);
  }

  @Query(() => EnrollmentOverviewConnection, {
    description: 'The trainees of a cohort with their courses, a page at a time.',
  })
  @Allow('progress:read')
  cohortBoard(@Db() db: TenantDb, @Args() args: CohortBoardArgs) {
    return this.overviews.board(db, args);
  }

  @Subscription(() => ProgressChange, {
    description: 'Tells when progress changes: yours, or that of a cohort you follow as staff.',
    resolve: (change: ProgressChange) => change,
  })
  @Allow('self')
  progressChanged(
    @Db() db: TenantDb,
    @OptionalIdArg('cohortId', 'The cohort to follow; null for your own enrollments.')
    cohortId: string | null,
  ) {
    return this.changes.follow(db, cohortId);
  }
}
