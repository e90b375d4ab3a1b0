import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { keysFrom } from '../ledger/keys.js';

/** A bucket for uploaded files. Keys of access come from the environment, as the SDK of AWS reads it. */
export interface S3Config {
  bucket: string;
  region: string;
  /** Of services other than AWS. */
  endpoint?: string;
}

export type Environment = 'development' | 'test' | 'production';

/** Everything the process is told from outside, read once and checked as a whole. */
export interface Config {
  environment: Environment;
  /** Where the HTTP server listens. */
  host: string;
  port: number;
  /** The address people and mails use, without a trailing slash. */
  publicUrl: string;
  /** Runtime role: no DDL, bound by row-level security. Undefined: an embedded PostgreSQL is started. */
  databaseUrl?: string;
  /** Owner role: migrations, job tables, backups. */
  migrationDatabaseUrl?: string;
  databasePoolSize: number;
  /** The database itself where a pooler stands before it: for LISTEN, which needs a session. */
  databaseSessionUrl?: string;
  /** Whether statements are prepared under names; poolers before PgBouncer 1.21 lose them. */
  namedStatements: boolean;
  /** Streaming replicas that queries may be read from, as the runtime role. */
  replicaDatabaseUrls: string[];
  /** How far behind a replica may be: that long somebody whose access ended may still read there. */
  replicaMaxLagSeconds: number;
  /** Folder of the embedded database, uploaded files and, in development, mails. */
  dataDir: string;
  /** Signs access tokens and file links. */
  tokenSecret: string;
  /** Private keys that sign the ledger and public ones that still verify, as a list; undefined: kept in the data folder. */
  ledgerKeys?: string;
  /** Keys that sign badges and status lists, in the same form; undefined: kept in the data folder. */
  badgeKeys?: string;
  /** Where anchors of the ledger are written to. */
  ledgerAnchorDir: string;
  accessTokenMinutes: number;
  refreshTokenDays: number;
  smtpUrl?: string;
  mailFrom: string;
  introspection: boolean;
  graphiql: boolean;
  demo: boolean;
  /** Whether this process begins jobs that recur; whoever runs does them. */
  recurringJobs: boolean;
  /** Origins of browsers that may call the API; none by default. */
  corsOrigins: string[];
  /** Number of proxies in front whose X-Forwarded-For is believed. */
  trustedProxies: number;
  /** What Prometheus presents to read /metrics; without it there is no such page. */
  metricsToken?: string;
  logLevel: string;
  /** Undefined: standard output. */
  logFile?: string;
  maxBodyBytes: number;
  maxUploadBytes: number;
  maxUploadsPerDay: number;
  maxUploadBytesPerDay: number;
  /** Where uploaded files are kept; undefined: in the data folder. */
  s3?: S3Config;
  /** A command and its arguments that looks at every uploaded file. */
  fileScanner?: string[];
  requestsPerMinute: number;
}

/** A line of the configuration table: the README is checked against it. */
export interface Setting {
  name: string;
  description: string;
  /** What holds when it is not set, in words. */
  default: string;
}

