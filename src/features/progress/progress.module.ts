import { Module } from '@nestjs/common';
import { OverviewService } from './overview.service.js';
import { ProgressChangesService } from './progress-changes.service.js';
import { ProgressResolver } from './progress.resolver.js';
import { ProgressService } from './progress.service.js';

@Module({
  providers: [OverviewService, ProgressService, ProgressChangesService, ProgressResolver],
  exports: [ProgressService],
})
export class ProgressModule {}
