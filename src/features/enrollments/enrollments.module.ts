import { Module } from '@nestjs/common';
import { CohortLimitsResolver } from './cohort-limits.resolver.js';
import { CohortLimitsService } from './cohort-limits.service.js';
import { CohortResolver } from './cohort.resolver.js';
import { CohortService } from './cohort.service.js';
import { EnrollmentAccess } from './enrollment-access.service.js';
import { EnrollmentHoldService } from './enrollment-hold.service.js';
import { EnrollmentIntakeService } from './enrollment-intake.service.js';
import { EnrollmentStatusService } from './enrollment-status.service.js';
import {
  EnrollmentDecisionResolver,
  EnrollmentIntakeResolver,
  EnrollmentResolver,
} from './enrollment.resolver.js';
import { EnrollmentService } from './enrollment.service.js';
import { LastAttendance } from './last-attendance.js';

@Module({
  providers: [
    CohortLimitsResolver,
    CohortLimitsService,
    CohortResolver,
    CohortService,
    EnrollmentAccess,
    EnrollmentDecisionResolver,
    EnrollmentHoldService,
    EnrollmentIntakeResolver,
    EnrollmentIntakeService,
    EnrollmentResolver,
    EnrollmentService,
    EnrollmentStatusService,
    LastAttendance,
  ],
  exports: [CohortService, EnrollmentAccess, EnrollmentService, LastAttendance],
})
export class EnrollmentsModule {}
