import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { Context as SocketContext } from 'graphql-ws';
import type { FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { RequestContexts } from '../access/request-contexts.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { errorFormatter } from './format-error.js';
import { oneMutationPerRequest } from './one-mutation.rule.js';
import { ServerTimeResolver } from './server-time.resolver.js';
import { DecimalScalar, PlainDateScalar } from './scalars.js';

/** The GraphQL endpoint: limits first, then the schema that the features declare. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      inject: [CONFIG, RequestContexts, PinoLogger],
      useFactory: (config: Config, contexts: RequestContexts, logger: PinoLogger): ApolloDriverConfig => ({
        path: '/graphql',
        autoSchemaFile: true,
        sortSchema: true,
        buildSchemaOptions: { numberScalarMode: 'integer', noDuplicatedFields: true },
        graphiql: false, // Nest's page loads from a CDN: ours is served from its package
        introspection: config.introspection,
        fieldResolverEnhancers: [],
        autoTransformHttpErrors: false,
        includeStacktraceInErrorResponses: false,
        csrfPrevention: true,
        allowBatchedHttpRequests: false,
        parseOptions: { maxTokens: 4_000 },
        hideSchemaDetailsFromClientErrors: !config.introspection,
        validationRules: [
          oneMutationPerRequest,
          maxDepthRule({ n: 14, ignoreIntrospection: true }),
          maxAliasesRule({ n: 30, allowList: ['__typename'] }),
          maxDirectivesRule({ n: 30 }),
          costLimitRule({
            maxCost: 12_000,
            objectCost: 1,
            scalarCost: 0.5,
            depthCostFactor: 1.2,
            ignoreIntrospection: true,
          }),
        ],
        plugins: [ApolloServerPluginCacheControlDisabled()], // it would wrap every field of every answer
        formatError: errorFormatter((bug) =>
          logger.error({ err: bug }, 'A request failed by a fault of ours'),
        ),
        context: (
          request:
            | FastifyRequest
            | SocketContext<Record<string, unknown>, { request: { socket: { remoteAddress?: string } } }>,
        ) =>
          'connectionParams' in request
            ? contexts.ofSocket(request.connectionParams, request.extra.request.socket.remoteAddress ?? '')
            : contexts.ofHttp(request as FastifyRequest),
        subscriptions: { 'graphql-ws': { path: '/graphql' } },
      }),
    }),
  ],
  providers: [PlainDateScalar, DecimalScalar, ServerTimeResolver],
})
export class GraphqlPlatformModule {}
