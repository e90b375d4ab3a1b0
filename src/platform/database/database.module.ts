import { Module, type DynamicModule } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { DATA_SOURCE, Database } from './database.js';
import { Notifications } from './notifications.js';

/** The opened data source, and the handles that alone reach it. */
@Module({})
export class DatabaseModule {
  static with(dataSource: DataSource, clock: Clock): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: DATA_SOURCE, useValue: dataSource },
        { provide: Clock, useValue: clock },
        Database,
        Notifications,
      ],
      exports: [DATA_SOURCE, Database, Clock, Notifications],
    };
  }
}
