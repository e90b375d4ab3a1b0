import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { RequestContexts } from '../access/request-contexts.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { SubscriptionServer } from '../live/subscription-server.js';
import { errorFormatter } from './format-error.js';
import { LIMITS, MAX_TOKENS } from './limits.js';
import { ServerTimeResolver } from './server-time.resolver.js';
import { DateTimeScalar, DecimalScalar, PlainDateScalar } from './scalars.js';
import { SchemaDriver } from './schema-driver.js';

/** The GraphQL endpoint: limits first, then the schema that the features declare. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: SchemaDriver,
      inject: [CONFIG, RequestContexts, PinoLogger],
      useFactory: (config: Config, contexts: RequestContexts, logger: PinoLogger): ApolloDriverConfig => ({
        path: '/graphql',
        graphiql: false, // Nest's page loads from a CDN: ours is served from its package
        introspection: config.introspection,
        fieldResolverEnhancers: [],
        autoTransformHttpErrors: false,
        includeStacktraceInErrorResponses: false,
        csrfPrevention: true,
        allowBatchedHttpRequests: false,
        parseOptions: { maxTokens: MAX_TOKENS },
        hideSchemaDetailsFromClientErrors: !config.introspection,
        validationRules: LIMITS,
        plugins: [ApolloServerPluginCacheControlDisabled()], // it would wrap every field of every answer
        formatError: errorFormatter(
          (bug) => logger.error({ err: bug }, 'A request failed by a fault of ours'),
          !config.introspection,
        ),
        context: (request: FastifyRequest) => contexts.ofHttp(request),
      }),
    }),
  ],
  providers: [PlainDateScalar, DateTimeScalar, DecimalScalar, ServerTimeResolver, SubscriptionServer],
})
export class GraphqlPlatformModule {}
