import { Client, type QueryResult } from 'pg';

/** Milliseconds in which a server that is well answers. */
const PATIENCE = 1_000;

/**
 * One connection on which a server is asked how far it is, apart from the pools: a question must not wait behind what a busy
 * pool has to do. Opened by the first question, and again by the next one after it broke.
 */
export class Probe {
  private connection?: Promise<Client>;

  constructor(private readonly url: string) {}

  /** Rejects when the server does not answer in time. */
  async ask<Row extends object>(statement: string): Promise<Row> {
    const connection = (this.connection ??= this.open());
    try {
      const client = await connection;
      const { rows }: QueryResult<Row> = await client.query<Row>(statement);
      return rows[0]!;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The next question opens another connection. */
  close(): void {
    const closing = this.connection;
    this.connection = undefined;
    closing?.then((client) => client.end()).catch(() => undefined);
  }

  private async open(): Promise<Client> {
    const client = new Client({
      connectionString: this.url,
      application_name: 'preceptor-replicas',
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      keepAlive: true,
    });
    client.on('error', () => this.close());
    await client.connect();
    return client;
  }
}