/** Names every wrong setting at once, so that an operator mends them in one go. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

export const SETTINGS: readonly Setting[] = [
  { name: 'NODE_ENV', description: 'development, test or production', default: 'development' },
  { name: 'HOST', description: 'Address to listen on', default: '127.0.0.1 (0.0.0.0 in production)' },
  { name: 'PORT', description: 'Port to listen on, 1–65535', default: '4000' },
  {
    name: 'PUBLIC_URL',
    description: 'Address that people and mails use',
    default: 'http://localhost:PORT; required in production',
  },
  {
    name: 'DATABASE_URL',
    description: 'PostgreSQL 15 or later, as the runtime role',
    default: 'an embedded PostgreSQL in DATA_DIR; required in production',
  },
  {
    name: 'MIGRATION_DATABASE_URL',
    description: 'The same database as the owner role',
    default: 'required in production and when DATABASE_URL is set',
  },
  { name: 'DATABASE_POOL_SIZE', description: 'Connections per process, 2–200', default: '10' },
  {
    name: 'DATABASE_SESSION_URL',
    description:
      'The database itself, as the runtime role, where DATABASE_URL is a pooler in transaction mode',
    default: 'DATABASE_URL',
  },
  {
    name: 'NAMED_STATEMENTS',
    description: 'true or false: prepare statements under names; false behind PgBouncer before 1.21',
    default: 'true',
  },
  {
    name: 'REPLICA_DATABASE_URLS',
    description: 'Comma-separated streaming replicas that queries are read from, as the runtime role',
    default: 'none',
  },
  {
    name: 'REPLICA_MAX_LAG_SECONDS',
    description: 'Seconds that a replica may be behind before it is left out, 2–60',
    default: '5',
  },
  { name: 'DATA_DIR', description: 'Embedded database, uploaded files, development mails', default: '.data' },
  {
    name: 'TOKEN_SECRET',
    description: 'At least 32 random characters; signs tokens and file links',
    default: 'made at each start in development; required in production',
  },
  {
    name: 'LEDGER_KEYS',
    description:
      'ed25519 keys of the ledger, in base64 (`openssl rand -base64 32`) or PEM, separated by commas: the first signs, all verify; `public:` before one that only verifies',
    default: 'made once, in DATA_DIR/ledger-keys; required in production',
  },
  {
    name: 'BADGE_KEYS',
    description:
      'ed25519 keys of badges, in the form of LEDGER_KEYS: the first signs, all are told to verifiers; what a key that was left out has signed is signed anew when it is next asked for',
    default: 'made once, in DATA_DIR/badge-keys; required in production',
  },
  {
    name: 'LEDGER_ANCHOR_DIR',
    description:
      'Where anchors of the ledger are written: a place that administrators of the database cannot change',
    default: 'DATA_DIR/anchors',
  },
  { name: 'ACCESS_TOKEN_MINUTES', description: 'Life of an access token, 1–60', default: '15' },
  { name: 'REFRESH_TOKEN_DAYS', description: 'Life of a refresh token, 1–90', default: '14' },
  {
    name: 'SMTP_URL',
    description: 'Mail server, e.g. smtps://user:password@mail.example.org',
    default: 'mails are written to DATA_DIR/mail; required in production',
  },
  {
    name: 'MAIL_FROM',
    description: 'Sender of mails',
    default: 'Preceptor <preceptor@localhost>; required in production',
  },
  {
    name: 'INTROSPECTION',
    description: 'true or false: may clients ask for the schema',
    default: 'true (false in production)',
  },
  {
    name: 'GRAPHIQL',
    description: 'true or false: serve GraphiQL at /graphiql',
    default: 'true (false in production)',
  },
  {
    name: 'DEMO',
    description: 'true or false: load the demo into an empty database; never in production',
    default: 'true in development',
  },
  {
    name: 'RECURRING_JOBS',
    description:
      'true or false: begin jobs that recur (anchors, expiry, housekeeping); one process of several that does is enough',
    default: 'true',
  },
  { name: 'CORS_ORIGINS', description: 'Comma-separated origins of browser clients', default: 'none' },
  {
    name: 'TRUSTED_PROXIES',
    description:
      'Proxies in front whose X-Forwarded-For is believed, 0–10; too few, and all clients share one address and its lock-outs',
    default: '0',
  },
  {
    name: 'METRICS_TOKEN',
    description: 'Bearer token for /metrics, at least 16 characters',
    default: 'none: /metrics is off',
  },
  { name: 'LOG_LEVEL', description: 'fatal, error, warn, info, debug, trace or silent', default: 'info' },
  { name: 'LOG_FILE', description: 'File that log lines are added to', default: 'standard output' },
  { name: 'MAX_BODY_BYTES', description: 'Largest GraphQL request', default: '1048576' },
  { name: 'MAX_UPLOAD_BYTES', description: 'Largest uploaded file', default: '26214400' },
  { name: 'MAX_UPLOADS_PER_DAY', description: 'Files one person may upload within 24 hours', default: '500' },
  {
    name: 'MAX_UPLOAD_BYTES_PER_DAY',
    description: 'Bytes one person may upload within 24 hours',
    default: '2147483648',
  },
  {
    name: 'S3_BUCKET',
    description:
      'Bucket of an S3-compatible service for uploaded files; its keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or the role of the machine',
    default: 'none: files are kept in DATA_DIR/files',
  },
  { name: 'S3_REGION', description: 'Region of the bucket', default: 'us-east-1' },
  { name: 'S3_ENDPOINT', description: 'Address of the service, where it is not AWS', default: 'AWS' },
  {
    name: 'FILE_SCANNER',
    description:
      'Command that gets the path of every uploaded file as its last argument and exits with 0 for a clean and 1 for a malicious one, e.g. `clamdscan --fdpass --no-summary`',
    default: 'none: files are not scanned',
  },
  { name: 'REQUESTS_PER_MINUTE', description: 'Requests per client address and minute', default: '1200' },
];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
/** Values seen in examples and tutorials: a production system must not run on one. */
const WELL_KNOWN_SECRET = /change.?me|secret|password|example|^(.)\1+$/i;

