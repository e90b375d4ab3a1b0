import { Fault, notFound, unauthenticated } from '../faults/fault.js';

interface PostgresError {
  code?: string;
  constraint?: string;
  severity?: string;
}

/** The driver's own error, out of TypeORM's wrapper. */
export function postgresError(error: unknown): PostgresError | undefined {
  const inner = (error as { driverError?: unknown })?.driverError ?? error;
  return typeof (inner as PostgresError)?.code === 'string' ? (inner as PostgresError) : undefined;
}

export const isUniqueViolation = (error: unknown, constraint?: string): boolean => {
  const e = postgresError(error);
  return e?.code === '23505' && (constraint === undefined || e.constraint === constraint);
};

/** Two transactions crossed: running the verb again is safe, because nothing of it was kept. */
export const isTransient = (error: unknown): boolean =>
  ['40001', '40P01'].includes(postgresError(error)?.code ?? '');

const CONNECTION_LOST = /^(08|57P0|53[23])|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;

/** What PostgreSQL says, in the API's words; anything unknown stays what it is (and is masked later). */
export function toFault(error: unknown): unknown {
  const e = postgresError(error);
  if (!e) return isConnectionLost(error) ? unavailable() : error;
  if (e.code === 'PT401') return unauthenticated();
  if (e.code === 'PT404') return notFound();
  if (e.code === '23503') return notFound(); // a key into another tenant, or to nothing
  if (e.code === '22021' || e.code === '22P05')
    return new Fault('BAD_USER_INPUT', 'Text must not hold NUL characters.');
  if (e.code === '57014') return unavailable();
  return CONNECTION_LOST.test(e.code ?? '') ? unavailable() : error;
}

const isConnectionLost = (error: unknown): boolean =>
  error instanceof Error &&
  /connection (terminated|timeout)|timeout exceeded when trying to connect|not queryable/i.test(
    error.message,
  );

const unavailable = (): Fault =>
  new Fault(
    'UNAVAILABLE',
    'The service cannot answer right now. Try again with the same operationId.',
    [],
    1,
  );
