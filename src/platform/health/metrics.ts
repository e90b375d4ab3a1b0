import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database/database.js';
import { placesOfReads } from '../database/replicas/replica-reads.js';
import { sharedTransactions } from '../database/shared-verb.js';
import { statements } from '../database/statement.js';
import { jobsDone } from '../jobs/jobs.js';
import { LiveUpdates } from '../live/live-updates.js';

/**
 * What Prometheus reads. Labels come from our own schema and code alone, so their number is bounded and none
 * of them names a person.
 */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'preceptor_request_seconds',
    help: 'Duration of GraphQL requests by root field',
    labelNames: ['operation', 'outcome'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });
  private readonly statements = new Counter({
    name: 'preceptor_statements_total',
    help: 'SQL statements sent, without the tenant set-up',
    registers: [this.registry],
  });
  private readonly shared = new Counter({
    name: 'preceptor_shared_transactions_total',
    help: 'Transactions of calls that came together, by outcome: kept, or undone so that each call was run alone',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  private readonly jobs = new Counter({
    name: 'preceptor_jobs_total',
    help: 'Jobs that ran, by kind and outcome',
    labelNames: ['job', 'outcome'] as const,
    registers: [this.registry],
  });
  private readonly reads = new Counter({
    name: 'preceptor_replicated_reads_total',
    help: 'Reads of queries where replicas are configured, by who answered: a replica, the primary, or the primary after a replica failed',
    labelNames: ['place'] as const,
    registers: [this.registry],
  });
  private readonly onStatement = (): void => this.statements.inc();
  private readonly onShared = (done: unknown): void => this.shared.inc(done as { outcome: string });
  private readonly onRead = (read: unknown): void => this.reads.inc(read as { place: string });
  private readonly onJob = (done: unknown): void => this.jobs.inc(done as { job: string; outcome: string });

  constructor(database: Database, live: LiveUpdates) {
    collectDefaultMetrics({ register: this.registry });
    statements.subscribe(this.onStatement);
    sharedTransactions.subscribe(this.onShared);
    jobsDone.subscribe(this.onJob);
    placesOfReads.subscribe(this.onRead);
    const { pool } = database;
    this.gauge('preceptor_pool_connections', 'Open database connections', () => pool.totalCount);
    this.gauge('preceptor_pool_idle', 'Database connections not in use', () => pool.idleCount);
    this.gauge('preceptor_pool_waiting', 'Requests that wait for a connection', () => pool.waitingCount);
    this.gauge(
      'preceptor_replicas',
      'Replicas that reads may go to now',
      () => database.replication?.inService ?? 0,
    );
    this.gauge('preceptor_subscriptions', 'Open GraphQL subscriptions', () => live.count);
  }

  onApplicationShutdown(): void {
    statements.unsubscribe(this.onStatement);
    sharedTransactions.unsubscribe(this.onShared);
    jobsDone.unsubscribe(this.onJob);
    placesOfReads.unsubscribe(this.onRead);
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