/** Reads the environment. Throws {@link ConfigError} with every problem found. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const reader = new Reader(env);
  const environment = reader.choice(
    'NODE_ENV',
    ['development', 'test', 'production'],
    'development',
  ) as Environment;
  const production = environment === 'production';
  const port = reader.integer('PORT', 4000, 1, 65_535);
  const databaseUrl = production ? reader.required('DATABASE_URL') : reader.text('DATABASE_URL');
  const config: Config = {
    environment,
    host: reader.text('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port,
    publicUrl: reader.url('PUBLIC_URL', production ? undefined : `http://localhost:${port}`, [
      'http:',
      'https:',
    ]),
    databaseUrl: reader.postgresUrl('DATABASE_URL', databaseUrl),
    migrationDatabaseUrl:
      production || databaseUrl
        ? reader.postgresUrl('MIGRATION_DATABASE_URL', reader.required('MIGRATION_DATABASE_URL'))
        : undefined,
    databasePoolSize: reader.integer('DATABASE_POOL_SIZE', 10, 2, 200),
    databaseSessionUrl: reader.postgresUrl('DATABASE_SESSION_URL', reader.text('DATABASE_SESSION_URL')),
    namedStatements: reader.boolean('NAMED_STATEMENTS', true),
    replicaDatabaseUrls: reader
      .list('REPLICA_DATABASE_URLS')
      .filter((url) => reader.postgresUrl('REPLICA_DATABASE_URLS', url)),
    replicaMaxLagSeconds: reader.integer('REPLICA_MAX_LAG_SECONDS', 5, 2, 60),
    dataDir: path.resolve(reader.text('DATA_DIR') ?? '.data'),
    tokenSecret: reader.secret('TOKEN_SECRET', production),
    ledgerKeys: reader.keys('LEDGER_KEYS', production),
    badgeKeys: reader.keys('BADGE_KEYS', production),
    ledgerAnchorDir: path.resolve(
      reader.text('LEDGER_ANCHOR_DIR') ?? path.join(reader.text('DATA_DIR') ?? '.data', 'anchors'),
    ),
    accessTokenMinutes: reader.integer('ACCESS_TOKEN_MINUTES', 15, 1, 60),
    refreshTokenDays: reader.integer('REFRESH_TOKEN_DAYS', 14, 1, 90),
    smtpUrl: production ? reader.url('SMTP_URL', undefined, ['smtp:', 'smtps:']) : reader.text('SMTP_URL'),
    mailFrom:
      (production ? reader.required('MAIL_FROM') : reader.text('MAIL_FROM')) ??
      'Preceptor <preceptor@localhost>',
    introspection: reader.boolean('INTROSPECTION', !production),
    graphiql: reader.boolean('GRAPHIQL', !production),
    demo: reader.boolean('DEMO', environment === 'development'),
    recurringJobs: reader.boolean('RECURRING_JOBS', true),
    corsOrigins: reader.list('CORS_ORIGINS'),
    trustedProxies: reader.integer('TRUSTED_PROXIES', 0, 0, 10),
    metricsToken: reader.token('METRICS_TOKEN'),
    logFile: reader.text('LOG_FILE'),
    logLevel: reader.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    maxBodyBytes: reader.integer('MAX_BODY_BYTES', 1_048_576, 1_024, 10_485_760),
    maxUploadBytes: reader.integer('MAX_UPLOAD_BYTES', 26_214_400, 1_024, 1_073_741_824),
    maxUploadsPerDay: reader.integer('MAX_UPLOADS_PER_DAY', 500, 1, 1_000_000),
    maxUploadBytesPerDay: reader.integer('MAX_UPLOAD_BYTES_PER_DAY', 2_147_483_648, 1_024, 1e15),
    s3: reader.s3(),
    fileScanner: reader.text('FILE_SCANNER')?.split(/\s+/),
    requestsPerMinute: reader.integer('REQUESTS_PER_MINUTE', 1_200, 1, 1_000_000),
  };
  if (production && config.demo)
    reader.problem('DEMO', 'must not be true in production: the demo has public passwords');
  reader.finish();
  return config;
}

/** Collects problems instead of stopping at the first. */
class Reader {
  private readonly problems: string[] = [];
  constructor(private readonly env: NodeJS.ProcessEnv) {}

