import 'reflect-metadata';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApp } from '../../src/app.js';
import { FEATURES } from '../../src/features/index.js';
import { ENTITIES } from '../../src/features/entities.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { readConfig, type Config } from '../../src/platform/config/config.js';
import { CONFIG } from '../../src/platform/config/config.module.js';
import { runtimeDataSource } from '../../src/platform/database/data-source.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { statements } from '../../src/platform/database/statement.js';
import { connectionOf, testServer, workerDatabase, type TestDatabase } from './test-database.js';

/** Signs the tokens of all tests. */
export const TEST_SECRET = 'a test secret that is long enough 0123456789';

export interface GraphqlAnswer<Data = Record<string, never>> {
  data?: Data | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; fields?: { field: string; message: string }[] };
  }[];
}

/** The real server on a real port and a migrated PostgreSQL, as the runtime role. */
export class TestApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly clock: Clock,
    readonly database: TestDatabase,
    /** Connected as the owner role: for arranging what no API offers, and for looking behind it. */
    readonly owner: Pool,
  ) {}

  static async start(
    options: {
      env?: NodeJS.ProcessEnv;
      database?: TestDatabase;
      /** For tests that register jobs of their own. */
      beforeJobs?: (app: NestFastifyApplication) => void;
      /** Modules beside the product's, for what no feature offers yet. */
      extraModules?: Type<unknown>[];
      /** For databases that are not migrated. */
      withoutJobs?: boolean;
    } = {},
  ): Promise<TestApp> {
    const database = options.database ?? (await workerDatabase());
    const worker = process.env['JEST_WORKER_ID'] ?? '1';
    const config = readConfig({
      NODE_ENV: 'test',
      TOKEN_SECRET: TEST_SECRET,
      DATA_DIR: path.join(testServer().logDir, `data-${worker}`),
      LOG_FILE:
        process.env['LOG_LEVEL'] === 'debug'
          ? '/tmp/preceptor-debug.log'
          : path.join(testServer().logDir, `worker-${worker}.log`),
      LOG_LEVEL: process.env['LOG_LEVEL'],
      REQUESTS_PER_MINUTE: '1000000',
      RECURRING_JOBS: 'false', // begun by the clock on the wall, they would come between what is counted
      ...connectionOf(database),
      ...options.env,
    });
    const clock = new Clock();
    const dataSource = await runtimeDataSource(
      config.databaseUrl!,
      config.databasePoolSize,
      ENTITIES,
      config.namedStatements,
    ).initialize();
    const app = await createApp(config, dataSource, clock, [...FEATURES, ...(options.extraModules ?? [])]);
    options.beforeJobs?.(app);
    if (!options.withoutJobs) await app.get(Jobs).start();
    await app.listen(0, '127.0.0.1');
    const owner = new Pool({ connectionString: database.migrationDatabaseUrl, max: 2 });
    return new TestApp(app, await app.getUrl(), clock, database, owner);
  }

  async stop(): Promise<void> {
    await this.owner.end();
    await this.app.close();
  }

  /** One GraphQL request over HTTP, as a client sends it. */
  async send<Data = Record<string, never>>(
    query: string,
    variables: object = {},
    token?: string,
  ): Promise<GraphqlAnswer<Data>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlAnswer<Data>;
  }

  /** Like {@link send}, for requests that must succeed: answers the data, or throws with the errors. */
  async ask<Data = Record<string, never>>(
    query: string,
    variables: object = {},
    token?: string,
  ): Promise<Data> {
    const { data, errors } = await this.send<Data>(query, variables, token);
    if (errors || !data) throw new Error(`Unexpected errors: ${JSON.stringify(errors, null, 1)}`);
    return data;
  }

  /** The first row, as soon as the owner's statement finds one. */
  async until<Row extends object>(statement: string, values: unknown[] = [], seconds = 10): Promise<Row> {
    const deadline = Date.now() + seconds * 1_000;
    for (;;) {
      const { rows } = await this.owner.query<Row>(statement, values);
      if (rows[0]) return rows[0];
      if (Date.now() > deadline) throw new Error(`Still nothing after ${seconds} s: ${statement}`);
      await setTimeout(20);
    }
  }

  /** Waits until the condition holds. */
  async eventually(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error(`Still not so after 10 s: ${holds.toString()}`);
      await setTimeout(10);
    }
  }

  /** Where this server keeps files and mails. */
  get dataDir(): string {
    return this.app.get<Config>(CONFIG).dataDir;
  }

  /** The statements, beyond the tenant set-up, that PostgreSQL got while `work` ran. */
  async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = [];
    const listen = (text: unknown): void => void seen.push(text as string);
    statements.subscribe(listen);
    try {
      await work();
    } finally {
      statements.unsubscribe(listen);
    }
    return seen;
  }
}
