import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations/index.js';
import { AccessModule } from './platform/access/access.module.js';
import type { Clock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { ReplicasModule } from './platform/database/replicas/replicas.module.js';
import { FaultsModule } from './platform/faults/faults.module.js';
import { FilesModule } from './platform/files/files.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { GraphqlPlatformModule } from './platform/graphql/graphql.module.js';
import { HousekeepingModule } from './platform/housekeeping/housekeeping.module.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import { LedgerModule } from './platform/ledger/ledger.module.js';
import { LiveModule } from './platform/live/live.module.js';
import { LoggingModule } from './platform/logging/logging.module.js';
import { MailModule } from './platform/mail/mail.module.js';
import { FEATURES } from './features/index.js';

/** The whole house: the platform, then the features in their order. */
@Module({})
export class AppModule {
  static with(
    config: Config,
    dataSource: DataSource,
    clock: Clock,
    features: readonly Type<unknown>[] = FEATURES,
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule.with(dataSource, clock),
        LoggingModule,
        ...(config.replicaDatabaseUrls.length ? [ReplicasModule] : []),
        FaultsModule,
        AccessModule,
        JobsModule,
        HousekeepingModule,
        MailModule,
        LiveModule,
        FilesModule,
        HealthModule.with(MIGRATIONS.at(-1)!.name),
        GraphqlPlatformModule,
        LedgerModule,
        ...features,
      ],
    };
  }
}
