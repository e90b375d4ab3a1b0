// Compiles what has changed since the last time, so that `npm start` need not wait: src and migrations by swc, and the
// page at /graphiql by esbuild.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');

function newest(file) {
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(file).reduce(
    (latest, name) => Math.max(latest, newest(path.join(file, name))),
    stat.mtimeMs,
  );
}

/** Runs `make` unless its stamp is newer than all its sources. */
async function whenStale(name, sources, make) {
  const stamp = path.join(dist, `.${name}`);
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (sources.every((source) => newest(path.join(root, source)) < built)) return;
  const started = new Date();
  await make();
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, started.toISOString());
}

function compile() {
  for (const folder of ['src', 'migrations'])
    rmSync(path.join(dist, folder), { recursive: true, force: true });
  const swc = path.join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const options = ['src', 'migrations', '-d', 'dist', '--copy-files', '--ignore', '**/*.spec.ts', '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, [swc, ...options], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The build failed:\n${stderr}`);
}

async function bundleGraphiql() {
  const { buildGraphiql } = await import('./graphiql.mjs');
  await buildGraphiql(root);
}

export async function build() {
  await whenStale('compiled', ['src', 'migrations', 'package.json', '.swcrc', 'scripts/build.mjs'], compile);
  await whenStale('graphiql', ['package.json', 'scripts/graphiql', 'scripts/graphiql.mjs'], bundleGraphiql);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
