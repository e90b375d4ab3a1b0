import { spawn } from 'node:child_process';
import type { ServerAccount } from './server-account.js';

/** Runs one of PostgreSQL's programs to its end. @throws Error with all that it printed, unless it exits with 0. */
export function runCommand(program: string, args: string[], account: ServerAccount): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...commandContext(account), stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new Error(`${program} ended with ${code ?? signal}:\n${printed.trim()}`)),
    );
  });
}

/**
 * User, folder and environment for PostgreSQL's programs. The current folder may be one that the account cannot enter.
 * The caller's PG* variables (PGDATA, PGPORT, PGOPTIONS) are meant for another server; its locale may not exist here.
 */
export function commandContext(account: ServerAccount) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  const env: NodeJS.ProcessEnv = { ...Object.fromEntries(inherited), LC_ALL: 'C' };
  return { ...account, env, windowsHide: true, ...(account ? { cwd: '/' } : {}) };
}
