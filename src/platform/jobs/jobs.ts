import { channel } from 'node:diagnostics_channel';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { PgBoss, type Job, type JobResult } from 'pg-boss';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { Notifications } from '../database/notifications.js';
import type { TenantDb } from '../database/tenant-db.js';
import type { Transaction } from '../database/transaction.js';
import type { JobKind } from './job-kind.js';
import { JOB_SCHEMA } from './job-tables.js';

/** Each job that ran is announced here as `{ job, outcome }`: metrics listen. */
export const jobsDone = channel('preceptor:job');

/** Where jobs end that failed at every try, with the queue they came from: kept for a person to look at. */
export const DEAD_LETTERS = 'dead';
/** Milliseconds that jobs which run get to finish when the process is told to stop. */
const FINISH = 20_000;

/** How late a job begins at most whose moment nobody announces. */
const LOOK_SECONDS = 5;

/** How many jobs of a kind one process does at the same time. */
const AT_ONCE = 4;

/** What a handler knows besides the payload. */
export interface JobContext {
  /** The same at every try: what deduplicates. */
  id: string;
  /** Ends when the job takes too long or the process stops. */
  signal: AbortSignal;
  /** The organization in whose transaction the job was sent; a visitor's handle when there was none. */
  db: TenantDb;
}

type Handler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;

interface Envelope {
  orgId: string | null;
  payload: object;
}

interface Registration {
  kind: JobKind<object>;
  handler: Handler<object>;
}

/**
 * Background work. A job is sent inside a transaction and exists only if that commits; it is done at least
 * once, so handlers must bear doing it again. Tried again with growing pauses, then kept as a dead
 * letter, unless it holds secrets.
 */
@Injectable()
export class Jobs implements BeforeApplicationShutdown {
  private readonly registry = new Map<string, Registration>();
  private readonly schedules = new Map<string, string>();
  private readonly boss: PgBoss;
  private started = false;

  constructor(
    private readonly database: Database,
    notifications: Notifications,
    @Inject(CONFIG) { recurringJobs }: Config,
    private readonly logger: PinoLogger,
  ) {
    this.boss = new PgBoss({
      db: {
        executeSql: (text, values) => database.pool.query(text, values as unknown[]),
        listen: (...listener) => notifications.listen(...listener),
      },
      schema: JOB_SCHEMA,
      migrate: false, // the owner role does that
      reindex: false, // so is this: the runtime role owns no index
      schedule: recurringJobs,
      registerInstance: false,
      useListenNotify: true,
      maintenanceIntervalSeconds: 60, // finished mails, with what they say, are gone within minutes
    });
    this.boss.on('error', (error) => this.logger.error({ err: error }, 'The job queue has trouble'));
  }

  /** Says who does a kind of job. Called while modules are made, before {@link start}. */
  handle<Payload extends object>(kind: JobKind<Payload>, handler: Handler<Payload>): void {
    if (this.registry.has(kind.name)) throw new Error(`Two handlers for the job ${kind.name}`);
    this.registry.set(kind.name, { kind, handler } as unknown as Registration);
  }

  /**
   * Has a kind of job done at these moments (cron, in UTC), once however many processes run. When none ran at its
   * moment, it is done once they run again. Its payload is empty, and it runs in no organization. Called while
   * modules are made, before {@link start}.
   */
  every(kind: JobKind<Record<string, never>>, cron: string): void {
    this.schedules.set(kind.name, cron);
  }

  /** Queues a job when, and only when, the transaction commits. */
  async send<Payload extends object>(
    tx: Transaction,
    kind: JobKind<Payload>,
    payload: Payload,
    options: { startAfter?: Date } = {},
  ): Promise<void> {
    const orgId = tx.db.scope.kind === 'visitor' ? null : tx.orgId;
    const envelope: Envelope = { orgId, payload };
    await this.boss.send(kind.name, envelope, { ...options, db: tx as unknown as { executeSql: never } });
  }

  /** The same for many of a kind, in one statement. */
  async sendAll<Payload extends object>(
    tx: Transaction,
    kind: JobKind<Payload>,
    jobs: readonly { payload: Payload; startAfter?: Date }[],
  ): Promise<void> {
    const { orgId } = tx;
    const inserts = jobs.map(({ payload, startAfter }) => ({ data: { orgId, payload }, startAfter }));
    await this.boss.insert(kind.name, inserts, { db: tx as unknown as { executeSql: never } });
  }

  /** From now on jobs can be sent and are done. */
  async start(): Promise<void> {
    await this.boss.start();
    await this.boss.createQueue(DEAD_LETTERS);
    for (const registration of this.registry.values()) await this.open(registration);
    await this.keepSchedules();
    this.started = true;
  }

  /** Takes no new job and lets those that run finish. Safe to repeat. */
  async stop(): Promise<void> {
    if (this.started) await this.boss.stop({ graceful: true, timeout: FINISH });
    this.started = false;
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  /** Those declared, and no others: one that nobody declares any more would queue jobs nobody does. */
  private async keepSchedules(): Promise<void> {
    const envelope: Envelope = { orgId: null, payload: {} };
    for (const [name, cron] of this.schedules)
      await this.boss.schedule(name, cron, envelope, { tz: 'UTC', missed: 'once' });
    for (const { name } of await this.boss.getSchedules())
      if (!this.schedules.has(name)) await this.boss.unschedule(name);
  }

  private async open({ kind, handler }: Registration): Promise<void> {
    const options = {
      retryLimit: kind.retries,
      retryDelay: 5,
      retryBackoff: true,
      expireInSeconds: kind.timeoutSeconds,
      deleteAfterSeconds: kind.keptSeconds,
      retentionSeconds: kind.waitsAtMostSeconds,
      ...(kind.holdsSecrets ? {} : { deadLetter: DEAD_LETTERS }),
      notify: true,
    };
    await this.boss.createQueue(kind.name, options);
    await this.boss.updateQueue(kind.name, options);
    // One notification may stand for many jobs: whoever gets a full batch asks again at once. Nothing is announced when
    // the moment of a job or of a further try comes, and an announcement may get lost: pg-boss would look every 30 s then.
    const looking = { pollingIntervalSeconds: LOOK_SECONDS, notifyPollingIntervalSeconds: LOOK_SECONDS };
    const fetching = { ...looking, batchSize: AT_ONCE, burstWhenBatchFull: true };
    await this.boss.work(kind.name, { ...fetching, perJobResults: true }, (jobs: Job<Envelope>[]) =>
      Promise.all(jobs.map((job) => this.run(job, handler))),
    );
  }

  /** Each job of a batch has its own end: one that fails is tried again alone. */
  private async run(job: Job<Envelope>, handler: Handler<object>): Promise<JobResult> {
    const { orgId, payload } = job.data;
    const db = orgId === null ? this.database.forVisitor() : this.database.forOrganization(orgId);
    const about = { job: job.name, jobId: job.id };
    try {
      await handler(payload, { id: job.id, signal: job.signal, db });
      jobsDone.publish({ job: job.name, outcome: 'done' });
      return { id: job.id, status: 'completed' };
    } catch (error) {
      jobsDone.publish({ job: job.name, outcome: 'failed' });
      this.logger.warn({ ...about, err: error }, 'A job failed');
      return { id: job.id, status: 'failed', output: { message: String(error) } };
    }
  }
}
