import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { ProgramsModule } from '../programs/programs.module.js';
import { EnrollmentsModule } from '../enrollments/enrollments.module.js';
import { AttendanceService } from './attendance.service.js';
import { CategoryClosureService } from './category-closure.service.js';
import { ClassHours } from './class-hours.js';
import { ClassSessionResolver } from './class-session.resolver.js';
import { ClassSessionService } from './class-session.service.js';
import { CounterService } from './counters.service.js';
import { CourseAttemptResolver } from './course-attempt.resolver.js';
import { CourseAttemptService } from './course-attempt.service.js';
import { GradeCorrectionService } from './grade-correction.service.js';
import { GradeImportService } from './grade-import.service.js';
import { GradebookService } from './gradebook.service.js';
import { GradingResolver } from './grading.resolver.js';
import { GradingService } from './grading.service.js';
import { HoursCounters } from './hours-counters.service.js';
import { HoursRecordService } from './hours-record.service.js';
import { LessonRecordResolver } from './lesson-record.resolver.js';
import { LessonRecordService } from './lesson-record.service.js';
import { MakeUpService } from './make-up.service.js';
import { PlacementHours } from './placement-hours.service.js';
import { PriorLearningService } from './prior-learning.service.js';
import { RequirementResults } from './requirement-results.js';
import { VersionMoveResolver } from './version-move.resolver.js';
import {
  CourseGradePeopleResolver,
  GradeEntryPeopleResolver,
  HoursEntryPeopleResolver,
  PriorLearningPeopleResolver,
  RosterLinePeopleResolver,
} from './record-people.resolver.js';
import { VersionMoveService } from './version-move.service.js';

@Module({
  imports: [PeopleModule, ProgramsModule, EnrollmentsModule],
  providers: [
    AttendanceService,
    CategoryClosureService,
    ClassHours,
    ClassSessionResolver,
    ClassSessionService,
    CounterService,
    CourseAttemptResolver,
    CourseGradePeopleResolver,
    GradeEntryPeopleResolver,
    HoursEntryPeopleResolver,
    PriorLearningPeopleResolver,
    RosterLinePeopleResolver,
    CourseAttemptService,
    GradeCorrectionService,
    GradeImportService,
    GradebookService,
    GradingResolver,
    GradingService,
    HoursCounters,
    HoursRecordService,
    LessonRecordResolver,
    LessonRecordService,
    MakeUpService,
    PlacementHours,
    PriorLearningService,
    RequirementResults,
    VersionMoveResolver,
    VersionMoveService,
  ],
  exports: [ClassHours, CounterService, PlacementHours, RequirementResults],
})
export class RecordsModule {}
