import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readConfig, SETTINGS } from '../src/platform/config/config.js';

interface Service {
  image?: string;
  environment: Record<string, string>;
  healthcheck: { test: string[] };
  volumes: string[];
  depends_on?: Record<string, { condition: string }>;
}
interface Compose {
  services: Record<'database' | 'app', Service>;
  volumes: Record<string, null>;
}

const PLACEHOLDER = /\$\{(\w+)(?::([?-])([^}]*))?\}/g;
const source = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(source) as Compose;
const example = readFileSync('.env.example', 'utf8').match(/^\w+(?==)/gm) ?? [];
const filled: Record<string, string> = {
  POSTGRES_PASSWORD: '5b1f0c7f7f5e42',
  OWNER_PASSWORD: '9d3c4a1be7f046',
  RUNTIME_PASSWORD: 'f2a6c81d09b375',
  TOKEN_SECRET: 'K3v9Qx2mZt7Lp0Rw8Yb5Nc1Hd6Fg4JsTu',
  LEDGER_KEYS: 'zlUE7ZTHHRBcs/N1BEPbNEKEvTPn3iOTtYkIj2AKC2s=',
  BADGE_KEYS: 'N1BEPbNEKEvTPn3iOTtYkIj2AKC2szlUE7ZTHHRBcs8=',
  PUBLIC_URL: 'https://learn.example.org',
  SMTP_URL: 'smtps://mail.example.org',
  MAIL_FROM: 'Preceptor <preceptor@example.org>',
};

/** What Compose makes of a value, given the filled-in .env. */
const interpolated = (value: string): string =>
  String(value).replace(
    PLACEHOLDER,
    (_, name: string, kind?: string, rest?: string) => filled[name] || (kind === '-' ? (rest ?? '') : ''),
  );

describe('docker-compose.yml', () => {
  it('gives the application settings that exist, and a production configuration that is accepted', () => {
    const environment = compose.services.app.environment;
    expect(SETTINGS.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(environment)));
    const env = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, interpolated(value)]),
    );
    expect(readConfig(env)).toMatchObject({
      environment: 'production',
      port: 4000,
      dataDir: '/data',
      demo: false,
    });
  });

  it('refuses to start while a value without a default is not filled in', () => {
    const required = [...source.matchAll(PLACEHOLDER)]
      .filter(([, , kind]) => kind === '?')
      .map(([, name]) => name);
    expect(new Set(required)).toEqual(new Set(Object.keys(filled)));
  });

  it('reads exactly the variables that .env.example explains', () => {
    const read = [...source.matchAll(PLACEHOLDER)].map(([, name]) => name);
    expect(new Set(example)).toEqual(new Set(read));
  });

  it('serves as the runtime role and migrates as the owner, on the same database', () => {
    const { DATABASE_URL, MIGRATION_DATABASE_URL } = compose.services.app.environment;
    const [runtime, owner] = [DATABASE_URL, MIGRATION_DATABASE_URL].map((url) => new URL(interpolated(url!)));
    expect([runtime!.username, owner!.username]).toEqual(['preceptor_runtime', 'preceptor_owner']);
    expect([runtime!.host, runtime!.pathname]).toEqual([owner!.host, owner!.pathname]);
    expect(runtime!.pathname).toBe(`/${compose.services.database.environment['POSTGRES_DB']}`);
  });

  it('starts PostgreSQL 18 first, checks the health of both, and keeps data in named volumes', () => {
    const { database, app } = compose.services;
    expect(database.image).toBe('postgres:18');
    expect(app.depends_on?.['database']).toEqual({ condition: 'service_healthy' });
    expect(database.healthcheck.test).toContain('pg_isready');
    expect(app.healthcheck.test.join(' ')).toContain('/health/ready');
    const named = [...database.volumes, ...app.volumes]
      .map((volume) => volume.split(':')[0]!)
      .filter((name) => !name.startsWith('.'));
    expect(named.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('makes the roles with the rights that the embedded database gives them', () => {
    const script = readFileSync('docker/postgres/10-roles.sh', 'utf8');
    const embedded = readFileSync('src/platform/database/embedded/roles.ts', 'utf8');
    const rights = /LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION/;
    expect(embedded).toMatch(rights);
    expect(script).toMatch(new RegExp(`CREATE ROLE preceptor_owner ${rights.source} BYPASSRLS `));
    expect(script).toMatch(new RegExp(`CREATE ROLE preceptor_runtime ${rights.source} NOBYPASSRLS `));
  });
});

describe('Dockerfile', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));

  it('serves from its own stage, not as root, with a health check and without development packages', () => {
    expect(dockerfile.match(/^FROM node:24-/gm)).toHaveLength(2);
    expect(dockerfile).toMatch(/npm prune --omit=dev/);
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).toMatch(/NODE_ENV=production/);
  });
});
