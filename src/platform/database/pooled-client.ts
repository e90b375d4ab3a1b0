import { Client, type ClientConfig, type QueryConfig } from 'pg';

/**
 * A connection of a pool. That it broke is told to whoever waits for an answer on it; as an event that nobody listens to it would
 * end the process.
 */
export class PooledClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

type AnyQuery = (query: string | QueryConfig, ...rest: unknown[]) => unknown;

/** One that prepares nothing under a name: behind a pooler the next transaction may run on another connection. */
export class NamelessClient extends PooledClient {
  constructor(config?: string | ClientConfig) {
    super(config);
    const query = this.query.bind(this) as AnyQuery;
    const nameless: AnyQuery = (given, ...rest) =>
      query(typeof given === 'object' && given.name ? { ...given, name: undefined } : given, ...rest);
    this.query = nameless as typeof this.query;
  }
}
