import { mkdirSync, utimesSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { Database } from '../src/platform/database/database.js';
import { Housekeeping, HOUSEKEEPING } from '../src/platform/housekeeping/housekeeping.js';
import { Jobs } from '../src/platform/jobs/jobs.js';
import { newId } from '../src/platform/ids/ids.js';
import { givePassword } from './support/accounts.js';
import { refresh, signIn, signOut } from './support/sign-in.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('housekeeping', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  /** As the night job does, so many days from now. */
  async function clean(days: number): Promise<Record<string, number>> {
    app.clock.advance({ days });
    const removed = await app.app.get(Housekeeping).clean(app.app.get(Database).forVisitor());
    app.clock.reset();
    return removed;
  }
  const count = async (statement: string, ...values: unknown[]): Promise<number> =>
    (await app.owner.query(statement, values)).rowCount!;
  const able = async (member: Member) => {
    await givePassword(app, member);
    return member;
  };
  const invite = (member: Member, operationId: string, email: string) =>
    member.do<{ __typename: string; code?: string }>(
      'inviteMember',
      { operationId, email, givenName: 'A', familyName: 'B', role: 'TRAINEE' },
      '... on Invitation { id }',
    );

  it('forgets answers after 30 days: a retry is answered until then, and a new request afterwards', async () => {
    const { owner } = await World.create(app);
    const [operationId, email] = [newId(), `${newId()}@example.org`];
    expect((await invite(owner, operationId, email)).__typename).toBe('Invitation');
    await clean(29);
    expect((await invite(owner, operationId, email)).__typename).toBe('Invitation');
    expect((await clean(31))['operation']).toBeGreaterThan(0);
    expect((await invite(owner, operationId, email)).code).toBe('ALREADY_INVITED');
  });

  it('forgets refresh tokens 30 days after they expired, and notices a second use until then', async () => {
    const member = await able((await World.create(app)).owner);
    const tokens = 'SELECT 1 FROM refresh_token WHERE person_id = $1';
    const session = await signIn(app, { email: member.email });
    await refresh(app, session.refreshToken);
    await clean(14 + 29);
    expect(await count(tokens, member.personId)).toBe(2);
    expect((await refresh(app, session.refreshToken)).code).toBe('SESSION_HAS_ENDED');
    expect(
      await count(
        `SELECT 1 FROM session WHERE person_id = $1 AND end_reason = 'REFRESH_TOKEN_REUSED'`,
        member.personId,
      ),
    ).toBe(1);
    expect((await clean(14 + 31))['refresh_token']).toBeGreaterThanOrEqual(2);
    expect(await count(tokens, member.personId)).toBe(0);
  });

  it('forgets sessions 90 days after their end, but for the last one, and none that goes on', async () => {
    const member = await able((await World.create(app)).owner);
    const sessions = async () => count('SELECT 1 FROM session WHERE person_id = $1', member.personId);
    for (let n = 0; n < 2; n++) await signOut(app, (await signIn(app, { email: member.email })).accessToken);
    const open = await signIn(app, { email: member.email });
    await clean(89);
    expect(await sessions()).toBe(4);
    expect((await refresh(app, open.refreshToken)).__typename).toBe('SessionHasEnded'); // its token went
    await clean(91);
    expect(await sessions()).toBe(1);
  });

  it('keeps the session of a refresh token that is still good, however old its sign-in', async () => {
    const member = await able((await World.create(app)).owner);
    await signIn(app, { email: member.email });
    const last = await signIn(app, { email: member.email });
    await app.owner.query(
      `UPDATE session SET last_used_at = last_used_at - interval '100 days' WHERE person_id = $1`,
      [member.personId],
    );
    await clean(0);
    expect((await refresh(app, last.refreshToken)).__typename).toBe('SignedIn');
    expect(await count('SELECT 1 FROM session WHERE person_id = $1', member.personId)).toBe(2);
  });

  it('forgets failed sign-ins after a day, and links to reset a password after 30', async () => {
    const member = await able((await World.create(app)).owner);
    await signIn(app, { email: member.email, password: 'not the password' });
    await app.owner.query(
      `INSERT INTO password_reset (id, account_id, person_id, token_hash, expires_at) VALUES ($1, $2, $3, $4, now())`,
      [newId(), member.viewer.accountId, member.personId, newId()],
    );
    const resets = async () => count('SELECT 1 FROM password_reset WHERE person_id = $1', member.personId);
    expect(await clean(0)).toMatchObject({ lockout: 0, password_reset: 0 });
    expect((await clean(2))['lockout']).toBeGreaterThanOrEqual(2);
    expect(await count('SELECT 1 FROM lockout')).toBe(0);
    expect(await resets()).toBe(1);
    await clean(31);
    expect(await resets()).toBe(0);
  });

  it('forgets uploads that never came after two days, and what had arrived of them', async () => {
    const { owner, orgId } = await World.create(app);
    const { fileId } = await owner.do<{ fileId: string }>(
      'createUpload',
      { name: 'card.png', contentType: 'image/png', bytes: 70 },
      '... on Upload { fileId }',
    );
    const keptId = newId();
    await app.owner.query(
      `INSERT INTO stored_file (org_id, id, name, content_type, declared_bytes, bytes, sha256, received_sha256, uploaded_by, stored_at)
       VALUES ($1, $2, 'kept.png', 'image/png', 70, 70, 'abc', 'abc', $3, now())`,
      [orgId, keptId, owner.personId],
    );
    const arriving = path.join(app.dataDir, 'files', 'arriving');
    mkdirSync(arriving, { recursive: true });
    const draft = path.join(arriving, newId());
    writeFileSync(draft, 'half of it');
    utimesSync(draft, new Date(), new Date(Date.now() - 2 * 86_400_000));
    const known = async (id: string) => count('SELECT 1 FROM stored_file WHERE id = $1', id);
    await clean(1);
    expect([await known(fileId), existsSync(draft)]).toEqual([1, false]);
    await clean(3);
    expect([await known(fileId), await known(keptId)]).toEqual([0, 1]);
  });

  it('keeps evidence, invitations that nobody accepted among it', async () => {
    const { owner, orgId } = await World.create(app);
    await invite(owner, newId(), `${newId()}@example.org`);
    const [invitations, ledger] = ['invitation', 'ledger_entry'].map(
      (t) => `SELECT 1 FROM ${t} WHERE org_id = $1`,
    );
    const before = [await count(invitations!, orgId), await count(ledger!, orgId)];
    await clean(1_000);
    expect([await count(invitations!, orgId), await count(ledger!, orgId)]).toEqual(before);
    expect(before[0]).toBe(1);
  });

  it('abuse 37: gives the runtime role no right of its own to delete, nor to choose what goes', async () => {
    const { owner } = await World.create(app);
    const runtime = new Client(app.database.databaseUrl);
    await runtime.connect();
    for (const table of ['operation', 'refresh_token', 'password_reset', 'session', 'stored_file'])
      await expect(runtime.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
    await runtime.query('SELECT forget_session(), forget_operation(), forget_stored_file()');
    expect(await count('SELECT 1 FROM session WHERE person_id = $1', owner.personId)).toBe(1);
    await runtime.end();
  });

  it('is done by the job of every night', async () => {
    const { rows } = await app.owner.query('SELECT name, cron, timezone FROM pgboss.schedule');
    expect(rows).toContainEqual({ name: HOUSEKEEPING.name, cron: '17 3 * * *', timezone: 'UTC' });
    await app.owner.query(
      `INSERT INTO lockout (key_hash, failures, last_failed_at) VALUES ($1, 1, now() - interval '2 days')`,
      [newId()],
    );
    await app.app
      .get(Database)
      .forVisitor()
      .write((tx) => app.app.get(Jobs).send(tx, HOUSEKEEPING, {}));
    await app.until(
      `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM lockout WHERE last_failed_at < now() - interval '1 day')`,
    );
  });
});
