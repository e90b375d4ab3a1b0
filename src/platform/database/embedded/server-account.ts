import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** The system user that runs the server; undefined where that is simply the user who runs node. */
export type ServerAccount = { uid: number; gid: number } | undefined;

const PREFERRED = ['postgres', '_postgres', 'nobody'];

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * PostgreSQL refuses to run as root. As root, this is the user who already owns the cluster (a database begun under
 * another user keeps it, whatever users were installed since), otherwise an unprivileged one from the user list: initdb
 * looks its own user up by name, so an invented uid would not do.
 */
export function serverAccount(clusterFolder: string): ServerAccount {
  if (!runsAsRoot()) return undefined;
  const owner = fs.statSync(clusterFolder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };

  const users = unprivilegedUsers();
  const name = PREFERRED.find((candidate) => users.has(candidate)) ?? users.keys().next().value;
  const account = name === undefined ? undefined : users.get(name);
  if (account) return account;
  throw new Error(
    'PostgreSQL does not run as root and /etc/passwd lists no other user. ' +
      'Add one (for example "nobody"), run as another user, or set DATABASE_URL to use a PostgreSQL of your own.',
  );
}

function unprivilegedUsers(): Map<string, { uid: number; gid: number }> {
  const lines = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [name, , uid, gid] = line.split(':');
      return name && Number(uid) > 0 ? [[name, { uid: Number(uid), gid: Number(gid) }] as const] : [];
    }),
  );
}

/** Whether the account can reach the folder through all its parents; asked of the system, as only it knows ACLs and mounts. */
export function canEnter(account: ServerAccount, folder: string): boolean {
  if (!account) return true;
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$0"', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
  );
}

/** Hands a file or an (empty) folder to the account. */
export function giveTo(account: ServerAccount, file: string): void {
  if (account) fs.lchownSync(file, account.uid, account.gid);
}

/**
 * Every path at and below the folder, parents first. Links are listed, not followed (readdir's own `recursive` would), lest
 * root change the owner of files that a link in the cluster leads to.
 */
export function tree(folder: string): string[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  const below = entries.map((entry) => ({ entry, file: path.join(folder, entry.name) }));
  return [folder, ...below.flatMap(({ entry, file }) => (entry.isDirectory() ? tree(file) : [file]))];
}
