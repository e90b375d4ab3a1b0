import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { Database } from '../src/platform/database/database.js';
import type { AnchorLine } from '../src/platform/ledger/anchor-file.js';
import { keysFrom, newKeyText } from '../src/platform/ledger/keys.js';
import { LedgerAnchors } from '../src/platform/ledger/ledger-anchors.js';
import { LedgerKeys } from '../src/platform/ledger/ledger-keys.js';
import { LedgerSigner } from '../src/platform/ledger/ledger-signer.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase, superuserUrlOf, type TestDatabase } from './support/test-database.js';
import { World, type Member } from './support/world.js';

interface Verification {
  intact: boolean;
  entries: number;
  signed: number;
  pending: number;
  brokenAt: number | null;
  reason: string | null;
  anchoredSeq: number | null;
}

const [OLD, NEW] = [newKeyText(), newKeyText()];

describe('signatures and anchors of the ledger', () => {
  let database: TestDatabase;
  let app: TestApp;
  let anchorDir: string;
  beforeAll(async () => {
    database = await ownDatabase();
    anchorDir = mkdtempSync(path.join(tmpdir(), 'preceptor-anchors-'));
    app = await TestApp.start({ database, env: { LEDGER_KEYS: OLD, LEDGER_ANCHOR_DIR: anchorDir } });
    const first = await World.create(app);
    await record(first.owner, first.owner.personId, 'a');
    await app.app.get(LedgerAnchors).anchor(); // from here on nothing is adopted
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const record = (member: Member, personId: string, ...facts: string[]) =>
    app.app
      .get(Database)
      .forViewer(member.viewer)
      .write(async (tx) => {
        for (const kind of facts) tx.append({ personId, kind, content: { note: 'Łukasz', kind } });
      });
  const sign = () => app.app.get(LedgerSigner).signPending();
  const signLeftBehind = () => app.app.get(LedgerSigner).signLeftBehind(null);
  const anchor = () => app.app.get(LedgerAnchors).anchor();
  const verification = async (member: Member, personId = member.personId) =>
    (
      await member.ask<{ ledgerVerification: Verification }>(
        'query ($id: ID!) { ledgerVerification(personId: $id) { intact entries signed pending brokenAt reason anchoredSeq } }',
        { id: personId },
      )
    ).ledgerVerification;
  /** Commits as a process does that ends before it has signed. */
  const recordAndDie = async (member: Member, ...facts: string[]) => {
    const connections = app.app.get(Database);
    const signer = app.app.get(LedgerSigner);
    connections.witness = { markOf: (entry, at) => signer.markOf(entry, at), committed: () => undefined };
    await record(member, member.personId, ...facts).finally(() => (connections.witness = signer));
  };
  const asSuperuser = async (...statements: [string, unknown[]][]) => {
    const superuser = new Client(superuserUrlOf(database));
    await superuser.connect();
    await superuser.query("SET session_replication_role = 'replica'"); // no trigger hinders a superuser
    for (const [text, values] of statements) await superuser.query(text, values);
    await superuser.end();
  };
  const lines = (): AnchorLine[] =>
    readFileSync(path.join(anchorDir, 'ledger-anchors.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AnchorLine);

  it('inv 67: signs every entry a moment after it was committed, by a key outside the database', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a', 'b');
    await sign();
    expect(await verification(world.owner)).toEqual({
      intact: true,
      entries: 2,
      signed: 2,
      pending: 0,
      brokenAt: null,
      reason: null,
      anchoredSeq: null,
    });
    const { rows } = await app.owner.query('SELECT key_id FROM ledger_signature WHERE org_id = $1', [
      world.orgId,
    ]);
    expect(rows).toEqual([{ key_id: keysFrom(OLD)[0]!.id }, { key_id: keysFrom(OLD)[0]!.id }]);
  });

  it('signs what a process committed that died right after', async () => {
    const world = await World.create(app);
    await recordAndDie(world.owner, 'a', 'b');
    expect(await verification(world.owner)).toMatchObject({
      intact: true,
      entries: 2,
      signed: 0,
      pending: 2,
    });
    app.clock.advance({ minutes: 2 });
    const late = { intact: false, brokenAt: 1, reason: 'UNSIGNED' };
    expect(await verification(world.owner)).toMatchObject(late);
    app.clock.reset();
    await signLeftBehind();
    expect(await verification(world.owner)).toMatchObject({ intact: true, signed: 2, pending: 0 });
  });

  it('does the same when it starts', async () => {
    const world = await World.create(app);
    await recordAndDie(world.owner, 'a');
    const next = await TestApp.start({ database, env: { LEDGER_KEYS: OLD, LEDGER_ANCHOR_DIR: anchorDir } });
    await app.until('SELECT 1 FROM ledger_signature WHERE org_id = $1', [world.orgId]);
    await next.stop();
    expect(await verification(world.owner)).toMatchObject({ intact: true, signed: 1 });
  });

  it('abuse 38: signs nothing that was put into the database by others', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a');
    await sign();
    const forged = [
      {
        person_id: world.owner.personId,
        actor_id: world.owner.personId,
        kind: 'skill.signed',
        content: '{}',
        salt: '00',
        mark: null,
      },
      {
        person_id: world.owner.personId,
        kind: 'skill.signed',
        content: '{}',
        salt: '00',
        mark: `${Date.now()}.${'ab'.repeat(32)}`,
      },
    ];
    const runtime = new Client(database.databaseUrl);
    await runtime.connect();
    await runtime.query(`SELECT set_config('app.org_id', $1, false)`, [world.orgId]);
    await runtime.query('SELECT ledger_append($1, $2)', [world.orgId, JSON.stringify(forged)]);
    await runtime.end();
    await signLeftBehind();
    app.clock.advance({ minutes: 2 });
    expect(await verification(world.owner)).toMatchObject({ intact: false, brokenAt: 2, reason: 'UNSIGNED' });
  });

  it('abuse 38: signs no copy of an entry, however genuine its mark', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a');
    await sign();
    const runtime = new Client(database.databaseUrl);
    await runtime.connect();
    await runtime.query(`SELECT set_config('app.org_id', $1, false)`, [world.orgId]);
    await runtime.query(
      `SELECT ledger_append(org_id, jsonb_build_array(jsonb_build_object('person_id', person_id, 'actor_id', actor_id, 'kind', kind,
         'content', content, 'salt', encode(salt, 'hex'), 'mark', mark))) FROM ledger_entry WHERE org_id = $1`,
      [world.orgId],
    );
    await runtime.end();
    await signLeftBehind();
    expect(await verification(world.owner)).toMatchObject({ intact: false, brokenAt: 2, reason: 'REPEATED' });
  });

  it('abuse 37: gives the runtime role no way to change or take back what was signed and anchored', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a');
    await sign();
    const runtime = new Client(database.databaseUrl);
    await runtime.connect();
    await runtime.query(`SELECT set_config('app.org_id', $1, false)`, [world.orgId]);
    for (const table of ['ledger_entry', 'ledger_head', 'ledger_signature', 'ledger_anchor'])
      for (const statement of [
        `INSERT INTO ${table} SELECT * FROM ${table}`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
      ])
        await expect(runtime.query(statement)).rejects.toThrow('permission denied');
    for (const statement of [
      `UPDATE ledger_entry SET content = '{}'`,
      'UPDATE ledger_head SET seq = 0',
      `UPDATE ledger_signature SET signature = ''`,
      'UPDATE ledger_anchor SET heads = 0',
    ])
      await expect(runtime.query(statement)).rejects.toThrow('permission denied');
    // What it may call adds, once: another signature and another anchor of a number there is change nothing.
    await runtime.query(
      `SELECT ledger_sign(jsonb_build_array(jsonb_build_object('org_id', org_id, 'person_id', person_id, 'seq', seq,
         'hash', encode(hash, 'hex'), 'key_id', 'mine', 'proof', '', 'signature', 'ab'))) FROM ledger_entry WHERE org_id = $1`,
      [world.orgId],
    );
    await runtime.query(
      `SELECT ledger_keep_anchor(gen_random_uuid(), 1, now(), NULL, 'ab', 0, 'mine', 'ab')`,
    );
    await runtime.end();
    expect(await verification(world.owner)).toMatchObject({ intact: true, signed: 1 });
    const { rows } = await app.owner.query('SELECT key_id FROM ledger_anchor WHERE number = 1');
    expect(rows).toEqual([{ key_id: keysFrom(OLD)[0]!.id }]);
  });

  it('goes on with a new key, and verifies by the old one what it signed', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a');
    await sign();
    const retired = `public:${keysFrom(OLD)[0]!.publicKey}`;
    const rotated = await TestApp.start({
      database,
      env: { LEDGER_KEYS: `${NEW},${retired}`, LEDGER_ANCHOR_DIR: anchorDir },
    });
    try {
      const db = rotated.app.get(Database).forViewer(world.owner.viewer);
      await db.write(async (tx) => tx.append({ personId: world.owner.personId, kind: 'b', content: {} }));
      await rotated.app.get(LedgerSigner).signPending();
      const [newId, oldId] = rotated.app.get(LedgerKeys).all.map(({ id }) => id);
      const { ledgerKeys } = await rotated.ask<{ ledgerKeys: object[] }>('{ ledgerKeys { id signs } }');
      expect(ledgerKeys).toEqual([
        { id: newId, signs: true },
        { id: oldId, signs: false },
      ]);
      const check =
        'query ($id: ID!) { ledgerVerification(personId: $id) { intact signed reason brokenAt } }';
      const about = { id: world.owner.personId };
      expect(await rotated.ask(check, about, world.owner.token)).toEqual({
        ledgerVerification: { intact: true, signed: 2, reason: null, brokenAt: null },
      });
      // Whoever does not know the new key does not trust it.
      expect(await verification(world.owner)).toMatchObject({ intact: false, brokenAt: 2, reason: 'KEY' });
    } finally {
      await rotated.stop();
    }
  });

  it('anchors the heads of all chains outside the database, each anchor chained to the one before', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a', 'b');
    const first = await anchor();
    await record(world.owner, world.owner.personId, 'c');
    const second = await anchor();
    expect(second!.number).toBe(first!.number + 1);
    expect(await verification(world.owner)).toMatchObject({ intact: true, signed: 3, anchoredSeq: 3 });
    const moved = (line: AnchorLine) =>
      line.moved.filter(([orgId]) => orgId === world.orgId).map(([, , seq]) => seq);
    expect(lines().slice(-2).map(moved)).toEqual([[2], [3]]);
    const { rows } = await app.owner.query(
      `SELECT encode(root, 'hex') AS root FROM ledger_anchor WHERE number = $1`,
      [second!.number],
    );
    expect(rows).toEqual([{ root: second!.root }]);
  });

  it('goes on after a line that was cut off by a power failure', async () => {
    const { appendFileSync } = await import('node:fs');
    appendFileSync(path.join(anchorDir, 'ledger-anchors.jsonl'), '{"number":');
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a');
    const made = await anchor();
    expect(lines().at(-1)!.root).toBe(made!.root);
  });

  const REMOVE_TAIL = 'DELETE FROM ledger_entry WHERE org_id = $1 AND seq = 3';
  const REMOVE_SIGNATURE = 'DELETE FROM ledger_signature WHERE org_id = $1 AND seq = 3';
  const REWRITE_HEAD = `UPDATE ledger_head h SET seq = e.seq, hash = e.hash FROM ledger_entry e
    WHERE h.org_id = $1 AND e.org_id = h.org_id AND e.person_id = h.person_id AND e.seq = 2`;

  it("abuse 38: a superuser's truncated tail and rewritten head are found by the anchor", async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a', 'b', 'c');
    await sign();
    const ids = [world.orgId];
    // Before an anchor knows of it nobody can tell: this is the window.
    await anchor();
    await asSuperuser([REMOVE_TAIL, ids], [REMOVE_SIGNATURE, ids], [REWRITE_HEAD, ids]);
    const cut = { intact: false, entries: 2, brokenAt: 3, reason: 'CUT_OFF', anchoredSeq: 3 };
    expect(await verification(world.owner)).toEqual({ ...cut, signed: 2, pending: 0 });
    // Anchoring again does not bless it, and neither does going on.
    await record(world.owner, world.owner.personId, 'd');
    await anchor();
    expect(
      lines()
        .at(-1)!
        .diverged.map(([orgId, , seq]) => [orgId, seq]),
    ).toContainEqual([world.orgId, 3]);
    expect(await verification(world.owner)).toMatchObject({ intact: false, brokenAt: 3, reason: 'ANCHOR' });
  });

  it('abuse 38: a whole chain that is gone is missed', async () => {
    const world = await World.create(app);
    await record(world.owner, world.owner.personId, 'a', 'b');
    await anchor();
    await asSuperuser(
      ['DELETE FROM ledger_entry WHERE org_id = $1', [world.orgId]],
      ['DELETE FROM ledger_signature WHERE org_id = $1', [world.orgId]],
      ['DELETE FROM ledger_head WHERE org_id = $1', [world.orgId]],
    );
    expect(await verification(world.owner)).toMatchObject({ intact: false, brokenAt: 1, reason: 'CUT_OFF' });
    await anchor();
    expect(lines().at(-1)!.diverged).toContainEqual([
      world.orgId,
      world.owner.personId,
      2,
      expect.any(String),
    ]);
  });

  it('is anchored on demand by those who run the organization, and by nobody else', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    await record(world.owner, trainee.personId, 'a');
    const mutation =
      'mutation ($input: AnchorLedgerInput!) { anchorLedger(input: $input) { ... on LedgerAnchorRequested { requestedAt } } }';
    const input = { operationId: '0190a000-0000-7000-8000-0000000000aa' };
    expect((await trainee.send(mutation, { input })).errors![0]!.extensions.code).toBe('FORBIDDEN');
    const { ledgerAnchor: before } = await world.owner.ask<{ ledgerAnchor: { number: number } }>(
      '{ ledgerAnchor { number } }',
    );
    await world.owner.ask(mutation, { input });
    await app.until('SELECT 1 FROM ledger_anchor WHERE number > $1', [before.number]);
    expect(await verification(world.owner, trainee.personId)).toMatchObject({ intact: true, anchoredSeq: 1 });
  });
});
