import type { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient, QueryResult } from 'pg';
import type { DataSource, ObjectLiteral, QueryRunner } from 'typeorm';
import type { Sql } from 'sql-template-tag';
import type { Viewer } from '../access/viewer.js';
import { Fault, unauthenticated } from '../faults/fault.js';
import { isRefusal } from '../graphql/refusal.js';
import type { LedgerWitness } from '../ledger/append.js';
import { asEntities } from './as-entities.js';
import {
  earlierAnswer,
  findKept,
  fromKept,
  isKept,
  keep,
  operationKey,
  type KeptAnswer,
  type KeptRow,
  type OperationKey,
} from './operation-store.js';
import type { ReadsElsewhere, Replication } from './replication.js';
import { enterStatement, isHosted, type Scope, type Tenancy } from './scope.js';
import { type OperationCall, sharedTransactions, type SharedVerb, type Told } from './shared-verb.js';
import { toFault } from './sql-errors.js';
import { ask, together } from './statement.js';
import { Transaction } from './transaction.js';
import {
  again,
  COMMIT,
  COMMIT_AND_TELL,
  commit,
  type Ended,
  type Ends,
  NO_ENDS,
  rollBack,
  type Work,
} from './work.js';

const READ_ONLY = 'BEGIN READ ONLY';

/** Of operations, which find what they touch by ids: their plans need no look at the values, which would cost more than they do. */
const BEGIN_BY_IDS = 'BEGIN;SET LOCAL plan_cache_mode = force_generic_plan';

/** Of several operations. One that waits for somebody else's lock is not to keep the others waiting: each then goes by itself. */
const BEGIN_TOGETHER = `${BEGIN_BY_IDS};SET LOCAL lock_timeout = '2s'`;

