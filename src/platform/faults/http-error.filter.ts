import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { FastifyReply } from 'fastify';
import { Fault, type FaultCode } from './fault.js';

const STATUS_OF: Record<FaultCode, number> = {
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  OPERATION_KEY_REUSED: 409,
  TOO_MANY_REQUESTS: 429,
  UNAUTHENTICATED: 401,
  UNAVAILABLE: 503,
};

/** What is answered before a request reaches GraphQL, in words that tell nothing of our inside. */
const OF_STATUS: Record<number, { code: string; message: string }> = {
  400: { code: 'BAD_REQUEST', message: 'The request cannot be read: is its body valid JSON?' },
  404: { code: 'NOT_FOUND', message: 'There is nothing at this address.' },
  413: { code: 'PAYLOAD_TOO_LARGE', message: 'The request is too large.' },
  415: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'Send application/json; files go by createUpload and PUT.',
  },
  429: { code: 'TOO_MANY_REQUESTS', message: 'Too many requests from this address: slow down.' },
};

export interface HttpError {
  status: number;
  body: { errors: { message: string; extensions: Record<string, unknown> }[] };
}

/** Errors outside GraphQL have the form of GraphQL's, so that a client needs to know one only. */
export function httpError(error: unknown): HttpError {
  if (error instanceof Fault)
    return answer(STATUS_OF[error.code], error.message, {
      code: error.code,
      ...(error.fields.length ? { fields: error.fields } : {}),
    });
  const status = error instanceof HttpException ? error.getStatus() : statusIn(error);
  const known = OF_STATUS[status];
  if (known) return answer(status, known.message, { code: known.code });
  if (status >= 400 && status < 500)
    return answer(status, 'The request is not valid.', { code: 'BAD_REQUEST' });
  return answer(500, 'Something went wrong on our side; please try again.', {
    code: 'INTERNAL_SERVER_ERROR',
  });
}

/** For every route. Errors of resolvers pass: they are mapped where GraphQL answers. */
@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: PinoLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    this.answer(error, host.switchToHttp().getResponse<FastifyReply>());
  }

  answer(error: unknown, reply: FastifyReply): void {
    const { status, body } = httpError(error);
    if (status >= 500) this.logger.error({ err: error }, 'A request failed by a fault of ours');
    if (!reply.sent) void reply.status(status).type('application/json; charset=utf-8').send(body);
  }
}

const statusIn = (error: unknown): number => (error as { statusCode?: number } | null)?.statusCode ?? 500;

const answer = (status: number, message: string, extensions: Record<string, unknown>): HttpError => ({
  status,
  body: { errors: [{ message, extensions }] },
});
