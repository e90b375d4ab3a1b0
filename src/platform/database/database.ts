import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { Viewer } from '../access/viewer.js';
import { Clock } from '../clock/clock.js';
import type { LedgerWitness } from '../ledger/append.js';
import type { ReadsElsewhere, Replication } from './replication.js';
import { TenantDb, type Connections } from './tenant-db.js';
import type { Scope } from './scope.js';

export const DATA_SOURCE = Symbol('data source');

/** Hands out the handles through which alone the database is reached. */
@Injectable()
export class Database implements Connections, OnApplicationShutdown {
  readonly held = new AsyncLocalStorage<true>();
  /** Whoever signs the ledger says so here when it is made. */
  witness: LedgerWitness | null = null;
  /** Whoever sends reads to replicas says so here. */
  replication: Replication | null = null;

  constructor(
    @Inject(DATA_SOURCE) readonly dataSource: DataSource,
    readonly clock: Clock,
  ) {}

  /** For one operation of a signed-in person. Its reads may be answered elsewhere than by the primary. */
  forViewer(viewer: Viewer, elsewhere: ReadsElsewhere | null = null): TenantDb {
    return new TenantDb(this, { kind: 'viewer', viewer }, elsewhere);
  }

  /** For the system acting in one organization: jobs, the command line, the demo. */
  forOrganization(orgId: string): TenantDb {
    return this.open({ kind: 'system', orgId });
  }

  /** For somebody not signed in, who sees only the rows named by what they present. */
  forVisitor(presented: { email?: string; tokenHash?: string; personId?: string } = {}): TenantDb {
    return this.open({ kind: 'visitor', ...presented });
  }

  private open(scope: Scope): TenantDb {
    return new TenantDb(this, scope);
  }

  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  async connect(): Promise<PoolClient> {
    if (this.held.getStore()) throw new Error('A second connection was asked for while one is held');
    return this.pool.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
