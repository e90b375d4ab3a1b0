import { Query, Resolver } from '@nestjs/graphql';
import sql from 'sql-template-tag';
import { Public } from '../access/allow.js';
import { Db } from '../access/request-context.js';
import type { TenantDb } from '../database/tenant-db.js';
import { DateTime } from './scalars.js';

@Resolver()
export class ServerTimeResolver {
  @Query(() => DateTime, { description: "The database's clock, which decides every date and deadline." })
  @Public()
  async serverTime(@Db() db: TenantDb): Promise<Date> {
    const [row] = await db.read<{ now: Date }>(sql`SELECT app_now() AS now`);
    return row!.now;
  }
}
