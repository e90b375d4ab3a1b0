import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { ProgramsModule } from '../programs/programs.module.js';
import { PeopleModule } from '../people/people.module.js';
import { CohortResolver } from './cohort.resolver.js';
import { CohortService } from './cohort.service.js';
import { EnrollmentAccess } from './enrollment-access.service.js';
import { EnrollmentJoin } from './enrollment-join.js';
import { EnrollmentHoldService } from './enrollment-hold.service.js';
import { EnrollmentIntakeService } from './enrollment-intake.service.js';
import { EnrollmentStatusService } from './enrollment-status.service.js';
import {
  EnrollmentDecisionResolver,
  EnrollmentIntakeResolver,
  EnrollmentResolver,
} from './enrollment.resolver.js';
import { EnrollmentHoldResolver, EnrollmentStatusEntryResolver } from './enrollment-people.resolver.js';
import { EnrollmentService } from './enrollment.service.js';
import { LastAttendance } from './last-attendance.js';
import { TraineeAddition } from './trainee-addition.service.js';

@Module({
  imports: [PeopleModule, OrganizationsModule, ProgramsModule],
  providers: [
    CohortResolver,
    CohortService,
    EnrollmentAccess,
    EnrollmentDecisionResolver,
    EnrollmentHoldResolver,
    EnrollmentHoldService,
    EnrollmentIntakeResolver,
    EnrollmentIntakeService,
    EnrollmentJoin,
    EnrollmentResolver,
    EnrollmentService,
    EnrollmentStatusEntryResolver,
    EnrollmentStatusService,
    LastAttendance,
    TraineeAddition,
  ],
  exports: [CohortService, EnrollmentAccess, EnrollmentService, LastAttendance],
})
export class EnrollmentsModule {}
