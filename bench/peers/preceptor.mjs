// Preceptor itself: the server as `npm start` runs it, with everything on.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DOCUMENTS } from '../operations/documents.mjs';
import { HOT } from '../operations/hot.mjs';
import { READS } from '../operations/reads.mjs';
import { childrenOf } from '../measure/processes.mjs';
import { POOL_SIZE, serverProcess } from './settings.mjs';

const ROOT = path.join(import.meta.dirname, '../..');

export const name = 'Preceptor';

export async function start({ world, port, env = {} }) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'preceptor-bench-'));
  const url = `http://127.0.0.1:${port}`;
  const server = await serverProcess(npmStart(), settings({ world, port, url, dataDir, env }), /listens at/);
  return {
    name,
    url,
    nodePids: () => [server.pid, ...childrenOf(server.pid)],
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What `npm start` gives node. */
function npmStart() {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const [node, ...args] = scripts.start.split(' ');
  if (node !== 'node') throw new Error(`npm start runs ${node}, not node`);
  return args.map((arg) => (arg.endsWith('.js') ? path.join(ROOT, arg) : arg));
}

/** A production system's, but for what a bench has not: a mail server, and a limit on how often one client asks. */
const settings = ({ world, port, url, dataDir, env }) => ({
  HOST: '127.0.0.1',
  PORT: String(port),
  PUBLIC_URL: url,
  ...world.env,
  DATABASE_POOL_SIZE: String(POOL_SIZE),
  DATA_DIR: dataDir,
  BADGE_KEYS: randomBytes(32).toString('base64'),
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'Bench <bench@localhost>',
  LOG_LEVEL: 'warn',
  REQUESTS_PER_MINUTE: '1000000',
  ...env,
});

const VARIABLES = {
  Q1: () => ({}),
  Q2: ({ cohortId }) => ({ cohortId }),
  Q3: ({ siteId, variables }) => ({ siteId, ...variables }),
  Q4: ({ attemptId }) => ({ id: attemptId }),
  M1: ({ attemptId }) => ({ input: { operationId: randomUUID(), attemptId } }),
  M2: ({ input }) => ({ input: { operationId: randomUUID(), ...input } }),
  M3: ({ attemptId, questions }, n) => {
    const { questionVersionId, right } = questions[n % questions.length];
    return { input: { operationId: randomUUID(), attemptId, questionVersionId, response: right } };
  },
};

const post = ({ token }, query, variables) => ({
  path: '/graphql',
  headers: { authorization: `Bearer ${token}` },
  body: JSON.stringify({ query, variables }),
});

const hot = Object.entries(HOT).map(([id, { check }]) => [
  id,
  {
    request: (sample, n) => post(sample, DOCUMENTS[id][n % DOCUMENTS[id].length], VARIABLES[id](sample, n)),
    check: (sample, { data }) => check(sample, data),
  },
]);

const reads = READS.map(({ id, document, variables, check }) => [
  id,
  {
    request: (sample) => post(sample, document, variables(sample)),
    check: (sample, { data }) => check(sample, data),
  },
]);

export const requests = Object.fromEntries([...hot, ...reads]);
