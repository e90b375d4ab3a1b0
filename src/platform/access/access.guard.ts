import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { forbidden, unauthenticated } from '../faults/fault.js';
import { ACCESS_RULE, type AccessRule } from './allow.js';
import type { RequestContext } from './request-context.js';
import { RequestContexts } from './request-contexts.js';

/** The one guard, on every operation and every route. Denies what states no rule. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly contexts: RequestContexts,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule === 'public') return true;
    if (rule === undefined || rule === 'as-parent') throw forbidden();
    const { viewer } = await this.requestContext(context);
    if (!viewer) throw unauthenticated();
    viewer.mustBeAbleTo(rule);
    return true;
  }

  private async requestContext(context: ExecutionContext): Promise<RequestContext> {
    if (context.getType<GqlContextType>() === 'graphql')
      return GqlExecutionContext.create(context).getContext();
    return this.contexts.ofHttp(context.switchToHttp().getRequest());
  }
}
