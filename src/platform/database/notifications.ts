import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Client, escapeIdentifier } from 'pg';
import { PinoLogger } from 'nestjs-pino';
import type { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { DATA_SOURCE } from './database.js';

/** Milliseconds until the next try, doubled each time up to the longest. */
const FIRST_RETRY = 250;
const LONGEST_RETRY = 10_000;
/** A connection that died in silence is noticed after this many milliseconds at the latest. */
const HEARTBEAT = 15_000;

interface Listener {
  channel: string;
  onPayload: (payload: string) => void;
  /** Something may have been missed: called each time the connection was lost and is back. */
  onReconnect: () => void;
}

/**
 * What PostgreSQL announces by NOTIFY, over the one connection that this process keeps for it. Opened by
 * the first listener, opened again whenever it breaks.
 */
@Injectable()
export class Notifications implements OnApplicationShutdown {
  private readonly listeners = new Set<Listener>();
  private connection?: Promise<Client>;
  private retry?: NodeJS.Timeout;
  private heartbeat?: NodeJS.Timeout;
  private closed = false;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly logger: PinoLogger,
  ) {}

  /** Of the primary itself: a pooler may stand before the data source, and gives no session to listen in. */
  get url(): string {
    return this.config.databaseSessionUrl ?? (this.dataSource.options as { url: string }).url;
  }

  /** Resolves when PostgreSQL has confirmed: from then on nothing is missed but over a broken connection. */
  async listen(
    channel: string,
    onPayload: Listener['onPayload'],
    onReconnect: Listener['onReconnect'],
  ): Promise<{ close(): Promise<void> }> {
    const listener = { channel, onPayload, onReconnect };
    this.listeners.add(listener);
    try {
      const client = await (this.connection ??= this.connect());
      await client.query(`LISTEN ${escapeIdentifier(channel)}`);
    } catch (error) {
      this.listeners.delete(listener);
      throw error;
    }
    return { close: async () => void this.listeners.delete(listener) };
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    clearInterval(this.heartbeat);
    this.listeners.clear();
    const client = await this.connection?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.url,
      application_name: 'preceptor-notifications',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 5_000,
    });
    let lost = false;
    const onLost = (): void => {
      if (!lost) this.reconnectLater(FIRST_RETRY);
      lost = true;
    };
    client.on('notification', ({ channel, payload }) => this.deliver(channel, payload ?? ''));
    try {
      await client.connect();
    } catch (error) {
      this.connection = undefined;
      throw error;
    }
    client.on('error', onLost);
    client.on('end', onLost);
    this.heartbeat = setInterval(() => client.query('SELECT 1').catch(onLost), HEARTBEAT).unref();
    return client;
  }

  private deliver(channel: string, payload: string): void {
    for (const listener of this.listeners) if (listener.channel === channel) listener.onPayload(payload);
  }

  private reconnectLater(delay: number): void {
    clearInterval(this.heartbeat);
    if (this.closed) return;
    this.logger.warn('The connection for notifications was lost');
    const broken = this.connection;
    this.connection = undefined;
    void broken?.then((client) => client.end()).catch(() => undefined);
    this.retry = setTimeout(() => void this.reconnect(delay), delay).unref();
  }

  private async reconnect(delay: number): Promise<void> {
    try {
      const client = await (this.connection ??= this.connect());
      for (const channel of new Set([...this.listeners].map((listener) => listener.channel)))
        await client.query(`LISTEN ${escapeIdentifier(channel)}`);
      for (const { onReconnect } of this.listeners) onReconnect();
    } catch {
      this.reconnectLater(Math.min(delay * 2, LONGEST_RETRY));
    }
  }
}
