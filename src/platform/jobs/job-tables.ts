import type { PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';

export const JOB_SCHEMA = 'pgboss';

/**
 * Brings the job queue's own tables up to date, as the owner role: the runtime role may only read and write
 * their rows.
 */
export async function migrateJobTables(owner: PoolClient): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => owner.query(text, values) },
    schema: JOB_SCHEMA,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  try {
    await boss.start();
    await owner.query(`
      GRANT USAGE ON SCHEMA ${JOB_SCHEMA} TO preceptor_runtime;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${JOB_SCHEMA} TO preceptor_runtime`);
  } finally {
    await boss.stop({ graceful: false });
  }
}
