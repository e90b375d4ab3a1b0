import fs from 'node:fs';
import path from 'node:path';
import { canEnter, giveTo, runsAsRoot, serverAccount, tree, type ServerAccount } from './server-account.js';

/** Where clusters go that the server's user could not reach in the folder asked for. */
const ROOTS_OTHER_PLACE = '/var/lib/preceptor';

/** Where the files of one embedded database lie, and which user runs its server. */
export interface Location {
  account: ServerAccount;
  /** The folder asked for: lock, passwords, log. Only the user who runs node needs to reach it. */
  home: string;
  /** Reachable for the server: cluster, settings, copied programs. The same as home, but for root (see locate). */
  place: string;
  /** PostgreSQL's own data folder, owned by the server's user. Absent until the first start has made it. */
  cluster: string;
}

/**
 * Makes the folder asked for; its parents, when missing, get the usual mode, so that the server's user can pass them.
 *
 * @throws Error when it is there already and another user's, as after one start with sudo.
 */
export function makeHome(dataDir: string): string {
  const home = path.resolve(dataDir);
  fs.mkdirSync(path.dirname(home), { recursive: true });
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  try {
    fs.accessSync(home, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    const message = `${home} belongs to uid ${fs.statSync(home).uid}: run as that user, or choose another data folder.`;
    throw new Error(message, { cause });
  }
  return home;
}

/**
 * Finds or chooses the place of the cluster. As root the server runs as another user, who may not be able to enter the
 * folder asked for (under /root, or a 0700 parent). Opening up somebody's private folders is not ours to do, so the
 * cluster then lies in a folder of its own under /var/lib/preceptor, and a link in the folder asked for leads to it.
 * Whoever deletes the folder asked for deletes that one by hand.
 */
export function locate(home: string): Location {
  const cluster = path.join(home, 'cluster');
  const account = serverAccount(cluster);
  // The folder itself is ours: passable is enough, as each file in it has its own mode.
  if (account && !canEnter(account, home)) fs.chmodSync(home, 0o711);

  const found = fs.lstatSync(cluster, { throwIfNoEntry: false });
  const location = found ? placeOfExisting(home, account) : placeOfNew(home, account);
  if (found) checkAccess(location);
  return location;
}

function placeOfExisting(home: string, account: ServerAccount): Location {
  const link = path.join(home, 'cluster');
  if (!fs.existsSync(link)) throw new Error(`${link} leads to ${fs.readlinkSync(link)}, which is gone.`);
  const cluster = fs.realpathSync(link);
  return { account, home, cluster, place: path.dirname(cluster) };
}

function placeOfNew(home: string, account: ServerAccount): Location {
  // The real path, because the server reports that one, too.
  const realHome = fs.realpathSync(home);
  if (canEnter(account, realHome)) {
    return { account, home, place: realHome, cluster: path.join(realHome, 'cluster') };
  }
  fs.mkdirSync(ROOTS_OTHER_PLACE, { recursive: true });
  const place = fs.mkdtempSync(path.join(ROOTS_OTHER_PLACE, `${path.basename(home)}-`));
  fs.chmodSync(place, 0o755);
  if (!canEnter(account, place)) {
    throw new Error(
      `Neither ${home} nor ${place} can be entered by the server's user (uid ${account?.uid}).`,
    );
  }
  console.warn(`The server's user (uid ${account?.uid}) cannot enter ${home}: its cluster lies in ${place}.`);
  return { account, home, place, cluster: path.join(place, 'cluster') };
}

function checkAccess({ account, cluster }: Location): void {
  if (!canEnter(account, path.dirname(cluster))) {
    throw new Error(
      `The server's user (uid ${account?.uid}) cannot enter ${cluster}: one of its parent folders is closed to it. ` +
        'Open that folder (chmod o+x), or move the data folder.',
    );
  }
  if (runsAsRoot() && fs.statSync(cluster).uid === 0) restoreOwner(account, cluster);
}

/** A folder copied or restored by root comes back owned by root, with open modes that PostgreSQL refuses. */
function restoreOwner(account: ServerAccount, cluster: string): void {
  for (const file of tree(cluster)) giveTo(account, file);
  fs.chmodSync(cluster, 0o700);
}
