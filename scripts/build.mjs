// Compiles src and migrations to dist with swc, unless dist is newer than all of them: `npm start` need not wait.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamp = path.join(root, 'dist', '.built');
const sources = ['src', 'migrations', 'package.json', '.swcrc', 'scripts'];

function newest(file) {
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(file).reduce(
    (latest, name) => Math.max(latest, newest(path.join(file, name))),
    stat.mtimeMs,
  );
}

function isFresh() {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources.every((source) => newest(path.join(root, source)) < built);
}

export function build() {
  if (isFresh()) return;
  const started = Date.now();
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const swc = path.join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const options = ['src', 'migrations', '-d', 'dist', '--copy-files', '--ignore', '**/*.spec.ts', '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, [swc, ...options], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The build failed:\n${stderr}`);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, new Date(started).toISOString());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
