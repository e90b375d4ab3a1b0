import { setTimeout } from 'node:timers/promises';
import { Pool, type PoolClient } from 'pg';
import type { Config } from '../../config/config.js';
import { connectionOptions } from '../data-source.js';
import { Fault } from '../../faults/fault.js';
import { lsnOf, type Lsn } from './lsn.js';
import type { PrimaryHistory } from './primary-history.js';
import { Probe } from './probe.js';

/** Milliseconds between two questions how far a replica is that somebody waits for. */
const PAUSE = 1;

interface Standing {
  follows: boolean;
  lsn: string | null;
  cluster: string;
}

/** A streaming replica: whether it may be asked, and how far it is. */
export class Replica {
  /** Of the server, without what must not be logged. */
  readonly name: string;
  private readonly pool: Pool;
  private readonly probe: Probe;
  private readonly lent = new Set<PoolClient>();
  private replayed: Lsn = 0n;
  private asking?: Promise<void>;
  /** All that was committed on the primary before this moment is here. */
  private has = -Infinity;
  /** Why it is not asked; null when nothing is wrong with it. */
  private trouble: string | null = 'has not answered yet';

  constructor(url: string, { databasePoolSize, namedStatements }: Config) {
    const { host, pathname } = new URL(url);
    this.name = `${host}${pathname}`;
    this.probe = new Probe(url);
    this.pool = new Pool({
      ...connectionOptions(namedStatements),
      connectionString: url,
      max: databasePoolSize,
      connectionTimeoutMillis: 1_000,
    });
    this.pool.on('error', () => undefined); // an idle connection broke: the next one is opened anew
  }

  /** Asks how it is. Answers why it may not be asked for anything else, or null. */
  async check(cluster: string, history: PrimaryHistory): Promise<string | null> {
    try {
      const standing = await this.probe.ask<Standing>(`
        SELECT pg_is_in_recovery() AS follows, pg_last_wal_replay_lsn()::text AS lsn, system_identifier::text AS cluster
        FROM pg_control_system()`);
      this.trouble = whatIsWrong(standing, cluster);
      this.replayed = standing.lsn === null ? 0n : lsnOf(standing.lsn);
      this.has = history.momentOf(this.replayed);
    } catch (error) {
      this.lose(error);
    }
    return this.trouble;
  }

  /** Whether all that was committed before this moment is here, as far as is known. */
  mayBeAsked(hasAllBefore: number): boolean {
    return this.trouble === null && this.has >= hasAllBefore;
  }

  /** Waits until it has passed the position; false when it has not by then. */
  async passes(lsn: Lsn, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    while (this.replayed < lsn) {
      const left = end - performance.now();
      if (left <= 0 || this.trouble !== null) return false;
      const over = setTimeout(left, undefined, { ref: false });
      await Promise.race([this.lookAgain(), over]);
    }
    return true;
  }

  /** Does something on one of its connections. What goes wrong is told to the caller, and noticed where it is the connection. */
  async lend<A>(work: (client: PoolClient) => Promise<A>): Promise<A> {
    const client = await this.pool.connect().catch((error: unknown) => {
      if (isRefused(error)) this.lose(error); // not when its pool is busy
      throw error;
    });
    this.lent.add(client);
    try {
      const answer = await work(client);
      client.release();
      return answer;
    } catch (error) {
      client.release(!isAnswer(error));
      if (!isAnswer(error)) this.lose(error);
      throw error;
    } finally {
      this.lent.delete(client);
    }
  }

  async close(): Promise<void> {
    this.trouble = 'is closed';
    this.probe.close();
    await this.pool.end();
  }

  /** Nobody asks it until it answers a check; whoever still waits for an answer is told that none will come. */
  private lose(error: unknown): void {
    this.trouble = `does not answer: ${(error as { code?: string }).code ?? (error as Error).message}`;
    for (const client of this.lent) cut(client);
  }

  private lookAgain(): Promise<void> {
    return (this.asking ??= this.look().finally(() => (this.asking = undefined)));
  }

  private async look(): Promise<void> {
    try {
      const { lsn } = await this.probe.ask<{ lsn: string | null }>(
        'SELECT pg_last_wal_replay_lsn()::text AS lsn',
      );
      if (lsn !== null) this.replayed = lsnOf(lsn);
      await setTimeout(PAUSE, undefined, { ref: false });
    } catch (error) {
      this.lose(error);
    }
  }
}

function whatIsWrong({ follows, cluster }: Standing, expected: string): string | null {
  if (cluster !== expected) return 'is a copy of another database';
  return follows ? null : 'is no replica any more';
}

/** Said by the server or by the work itself, over a connection that is well. */
const isAnswer = (error: unknown): boolean => {
  const { code } = error as { code?: string };
  return error instanceof Fault || /^(?!08|57P0)[0-9A-Z]{5}$/.test(code ?? '');
};

const isRefused = (error: unknown): boolean => (error as { code?: string }).code !== undefined;

const cut = (client: PoolClient): void =>
  void (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
