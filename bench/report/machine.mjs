// On what a run was made.
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import pg from 'pg';

export const machine = () => ({
  processor: cpus()[0]?.model ?? 'unknown',
  processors: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()}`,
  load: loadavg()[0],
});

const PACKAGES = [
  '@nestjs/core',
  '@apollo/server',
  'graphql',
  'graphql-jit',
  'pg',
  'postgraphile',
  'fastify',
  'undici',
];

export async function versions(world) {
  const client = new pg.Client(world.databaseUrl);
  await client.connect();
  const { rows } = await client.query('SHOW server_version');
  await client.end();
  return {
    node: process.versions.node,
    postgresql: rows[0].server_version,
    ...Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name) {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
