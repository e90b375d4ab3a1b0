import type { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient, QueryResult } from 'pg';
import type { DataSource, ObjectLiteral, QueryRunner } from 'typeorm';
import type { Sql } from 'sql-template-tag';
import type { Viewer } from '../access/viewer.js';
import { unauthenticated } from '../faults/fault.js';
import { isRefusal } from '../graphql/refusal.js';
import { asEntities } from './as-entities.js';
import {
  findKept,
  fromKept,
  isKept,
  keep,
  keptAnswer,
  operationKey,
  type KeptAnswer,
  type KeptRow,
  type OperationKey,
} from './operation-store.js';
import { enterStatement, isHosted, type Scope, type Tenancy } from './scope.js';
import { isTransient, toFault } from './sql-errors.js';
import { ask, together } from './statement.js';
import { Transaction } from './transaction.js';

const TRIES = 3;

/** Of operations, which find what they touch by ids: their plans need no look at the values, which would cost more than they do. */
const BEGIN_BY_IDS = 'BEGIN;SET LOCAL plan_cache_mode = force_generic_plan';

/** What a transaction does, knowing what the statements that opened it answered. */
type Work<T> = (tx: Transaction, found: QueryResult[]) => Promise<T>;

/** Statements that open a transaction, and one that is read at its end. */
interface Ends<T> {
  readonly first: readonly Sql[];
  readonly shown: (answer: T) => Sql[];
}

const NO_ENDS: Ends<unknown> = { first: [], shown: () => [] };

interface Ended<T> {
  readonly answer: T;
  readonly rows: object[];
}

/** Where a handle gets its connections from. */
export interface Connections {
  readonly dataSource: DataSource;
  readonly clock: { readonly offset: string | null };
  /** Marks the async context that holds a connection: awaiting a second one there could hang the pool. */
  readonly held: AsyncLocalStorage<true>;
  connect(): Promise<PoolClient>;
}

/**
 * The database as one operation may see it. Made per operation and passed down explicitly.
 * No connection is held between calls, and none may be asked for inside a verb.
 */
export class TenantDb implements Tenancy {
  private readonly hosted = new Map<string, TenantDb>();

  constructor(
    private readonly database: Connections,
    readonly scope: Scope,
  ) {}

  /** Who asks. Throws UNAUTHENTICATED when nobody is signed in. */
  get viewer(): Viewer {
    if (this.scope.kind !== 'viewer') throw unauthenticated();
    return this.scope.viewer;
  }

  /** The organization everything here belongs to. */
  get orgId(): string {
    if (this.scope.kind === 'visitor') throw unauthenticated();
    if (this.scope.kind === 'system') return this.scope.orgId;
    return this.scope.hostingOrgId ?? this.scope.viewer.orgId;
  }

  /** Whether the records here are another organization's, of people placed at the viewer's own. */
  get isHosted(): boolean {
    return isHosted(this);
  }

  /**
   * The records of an organization's people who are placed at the viewer's: what belongs to `orgId` here is that
   * organization's, and the database opens of it only what concerns placements in force. One's own organization
   * gives this very handle. Its transactions throw NOT_FOUND when nobody is placed here by that organization.
   */
  hostedIn(orgId: string): TenantDb {
    const { viewer } = this;
    if (viewer.orgId === orgId)
      return this.isHosted ? new TenantDb(this.database, { kind: 'viewer', viewer }) : this;
    const known = this.hosted.get(orgId);
    if (known) return known;
    const handle = new TenantDb(this.database, { kind: 'viewer', viewer, hostingOrgId: orgId });
    this.hosted.set(orgId, handle);
    return handle;
  }

  /** Who is acting, or null when it is the system. */
  get actorId(): string | null {
    return this.scope.kind === 'viewer' ? this.scope.viewer.personId : null;
  }

