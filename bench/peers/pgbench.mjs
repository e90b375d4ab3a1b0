// The database by itself: what it could answer if nobody stood before it, as the clock of pgbench says.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { POOL_SIZE } from './settings.mjs';

/** By what the database does: a transaction with nothing in it, one as every request of a member opens it, and one row by its key. */
const scripts = ({ orgId, membershipId, personId, sessionId, role, enrollmentId }) => {
  const enter = `SELECT enter_as_member('${orgId}','${membershipId}','${personId}','${sessionId}','${role}');`;
  return {
    'SELECT 1': 'SELECT 1;',
    'BEGIN, enter as member, COMMIT': `BEGIN READ ONLY;\n${enter}\nCOMMIT;`,
    'one enrollment by its key, with row-level security': `BEGIN READ ONLY;\n${enter}
SELECT id, status FROM enrollment WHERE org_id = '${orgId}' AND id = '${enrollmentId}';\nCOMMIT;`,
  };
};

/**
 * @returns {Promise<{ missing: string } | Record<string, { tps: number, latencyMs: number }>>}
 */
export async function runPgbench({ world, seconds, sample }) {
  const found = spawnSync('pgbench', ['--version']);
  if (found.error) return { missing: 'pgbench is not on the PATH: the database by itself was not measured' };
  const folder = mkdtempSync(path.join(tmpdir(), 'preceptor-pgbench-'));
  try {
    return Object.fromEntries(
      Object.entries(scripts({ ...sample.viewer, enrollmentId: sample.enrollmentId })).map(([what, text]) => {
        const file = path.join(folder, 'script.sql');
        writeFileSync(file, text);
        return [what, measured(world, file, seconds)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measured(world, file, seconds) {
  const url = new URL(world.databaseUrl);
  const place = ['-h', url.hostname, '-p', url.port, '-U', decodeURIComponent(url.username)];
  const load = ['-n', '-M', 'prepared', '-c', POOL_SIZE, '-j', 1, '-T', Math.ceil(seconds), '-f', file];
  const { status, stdout, stderr } = spawnSync(
    'pgbench',
    [...place, ...load.map(String), url.pathname.slice(1)],
    {
      env: { PATH: process.env.PATH, PGPASSWORD: decodeURIComponent(url.password) },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`pgbench: ${stderr}`);
  const number = (pattern) => Number(pattern.exec(stdout)[1]);
  return { tps: number(/tps = ([\d.]+)/), latencyMs: number(/latency average = ([\d.]+)/) };
}
