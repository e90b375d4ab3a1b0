import { Jobs } from '../src/platform/jobs/jobs.js';
import { jobKind } from '../src/platform/jobs/job-kind.js';
import { Database } from '../src/platform/database/database.js';
import { Mail } from '../src/platform/mail/mail.js';
import { Client } from 'pg';
import { newId } from '../src/platform/ids/ids.js';
import { mailsTo, mailTo } from './support/mailbox.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { World } from './support/world.js';

interface Note {
  mark: string;
}
const NOTE = jobKind<Note>('test.note');
const STUBBORN = jobKind<Note>('test.stubborn', { retries: 1 });
const HOPELESS = jobKind<Note>('test.hopeless', { retries: 0 });
const SECRET = jobKind<Note>('test.secret', { retries: 0, holdsSecrets: true });

/** Remembers what was done, and lets a test wait for it. */
class Journal {
  readonly entries: { mark: string; orgId: string }[] = [];
  private waiting: { mark: string; times: number; done: () => void }[] = [];

  add(mark: string, orgId: string): void {
    this.entries.push({ mark, orgId });
    this.waiting = this.waiting.filter((w) => this.count(w.mark) < w.times || void w.done());
  }

  count(mark: string): number {
    return this.entries.filter((entry) => entry.mark === mark).length;
  }

  has(mark: string, times = 1): Promise<void> {
    if (this.count(mark) >= times) return Promise.resolve();
    return new Promise((done) => this.waiting.push({ mark, times, done }));
  }
}

