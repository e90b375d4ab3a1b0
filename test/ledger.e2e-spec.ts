import { Client } from 'pg';
import { Database } from '../src/platform/database/database.js';
import { until } from './support/until.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Entry {
  kind: string;
  seq: number;
  content: string;
}
interface Feed {
  recordsSince: { entries: Entry[]; cursor: string; hasMore: boolean };
}

describe('the ledger', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** Facts of any feature would do: the ledger does not know what they mean. */
  const record = (member: Member, personId: string, ...facts: string[]) =>
    app.app
      .get(Database)
      .forViewer(member.viewer)
      .write(async (tx) => {
        for (const kind of facts) tx.append({ personId, kind, content: { note: 'Łukasz', kind } });
      });
  const feed = async (member: Member, cursor: string | null, limit = 100) =>
    (
      await member.ask<Feed>(
        'query ($cursor: String, $limit: Int!) { recordsSince(cursor: $cursor, limit: $limit) { entries { kind seq content } cursor hasMore } }',
        { cursor, limit },
      )
    ).recordsSince;
  const verification = async (member: Member, personId: string) =>
    (
      await member.ask<{
        ledgerVerification: {
          intact: boolean;
          entries: number;
          brokenAt: number | null;
          reason: string | null;
        };
      }>('query ($id: ID!) { ledgerVerification(personId: $id) { intact entries brokenAt reason } }', {
        id: personId,
      })
    ).ledgerVerification;

  it('inv 67: chains what is recorded, with who and when, and the chain verifies', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    await record(world.owner, trainee.personId, 'a.done', 'b.done');
    await record(world.owner, trainee.personId, 'c.done');
    const { ledgerEntries } = await world.owner.ask<{
      ledgerEntries: {
        totalCount: number;
        edges: { node: Entry & { actorId: string; actor: { id: string } } }[];
      };
    }>(
      'query ($id: ID!) { ledgerEntries(personId: $id, first: 2) { totalCount edges { node { seq kind actorId actor { id } recordedAt content } } } }',
      { id: trainee.personId },
    );
    expect(ledgerEntries.totalCount).toBe(3);
    expect(ledgerEntries.edges[0]!.node.actor).toEqual({ id: world.owner.personId });
    expect(ledgerEntries.edges.map(({ node }) => [node.seq, node.kind, node.actorId])).toEqual([
      [1, 'a.done', world.owner.personId],
      [2, 'b.done', world.owner.personId],
    ]);
    expect(await verification(world.owner, trainee.personId)).toEqual({
      intact: true,
      entries: 3,
      brokenAt: null,
      reason: null,
    });
  });

  it('inv 67: names the first entry that was changed behind its back', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a.done', 'b.done', 'c.done');
    await app.owner.query('ALTER TABLE ledger_entry DISABLE TRIGGER ledger_is_append_only');
    await app.owner.query(
      `UPDATE ledger_entry SET content = replace(content, 'Łukasz', 'Lukas') WHERE org_id = $1 AND seq = 2`,
      [world.orgId],
    );
    await app.owner.query('ALTER TABLE ledger_entry ENABLE TRIGGER ledger_is_append_only');
    expect(await verification(world.owner, world.owner.personId)).toMatchObject({
      intact: false,
      brokenAt: 2,
      reason: 'CONTENT',
    });
  });

  it('abuse 37: is not changed by the runtime role, nor by the owner role in passing', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a.done');
    const runtime = new Client(app.database.databaseUrl);
    await runtime.connect();
    await runtime.query(`SELECT set_config('app.org_id', $1, false)`, [world.orgId]);
    for (const statement of [
      'UPDATE ledger_entry SET kind = kind',
      'DELETE FROM ledger_entry',
      'TRUNCATE ledger_entry',
      'INSERT INTO ledger_entry SELECT * FROM ledger_entry',
      'UPDATE ledger_head SET seq = 0',
    ])
      await expect(runtime.query(statement)).rejects.toThrow('permission denied');
    await runtime.end();
    await expect(app.owner.query('UPDATE ledger_entry SET kind = kind')).rejects.toThrow('append-only');
    await expect(app.owner.query('DELETE FROM ledger_entry')).rejects.toThrow('append-only');
    await expect(app.owner.query('TRUNCATE ledger_entry')).rejects.toThrow('append-only');
  });

  it('cannot be appended to for another organization', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const runtime = new Client(app.database.databaseUrl);
    await runtime.connect();
    await runtime.query(`SELECT set_config('app.org_id', $1, false)`, [a.orgId]);
    await expect(runtime.query(`SELECT ledger_append($1, '[]')`, [b.orgId])).rejects.toThrow(
      'another organization',
    );
    await runtime.end();
  });

  it('keeps chains whole when many append at once', async () => {
    const world = await World.create(app);
    const people = await Promise.all(Array.from({ length: 4 }, () => world.member('TRAINEE')));
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        app.app
          .get(Database)
          .forViewer(world.owner.viewer)
          .write(async (tx) => {
            // each transaction in another order: the database function sorts, so none waits for the other in a circle
            for (const person of i % 2 ? people : people.toReversed())
              tx.append({ personId: person.personId, kind: 'x', content: { i } });
          }),
      ),
    );
    for (const person of people)
      expect(await verification(world.owner, person.personId)).toMatchObject({ intact: true, entries: 24 });
  });

  it('feeds integrations page by page, missing nothing and repeating nothing', async () => {
    const world = await World.create(app);
    const service = await world.member('RECORDS');
    await record(world.owner, world.owner.personId, 'a', 'b', 'c');
    const first = await until(
      () => feed(service, null, 2),
      ({ hasMore }) => hasMore,
    );
    expect(first).toMatchObject({ entries: [{ kind: 'a' }, { kind: 'b' }], hasMore: true });
    await record(world.owner, service.personId, 'd');
    const second = await until(
      () => feed(service, first.cursor),
      ({ entries }) => entries.length === 2,
    );
    expect(second.entries.map((e) => e.kind)).toEqual(['c', 'd']);
    expect(await feed(service, second.cursor)).toEqual({
      entries: [],
      cursor: second.cursor,
      hasMore: false,
    });
  });

  it('feeds transactions in the order of their numbers: 10 comes after 9', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a', 'b');
    await app.owner.query('ALTER TABLE ledger_entry DISABLE TRIGGER ledger_is_append_only');
    await app.owner.query('UPDATE ledger_entry SET txid = 8 + seq WHERE org_id = $1', [world.orgId]);
    await app.owner.query('ALTER TABLE ledger_entry ENABLE TRIGGER ledger_is_append_only');
    const first = await feed(world.owner, null, 1);
    const second = await feed(world.owner, first.cursor, 1);
    expect([first, second].map(({ entries }) => entries.map(({ kind }) => kind))).toEqual([['a'], ['b']]);
  });

  it('names the argument when the cursor is none', async () => {
    const world = await World.create(app);
    const { errors } = await world.owner.send('{ recordsSince(cursor: "junk") { cursor } }');
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ field: 'cursor' }] });
  });

  it('feeds nothing of a transaction that an older one could still overtake', async () => {
    const world = await World.create(app);
    const older = new Client(app.database.migrationDatabaseUrl);
    await older.connect();
    await older.query('BEGIN');
    await older.query('SELECT pg_current_xact_id()'); // an older transaction, still running
    await record(world.owner, world.owner.personId, 'younger');
    expect((await feed(world.owner, null)).entries).toEqual([]);
    await older.query('COMMIT');
    await older.end();
    const { entries } = await until(
      () => feed(world.owner, null),
      (answer) => answer.entries.length > 0,
    );
    expect(entries.map((e) => e.kind)).toEqual(['younger']);
  });

  it('is read by oneself and by entitled staff only', async () => {
    const [world, other] = [await World.create(app), await World.create(app)];
    const [trainee, peer] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    await record(world.owner, trainee.personId, 'a');
    const read = (who: Member) =>
      who.send('query ($id: ID!) { ledgerEntries(personId: $id) { edges { node { kind } } } }', {
        id: trainee.personId,
      });
    expect((await read(trainee)).data).toMatchObject({ ledgerEntries: { edges: [{ node: { kind: 'a' } }] } });
    expect((await read(peer)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await read(other.owner)).data).toMatchObject({ ledgerEntries: { edges: [] } });
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
      world.owner.membershipId,
    ]);
    expect((await read(world.owner)).data).toMatchObject({ ledgerEntries: { edges: [] } });
  });

  it('reads with one statement', async () => {
    const world = await World.create(app);
    expect(await app.statementsOf(() => feed(world.owner, null))).toHaveLength(1);
  });
});
