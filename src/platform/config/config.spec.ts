import { readFileSync } from 'node:fs';
import { ConfigError, readConfig, SETTINGS } from './config.js';

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://learn.example.org',
  DATABASE_URL: 'postgres://preceptor_runtime:x@db/preceptor',
  MIGRATION_DATABASE_URL: 'postgres://preceptor_owner:y@db/preceptor',
  TOKEN_SECRET: 'K3v9Qx2mZt7Lp0Rw8Yb5Nc1Hd6Fg4JsTu',
  LEDGER_KEYS: 'zlUE7ZTHHRBcs/N1BEPbNEKEvTPn3iOTtYkIj2AKC2s=',
  BADGE_KEYS: 'N1BEPbNEKEvTPn3iOTtYkIj2AKC2szlUE7ZTHHRBcs8=',
  SMTP_URL: 'smtps://mail.example.org',
  MAIL_FROM: 'Preceptor <preceptor@example.org>',
};

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
const named = (env: NodeJS.ProcessEnv): string[] => problemsOf(env).map((problem) => problem.split(' ')[0]!);

describe('the configuration', () => {
  it('needs nothing in development', () => {
    expect(readConfig({})).toMatchObject({
      environment: 'development',
      port: 4000,
      demo: true,
      databaseUrl: undefined,
    });
  });

  it('is accepted in production when it is whole, and then serves no demo, GraphiQL or introspection', () => {
    expect(readConfig(production)).toMatchObject({
      environment: 'production',
      demo: false,
      graphiql: false,
      introspection: false,
    });
  });

  it('names every missing setting of a production system at once', () => {
    expect(named({ NODE_ENV: 'production' }).sort()).toEqual(
      [
        'BADGE_KEYS',
        'DATABASE_URL',
        'LEDGER_KEYS',
        'MAIL_FROM',
        'MIGRATION_DATABASE_URL',
        'PUBLIC_URL',
        'SMTP_URL',
        'TOKEN_SECRET',
      ].sort(),
    );
  });

  const wrong: Record<string, string[]> = {
    NODE_ENV: ['staging'],
    PORT: ['0', '65536', 'http', '1.5'],
    PUBLIC_URL: ['learn.example.org', 'ftp://learn.example.org'],
    DATABASE_URL: ['mysql://db/preceptor', 'not an address'],
    MIGRATION_DATABASE_URL: ['mysql://db/preceptor'],
    DATABASE_POOL_SIZE: ['1', '201'],
    TOKEN_SECRET: ['short', 'a'.repeat(64)],
    LEDGER_KEYS: ['short', 'public:zlUE7ZTHHRBcs/N1BEPbNEKEvTPn3iOTtYkIj2AKC2s='],
    BADGE_KEYS: ['short', 'public:zlUE7ZTHHRBcs/N1BEPbNEKEvTPn3iOTtYkIj2AKC2s='],
    ACCESS_TOKEN_MINUTES: ['0', '61'],
    REFRESH_TOKEN_DAYS: ['0', '91'],
    INTROSPECTION: ['yes'],
    GRAPHIQL: ['1'],
    DEMO: ['maybe'],
    RECURRING_JOBS: ['sometimes'],
    TRUSTED_PROXIES: ['-1', '11'],
    LOG_LEVEL: ['loud'],
    MAX_BODY_BYTES: ['12', 'NaN'],
    MAX_UPLOAD_BYTES: ['12'],
    REQUESTS_PER_MINUTE: ['0'],
  };

  it.each(Object.entries(wrong).flatMap(([name, values]) => values.map((value) => [name, value])))(
    'refuses %s=%s',
    (name, value) => {
      expect(named({ ...production, NODE_ENV: 'test', [name]: value })).toContain(name);
    },
  );

  it('names every wrong setting at once', () => {
    const { NODE_ENV: _, ...others } = wrong;
    const env = Object.fromEntries(Object.entries(others).map(([name, [value]]) => [name, value]));
    expect(named(env).sort()).toEqual(Object.keys(others).sort());
  });

  it('refuses a demo in production', () => {
    expect(named({ ...production, DEMO: 'true' })).toEqual(['DEMO']);
  });

  it.each([
    'change-me-change-me-change-me-1234567890',
    'my-very-long-secret-0123456789-abcdefg',
    'example-9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
  ])('refuses the well-known secret %s in production', (TOKEN_SECRET) => {
    expect(named({ ...production, TOKEN_SECRET })).toEqual(['TOKEN_SECRET']);
  });

  it('never repeats a secret in what it says', () => {
    const env = {
      ...production,
      TOKEN_SECRET: 'hunter2',
      DATABASE_URL: 'mysql://user:hunter2@db',
      MIGRATION_DATABASE_URL: 'hunter2',
      LEDGER_KEYS: 'hunter2',
      BADGE_KEYS: 'hunter2',
    };
    expect(problemsOf(env)).toHaveLength(5);
    expect(problemsOf(env).join()).not.toContain('hunter2');
  });

  it('is the table of the README, setting by setting', () => {
    const rows = readFileSync('README.md', 'utf8').match(/^\| `[A-Z0-9_]+` \|.*$/gm);
    expect(rows).toEqual(
      SETTINGS.map(
        ({ name, description, default: otherwise }) => `| \`${name}\` | ${description} | ${otherwise} |`,
      ),
    );
  });
});
