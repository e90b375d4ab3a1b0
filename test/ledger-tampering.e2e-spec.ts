import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Database } from '../src/platform/database/database.js';
import { anchorLines } from '../src/platform/ledger/anchor-file.js';
import type { ExportLine } from '../src/platform/ledger/export-format.js';
import { verifyExport, type Trust } from '../src/platform/ledger/export-verification.js';
import { keysFrom, newKeyText } from '../src/platform/ledger/keys.js';
import { LedgerAnchors } from '../src/platform/ledger/ledger-anchors.js';
import { LedgerExport } from '../src/platform/ledger/ledger-export.js';
import { LedgerSigner } from '../src/platform/ledger/ledger-signer.js';
import { DEED_NAMES, entriesOf, exported, tamperings } from './support/tampering.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { World } from './support/world.js';

const RUNS = 1_000;
const [key, foreign] = [keysFrom(newKeyText())[0]!, keysFrom(newKeyText())[0]!];
const seed = Buffer.from(key.signs!.export({ format: 'jwk' }).d!, 'base64url').toString('base64');

describe('tampering with the ledger', () => {
  let app: TestApp;
  let lines: ExportLine[];
  let anchorFile: string;
  /** How many entries of each chain are anchored. */
  let anchored: Map<string, number>;
  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'preceptor-anchors-'));
    anchorFile = path.join(folder, 'ledger-anchors.jsonl');
    app = await TestApp.start({
      database: await ownDatabase(),
      env: { LEDGER_KEYS: seed, LEDGER_ANCHOR_DIR: folder },
    });
    const world = await World.create(app);
    const people = await Promise.all(Array.from({ length: 5 }, () => world.member('TRAINEE')));
    const db = app.app.get(Database).forViewer(world.owner.viewer);
    const tell = async (rounds: number) => {
      for (let round = 0; round < rounds; round++)
        await db.write(async (tx) => {
          for (const { personId } of people)
            tx.append({ personId, kind: 'observation.recorded', content: { round, note: 'Łukasz Nguyễn' } });
        });
      await app.app.get(LedgerSigner).signPending();
    };
    await tell(4);
    await app.app.get(LedgerAnchors).anchor();
    await tell(3);
    await app.app.get(LedgerAnchors).anchor();
    anchored = new Map(people.map(({ personId }) => [personId, 7] as const).sort());
    await tell(2);
    app.clock.advance({ minutes: 5 }); // what is not signed by now never will be
    lines = [];
    const exporting = app.app
      .get(LedgerExport)
      .lines(app.app.get(Database).forOrganization(world.orgId), null);
    for await (const line of exporting) lines.push(line);
    app.clock.reset();
  });
  afterAll(() => app.stop());

  async function* textOf(list: readonly ExportLine[]): AsyncGenerator<string> {
    for (const line of list) yield JSON.stringify(line);
  }
  const verify = (list: readonly ExportLine[], trust: Trust = { keyIds: [key.id] }) =>
    verifyExport(textOf(list), trust);
  const trustWithAnchors = (): Trust => ({ keyIds: [key.id], anchors: anchorLines(anchorFile) });

  it('inv 67: finds nothing where nobody did anything', async () => {
    const untouched = { entries: 45, chains: 5, signed: 45, pending: 0, broken: null, problem: null };
    expect(await verify(lines)).toMatchObject({ ...untouched, anchor: { number: 2 } });
    expect(await verify(lines, trustWithAnchors())).toMatchObject({ ...untouched, anchor: { number: 2 } });
    expect(await verify(exported(key, lines, entriesOf(lines)))).toMatchObject(untouched);
  });

  it('inv 67: finds nothing where a content was lawfully erased with its salt', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(44), { minLength: 1 }), async (places) => {
        const erased = entriesOf(lines).map((entry, i) =>
          places.includes(i) ? { ...entry, content: null, salt: null } : entry,
        );
        expect(await verify(exported(key, lines, erased))).toMatchObject({ broken: null, problem: null });
      }),
      { numRuns: 50 },
    );
  });

  it(`abuse 38: finds each of ${RUNS} tamperings with what was anchored, and names an entry`, async () => {
    const done = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        tamperings(lines, anchored, { ledger: key, foreign }),
        async ({ what, lines: tampered }) => {
          const found = await verify(tampered);
          expect([what, found.problem, found.broken]).toEqual([
            what,
            null,
            { personId: expect.any(String), seq: expect.any(Number), reason: expect.any(String) },
          ]);
          const deed = what.replace(/ at \d+ of \d+$/, '');
          done.set(deed, (done.get(deed) ?? 0) + 1);
        },
      ),
      { numRuns: RUNS },
    );
    expect([...done.keys()].sort()).toEqual([...DEED_NAMES].sort());
  }, 120_000);

  it('abuse 38: does so by the anchor file alone, when the export knows of no anchor', async () => {
    const withoutAnchors = lines.filter(({ type }) => type !== 'anchor' && type !== 'anchored');
    await fc.assert(
      fc.asyncProperty(
        tamperings(withoutAnchors, anchored, { ledger: key, foreign }),
        async ({ what, lines: tampered }) => {
          const found = await verify(tampered, trustWithAnchors());
          expect([what, found.broken?.reason]).toEqual([what, expect.any(String)]);
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);

  it('abuse 38: does not find an end cut off since the last anchor: that is the window', async () => {
    const [first] = anchored.keys();
    const cut = entriesOf(lines).filter(({ personId, seq }) => personId !== first || seq <= 7);
    expect(await verify(exported(key, lines, cut))).toMatchObject({
      entries: 43,
      broken: null,
      problem: null,
    });
  });

  it('misses a chain that was anchored and is gone', async () => {
    const [first] = anchored.keys();
    const rest = entriesOf(lines).filter(({ personId }) => personId !== first);
    const missing = { personId: first, seq: 1, reason: 'CUT_OFF' };
    expect((await verify(exported(key, lines, rest))).broken).toEqual(missing);
    expect((await verify(exported(key, lines, []))).broken).toEqual(missing);
  });

  it.each<[string, (list: ExportLine[]) => ExportLine[]]>([
    ['lost its end', (list) => list.slice(0, -1)],
    ['lost its last entries', (list) => [...list.slice(0, -3), list.at(-1)!]],
    [
      'lost a chain that no anchor knows',
      (list) => list.filter(({ type }) => type !== 'anchor' && type !== 'anchored').toSpliced(2, 9),
    ],
    ['got an end of its own', (list) => exported(foreign, list, entriesOf(list).slice(0, -1))],
    ['goes on after its end', (list) => [...list, list.at(-1)!]],
    [
      'has a foreign key under the true id',
      (list) => list.map((line) => (line.type === 'key' ? { ...line, publicKey: foreign.publicKey } : line)),
    ],
    [
      'has an anchor of a foreign key',
      (list) => list.map((line) => (line.type === 'anchor' ? { ...line, keyId: foreign.id } : line)),
    ],
    [
      'has an anchor over fewer heads',
      (list) => list.map((line) => (line.type === 'anchor' ? { ...line, heads: 1 } : line)),
    ],
    ['has no beginning', (list) => list.slice(1)],
    ['is another kind of file', () => [{ type: 'x' } as unknown as ExportLine]],
    ['is empty', () => []],
  ])('notices a file that %s', async (_, change) => {
    expect((await verify(change(lines))).problem).toEqual(expect.any(String));
  });

  it('answers for every file, whatever its lines are', async () => {
    const place = fc.nat(lines.length - 1);
    const field = fc.constantFrom(
      'type',
      'hash',
      'salt',
      'signed',
      'personId',
      'seq',
      'publicKey',
      'root',
      'proof',
      'signature',
      'recordedAt',
    );
    await fc.assert(
      fc.asyncProperty(place, field, fc.jsonValue(), fc.boolean(), async (at, name, value, whole) => {
        const line = (whole ? value : { ...lines[at]!, [name]: value }) as ExportLine;
        const found = await verify(lines.with(at, line));
        const isSame = JSON.stringify(line) === JSON.stringify(lines[at]);
        if (found.broken === null && found.problem === null)
          expect(isUnused(lines[at]!, name) || isSame).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
  /** Whether the line has no such field, or one that says nothing the entries do not say. */
  const isUnused = (line: ExportLine, name: string): boolean =>
    !(name in line) || (line.type === 'ledger' && name === 'personId');

  it('names an anchored head that was edited', async () => {
    const edited = lines.map((line) => (line.type === 'anchored' ? { ...line, seq: 1 } : line));
    expect((await verify(edited)).broken).toMatchObject({ reason: 'ANCHOR' });
  });

  it('takes keys on trust only as long as nobody names them', async () => {
    const foreignKey = { type: 'key' as const, id: foreign.id, publicKey: foreign.publicKey };
    const { signatureOf } = await import('../src/platform/ledger/signature.js');
    const entries = entriesOf(lines);
    const signed = signatureOf(
      foreign,
      entries.map(({ hash }) => hash),
    );
    const all = exported(
      foreign,
      [lines[0]!, foreignKey, lines.at(-1)!],
      entries.map((entry, i) => ({ ...entry, signed: signed[i]! })),
    );
    expect(await verify(all, {})).toMatchObject({ broken: null, problem: null, keys: [foreign.id] });
    expect((await verify(all)).broken).toMatchObject({ seq: 1, reason: 'KEY' });
  });
});
