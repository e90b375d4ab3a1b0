import { Module, type DynamicModule } from '@nestjs/common';
import { Health, LAST_MIGRATION } from './health.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { RequestMetricsPlugin } from './request-metrics.plugin.js';

@Module({})
export class HealthModule {
  /** Ready when the database has had at least this migration. */
  static with(lastMigration: string): DynamicModule {
    return {
      module: HealthModule,
      controllers: [HealthController],
      providers: [
        Health,
        Metrics,
        RequestMetricsPlugin,
        { provide: LAST_MIGRATION, useValue: lastMigration },
      ],
      exports: [Health],
    };
  }
}
