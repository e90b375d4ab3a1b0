import { once } from 'node:events';
import { Client } from 'pg';
import { Database } from '../src/platform/database/database.js';
import { jobKind } from '../src/platform/jobs/job-kind.js';
import { Jobs } from '../src/platform/jobs/jobs.js';
import { startServer } from './support/server-process.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { World } from './support/world.js';

const SLOW = jobKind<{ mark: string }>('test.slow');

describe('a stop', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ database: await ownDatabase() });
  });
  afterAll(() => app.stop());

  it('by SIGTERM lets the request that has begun finish, refuses new ones, and ends with 0', async () => {
    const { owner } = await World.create(app);
    const server = await startServer(app);
    const exited = once(server.process, 'exit') as Promise<[number | null, string | null]>;
    const blocker = new Client(app.database.migrationDatabaseUrl);
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE site IN ACCESS EXCLUSIVE MODE');
    const answer = fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
      body: JSON.stringify({ query: '{ sites { totalCount } }' }),
    });
    await app.until(
      `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'site'::regclass
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    server.process.kill('SIGTERM');
    await refused(`${server.url}/health/live`);
    await blocker.query('COMMIT');
    await blocker.end();
    expect(await (await answer).json()).toEqual({ data: { sites: { totalCount: 0 } } });
    expect(await exited).toEqual([0, null]);
  });

  it('lets the job that runs finish', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let begun = false;
    const stopping = await TestApp.start({
      database: app.database,
      beforeJobs: (nest) =>
        nest.get(Jobs).handle(SLOW, async () => {
          begun = true;
          await gate;
        }),
    });
    const { orgId } = await World.create(stopping);
    await stopping.app
      .get(Database)
      .forOrganization(orgId)
      .write((tx) => stopping.app.get(Jobs).send(tx, SLOW, { mark: orgId }));
    await stopping.eventually(() => begun);
    const stopped = stopping.stop();
    open();
    await stopped;
    await app.until(
      `SELECT 1 FROM pgboss.job WHERE name = 'test.slow' AND state = 'completed' AND data -> 'payload' ->> 'mark' = $1`,
      [orgId],
    );
  });
});

/** Waits until the server takes no new connection. */
async function refused(url: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    try {
      await (await fetch(url, { headers: { connection: 'close' } })).text();
    } catch {
      return;
    }
  }
  throw new Error('The server still takes requests');
}
