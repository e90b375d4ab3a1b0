import DataLoader from 'dataloader';
import type { TenantDb } from '../database/tenant-db.js';

/**
 * Batches look-ups of one operation. A field of a service, not a request-scoped provider: the handle of the
 * operation is the key, so nothing is shared between requests and nothing outlives them.
 */
export class Loader<Key, Value> {
  private readonly perOperation = new WeakMap<TenantDb, DataLoader<Key, Value | null>>();

  /** `batch` answers the values it found, in any order; `keyOf` tells which key each belongs to. */
  constructor(
    private readonly batch: (db: TenantDb, keys: readonly Key[]) => Promise<Value[]>,
    private readonly keyOf: (value: Value) => Key,
  ) {}

  load(db: TenantDb, key: Key): Promise<Value | null> {
    let loader = this.perOperation.get(db);
    if (!loader) {
      loader = new DataLoader((keys) => this.inOrder(db, keys));
      this.perOperation.set(db, loader);
    }
    return loader.load(key);
  }

  private async inOrder(db: TenantDb, keys: readonly Key[]): Promise<(Value | null)[]> {
    const found = new Map((await this.batch(db, keys)).map((value) => [this.keyOf(value), value]));
    return keys.map((key) => found.get(key) ?? null);
  }
}

/** Like {@link Loader}, for lists: all the values that belong to a key, in the order of the batch. */
export class ListLoader<Key, Value> {
  private readonly lists: Loader<Key, { key: Key; values: Value[] }>;

  constructor(batch: (db: TenantDb, keys: readonly Key[]) => Promise<Value[]>, keyOf: (value: Value) => Key) {
    this.lists = new Loader(
      async (db, keys) =>
        [...Map.groupBy(await batch(db, keys), keyOf)].map(([key, values]) => ({ key, values })),
      ({ key }) => key,
    );
  }

  async load(db: TenantDb, key: Key): Promise<Value[]> {
    return (await this.lists.load(db, key))?.values ?? [];
  }
}
