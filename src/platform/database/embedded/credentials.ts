import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Location } from './location.js';

/** Passwords of the three database roles. */
export interface Credentials {
  superuser: string;
  owner: string;
  runtime: string;
}

/**
 * The passwords kept beside the cluster, made at random on the first start. They must outlive the process, or a server left
 * behind by a killed one could not be entered again. The file is readable by the user who runs node alone.
 *
 * @throws Error when a cluster is there but its passwords are not (restored without them).
 */
export function readOrCreateCredentials({ home, cluster }: Location): Credentials {
  const file = path.join(home, 'credentials.json');
  if (!fs.existsSync(file)) {
    if (fs.existsSync(cluster))
      throw new Error(`${file} is missing: without its passwords ${cluster} cannot be entered.`);
    const password = () => randomBytes(24).toString('base64url');
    const made: Credentials = { superuser: password(), owner: password(), runtime: password() };
    const begun = `${file}.incomplete`;
    fs.rmSync(begun, { force: true });
    fs.writeFileSync(begun, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx', flush: true });
    fs.renameSync(begun, file);
  }
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Credentials;
}
