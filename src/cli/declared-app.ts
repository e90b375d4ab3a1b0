import { AppModule } from '../app.module.js';
import { ENTITIES } from '../features/entities.js';
import { Clock } from '../platform/clock/clock.js';
import { readConfig } from '../platform/config/config.js';
import { runtimeDataSource } from '../platform/database/data-source.js';

/** The application as it is declared, for looking at: its data source is never opened. */
export const DECLARED_APP = AppModule.with(
  readConfig({ NODE_ENV: 'test' }),
  runtimeDataSource('postgres://nowhere', 2, ENTITIES),
  new Clock(),
);