/** Where a handle gets its connections from. */
export interface Connections {
  readonly dataSource: DataSource;
  readonly clock: { readonly offset: string | null };
  /** Marks the async context that holds a connection: awaiting a second one there could hang the pool. */
  readonly held: AsyncLocalStorage<true>;
  /** Vouches for what goes to the ledger; without one nothing goes there. */
  readonly witness: LedgerWitness | null;
  /** Wants to know where writes ended in the log; without one nobody reads from a replica. */
  readonly replication: Replication | null;
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
    private readonly elsewhere: ReadsElsewhere | null = null,
  ) {}

  /** Who asks. Throws UNAUTHENTICATED when nobody is signed in. */
  get viewer(): Viewer {
    if (this.scope.kind === 'members') throw severalAct();
    if (this.scope.kind !== 'viewer') throw unauthenticated();
    return this.scope.viewer;
  }

  /** The organization everything here belongs to. */
  get orgId(): string {
    if (this.scope.kind === 'visitor') throw unauthenticated();
    if (this.scope.kind !== 'viewer') return this.scope.orgId;
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
      return this.isHosted ? new TenantDb(this.database, { kind: 'viewer', viewer }, this.elsewhere) : this;
    const known = this.hosted.get(orgId);
    if (known) return known;
    const scope: Scope = { kind: 'viewer', viewer, hostingOrgId: orgId };
    const handle = new TenantDb(this.database, scope, this.elsewhere);
    this.hosted.set(orgId, handle);
    return handle;
  }

  /** Who is acting, or null when it is the system. */
  get actorId(): string | null {
    if (this.scope.kind === 'members') throw severalAct();
    return this.scope.kind === 'viewer' ? this.scope.viewer.personId : null;
  }

  /** Who does what is entered about a person: of several members each acts for themselves. */
  actorFor(personId: string): string | null {
    if (this.scope.kind !== 'members') return this.actorId;
    if (this.scope.viewers.some((viewer) => viewer.personId === personId)) return personId;
    throw severalAct();
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
    if (this.elsewhere) {
      this.mustHoldNothing();
      const results = await this.elsewhere.attempt((client) => this.answersOf(client, list));
      if (results) return rowsOf(results) as never;
    }
    const client = await this.database.connect().catch(rethrow);
    const results = await this.answersOf(client, list).then(
      (all) => {
        client.release();
        return all;
      },
      (error: unknown) => {
        client.release(!hasSqlState(error));
        throw toFault(error);
      },
    );
    return rowsOf(results) as never;
  }

  private answersOf(client: PoolClient, list: readonly Sql[]): Promise<QueryResult[]> {
    return together(client, () => [
      client.query(`${READ_ONLY};${this.enter()}`),
      ...list.map((statement) => ask(client, statement)),
      client.query(COMMIT),
    ]);
  }

  /** Several dependent reads through entities, in one read-only transaction. For cold paths. */
  load<T>(reads: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.elsewhere ? this.loadElsewhere(this.elsewhere, reads) : this.answerOf(READ_ONLY, reads);
  }

  private async loadElsewhere<T>(elsewhere: ReadsElsewhere, reads: Work<T>): Promise<T> {
    this.mustHoldNothing();
    const runner = this.database.dataSource.createQueryRunner();
    const loaded = await elsewhere
      .attempt((client) => {
        Object.assign(runner, { databaseConnection: client }); // what it would get from the pool of the primary
        return this.database.held.run(true, () => this.inside(READ_ONLY, client, runner, reads, NO_ENDS));
      })
      .finally(() => runner.release());
    return loaded ? loaded.answer : this.answerOf(READ_ONLY, reads);
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
    const key = operationKey(this.viewer.personId, input);
    const first = await this.withKept(key, async (tx, earlier) => {
      if (earlier) return earlier;
      const answer = await verb(tx);
      return isRefusal(answer) ? answer : keepOne(tx, key, answer);
    });
    if (isKept(first)) return fromKept<T>(first);
    return fromKept<T>(await this.withKept(key, async (tx, earlier) => earlier ?? keepOne(tx, key, first)));
  }

  /** A verb that knows the answer its operation had before: looked up in the round trip that opens the transaction. */
  private async withKept<T>(
    key: OperationKey,
    verb: (tx: Transaction, earlier: KeptAnswer | undefined) => Promise<T>,
  ): Promise<T> {
    const work: Work<T> = (tx, found) => {
      const earlier = earlierAnswer(key, found.at(-1)!.rows as KeptRow[]);
      if (earlier instanceof Fault) throw earlier;
      return verb(tx, earlier);
    };
    const ends = { ...NO_ENDS, first: findKept(this.viewer.orgId, [key]) };
    return (await again(() => this.transact(BEGIN_BY_IDS, work, ends))).answer;
  }

  /**
   * The same for a verb that hundreds call at the same moment: calls that come while others of the organization are
   * under way wait, and share a transaction, each with its own operation and its own answer. A transaction that cannot
   * be kept whole is undone, and each of its calls is run in one of its own. In the round trip of the COMMIT
   * is read what the answer is shown from, after all that the verb did; no rows for a refusal.
   */
  async onceTogether<I extends { operationId: string }, T extends object, Row extends object>(
    verb: SharedVerb<I, T>,
    input: I,
    read: (answer: T) => Sql,
  ): Promise<{ answer: T; rows: Row[] }> {
    const { viewer, orgId } = this;
    if (this.isHosted) throw new Error('A verb is shared by members of one organization, about their own');
    this.mustHoldNothing();
    const call = { viewer, input, read, key: operationKey(viewer.personId, input) };
    const name = `${asConfirmed(viewer)} ${call.key.id} ${call.key.requestHash}`;
    const told =
      (viewer.impersonatorId === null &&
        (await verb.turns.take(orgId, name, call, (calls) => this.turn(verb, calls)))) ||
      (await again(() => this.share(verb, [call], BEGIN_BY_IDS)))[0]!;
    if (told instanceof Fault) throw told;
    return told as { answer: T; rows: Row[] };
  }

  private async turn<I extends { operationId: string }, T extends object>(
    verb: SharedVerb<I, T>,
    calls: readonly OperationCall<I, T>[],
  ): Promise<readonly (Told<T> | Fault | null)[]> {
    try {
      const told = await this.share(verb, calls, BEGIN_TOGETHER);
      sharedTransactions.publish({ outcome: 'kept' });
      return told;
    } catch {
      sharedTransactions.publish({ outcome: 'undone' });
      return calls.map(() => null); // each meets what stood in the way, or does not, in a transaction of its own
    }
  }

  /** Calls in one transaction, which fails for all or for none. */
  private share<I extends { operationId: string }, T extends object>(
    verb: SharedVerb<I, T>,
    calls: readonly OperationCall<I, T>[],
    begin: string,
  ): Promise<(Told<T> | Fault)[]> {
    const viewers = [...new Map(calls.map(({ viewer }) => [asConfirmed(viewer), viewer])).values()];
    const members = new TenantDb(this.database, { kind: 'members', orgId: this.orgId, viewers });
    return verb.tell(this.orgId, calls, (work, ends) => members.transact(begin, work, ends));
  }

  private async transact<T>(begin: string, work: Work<T>, ends: Ends<T> = NO_ENDS): Promise<Ended<T>> {
    this.mustHoldNothing();
    const runner = this.database.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const ended = await this.database.held.run(true, () => this.inside(begin, client, runner, work, ends));
      if (ended.appended.length) this.database.witness?.committed(ended.appended);
      if (ended.lsn) this.wroteUpTo(ended.lsn);
      return ended;
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
        return { answer, rows: [], appended: [] };
      }
      const read = shown(answer);
      const { last, appending } = tx.atCommit(this.database.witness);
      const ending = this.database.replication && begin !== READ_ONLY ? COMMIT_AND_TELL : COMMIT;
      const statements = [...last, ...(appending ? [appending.statement] : []), ...read];
      const { done, lsn } = await commit(client, statements, ending);
      const rows = done.slice(last.length).map((each) => each.rows);
      const appended = appending?.appended(rows.shift()!) ?? [];
      return { answer, rows, appended, lsn };
    } catch (error) {
      await rollBack(client);
      throw error;
    }
  }

  private wroteUpTo(lsn: string): void {
    this.elsewhere?.end();
    this.database.replication?.note(this.scope, lsn);
  }

  private mustHoldNothing(): void {
    if (this.database.held.getStore()) throw new Error('A second connection was asked for while one is held');
  }

  private enter(): string {
    return enterStatement(this.scope, this.database.clock.offset);
  }
}

const severalAct = (): Error =>
  new Error('Several members act at once: nobody is the viewer, and only they themselves are written about');

const rowsOf = (results: readonly QueryResult[]): object[][] => results.slice(1, -1).map(({ rows }) => rows);

const keepOne = (tx: Transaction, key: OperationKey, answer: object): KeptAnswer =>
  keep(tx, tx.db.viewer.orgId, [{ key, answer }])[0]!;

/** All that the database confirms of a viewer. */
const asConfirmed = ({ personId, membershipId, sessionId, role }: Viewer): string =>
  [personId, membershipId, sessionId, role].join(' ');

const hasSqlState = (error: unknown): boolean =>
  /^[0-9A-Z]{5}$/.test((error as { code?: string })?.code ?? '');

const rethrow = (error: unknown): never => {
  throw toFault(error);
};
