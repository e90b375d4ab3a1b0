import { channel } from 'node:diagnostics_channel';
import { createHash } from 'node:crypto';
import type { PoolClient, QueryResult } from 'pg';
import sql, { type Sql } from 'sql-template-tag';

/** Every statement beyond the tenant set-up is announced here: metrics and the tests' query budgets listen. */
export const statements = channel('preceptor:statement');

/** Names by text, so that PostgreSQL plans each statement once per connection. Texts come from code alone. */
const names = new Map<string, string>();

export interface NamedStatement {
  name: string;
  text: string;
  values: unknown[];
}

export function named(statement: Sql): NamedStatement {
  const { text } = statement;
  let name = names.get(text);
  if (!name) {
    name = `p${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`;
    names.set(text, name);
  }
  return { name, text, values: statement.values };
}

/** Texts of statements that read and write nothing: they are not announced. */
const silent = new Set<string>();

/** Waits until no other transaction holds the same name; released at the end. */
export const lockStatement = (name: string): Sql =>
  silently(sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`);

/** The same for many names, in their order: everybody takes them in it. */
export const lockStatements = (names: readonly string[]): Sql =>
  silently(sql`
    SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(${[...names].sort()}::text[]) AS name`);

/** Waits only for whoever has taken the name alone. */
export const sharedLockStatement = (name: string): Sql =>
  silently(sql`SELECT pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`);

/** Has every process told when the transaction commits. */
export const notifyStatement = (payloads: readonly string[]): Sql =>
  silently(sql`SELECT pg_notify('preceptor', payload) FROM unnest(${payloads}::text[]) AS payload`);

/** Has row-level security go by another organization from here on: for what the system does on its side. */
export const organizationStatement = (orgId: string): Sql =>
  silently(sql`SELECT set_config('app.org_id', ${orgId}, true)`);

function silently(statement: Sql): Sql {
  silent.add(statement.text);
  return statement;
}

/** Sends a statement, announced. */
export function ask<Row extends object>(client: PoolClient, statement: Sql): Promise<QueryResult<Row>> {
  if (!silent.has(statement.text)) statements.publish(statement.text);
  return client.query<Row & object>(named(statement));
}

/**
 * Several statements in one packet and one round trip. All are answered before this is; it throws the first error, after
 * which the database has refused the others of the transaction.
 */
export async function together(
  client: PoolClient,
  send: () => Promise<QueryResult>[],
): Promise<QueryResult[]> {
  const done = await Promise.allSettled(inOnePacket(client, send));
  return done.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

/** Whatever goes wrong, the connection sends again: a ROLLBACK that never leaves would hold it forever. */
function inOnePacket<T>(client: PoolClient, send: () => T): T {
  const stream = streamOf(client);
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

/** What is sent in the same turn of the event loop leaves in one packet. */
export function gathered<T>(client: PoolClient, send: () => Promise<T>): Promise<T> {
  const stream = streamOf(client);
  stream.cork();
  process.nextTick(() => stream.uncork());
  return send();
}

const streamOf = (client: PoolClient): { cork(): void; uncork(): void } =>
  (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection.stream;
