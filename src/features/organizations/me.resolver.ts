import { Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { Me } from './me.type.js';
import { SessionService } from './session.service.js';

@Resolver()
export class MeResolver {
  constructor(private readonly sessions: SessionService) {}

  @Query(() => Me, { description: 'Who you are here, and where else you may go.' })
  @Allow('self')
  me(@Db() db: TenantDb) {
    return this.sessions.me(db);
  }
}
