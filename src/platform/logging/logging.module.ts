import { Module } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LoggerModule } from 'nestjs-pino';
import { destination } from 'pino';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';

/**
 * One JSON line per request: id, method, path, status, time. Never bodies, variables, headers, query
 * strings or addresses: they hold personal data and secrets.
 */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        pinoHttp: {
          level: config.logLevel,
          ...(config.logFile ? { stream: destination({ dest: config.logFile, mkdir: true }) } : {}),
          base: undefined,
          quietReqLogger: true,
          genReqId: (request: IncomingMessage) => (request as unknown as FastifyRequest).id,
          autoLogging: { ignore: (request: IncomingMessage) => request.url?.startsWith('/health') ?? false },
          serializers: {
            req: (request: { method: string; url: string }) => ({
              method: request.method,
              path: request.url.split('?')[0]?.replace(/[\w-]{20,}/g, '…'),
            }),
            res: (response: ServerResponse) => ({ status: response.statusCode }),
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
