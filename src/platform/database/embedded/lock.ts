import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startIdentity } from './running-process.js';

const ATTEMPTS = 5;

/** Two node processes on one folder would stop the server under each other. */
export class FolderInUse extends Error {
  /** The process that holds the folder. */
  readonly holderPid: number;

  constructor(folder: string, holderPid: number) {
    super(
      `The embedded database in ${folder} is in use by process ${holderPid}` +
        `${holderPid === process.pid ? ' (this one)' : ''}. Stop that process, or choose another data folder.`,
    );
    this.name = 'FolderInUse';
    this.holderPid = holderPid;
  }
}

/**
 * Takes the folder for this process until `release` is called or the process ends, however it ends.
 *
 * Each contender first lays down a claim of its own and then looks for others. Unlike one shared lock file, this has no
 * moment at which two processes that find a dead holder's lock can both replace it. A claim is an empty file that says
 * everything in its name (pid and start identity): it is never seen half-written, and removing a dead one can never
 * remove the claim of a process that was given the same pid since.
 *
 * @throws FolderInUse naming the pid of the live holder.
 */
export async function lockFolder(folder: string): Promise<{ release: () => void }> {
  const claims = path.join(folder, 'holders');
  fs.mkdirSync(claims, { recursive: true, mode: 0o700 });
  const ownClaim = path.join(claims, `${process.pid}@${startIdentity(process.pid)}`);
  const release = () => fs.rmSync(ownClaim, { force: true });

  for (let attempt = 1; ; attempt += 1) {
    layClaim(ownClaim, folder);
    const rival = liveClaims(claims).find((pid) => pid !== process.pid);
    if (rival === undefined) return { release };
    release();
    if (attempt === ATTEMPTS) throw new FolderInUse(folder, rival);
    // Two that start in the same instant both withdraw; unequal pauses let one of them through.
    await pause(10 + Math.random() * 50);
  }
}

function layClaim(claim: string, folder: string): void {
  try {
    fs.closeSync(fs.openSync(claim, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new FolderInUse(folder, process.pid);
    throw error;
  }
}

function liveClaims(claims: string): number[] {
  return fs.readdirSync(claims).flatMap((name) => {
    const [pid, identity] = name.split('@');
    if (startIdentity(Number(pid)) === identity) return [Number(pid)];
    fs.rmSync(path.join(claims, name), { force: true });
    return [];
  });
}
