import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import type { Context } from 'graphql-ws';
import { PinoLogger } from 'nestjs-pino';
import { WebSocketServer } from 'ws';
import { networkOf } from '../access/client-network.js';
import type { RequestContext } from '../access/request-context.js';
import { RequestContexts } from '../access/request-contexts.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { Fault } from '../faults/fault.js';
import { errorFormatter } from '../graphql/format-error.js';
import { checkedSubscription, type SubscribePayload } from './subscription-request.js';

const PATH = '/graphql';
/** A subscription and its variables are small. */
const MAX_MESSAGE_BYTES = 65_536;
/** A school may sit behind one address. */
const SOCKETS_PER_ADDRESS = 200;
const SOCKETS = 5_000;
const SUBSCRIPTIONS_PER_SOCKET = 20;
/** Milliseconds a socket may take to say who it is. */
const PATIENCE = 5_000;
/** Milliseconds clients get to answer our goodbye. */
const GOODBYE = 2_000;
/** Close codes of the protocol's private range: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
const UNAUTHORIZED = 4401;

type Params = Record<string, unknown>;
type SocketContext = Context<Params, Extra>;

/**
 * Subscriptions by the graphql-transport-ws protocol at the address of the API. Only signed-in people get a
 * socket; messages, sockets and subscriptions are bounded.
 */
@Injectable()
export class SubscriptionServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  private readonly perAddress = new Map<string, number>();
  private readonly format: ReturnType<typeof errorFormatter>;
  private readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
    this.upgrade(request, socket, head);
  private disposable?: { dispose(): void | Promise<void> };

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly contexts: RequestContexts,
    private readonly adapter: HttpAdapterHost,
    private readonly schema: GraphQLSchemaHost,
    private readonly database: Database,
    logger: PinoLogger,
  ) {
    this.format = errorFormatter(
      (bug) => logger.error({ err: bug }, 'A subscription failed by a fault of ours'),
      !config.introspection,
    );
  }

  onApplicationBootstrap(): void {
    this.disposable = useServer<Params, Record<never, unknown>>(
      {
        connectionInitWaitTimeout: PATIENCE,
        isProd: true, // an unexpected error closes the socket without telling what it was
        onConnect: (context) => this.mayConnect(context),
        onSubscribe: (context, _id, payload) => this.begin(context, payload),
        onNext: (_context, _id, _payload, { contextValue }, result) =>
          this.sent(contextValue as RequestContext, result),
        onError: (_context, _id, _payload, errors) => errors.map((error) => this.formatted(error)),
      },
      this.sockets,
    );
    this.httpServer.on('upgrade', this.onUpgrade);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.httpServer.off('upgrade', this.onUpgrade);
    const impatience = setTimeout(
      () => this.sockets.clients.forEach((socket) => socket.terminate()),
      GOODBYE,
    );
    await this.disposable?.dispose();
    clearTimeout(impatience);
  }

  private get httpServer(): NodeJS.EventEmitter {
    return this.adapter.httpAdapter.getHttpServer() as NodeJS.EventEmitter;
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = this.addressOf(request);
    const open = this.perAddress.get(address) ?? 0;
    if (request.url?.split('?')[0] !== PATH) return refuse(socket, '404 Not Found');
    if (open >= SOCKETS_PER_ADDRESS) return refuse(socket, '429 Too Many Requests');
    if (this.sockets.clients.size >= SOCKETS) return refuse(socket, '503 Service Unavailable');
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      this.count(address, 1);
      opened.once('close', () => this.count(address, -1));
      this.sockets.emit('connection', opened, request);
      // The library would print a client's mistake; ws has closed the socket with its reason already.
      opened.removeAllListeners('error').on('error', () => opened.terminate());
    });
  }

  private count(address: string, change: 1 | -1): void {
    const open = (this.perAddress.get(address) ?? 0) + change;
    if (open > 0) this.perAddress.set(address, open);
    else this.perAddress.delete(address);
  }

  private async mayConnect(context: SocketContext): Promise<boolean> {
    const { viewer } = await this.contextOf(context);
    if (viewer) return true;
    context.extra.socket.close(
      UNAUTHORIZED,
      'Sign in first: give Authorization in the connection parameters',
    );
    return false;
  }

  private async begin(
    context: SocketContext,
    payload: SubscribePayload,
  ): Promise<GraphQLError[] | ReturnType<typeof checkedSubscription>> {
    if (Object.keys(context.subscriptions).length > SUBSCRIPTIONS_PER_SOCKET)
      return [
        asGraphql(
          new Fault(
            'TOO_MANY_REQUESTS',
            `A socket carries at most ${SUBSCRIPTIONS_PER_SOCKET} subscriptions.`,
          ),
        ),
      ];
    const checked = checkedSubscription(this.schema.schema, payload);
    return Array.isArray(checked) ? checked : { ...checked, contextValue: await this.contextOf(context) };
  }

  /** With the token by which what is asked next, of whichever process, comes after this news. */
  private sent({ viewer }: RequestContext, { errors, ...result }: ExecutionResult): ExecutionResult {
    const lsn = this.database.replication?.tokenFor(viewer);
    return {
      ...result,
      ...(errors && { errors: errors.map((error) => this.formatted(error)) }),
      ...(lsn && { extensions: { lsn } }),
    };
  }

  private contextOf({ connectionParams, extra }: SocketContext) {
    return this.contexts.ofSocket(connectionParams, this.addressOf(extra.request));
  }

  /** The network of the address as Fastify finds it: the one that the outermost proxy we believe has seen. */
  private addressOf(request: IncomingMessage): string {
    const seen = String(request.headers['x-forwarded-for'] ?? '').split(',');
    const believed = this.config.trustedProxies ? seen.at(-this.config.trustedProxies)?.trim() : undefined;
    return networkOf(believed || (request.socket.remoteAddress ?? ''));
  }

  /** What was thrown outside of any field has no path, and is found inside the error all the same. */
  private formatted(error: GraphQLError): GraphQLError {
    return this.format(error.toJSON(), error.originalError ?? error) as GraphQLError;
  }
}

const asGraphql = (fault: Fault): GraphQLError => new GraphQLError(fault.message, { originalError: fault });

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
