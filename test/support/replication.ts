import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { usableBinaries } from '../../src/platform/database/embedded/binaries.js';
import { serverSettings } from '../../src/platform/database/embedded/cluster.js';
import {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../../src/platform/database/embedded/embedded-database.js';
import { locate, makeHome } from '../../src/platform/database/embedded/location.js';
import { startOrReattach, stopServer } from '../../src/platform/database/embedded/server.js';
import { giveTo, tree } from '../../src/platform/database/embedded/server-account.js';
import { startStandby, type Embedded, type Followed, type Standby } from './standby.js';

const EMBEDDED: Embedded = {
  usableBinaries,
  serverSettings,
  locate,
  makeHome,
  startOrReattach,
  stopServer,
  giveTo,
  tree,
};

/** A PostgreSQL of a test file's own, which standbys can follow. */
export type Primary = EmbeddedDatabase & Followed;

export async function startPrimary(): Promise<Primary> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'preceptor-primary-'));
  // A commit that is not on disk yet is not sent to standbys either.
  const settings = { synchronous_commit: 'on' };
  const database = await startEmbeddedDatabase({ dataDir, durable: false, settings });
  const { place } = locate(makeHome(dataDir));
  const stop = async (): Promise<void> => {
    await database.stop();
    for (const folder of [dataDir, place]) fs.rmSync(folder, { recursive: true, force: true });
  };
  return { ...database, dataDir, stop };
}

export const standbyOf = (primary: Primary, name: string): Promise<Standby> =>
  startStandby(EMBEDDED, primary, name);
