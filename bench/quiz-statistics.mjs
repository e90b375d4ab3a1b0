// Times the statistics of a quiz with 100,000 attempts at 20 questions, through the API of a server on a database of
// its own. Usage: npm run bench:statistics [attempts]
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { MIGRATIONS } from '../dist/migrations/index.js';
import { createApp } from '../dist/src/app.js';
import { ENTITIES } from '../dist/src/features/entities.js';
import { AccessTokens } from '../dist/src/platform/access/access-tokens.js';
import { readConfig } from '../dist/src/platform/config/config.js';
import { runtimeDataSource } from '../dist/src/platform/database/data-source.js';
import { startEmbeddedDatabase } from '../dist/src/platform/database/embedded/embedded-database.js';
import { migrate } from '../dist/src/platform/database/migrate.js';
import { addOwner, fillQuizAttempts } from './load/quiz-attempts.mjs';

const ATTEMPTS = Number(process.argv[2] ?? 100_000);
const QUESTIONS = 20;
const TIMES = 5;

const FIELDS = `attempts mean standardDeviation internalConsistency
  positions { position facility discriminationIndex effectiveWeight }
  questions { code facility discriminationIndex answers { text all upper lower } flags { code message } }
  csv { quiz questions answers } charts { facilityAgainstDiscrimination scoreHistogram }`;

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'preceptor-bench-'));
const database = await startEmbeddedDatabase({ dataDir });
try {
  await migrate(database.migrationDatabaseUrl, MIGRATIONS);
  const { quizId, viewer } = await filled();
  await served(async (ask) => {
    for (const attempts of ['ALL', 'FIRST', 'HIGHEST']) {
      const query = `{ quizStatistics(quizId: "${quizId}", attempts: ${attempts}) { ${FIELDS} } }`;
      const times = [];
      for (let i = 0; i < TIMES; i++) times.push(await timeOf(() => ask(query)));
      times.sort((a, b) => a - b);
      const load = os.loadavg()[0].toFixed(1);
      console.log(
        `${attempts}: median ${times[TIMES >> 1]} ms, best ${times[0]} ms of ${TIMES}; load ${load}`,
      );
    }
  }, viewer);
} finally {
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function filled() {
  const url = new URL(database.superuserUrl);
  url.pathname = new URL(database.databaseUrl).pathname;
  const superuser = new pg.Client(url.toString());
  await superuser.connect();
  const started = performance.now();
  const { orgId, quizId } = await fillQuizAttempts(superuser, {
    trainees: ATTEMPTS / 2,
    attemptsEach: 2,
    questions: QUESTIONS,
  });
  const viewer = await addOwner(superuser, orgId);
  await superuser.end();
  console.log(
    `${ATTEMPTS} attempts at ${QUESTIONS} questions, filled in ${Math.round((performance.now() - started) / 1000)} s`,
  );
  return { quizId, viewer };
}

async function served(work, viewer) {
  const config = readConfig({
    NODE_ENV: 'test',
    TOKEN_SECRET: 'a secret of this benchmark alone 0123456789',
    DATA_DIR: path.join(dataDir, 'files'),
    LOG_FILE: path.join(dataDir, 'server.log'),
    DATABASE_URL: database.databaseUrl,
    MIGRATION_DATABASE_URL: database.migrationDatabaseUrl,
  });
  const dataSource = await runtimeDataSource(
    database.databaseUrl,
    config.databasePoolSize,
    ENTITIES,
  ).initialize();
  const app = await createApp(config, dataSource);
  await app.listen(0, '127.0.0.1');
  const { token } = await app.get(AccessTokens).sign({ ...viewer, role: 'OWNER' });
  const url = `${await app.getUrl()}/graphql`;
  const ask = async (query) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const { errors } = await answer.json();
    if (errors) throw new Error(JSON.stringify(errors));
  };
  try {
    await work(ask);
  } finally {
    await app.close();
  }
}

async function timeOf(work) {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}
