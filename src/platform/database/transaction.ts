import type { PoolClient } from 'pg';
import type { Sql } from 'sql-template-tag';
import type {
  DeepPartial,
  EntityManager,
  EntityTarget,
  FindOneOptions,
  FindManyOptions,
  FindOptionsWhere,
  ObjectLiteral,
} from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { notFound } from '../faults/fault.js';
import { LedgerAppend, type LedgerWitness, type NewLedgerEntry } from '../ledger/append.js';
import { asEntities } from './as-entities.js';
import { isHosted, systemFor, type Tenancy } from './scope.js';
import {
  ask,
  gathered,
  lockStatement,
  lockStatements,
  notifyStatement,
  organizationStatement,
  sharedLockStatement,
} from './statement.js';

type Where<E> = FindOptionsWhere<E>;

/**
 * What a verb may do inside its transaction. Entities are reached only through here, and every access
 * carries the organization, whether or not row-level security would have added it.
 */
export class Transaction {
  private readonly entries: NewLedgerEntry[] = [];
  private readonly ending: Sql[] = [];

  constructor(
    readonly db: Tenancy,
    private readonly manager: EntityManager,
    private readonly client: PoolClient,
    /** The database's time, the same for the whole transaction. */
    readonly now: Date,
  ) {}

  get orgId(): string {
    return this.db.orgId;
  }

  async query<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await gathered(this.client, () => ask<Row>(this.client, statement))).rows;
  }

  find<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    options: FindManyOptions<E> & { where: Where<E> },
  ): Promise<E[]> {
    return this.manager.find(entity, { ...options, where: this.scoped(entity, options.where) });
  }

  findOne<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    where: Where<E>,
    options: Omit<FindOneOptions<E>, 'where'> = {},
  ): Promise<E | null> {
    return this.manager.findOne(entity, { ...options, where: this.scoped(entity, where) });
  }

  /** Throws NOT_FOUND, the same for missing and for another tenant's. */
  async get<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    where: Where<E>,
    options: Omit<FindOneOptions<E>, 'where'> = {},
  ): Promise<E> {
    const found = await this.findOne(entity, where, options);
    if (!found) throw notFound();
    return found;
  }

  /** Rows of a statement as entities, columns by their names: for lists whose order the ORM cannot say. */
  async entities<E extends ObjectLiteral>(entity: new () => E, statement: Sql): Promise<E[]> {
    return asEntities(this.manager.dataSource, entity, await this.query(statement));
  }

  count<E extends ObjectLiteral>(entity: EntityTarget<E>, where: Where<E>): Promise<number> {
    return this.manager.count(entity, { where: this.scoped(entity, where) });
  }

  /** Inserts one or many rows in one statement. */
  async insert<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    rows: DeepPartial<E> | DeepPartial<E>[],
  ): Promise<void> {
    const list = (Array.isArray(rows) ? rows : [rows]).map((row) => ({ ...row, ...this.tenantOf(entity) }));
    if (list.length) await this.manager.insert(entity, list as unknown as QueryDeepPartialEntity<E>[]);
  }

  /** Compare-and-set: the rows that matched and were changed; 0 means somebody was faster, or it is not there. */
  async update<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    where: Where<E>,
    set: QueryDeepPartialEntity<E>,
  ): Promise<number> {
    return (await this.manager.update(entity, this.scoped(entity, where), set)).affected ?? 0;
  }

  /** Only for what is not evidence: drafts, open invitations, positions. */
  async remove<E extends ObjectLiteral>(entity: EntityTarget<E>, where: Where<E>): Promise<number> {
    return (await this.manager.delete(entity, this.scoped(entity, where))).affected ?? 0;
  }

  /** Waits until no other transaction holds the same name; released at the end. Always taken in one order. */
  async lock(name: string): Promise<void> {
    await this.query(lockStatement(name));
  }

  /** The same for many names at once, in their order. */
  async lockAll(names: readonly string[]): Promise<void> {
    await this.query(lockStatements(names));
  }

  /** Waits only for whoever has taken the name by {@link lock}: any number may share it. */
  async lockShared(name: string): Promise<void> {
    await this.query(sharedLockStatement(name));
  }

  /** Adds to the trainee's ledger, as the last step of the transaction. */
  append(entry: NewLedgerEntry): void {
    this.entries.push(entry);
  }

  /**
   * Does in this transaction, as the system of the organization that owns the records, what follows from a decision the
   * viewer was entitled to take: a clinic signs, and the counters of the school follow. Row-level security then goes by
   * that organization; who may decide has been settled before.
   */
  async asSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const inner = new Transaction(systemFor(this.db), this.manager, this.client, this.now);
    if (!isHosted(this.db)) return this.including(inner, work);
    await this.query(organizationStatement(this.orgId));
    const back = organizationStatement(this.db.viewer.orgId);
    try {
      const answer = await this.including(inner, work);
      await this.query(back);
      return answer;
    } catch (error) {
      // After an SQL error the database takes nothing more; after any other the verb could go on, as itself.
      await this.query(back).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Does in this transaction, as the system of another organization, what `enter` lets it: a statement of the database that goes
   * over there, or refuses. Nothing can be put on record there. Called by the system of an organization.
   */
  async asPartner<T>(orgId: string, enter: Sql, work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.db.scope.kind !== 'system') throw new Error('Only the system goes over to another organization');
    const inner = new Transaction(systemFor({ orgId, actorId: null }), this.manager, this.client, this.now);
    await this.query(enter);
    try {
      return await work(inner);
    } finally {
      // After an SQL error the database takes nothing more, and rolls back.
      await this.query(organizationStatement(this.orgId)).catch(() => undefined);
    }
  }

  private async including<T>(inner: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const answer = await work(inner);
    for (const statement of inner.ending.splice(0)) await inner.query(statement);
    this.entries.push(...inner.entries);
    return answer;
  }

  /** Tells every process, when the transaction commits, that something under this topic changed; once for each. */
  notify(topic: string, ...changes: object[]): void {
    const payloads = changes.map((about) => JSON.stringify({ topic, orgId: this.orgId, about }));
    this.atEnd(notifyStatement(payloads));
  }

  /** Has a statement run with the last ones, in the round trip of the COMMIT: for what nobody waits to read. */
  atEnd(statement: Sql): void {
    this.ending.push(statement);
  }

  /** The form in which the job queue takes part in this transaction. */
  async executeSql(text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
    return this.client.query(text, values);
  }

  /** What the handle sends together with the COMMIT, given out once; the ledger comes last. */
  atCommit(witness: LedgerWitness | null): { last: Sql[]; appending: LedgerAppend | null } {
    const last = this.ending.splice(0);
    const entries = this.entries.splice(0);
    if (!entries.length) return { last, appending: null };
    if (!witness) throw new Error('Nobody is there to sign what goes to the ledger');
    return { last, appending: new LedgerAppend(this.db, this.now, entries, witness) };
  }

  private scoped<E extends ObjectLiteral>(entity: EntityTarget<E>, where: Where<E>): Where<E> {
    return { ...where, ...this.tenantOf(entity) };
  }

  private tenantOf<E extends ObjectLiteral>(entity: EntityTarget<E>): object {
    const isTenant =
      this.manager.dataSource.getMetadata(entity).findColumnWithPropertyName('orgId') !== undefined;
    return isTenant && this.db.scope.kind !== 'visitor' ? { orgId: this.orgId } : {};
  }
}
