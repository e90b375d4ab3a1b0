// How many entries a second are appended to chains of trainees (each a transaction of its own, signed a moment after), and
// how many a second are verified from an export. Usage: npm run bench:ledger [-- entries]
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { MIGRATIONS } from '../dist/migrations/index.js';
import { Clock } from '../dist/src/platform/clock/clock.js';
import { runtimeDataSource } from '../dist/src/platform/database/data-source.js';
import { Database } from '../dist/src/platform/database/database.js';
import { startEmbeddedDatabase } from '../dist/src/platform/database/embedded/embedded-database.js';
import { migrate } from '../dist/src/platform/database/migrate.js';
import { newId } from '../dist/src/platform/ids/ids.js';
import { verifyExport } from '../dist/src/platform/ledger/export-verification.js';
import { LedgerExport } from '../dist/src/platform/ledger/ledger-export.js';
import { keysFrom, newKeyText } from '../dist/src/platform/ledger/keys.js';
import { LedgerSigner } from '../dist/src/platform/ledger/ledger-signer.js';
import { signatureOf } from '../dist/src/platform/ledger/signature.js';

const ENTRIES = Number(process.argv[2] ?? 10_000);
const TRAINEES = 1_000;
const AT_ONCE = 16;
const LIMITS = { appended: 1_000, verified: 20_000 };

const folder = mkdtempSync(path.join(tmpdir(), 'preceptor-bench-'));
chmodSync(folder, 0o755); // started as root, the database runs as another user, who must come in
const opened = await startEmbeddedDatabase({ dataDir: path.join(folder, 'postgres') });
await migrate(opened.migrationDatabaseUrl, MIGRATIONS);
const dataSource = await runtimeDataSource(opened.databaseUrl, AT_ONCE, []).initialize();
try {
  const all = keysFrom(newKeyText());
  const database = new Database(dataSource, new Clock());
  const trusted = new Map(all.map(({ id, verifies }) => [id, verifies]));
  const signer = new LedgerSigner(database, { all, signing: all[0], trusted }, console);
  const db = database.forOrganization(newId());
  console.log(
    `load ${loadavg()[0].toFixed(2)}, ${ENTRIES} entries, ${TRAINEES} trainees, ${AT_ONCE} at once`,
  );
  const trainees = Array.from({ length: TRAINEES }, newId);
  await appendAll(db, trainees, 1_000); // until plans and code are warm
  const appended = await appendAll(db, trainees, ENTRIES);
  await signer.signPending();
  const lines = await exported(db, all);
  const together = await verified(lines, 'signed as they came');
  const alone = await verified(
    lines.map((line) => signedAlone(line, all[0])),
    'a signature for each',
  );
  console.log(`limits: ${LIMITS.appended} appended and ${LIMITS.verified} verified a second`);
  if (appended < LIMITS.appended || together < LIMITS.verified || !alone) process.exitCode = 1;
} finally {
  await dataSource.destroy();
  await opened.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Each in a transaction of its own; answers how many a second. */
async function appendAll(db, trainees, count) {
  const times = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        const personId = trainees[next % trainees.length];
        const content = {
          skillId: newId(),
          result: 'MET',
          steps: Array.from({ length: 6 }, (_, i) => ({ i, met: true })),
        };
        next += 1;
        const start = performance.now();
        await db.write(async (tx) => tx.append({ personId, kind: 'observation.recorded', content }));
        times.push(performance.now() - start);
      }
    }),
  );
  const perSecond = Math.round(count / ((performance.now() - began) / 1000));
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
  console.log(
    `append: ${perSecond} entries/s, each a transaction (half within ${at(0.5)} ms, 99 % within ${at(0.99)} ms)`,
  );
  return perSecond;
}

async function exported(db, all) {
  const exporter = new LedgerExport({ all, signing: all[0] }, { anchored: async () => null });
  const lines = [];
  const began = performance.now();
  for await (const line of exporter.lines(db, null)) lines.push(line);
  console.log(`export: ${Math.round(lines.length / ((performance.now() - began) / 1000))} entries/s`);
  return lines;
}

/** From text, as from a file; answers how many a second, and 0 when something does not hold. */
async function verified(lines, what) {
  const text = lines.map((line) => JSON.stringify(line));
  const began = performance.now();
  const found = await verifyExport(
    (async function* () {
      yield* text;
    })(),
  );
  const perSecond = Math.round(found.entries / ((performance.now() - began) / 1000));
  const holds = !found.broken && !found.problem && found.signed === found.entries;
  console.log(
    `verify, ${what}: ${perSecond} entries/s, ${found.entries} entries${holds ? '' : ` ${JSON.stringify(found)}`}`,
  );
  return holds ? perSecond : 0;
}

function signedAlone(line, key) {
  return line.type === 'entry' ? { ...line, signed: signatureOf(key, [line.hash])[0] } : line;
}
