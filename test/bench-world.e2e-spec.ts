import { Client } from 'pg';
import { AccessTokens } from '../src/platform/access/access-tokens.js';
import { Viewer } from '../src/platform/access/viewer.js';
import { Database } from '../src/platform/database/database.js';
import { keysFrom, newKeyText, type LedgerKey } from '../src/platform/ledger/keys.js';
import { CounterService } from '../src/features/records/counters.service.js';
import { catalogueOf, type Catalogue } from './support/catalogue.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase, superuserUrlOf } from './support/test-database.js';

type Load = (options: { url: string; scale: number; key: LedgerKey }) => Promise<unknown>;

describe('the world that benches ask', () => {
  let app: TestApp;
  let superuser: Client;
  let before: Catalogue;

  beforeAll(async () => {
    const database = await ownDatabase();
    const keys = newKeyText();
    superuser = new Client(superuserUrlOf(database));
    await superuser.connect();
    before = await catalogueOf(superuser);
    const { load } = (await import('../bench/world/load.mjs' as string)) as { load: Load };
    await load({ url: superuserUrlOf(database), scale: 0.001, key: keysFrom(keys)[0]! });
    app = await TestApp.start({ database, withoutJobs: true, env: { LEDGER_KEYS: keys } });
  });
  afterAll(async () => {
    await app.stop();
    await superuser.end();
  });

  const rowsOf = async <Row>(sql: string): Promise<Row[]> => (await superuser.query(sql)).rows as Row[];

  it('leaves the schema as the migrations made it, every index in use', async () => {
    expect(await catalogueOf(superuser)).toEqual(before);
    expect(await rowsOf('SELECT 1 FROM pg_index WHERE NOT indisvalid OR NOT indisready')).toEqual([]);
  });

  it('holds no reference to nothing, though none was checked', async () => {
    const keys = await rowsOf<{ name: string; dangling: string }>(`
      SELECT c.conname AS name, format('SELECT 1 FROM %s t WHERE (%s) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s r WHERE (%s) = (%s)) LIMIT 1', c.conrelid::regclass,
        l.names, c.confrelid::regclass, l.names, r.names) AS dangling
      FROM pg_constraint c
      CROSS JOIN LATERAL (SELECT string_agg('t.' || quote_ident(a.attname), ', ' ORDER BY k.place) AS names FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) l
      CROSS JOIN LATERAL (SELECT string_agg('r.' || quote_ident(a.attname), ', ' ORDER BY k.place) AS names FROM unnest(c.confkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number) r
      WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`);
    expect(keys.length).toBeGreaterThan(100);
    const dangling = [];
    for (const key of keys) if ((await rowsOf(key.dangling)).length) dangling.push(key.name);
    expect(dangling).toEqual([]);
  });

  it('keeps counters as the product computes them from the records', async () => {
    const enrollments = await rowsOf<{ id: string; orgId: string }>(
      'SELECT id, org_id AS "orgId" FROM enrollment ORDER BY cohort_id, id',
    );
    const some = enrollments.filter((_, i) => i % 10 === 0);
    const counters = (ids: string): string =>
      `SELECT to_jsonb(p) - 'updated_at' - 'last_activity_at' AS row FROM course_progress p WHERE enrollment_id IN (${ids})
       UNION ALL SELECT to_jsonb(p) - 'updated_at' - 'last_activity_at' FROM enrollment_progress p WHERE enrollment_id IN (${ids})
       UNION ALL SELECT to_jsonb(a) FROM course_attempt a WHERE enrollment_id IN (${ids}) ORDER BY row`;
    const ids = some.map(({ id }) => `'${id}'`).join(',');
    const kept = await rowsOf(counters(ids));
    for (const { id, orgId } of some)
      await app.app
        .get(Database)
        .forOrganization(orgId)
        .write((tx) => app.app.get(CounterService).recompute(tx, id));
    expect(kept.length).toBeGreaterThan(some.length);
    expect(await rowsOf(counters(ids))).toEqual(kept);
  });

  it('has a ledger that verifies', async () => {
    const [owner] = await rowsOf<Record<'org_id' | 'person_id' | 'account_id' | 'id' | 'session_id', string>>(
      `SELECT m.*, s.account_id, s.id AS session_id FROM membership m JOIN session s ON s.membership_id = m.id WHERE m.role = 'OWNER' LIMIT 1`,
    );
    const { org_id: orgId, person_id: personId, account_id, id, session_id } = owner!;
    const viewer = new Viewer(orgId, personId, account_id, id, session_id, 'OWNER');
    const { token } = await app.app.get(AccessTokens).sign(viewer);
    const trainees = await rowsOf<{ id: string }>(
      `SELECT person_id AS id FROM membership WHERE org_id = '${orgId}' AND role = 'TRAINEE' ORDER BY id LIMIT 5`,
    );
    for (const trainee of trainees) {
      const { ledgerVerification } = await app.ask<{ ledgerVerification: object }>(
        'query ($id: ID!) { ledgerVerification(personId: $id) { intact entries signed reason } }',
        { id: trainee.id },
        token,
      );
      expect(ledgerVerification).toEqual({ intact: true, entries: 10, signed: 10, reason: null });
    }
  });
});