  problem(name: string, what: string): void {
    this.problems.push(`${name} ${what}`);
  }

  finish(): void {
    if (this.problems.length) throw new ConfigError(this.problems);
  }

  text(name: string): string | undefined {
    return this.env[name]?.trim() || undefined;
  }

  required(name: string): string | undefined {
    const value = this.text(name);
    if (!value) this.problem(name, 'is missing');
    return value;
  }

  list(name: string): string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((s) => s.trim())
      .filter(Boolean);
  }

  choice(name: string, allowed: string[], otherwise: string): string {
    const value = this.text(name) ?? otherwise;
    if (!allowed.includes(value))
      this.problem(name, `is "${value}": it must be one of ${allowed.join(', ')}`);
    return value;
  }

  integer(name: string, otherwise: number, min: number, max: number): number {
    const text = this.text(name);
    const value = text === undefined ? otherwise : Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      this.problem(name, `is "${text}": it must be a whole number from ${min} to ${max}`);
    return value;
  }

  boolean(name: string, otherwise: boolean): boolean {
    return this.choice(name, ['true', 'false'], String(otherwise)) === 'true';
  }

  url(name: string, otherwise: string | undefined, protocols: string[]): string {
    const value = this.text(name) ?? otherwise ?? this.required(name);
    if (value && !protocols.includes(URL.parse(value)?.protocol ?? ''))
      this.problem(name, `is not an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return (value ?? '').replace(/\/$/, '');
  }

  postgresUrl(name: string, value: string | undefined): string | undefined {
    if (value && !['postgres:', 'postgresql:'].includes(URL.parse(value)?.protocol ?? ''))
      this.problem(name, 'is not an address that starts with postgres://'); // never echo it: it holds a password
    return value;
  }

  s3(): S3Config | undefined {
    const bucket = this.text('S3_BUCKET');
    const endpoint = this.text('S3_ENDPOINT') && this.url('S3_ENDPOINT', undefined, ['http:', 'https:']);
    if (endpoint && !bucket) this.problem('S3_BUCKET', 'is missing: S3_ENDPOINT alone keeps no files');
    return bucket ? { bucket, region: this.text('S3_REGION') ?? 'us-east-1', endpoint } : undefined;
  }

  token(name: string): string | undefined {
    const value = this.text(name);
    if (value && value.length < 16) this.problem(name, 'is weak: use at least 16 random characters');
    return value;
  }

  /** Never repeats them: they are secret. */
  keys(name: string, production: boolean): string | undefined {
    const value = production ? this.required(name) : this.text(name);
    try {
      if (value) keysFrom(value);
    } catch (error) {
      this.problem(name, `is wrong: ${(error as Error).message}`);
    }
    return value;
  }

  secret(name: string, production: boolean): string {
    const value = production ? this.required(name) : this.text(name);
    if (!value) return randomBytes(48).toString('base64url');
    if (value.length < 32 || new Set(value).size < 10 || (production && WELL_KNOWN_SECRET.test(value)))
      this.problem(name, 'is weak: use at least 32 random characters, e.g. from `openssl rand -base64 48`');
    return value;
  }
}