describe('jobs', () => {
  let app: TestApp;
  const journal = new Journal();
  beforeAll(async () => {
    app = await TestApp.start({
      beforeJobs: (nest) => {
        const jobs = nest.get(Jobs);
        jobs.handle(NOTE, async ({ mark }, { db }) => journal.add(mark, db.orgId));
        jobs.handle(STUBBORN, async ({ mark }, { db }) => {
          journal.add(mark, db.orgId);
          if (journal.count(mark) === 1) throw new Error('not yet');
        });
        jobs.handle(HOPELESS, async ({ mark }, { db }) => {
          journal.add(mark, db.orgId);
          throw new Error('never');
        });
        jobs.handle(SECRET, async () => {
          throw new Error('never');
        });
      },
    });
  });
  afterAll(() => app.stop());

  const database = () => app.app.get(Database);
  const jobs = () => app.app.get(Jobs);

  it('are done once, in the organization they were sent from', async () => {
    const { orgId } = await World.create(app);
    const mark = newId();
    await database()
      .forOrganization(orgId)
      .write((tx) => jobs().send(tx, NOTE, { mark }));
    await journal.has(mark);
    const after = newId();
    await database()
      .forOrganization(orgId)
      .write((tx) => jobs().send(tx, NOTE, { mark: after }));
    await journal.has(after);
    expect(journal.entries.filter((e) => e.mark === mark)).toEqual([{ mark, orgId }]);
  });

  it('do not exist when the transaction rolls back', async () => {
    const { orgId } = await World.create(app);
    const [lost, kept] = [newId(), newId()];
    const db = database().forOrganization(orgId);
    await expect(
      db.write(async (tx) => {
        await jobs().send(tx, NOTE, { mark: lost });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await db.write((tx) => jobs().send(tx, NOTE, { mark: kept }));
    await journal.has(kept);
    expect(journal.count(lost)).toBe(0);
    const { rows } = await app.owner.query(
      `SELECT data -> 'payload' ->> 'mark' AS mark FROM pgboss.job WHERE data -> 'payload' ->> 'mark' = ANY ($1)`,
      [[lost, kept]],
    );
    expect(rows).toEqual([{ mark: kept }]);
  });

  it('are worked off without pauses, however many arrive at once', async () => {
    const { orgId } = await World.create(app);
    const marks = Array.from({ length: 15 }, newId);
    await database()
      .forOrganization(orgId)
      .write(async (tx) => {
        for (const mark of marks) await jobs().send(tx, NOTE, { mark });
      });
    await Promise.all(marks.map((mark) => journal.has(mark)));
    expect(marks.map((mark) => journal.count(mark))).toEqual(marks.map(() => 1));
  }, 4_000);

  it('are tried again when they fail', async () => {
    const { orgId } = await World.create(app);
    const mark = newId();
    await database()
      .forOrganization(orgId)
      .write((tx) => jobs().send(tx, STUBBORN, { mark }));
    await journal.has(mark);
    const retry = await app.until<{ state: string; wait: number }>(
      `SELECT state, extract(epoch FROM start_after - pgboss.job_now())::float AS wait FROM pgboss.job
       WHERE name = 'test.stubborn' AND data -> 'payload' ->> 'mark' = $1 AND state = 'retry'`,
      [mark],
    );
    expect(retry.wait).toBeGreaterThan(0); // waits for a better moment: brought forward here
    await app.owner.query(
      `UPDATE pgboss.job SET start_after = pgboss.job_now() WHERE name = 'test.stubborn' AND state = 'retry'`,
    );
    await app.owner.query(`SELECT pg_notify($1, 'test.stubborn')`, [await channel()]);
    await journal.has(mark, 2);
    await app.until(
      `SELECT 1 FROM pgboss.job WHERE name = 'test.stubborn' AND data -> 'payload' ->> 'mark' = $1 AND state = 'completed'`,
      [mark],
    );
  });

  it('that fail at every try are kept as dead letters', async () => {
    const { orgId } = await World.create(app);
    const mark = newId();
    await database()
      .forOrganization(orgId)
      .write((tx) => jobs().send(tx, HOPELESS, { mark }));
    await journal.has(mark);
    const letter = await app.until<{ source: string; state: string }>(
      `SELECT source_name AS source, state FROM pgboss.job WHERE name = 'dead' AND data -> 'payload' ->> 'mark' = $1`,
      [mark],
    );
    expect(letter).toEqual({ source: 'test.hopeless', state: 'created' });
  });

  it('abuse 69: leave no dead letter behind when what they hold opens something', async () => {
    const { orgId } = await World.create(app);
    const mark = newId();
    await database()
      .forOrganization(orgId)
      .write((tx) => jobs().send(tx, SECRET, { mark }));
    const ofMark = `FROM pgboss.job WHERE data -> 'payload' ->> 'mark' = $1`;
    await app.until(`SELECT 1 ${ofMark} AND name = 'test.secret' AND state = 'failed'`, [mark]);
    const { rows } = await app.owner.query<{ name: string }>(`SELECT name ${ofMark}`, [mark]);
    expect(rows).toEqual([{ name: 'test.secret' }]);
    const { rows: queues } = await app.owner.query(
      `SELECT name FROM pgboss.queue WHERE dead_letter IS NOT NULL AND (name = 'mail.send' OR name LIKE 'organizations.send-%')`,
    );
    expect(queues).toEqual([]);
  });

  it('leave nothing to create for the runtime role', async () => {
    const runtime = new Client(app.database.databaseUrl);
    await runtime.connect();
    await expect(runtime.query('CREATE TABLE pgboss.mine (id int)')).rejects.toThrow('permission denied');
    await expect(runtime.query('DROP TABLE pgboss.warning')).rejects.toThrow('must be owner');
    await runtime.end();
  });

  it('bring mails that were sent in a transaction', async () => {
    const { orgId } = await World.create(app);
    const to = `${newId()}@example.org`;
    const link = `http://localhost:4000/reset?token=${'x'.repeat(90)}`;
    const mail = app.app.get(Mail);
    const db = database().forOrganization(orgId);
    await expect(
      db.write(async (tx) => {
        await mail.send(tx, { to, subject: 'Never', text: 'Never' });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow();
    await db.write((tx) => mail.send(tx, { to, subject: 'Łukasz, your link', text: `Open ${link}\nSoon.` }));
    expect(await mailTo(app, to)).toMatchObject({ text: `Open ${link}\nSoon.`, links: [link] });
    expect(mailsTo(app, to)).toHaveLength(1);
  });

  it('of visitors work too: a mail to somebody who is not signed in', async () => {
    const to = `${newId()}@example.org`;
    await database()
      .forVisitor({ email: to })
      .write((tx) => app.app.get(Mail).send(tx, { to, subject: 'Hello', text: 'There' }));
    expect(await mailTo(app, to)).toMatchObject({ subject: 'Hello', text: 'There' });
  });

  it('that are done every so often are done once, however many processes run', async () => {
    const shared = await ownDatabase();
    const owner = new Client(shared.migrationDatabaseUrl);
    await owner.connect();
    const done: string[] = [];
    const now = new Date();
    const cron = `${now.getUTCMinutes()} ${now.getUTCHours()} * * *`; // the minute that has just begun, once a day
    const again = jobKind<Record<string, never>>('test.again', { keptSeconds: 0 });
    const start = (who: string) =>
      TestApp.start({
        database: shared,
        env: { RECURRING_JOBS: 'true' },
        beforeJobs: (nest) => {
          nest.get(Jobs).handle(again, async () => void done.push(who));
          nest.get(Jobs).every(again, cron);
        },
      });
    const apps = [await start('a')];
    // The first process declared it too late for its own first look: each of the next ones looks at once.
    for (const who of ['b', 'c']) {
      await owner.query(`UPDATE pgboss.version SET cron_on = now() - interval '10 minutes'`);
      apps.push(await start(who));
      await apps[0]!.until(`SELECT 1 FROM pgboss.version WHERE cron_on > now() - interval '20 seconds'`);
    }
    // What is due is looked for every five seconds, and so is what was sent then.
    await apps[0]!.until(
      `SELECT 1 FROM pgboss.job WHERE name = 'test.again' AND state = 'completed'`,
      [],
      30,
    );
    const { rows } = await owner.query(`SELECT state FROM pgboss.job WHERE name = 'test.again'`);
    expect(rows).toEqual([{ state: 'completed' }]);
    expect(done).toHaveLength(1);
    const schedule = async (): Promise<string[]> =>
      (await owner.query<{ name: string }>(`SELECT name FROM pgboss.schedule`)).rows.map(({ name }) => name);
    const declared = await schedule();
    expect(declared).toEqual(expect.arrayContaining(['platform.housekeeping', 'test.again']));
    await Promise.all(apps.map((each) => each.stop()));
    const after = await TestApp.start({ database: shared });
    expect((await schedule()).sort()).toEqual(declared.filter((name) => name !== 'test.again').sort());
    await after.stop();
    await owner.end();
  }, 60_000);

  /** The channel on which the queue wakes its workers. */
  async function channel(): Promise<string> {
    const { rows } = await app.owner.query<{ channel: string }>(
      `SELECT 'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24) AS channel`,
    );
    return rows[0]!.channel;
  }
});
