import { Module } from '@nestjs/common';
import { ClassHours } from './class-hours.js';
import { CounterService } from './counters.service.js';
import { LessonRecordResolver } from './lesson-record.resolver.js';
import { LessonRecordService } from './lesson-record.service.js';
import { RequirementResults } from './requirement-results.js';

@Module({
  providers: [ClassHours, CounterService, RequirementResults, LessonRecordService, LessonRecordResolver],
  exports: [CounterService, RequirementResults],
})
export class RecordsModule {}
