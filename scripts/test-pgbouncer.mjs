// Runs tests with PgBouncer in transaction mode between the application and its database: what could break there by default,
// all of them with `--all`. Further arguments are jest's.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Tenants that must not mix, settings of a transaction, locks, LISTEN, jobs, work shared by many, files, commands, a shutdown. */
const PART = [
  'pgbouncer',
  'platform',
  'guards/(tenants|policies|statements)',
  'hosted-access',
  'shared-verbs',
  'subscriptions',
  'jobs',
  'sessions',
  'sign-in',
  'sites',
  'memberships',
  'enrollments',
  'counters',
  'progress',
  'quiz-(attempts|submissions|seams|overdue)',
  'practice',
  'sign-offs',
  'signing',
  'training-journeys',
  'ledger',
  'files',
  'reminders',
  'awards',
  'journey',
  'shutdown',
].map((name) => `^.*/test/${name}\\.`);

const [all, rest] = [process.argv.includes('--all'), process.argv.slice(2).filter((arg) => arg !== '--all')];
const jest = path.resolve('node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, [jest, ...(all ? [] : PART), ...rest], {
  env: { ...process.env, TEST_POOLER: 'pgbouncer' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
