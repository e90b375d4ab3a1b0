import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import sql, { raw } from 'sql-template-tag';
import { Viewer } from '../access/viewer.js';
import { Database } from '../database/database.js';
import { END_OF_LOG } from '../database/replication.js';
import { Notifications } from '../database/notifications.js';
import type { TenantDb } from '../database/tenant-db.js';
import { Fault } from '../faults/fault.js';
import { SubscriptionQueue } from './subscription-queue.js';

/** Where `tx.notify` speaks. */
export const CHANNEL = 'preceptor';
/** Different pieces of news that a subscriber may be behind. */
const BEHIND_AT_MOST = 1_000;
/** The topic on which features announce that a membership or a session may have ended. */
export const ACCESS_TOPIC = 'access';

export interface News {
  topic: string;
  orgId: string;
  about: object;
}

interface Subscriber {
  viewer: Viewer;
  hear(news: News): void;
  close(error?: Error): void;
}

/**
 * Fans what transactions announced out to subscriptions, whichever process the transaction ran in. News of
 * other organizations never reaches a subscriber, and access is confirmed by the database before each delivery
 * and as soon as somebody announces on the topic `access` that it may have ended.
 */
@Injectable()
export class LiveUpdates implements BeforeApplicationShutdown {
  private readonly subscribers = new Set<Subscriber>();
  private listening?: Promise<unknown>;

  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  /**
   * News of a topic in the viewer's organization, each rendered with a handle of its own (loaders never
   * outlive one delivery); `null` skips it. Ends with UNAUTHENTICATED when access does, and with UNAVAILABLE
   * when news may have been missed: subscribe again and read anew.
   */
  async subscribe<About extends object, Rendered extends object>(
    db: TenantDb,
    topic: string,
    concerns: (about: About) => boolean,
    render: (db: TenantDb, about: About) => Promise<Rendered | null>,
  ): Promise<AsyncIterableIterator<Rendered>> {
    const { viewer } = db;
    await (this.listening ??= this.listen());
    const queue = new SubscriptionQueue<News>(BEHIND_AT_MOST);
    const subscriber: Subscriber = {
      viewer,
      hear: (news) => {
        const concerned =
          news.topic === ACCESS_TOPIC
            ? endsAccessOf(viewer, news.about)
            : news.topic === topic && concerns(news.about as About);
        if (concerned && !queue.add(news)) close(missed());
      },
      close: (error) => close(error),
    };
    const close = (error?: Error): void => {
      this.subscribers.delete(subscriber);
      queue.close(error);
    };
    const next = async (): Promise<IteratorResult<Rendered>> => {
      for (;;) {
        const news = await queue.take();
        if (!news) return { done: true, value: undefined };
        const fresh = this.database.forViewer(viewer);
        await this.confirm(fresh);
        const rendered = news.topic === topic ? await render(fresh, news.about as About) : null;
        if (rendered) return { done: false, value: rendered };
      }
    };
    await this.confirm(db);
    this.subscribers.add(subscriber);
    return iteratorOf(next, close);
  }

  /** How many subscriptions are open in this process. */
  get count(): number {
    return this.subscribers.size;
  }

  /** Clients connect anew, to another process or to the next one. */
  beforeApplicationShutdown(): void {
    this.endAll();
  }

  /** Throws UNAUTHENTICATED when membership or session have ended. */
  private async confirm(db: TenantDb): Promise<void> {
    const [reached] = await db.read<{ lsn: string }>(sql`SELECT ${raw(END_OF_LOG)}`);
    this.database.replication?.note(db.scope, reached!.lsn); // what they ask next comes after what they are told now
  }

  private async listen(): Promise<void> {
    try {
      await this.notifications.listen(
        CHANNEL,
        (payload) => this.hear(JSON.parse(payload) as News),
        () => this.endAll(missed()),
      );
    } catch (error) {
      this.listening = undefined;
      throw error;
    }
  }

  private hear(news: News): void {
    for (const subscriber of this.subscribers)
      if (subscriber.viewer.orgId === news.orgId) subscriber.hear(news);
  }

  private endAll(error?: Error): void {
    for (const subscriber of [...this.subscribers]) subscriber.close(error);
  }
}

/** By hand, because a generator that waits for its next piece of news cannot be told to return. */
function iteratorOf<T>(next: () => Promise<IteratorResult<T>>, close: () => void): AsyncIterableIterator<T> {
  const iterator: AsyncIterableIterator<T> = {
    next: () =>
      next().catch((error: unknown) => {
        close();
        throw error;
      }),
    return: async () => {
      close();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

function endsAccessOf(viewer: Viewer, about: object): boolean {
  const { membershipId, sessionId, personId } = about as Record<string, string | undefined>;
  return (
    membershipId === viewer.membershipId || sessionId === viewer.sessionId || personId === viewer.personId
  );
}

const missed = (): Fault =>
  new Fault('UNAVAILABLE', 'Some news may have been missed: subscribe again and read anew.', [], 1);
