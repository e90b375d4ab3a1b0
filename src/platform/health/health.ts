import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database.js';

export const LAST_MIGRATION = Symbol('last migration');
/** Milliseconds the database gets to answer. */
const PATIENCE = 2_000;

export interface Readiness {
  status: 'ok' | 'unavailable';
  /** Why not, in a word. */
  reason?: 'stopping' | 'database' | 'migrations';
}

/** Whether this process should be sent requests. */
@Injectable()
export class Health implements OnModuleDestroy {
  private stopping = false;

  constructor(
    private readonly database: Database,
    @Inject(LAST_MIGRATION) private readonly lastMigration: string,
  ) {}

  /** From now on not ready: what has begun is finished, but nothing more should come. */
  beginStop(): void {
    this.stopping = true;
  }

  onModuleDestroy(): void {
    this.beginStop();
  }

  async readiness(): Promise<Readiness> {
    if (this.stopping) return { status: 'unavailable', reason: 'stopping' };
    try {
      return (await this.isMigrated()) ? { status: 'ok' } : { status: 'unavailable', reason: 'migrations' };
    } catch {
      return { status: 'unavailable', reason: 'database' };
    }
  }

  private async isMigrated(): Promise<boolean> {
    const asked = this.database.pool.query('SELECT FROM migration WHERE name = $1', [this.lastMigration]);
    asked.catch(() => undefined); // when it fails after we have stopped waiting
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('The database does not answer')), PATIENCE);
    });
    const { rowCount } = await Promise.race([asked, late]).finally(() => clearTimeout(timer));
    return rowCount === 1;
  }
}
