import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger, PinoLogger } from 'nestjs-pino';
import type { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { FEATURES } from './features/index.js';
import { networkOf } from './platform/access/client-network.js';
import { RequestContexts } from './platform/access/request-contexts.js';
import { Clock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import { LSN_HEADER } from './platform/database/replicas/lsn-token.js';
import { HttpErrorFilter } from './platform/faults/http-error.filter.js';
import { fileRoutes } from './platform/files/file-routes.js';
import { Files } from './platform/files/files.js';
import { graphiqlRoutes } from './platform/graphiql/graphiql-routes.js';
import { InputPipe } from './platform/graphql/input.js';
import { newId } from './platform/ids/ids.js';
import { logRequests } from './platform/logging/request-log.js';

/** Builds the application, not yet listening: the same for the server and for the tests. */
export async function createApp(
  config: Config,
  dataSource: DataSource,
  clock = new Clock(),
  features = FEATURES,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: config.maxBodyBytes,
    trustProxy: (_address, hop) => hop < config.trustedProxies,
    genReqId: newId,
    requestTimeout: 30_000, // slow clients must not hold what others need
    connectionTimeout: 60_000,
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config, dataSource, clock, features),
    adapter,
    {
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  logRequests(adapter.getInstance(), await app.resolve(PinoLogger));
  app.useGlobalPipes(new InputPipe());
  if (config.corsOrigins.length)
    app.enableCors({ origin: config.corsOrigins, maxAge: 600, exposedHeaders: [LSN_HEADER] });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  await app.register(rateLimit, {
    max: config.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: ({ ip }) => networkOf(ip),
  }); // routes after it
  await app.register(fileRoutes(app.get(Files), app.get(RequestContexts), app.get(HttpErrorFilter)));
  if (config.graphiql) await app.register(graphiqlRoutes);
  return app;
}
