import { Module } from '@nestjs/common';
import { CategoryClosureService } from './category-closure.service.js';
import { ClassHours } from './class-hours.js';
import { CounterService } from './counters.service.js';
import { GradeImportService } from './grade-import.service.js';
import { GradebookService } from './gradebook.service.js';
import { GradingResolver } from './grading.resolver.js';
import { GradingService } from './grading.service.js';
import { LessonRecordResolver } from './lesson-record.resolver.js';
import { LessonRecordService } from './lesson-record.service.js';
import { RequirementResults } from './requirement-results.js';

@Module({
  providers: [
    CategoryClosureService,
    ClassHours,
    CounterService,
    GradeImportService,
    GradebookService,
    GradingResolver,
    GradingService,
    LessonRecordResolver,
    LessonRecordService,
    RequirementResults,
  ],
  exports: [ClassHours, CounterService, RequirementResults],
})
export class RecordsModule {}
