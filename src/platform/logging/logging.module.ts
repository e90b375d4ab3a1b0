import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { destination } from 'pino';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { requested } from './request-log.js';

/** JSON lines, each with the id of the request it belongs to; nothing in them names a person. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        forRoutes: [], // requests are logged by the server's own hooks: see request-log
        pinoHttp: {
          level: config.logLevel,
          ...(config.logFile ? { stream: destination({ dest: config.logFile, mkdir: true }) } : {}),
          base: undefined,
          autoLogging: false,
          mixin: () => ({ ...requested() }),
          serializers: {
            err: (error: Error) => ({
              type: error.name,
              code: (error as { code?: string }).code,
              stack:
                config.logLevel === 'debug' && config.environment !== 'production'
                  ? error.stack
                  : withoutValues(error.stack),
            }),
          },
        },
      }),
    }),
  ],
})
export class LoggingModule {}

/** A message of PostgreSQL or of an input check can quote what was sent: only the places are kept. */
const withoutValues = (stack: string | undefined): string =>
  (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
