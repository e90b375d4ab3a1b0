import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../database/tenant-db.js';
import { jobKind } from '../jobs/job-kind.js';
import { Jobs } from '../jobs/jobs.js';

/** Removes one kind of leftovers and answers how many went. Must bear being done again. */
export type Chore = (db: TenantDb) => Promise<number>;

/** Does every chore. */
export const HOUSEKEEPING = jobKind<Record<string, never>>('platform.housekeeping', {
  timeoutSeconds: 3_600,
});
const EVERY_NIGHT = '17 3 * * *';

/**
 * Removes every night what no longer matters and is no evidence. Whoever makes such rows says at start-up how
 * they go; the runtime role cannot delete them, only call the function that knows which ones.
 */
@Injectable()
export class Housekeeping {
  private readonly chores: { what: string; chore: Chore }[] = [];

  constructor(
    jobs: Jobs,
    private readonly logger: PinoLogger,
  ) {
    jobs.handle(HOUSEKEEPING, async (_, { db }) => void (await this.clean(db)));
    jobs.every(HOUSEKEEPING, EVERY_NIGHT);
    this.forgets('operation', sql`SELECT forget_operation() AS gone`);
  }

  /** Chores are done in the order in which they were named. */
  does(what: string, chore: Chore): void {
    this.chores.push({ what, chore });
  }

  /** For what one statement removes; it answers `gone`. */
  forgets(what: string, statement: Sql): void {
    this.does(what, (db) => forget(db, statement));
  }

  /** Everything at once, as the system; answers how many of each went. */
  async clean(db: TenantDb): Promise<Record<string, number>> {
    const removed: Record<string, number> = {};
    for (const { what, chore } of this.chores) removed[what] = await chore(db);
    this.logger.info({ removed }, 'What no longer matters was removed');
    return removed;
  }
}

/** Runs a statement that answers how many rows are `gone`. */
export async function forget(db: TenantDb, statement: Sql): Promise<number> {
  const [row] = await db.write((tx) => tx.query<{ gone: number }>(statement));
  return row!.gone;
}
