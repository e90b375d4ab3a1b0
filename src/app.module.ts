import { Module, type DynamicModule } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { AccessModule } from './platform/access/access.module.js';
import type { Clock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { GraphqlPlatformModule } from './platform/graphql/graphql.module.js';
import { LedgerModule } from './platform/ledger/ledger.module.js';
import { LoggingModule } from './platform/logging/logging.module.js';
import { FEATURES } from './features/index.js';

/** The whole house: the platform, then the features in their order. */
@Module({})
export class AppModule {
  static with(config: Config, dataSource: DataSource, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule.with(dataSource, clock),
        LoggingModule,
        AccessModule,
        GraphqlPlatformModule,
        LedgerModule,
        ...FEATURES,
      ],
    };
  }
}
