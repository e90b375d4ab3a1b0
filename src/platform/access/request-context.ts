import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { TenantDb } from '../database/tenant-db.js';
import type { Viewer } from './viewer.js';

/** Made once per request, never shared between requests. */
export interface RequestContext {
  viewer: Viewer | null;
  db: TenantDb;
  /** Network address of the client, for lockout and rate limits. */
  address: string;
  requestId: string;
}

const contextOf = (context: ExecutionContext): RequestContext =>
  GqlExecutionContext.create(context).getContext();

/** The database as this operation's viewer may see it. */
export const Db = createParamDecorator(
  (_: unknown, context: ExecutionContext): TenantDb => contextOf(context).db,
);

/** The request itself, for operations that nobody needs to be signed in for. */
export const Request = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext =>
  contextOf(context),
);