  /** One statement in one pipelined round trip: BEGIN, set-up, statement and COMMIT leave together. */
  async read<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await this.readAll<[Row]>([statement]))[0];
  }

  /** Like {@link read}, with the rows as entities, columns by their names. */
  async entities<E extends ObjectLiteral>(entity: new () => E, statement: Sql): Promise<E[]> {
    return asEntities(this.database.dataSource, entity, await this.read(statement));
  }

  /** Several statements in the same round trip and snapshot order. */
  async readAll<Rows extends object[]>(list: Sql[]): Promise<{ [K in keyof Rows]: Rows[K][] }> {
    const client = await this.database.connect().catch(rethrow);
    const answered = together(client, () => [
      client.query(`BEGIN READ ONLY;${this.enter()}`),
      ...list.map((statement) => ask(client, statement)),
      client.query('COMMIT'),
    ]);
    const results = await answered.then(
      (all) => {
        client.release();
        return all;
      },
      (error: unknown) => {
        client.release(!hasSqlState(error));
        throw toFault(error);
      },
    );
    return results.slice(1, -1).map(({ rows }) => rows) as never;
  }

  /** Several dependent reads through entities, in one read-only transaction. For cold paths. */
  load<T>(reads: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.answerOf('BEGIN READ ONLY', reads);
  }

  /**
   * One service verb in one short transaction. Rolled back when it throws or answers a refusal;
   * run again when two transactions crossed. For verbs that hand out secrets or that the system runs;
   * what a client may retry goes through {@link once}.
   */
  async write<T>(verb: (tx: Transaction) => Promise<T>): Promise<T> {
    return again(() => this.answerOf('BEGIN', verb));
  }

  private async answerOf<T>(begin: string, work: Work<T>): Promise<T> {
    return (await this.transact(begin, work)).answer;
  }

  /**
   * Like {@link write}, but exactly once per `operationId` of this person: a retry with the same input gets
   * the first answer, with another input the fault OPERATION_KEY_REUSED. Doubles that arrive together wait
   * for the first. The answer is kept as JSON: ids and refusals, rendered anew for each retry.
   */
  async once<T extends object>(
    input: { operationId: string },
    verb: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return (await this.kept(input, verb, null)).answer;
  }

  /**
   * The same, and in the round trip of the COMMIT what the answer is rendered from, read after all that the verb
   * did: for verbs that hundreds call at the same moment. No rows for a refusal.
   */
  onceAndRead<T extends object, Row extends object>(
    input: { operationId: string },
    verb: (tx: Transaction) => Promise<T>,
    read: (answer: T) => Sql,
  ): Promise<{ answer: T; rows: Row[] }> {
    return this.kept<T, Row>(input, verb, read);
  }

  private async kept<T extends object, Row extends object>(
    input: { operationId: string },
    verb: (tx: Transaction) => Promise<T>,
    read: ((answer: T) => Sql) | null,
  ): Promise<{ answer: T; rows: Row[] }> {
    const key = operationKey(this.viewer.personId, input);
    const shown = (kept: T | KeptAnswer): Sql[] =>
      read && isKept(kept) && !kept.refused ? [read(fromKept<T>(kept))] : [];
    const first = await this.withKept(
      key,
      async (tx, earlier) => {
        if (earlier) return earlier;
        const answer = await verb(tx);
        return isRefusal(answer) ? answer : keep(tx, key, answer);
      },
      shown,
    );
    if (isKept(first.answer)) return { answer: fromKept<T>(first.answer), rows: first.rows as Row[] };
    const refusal = first.answer;
    const { answer, rows } = await this.withKept(
      key,
      async (tx, earlier) => earlier ?? keep(tx, key, refusal),
      shown,
    );
    return { answer: fromKept<T>(answer), rows: rows as Row[] };
  }

  /** A verb that knows the answer its operation had before: looked up in the round trip that opens the transaction. */
  private withKept<T>(
    key: OperationKey,
    verb: (tx: Transaction, earlier: KeptAnswer | undefined) => Promise<T>,
    shown: (answer: T) => Sql[],
  ): Promise<Ended<T>> {
    const first = findKept(this.viewer.orgId, key);
    return again(() =>
      this.transact(BEGIN_BY_IDS, (tx, found) => verb(tx, keptAnswer(key, found.at(-1)!.rows as KeptRow[])), {
        first,
        shown,
      }),
    );
  }

  private async transact<T>(begin: string, work: Work<T>, ends: Ends<T> = NO_ENDS): Promise<Ended<T>> {
    if (this.database.held.getStore()) throw new Error('A second connection was asked for while one is held');
    const runner = this.database.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      return await this.database.held.run(true, () => this.inside(begin, client, runner, work, ends));
    } catch (error) {
      throw toFault(error);
    } finally {
      await runner.release();
    }
  }

  private async inside<T>(
    begin: string,
    client: PoolClient,
    runner: QueryRunner,
    work: Work<T>,
    { first, shown }: Ends<T>,
  ): Promise<Ended<T>> {
    try {
      const [opened, ...found] = await together(client, () => [
        client.query(`${begin};${this.enter()}`),
        ...first.map((statement) => ask(client, statement)),
      ]);
      const { now } = (opened as unknown as QueryResult<{ now: Date }>[]).at(-1)!.rows[0]!;
      const tx = new Transaction(this, runner.manager, client, now);
      const answer = await work(tx, found);
      if (isRefusal(answer)) {
        await client.query('ROLLBACK');
        return { answer, rows: [] };
      }
      const read = shown(answer);
      const done = await commit(client, [...tx.last(), ...read]);
      return { answer, rows: read.length ? done.at(-1)!.rows : [] };
    } catch (error) {
      await rollBack(client);
      throw error;
    }
  }

  private enter(): string {
    return enterStatement(this.scope, this.database.clock.offset);
  }
}

/**
 * The last statements of a transaction leave together with its COMMIT. After an SQL error, one that was swallowed before
 * or one of these, the COMMIT succeeds, but as a ROLLBACK: that must not look like success.
 */
async function commit(client: PoolClient, last: readonly Sql[]): Promise<QueryResult[]> {
  const done = await together(client, () => [
    ...last.map((statement) => ask(client, statement)),
    client.query('COMMIT'),
  ]);
  if (done.pop()!.command !== 'COMMIT')
    throw new Error('The transaction had failed before its end; nothing was kept');
  return done;
}

/** Run again when two transactions crossed. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !isTransient(error)) throw error;
    }
  }
}

async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
  } catch {
    // The connection is gone, and its transaction with it: keep it out of the pool.
    (client as unknown as { end(): Promise<void> }).end().catch(() => undefined);
  }
}

const hasSqlState = (error: unknown): boolean =>
  /^[0-9A-Z]{5}$/.test((error as { code?: string })?.code ?? '');

const rethrow = (error: unknown): never => {
  throw toFault(error);
};
