import sql from 'sql-template-tag';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';

describe('the platform', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('tells the time of the database', async () => {
    const { serverTime } = await app.ask<{ serverTime: string }>('{ serverTime }');
    expect(Math.abs(Date.parse(serverTime) - Date.now())).toBeLessThan(60_000);
  });

  it('reads with one statement', async () => {
    expect(await app.statementsOf(() => app.ask('{ serverTime }'))).toHaveLength(1);
  });

  it('outlives its connections: whoever waited for an answer is told to try again', async () => {
    const db = app.app.get(Database).forOrganization(newId());
    const { pool } = app.app.get(Database);
    const cut = sql`SELECT pg_terminate_backend(pg_backend_pid())`;
    for (const broken of [() => db.read(cut), () => db.write((tx) => tx.query(cut))])
      await expect(broken()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const client = await pool.connect();
    const asleep = client.query('SELECT pg_sleep(1)');
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    await expect(asleep).rejects.toThrow('terminated');
    client.release(true);
    expect(await db.read(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});
