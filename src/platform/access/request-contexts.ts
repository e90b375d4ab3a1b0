import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { newId } from '../ids/ids.js';
import { requested } from '../logging/request-log.js';
import { AccessTokens } from './access-tokens.js';
import type { RequestContext } from './request-context.js';

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

/** Turns a request into its context: the token is checked once, here. */
@Injectable()
export class RequestContexts {
  private readonly ofRequest = new WeakMap<FastifyRequest, Promise<RequestContext>>();

  constructor(
    private readonly database: Database,
    private readonly tokens: AccessTokens,
  ) {}

  ofHttp(request: FastifyRequest): Promise<RequestContext> {
    let context = this.ofRequest.get(request);
    if (!context) {
      context = this.make(request.headers.authorization, request.ip, request.id);
      this.ofRequest.set(request, context);
    }
    return context;
  }

  /** A subscription gives its token in the connection's parameters, as `Authorization: Bearer …`. */
  ofSocket(
    connectionParams: Readonly<Record<string, unknown>> | undefined,
    address: string,
  ): Promise<RequestContext> {
    const given = connectionParams?.['Authorization'] ?? connectionParams?.['authorization'];
    return this.make(typeof given === 'string' ? given : undefined, address, newId());
  }

  private async make(
    authorization: string | undefined,
    address: string,
    requestId: string,
  ): Promise<RequestContext> {
    const token = authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
    const viewer = token ? await this.tokens.verify(token) : null;
    const line = requested();
    if (line && viewer && viewer.impersonatorId !== null) line.impersonationId = viewer.sessionId;
    const db = viewer ? this.database.forViewer(viewer) : this.database.forVisitor();
    return { viewer, db, address, requestId };
  }
}
