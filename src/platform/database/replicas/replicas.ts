import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Viewer } from '../../access/viewer.js';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { Database } from '../database.js';
import { Notifications } from '../notifications.js';
import type { Replication } from '../replication.js';
import type { Scope } from '../scope.js';
import { ACCESS_TOPIC, CHANNEL, type News } from '../../live/live-updates.js';
import { lsnOf, type Lsn } from './lsn.js';
import { positionIn, tokenOf } from './lsn-token.js';
import { PrimaryHistory } from './primary-history.js';
import { Probe } from './probe.js';
import { BEYOND, RecentPositions } from './recent-positions.js';
import { Replica } from './replica.js';
import { ReplicaReads } from './replica-reads.js';

/** Milliseconds from one look at all servers to the next. */
const LOOK_EVERY = 500;
/** Milliseconds that a read waits for its replica before it goes to the primary. */
const PATIENCE = 50;

/** Of a server, in the log. */
const IN_SERVICE = 'is asked';

/** Asked of the primary: all that was committed before lies before it. */
const WHERE_IS_THE_PRIMARY = `
  SELECT pg_current_wal_flush_lsn()::text AS lsn, system_identifier::text AS cluster FROM pg_control_system()`;

/**
 * The replicas that reads may go to. Each is asked twice a second how far it is: one that does not answer, is further behind than
 * the setting allows or follows no more is left out until it is well again, and nobody gets an error for it.
 */
@Injectable()
export class Replicas implements Replication, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly all: readonly Replica[];
  private readonly primary: Probe;
  private readonly maxLag: number;
  private readonly history: PrimaryHistory;
  private readonly recent: RecentPositions;
  /** What was last said of each in the log. */
  private readonly told = new Map<string, string>();
  /** The furthest that a write of this process has come. */
  private furthest: Lsn = 0n;
  private nextLook?: NodeJS.Timeout;
  private closed = false;

  constructor(
    @Inject(CONFIG) config: Config,
    database: Database,
    private readonly notifications: Notifications,
    private readonly logger: PinoLogger,
  ) {
    this.maxLag = config.replicaMaxLagSeconds * 1_000;
    this.all = config.replicaDatabaseUrls.map((url) => new Replica(url, config));
    this.primary = new Probe(notifications.url);
    this.history = new PrimaryHistory(this.maxLag + 2 * LOOK_EVERY);
    this.recent = new RecentPositions(this.maxLag + 2 * LOOK_EVERY, () => performance.now());
    database.replication = this;
  }

  async onApplicationBootstrap(): Promise<void> {
    void this.look();
    await this.notifications.listen(
      CHANNEL,
      (payload) => this.hear(JSON.parse(payload) as News),
      () => undefined, // what was missed a replica learns in time
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.nextLook);
    this.primary.close();
    await Promise.all(this.all.map((replica) => replica.close()));
  }

  /** How many may be asked now. */
  get inService(): number {
    return this.fit().length;
  }

  /** For one query of a viewer who presents this token. Null: the primary alone, as for a token that is none of ours. */
  readsOf({ personId, membershipId, sessionId }: Viewer, token: string | undefined): ReplicaReads | null {
    const presented = token === undefined ? null : positionIn(token, new Date());
    if (presented === undefined) return null;
    const after = [personId, membershipId, sessionId]
      .map((id) => this.recent.of(id))
      .reduce(later, presented ?? 0n);
    return after === BEYOND ? null : new ReplicaReads(() => this.choose(personId, after));
  }

  note(scope: Scope, position: string): void {
    const lsn = lsnOf(position);
    this.furthest = later(this.furthest, lsn);
    if (scope.kind === 'viewer') this.recent.note(scope.viewer.personId, lsn);
    if (scope.kind === 'members') for (const { personId } of scope.viewers) this.recent.note(personId, lsn);
  }

  /** A mutation of this viewer is done, with all that it had others write. */
  wrote({ personId }: Viewer): void {
    this.recent.note(personId, this.furthest);
  }

  tokenFor(viewer: Viewer | null): string | null {
    const lsn = viewer ? this.recent.of(viewer.personId) : this.furthest;
    return lsn === 0n || lsn === BEYOND ? null : tokenOf(lsn, new Date());
  }

  /** Each person has a replica of their own, as long as it is well: so what they see does not go back in time. */
  private async choose(personId: string, after: Lsn): Promise<Replica | null> {
    const fit = new Set(this.fit());
    const own = Number.parseInt(personId.slice(-8), 16) % this.all.length;
    const replica = [...this.all.slice(own), ...this.all.slice(0, own)].find((each) => fit.has(each));
    return replica && (await replica.passes(after, PATIENCE)) ? replica : null;
  }

  private fit(): Replica[] {
    const since = performance.now() - this.maxLag;
    return this.all.filter((replica) => replica.mayBeAsked(since));
  }

  /** Somebody's access may have ended: until every replica knows, only the primary says what they may see. */
  private hear({ topic, about }: News): void {
    if (topic !== ACCESS_TOPIC) return;
    for (const id of Object.values(about)) if (typeof id === 'string') this.recent.note(id, BEYOND);
  }

  private async look(): Promise<void> {
    try {
      const asked = performance.now();
      const { lsn, cluster } = await this.primary.ask<{ lsn: string; cluster: string }>(WHERE_IS_THE_PRIMARY);
      this.tell('The primary', IN_SERVICE);
      if (!this.history.add(asked, lsnOf(lsn))) this.startAnew();
      await Promise.all(this.all.map((replica) => this.lookAt(replica, cluster)));
    } catch (error) {
      this.tell('The primary', `does not say how far it is: ${(error as Error).message}`);
    }
    if (!this.closed) this.nextLook = setTimeout(() => void this.look(), LOOK_EVERY).unref();
  }

  private async lookAt(replica: Replica, cluster: string): Promise<void> {
    const trouble = await replica.check(cluster, this.history);
    const isBehind = !replica.mayBeAsked(performance.now() - this.maxLag);
    const why = trouble ?? (isBehind ? 'is too far behind' : null);
    this.tell(`The replica ${replica.name}`, why === null ? IN_SERVICE : `is left out: it ${why}`);
  }

  /** Once for each change. */
  private tell(server: string, state: string): void {
    if (this.told.get(server) === state || this.closed) return;
    this.told.set(server, state);
    if (state === IN_SERVICE) this.logger.info(`${server} ${state}`);
    else this.logger.warn(`${server} ${state}`);
  }

  /** Another server has become the primary: positions of the old one mean nothing here. */
  private startAnew(): void {
    this.recent.clear();
    this.furthest = 0n;
  }
}

const later = (a: Lsn, b: Lsn): Lsn => (a > b ? a : b);
