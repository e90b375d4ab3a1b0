import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import type { TestApp } from './test-app.js';

export interface SocketResult {
  data?: Record<string, Record<string, unknown>> | null;
  extensions?: Record<string, unknown>;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

/** A GraphQL client over a socket, as a browser would use it, without retries. */
export function socketClient(app: TestApp, token?: string): Client {
  return createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    retryAttempts: 0,
    lazyCloseTimeout: 0,
  });
}

/** One subscription: what came, what is next, and how it ended. */
export class Subscribed {
  readonly received: SocketResult[] = [];
  /** Resolves with the errors it ended with, or with `complete`. */
  readonly ended: Promise<unknown>;
  readonly stop: () => void;
  private waiting: { count: number; done: () => void }[] = [];

  constructor(client: Client, query: string, variables: Record<string, unknown> = {}) {
    let stop: () => void = () => undefined;
    this.ended = new Promise((resolve) => {
      stop = client.subscribe(
        { query, variables },
        {
          next: (result) => {
            this.received.push(result as SocketResult);
            this.waiting = this.waiting.filter((w) => this.received.length < w.count || void w.done());
          },
          error: resolve,
          complete: () => resolve('complete'),
        },
      );
    });
    this.stop = stop;
  }

  /** Waits until so many results have come. */
  async count(count: number): Promise<SocketResult[]> {
    if (this.received.length < count) await new Promise<void>((done) => this.waiting.push({ count, done }));
    return this.received;
  }
}
