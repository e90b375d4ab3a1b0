import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import type { RequestContext } from '../../access/request-context.js';
import { Database } from '../database.js';
import { LSN_HEADER } from './lsn-token.js';
import { Replicas } from './replicas.js';

/**
 * Queries of signed-in people may be read from replicas, and nothing else: what a mutation, a subscription, a job or a command
 * reads decides what is written or has just been announced.
 */
@Plugin()
export class ReplicaReadsPlugin implements ApolloServerPlugin<RequestContext> {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
  ) {}

  async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
    return {
      didResolveOperation: async ({ operation, contextValue, request }) => {
        const { viewer } = contextValue;
        if (operation?.operation !== 'query' || !viewer) return;
        const elsewhere = this.replicas.readsOf(viewer, request.http?.headers.get(LSN_HEADER));
        if (elsewhere) contextValue.db = this.database.forViewer(viewer, elsewhere);
      },
      willSendResponse: async ({ operation, contextValue: { viewer }, response }) => {
        const isMutation = operation?.operation === 'mutation';
        if (isMutation && viewer) this.replicas.wrote(viewer);
        const token = isMutation || viewer ? this.replicas.tokenFor(viewer) : null;
        if (token) response.http.headers.set(LSN_HEADER, token);
      },
    };
  }
}
