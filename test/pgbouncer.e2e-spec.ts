import { Client } from 'pg';
import sql from 'sql-template-tag';
import { Database } from '../src/platform/database/database.js';
import { LiveUpdates } from '../src/platform/live/live-updates.js';
import { NewsModule } from './support/news.js';
import { pgbouncerVersion, startPooler, type Pooler } from './support/pooler.js';
import { socketClient, Subscribed } from './support/socket.js';
import { TestApp } from './support/test-app.js';
import { behindPooler, workerDatabase } from './support/test-database.js';
import { World } from './support/world.js';

const version = pgbouncerVersion();
const whereInstalled = version ? describe : describe.skip;

/** The whole suite goes through it by `npm run test:pgbouncer -- --all`. */
whereInstalled(`through PgBouncer ${version ?? '(skipped: not installed here)'}`, () => {
  let pooler: Pooler;
  let app: TestApp;
  let pooled: string;

  beforeAll(async () => {
    const database = await workerDatabase();
    pooler = await startPooler(database.databaseUrl, 2); // fewer than the application believes to have: they change hands all the time
    pooled = pooler.through(database.databaseUrl);
    app = await TestApp.start({
      env: behindPooler(pooled, database.databaseUrl),
      extraModules: [NewsModule],
    });
  });
  afterAll(async () => {
    await app.stop();
    await pooler.stop();
  });

  it('transactions of several organizations take turns on few connections, and each sees its own alone', async () => {
    const worlds = await Promise.all([1, 2, 3, 4].map(() => World.create(app)));
    for (const [index, { owner }] of worlds.entries())
      for (let site = 0; site <= index; site++)
        await owner.do('createSite', aSite(`Site ${index} ${site}`), '... on Site { id }');
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        worlds[i % 4]!.owner.ask<{ sites: { totalCount: number } }>('{ sites(first: 1) { totalCount } }'),
      ),
    );
    expect(answers.map(({ sites }) => sites.totalCount)).toEqual(answers.map((_, i) => (i % 4) + 1));
  });

  it('leaves nothing of a transaction to the next one on its connection', async () => {
    const { owner, orgId } = await World.create(app);
    await Promise.all([
      owner.ask('{ sites(first: 1) { totalCount } }'),
      owner.do('createSite', aSite('One'), ''),
    ]);
    const { pool } = app.app.get(Database);
    for (let i = 0; i < 10; i++) {
      const { rows } = await pool.query<{ org: string | null; plans: string }>(
        `SELECT current_setting('app.org_id', true) AS org, current_setting('plan_cache_mode') AS plans`,
      );
      expect(rows[0]!.org ?? '').not.toContain(orgId);
      expect(rows[0]).toMatchObject({ plans: 'auto' });
    }
  });

  it('keeps the limits of time, which are the role’s', async () => {
    const { pool } = app.app.get(Database);
    expect((await pool.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '30s' }]);
    expect((await pool.query('SHOW idle_in_transaction_session_timeout')).rows).toEqual([
      { idle_in_transaction_session_timeout: '1min' },
    ]);
  });

  it('brings what others announce, heard on a connection of its own', async () => {
    const { owner, orgId } = await World.create(app);
    const client = socketClient(app, owner.token);
    const heard = new Subscribed(client, 'subscription { news(channel: "a") { text } }');
    await app.eventually(() => app.app.get(LiveUpdates).count === 1);
    await app.app
      .get(Database)
      .forOrganization(orgId)
      .write(async (tx) => tx.notify('news', { channel: 'a', text: 'heard' }));
    expect(await heard.count(1)).toEqual([{ data: { news: { text: 'heard' } } }]);
    await client.dispose();
  });

  it('says to whoever is cut off to try again', async () => {
    const db = app.app.get(Database).forOrganization((await World.create(app)).orgId);
    const cut = sql`SELECT pg_terminate_backend(pg_backend_pid())`;
    await expect(db.read(cut)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await db.read(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });

  it('lets the runtime role alone in', async () => {
    const owner = new URL(app.database.migrationDatabaseUrl);
    owner.port = new URL(pooled).port;
    const client = new Client(owner.toString());
    await expect(client.connect()).rejects.toThrow();
  });
});

const aSite = (name: string) => ({
  name,
  setting: 'OUTPATIENT',
  jurisdiction: 'US-TX',
  timeZone: 'America/Chicago',
});
