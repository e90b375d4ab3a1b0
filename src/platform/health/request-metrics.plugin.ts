import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import type { OperationDefinitionNode } from 'graphql';
import { requested } from '../logging/request-log.js';
import { Metrics } from './metrics.js';

/** Times each request under its first root field: names that clients make up would never end. */
@Plugin()
export class RequestMetricsPlugin implements ApolloServerPlugin {
  constructor(private readonly metrics: Metrics) {}

  async requestDidStart(): Promise<GraphQLRequestListener<object>> {
    const stop = this.metrics.requests.startTimer();
    let operation = 'invalid';
    return {
      didResolveOperation: async (request) => {
        if (request.operation) operation = rootFieldOf(request.operation);
        const log = requested();
        if (log) log.operation = operation;
      },
      willSendResponse: async ({ errors }) => {
        stop({ operation, outcome: errors?.length ? 'error' : 'ok' });
      },
    };
  }
}

/** Valid operations only: so the name is one of the schema's. */
function rootFieldOf(operation: OperationDefinitionNode): string {
  const [first] = operation.selectionSet.selections;
  return `${operation.operation} ${first?.kind === 'Field' ? first.name.value : 'fragment'}`;
}
