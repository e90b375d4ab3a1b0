import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';
import type { PinoLogger } from 'nestjs-pino';

interface Requested {
  requestId: string;
  /** The root field asked for, once it is known. */
  operation?: string;
  /** Under which impersonation somebody acts, if they do. */
  impersonationId?: string;
}

const current = new AsyncLocalStorage<Requested>();

/** What every log line of a request carries. */
export const requested = (): Requested | undefined => current.getStore();

/**
 * One line per request: id, method, path, operation, status, time. Never bodies, variables, headers, query
 * strings or addresses: they hold personal data and secrets. The id also goes back as `x-request-id`.
 */
export function logRequests(server: FastifyInstance, logger: PinoLogger): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    current.run({ requestId: request.id }, done);
  });
  // A body that came in pieces has left the context of its request: enter again.
  server.addHook('preValidation', (request, _reply, done) => {
    current.run(requested() ?? { requestId: request.id }, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (!request.url.startsWith('/health'))
      logger.info(
        {
          requestId: request.id,
          operation: requested()?.operation,
          impersonationId: requested()?.impersonationId,
          method: request.method,
          path: withoutSecrets(request.url),
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
        },
        'A request was answered',
      );
    done();
  });
}

/** Query strings hold tickets, and long parts of a path are ids or worse. */
const withoutSecrets = (url: string): string => url.split('?')[0]!.replace(/[^/]{20,}/g, '…');
