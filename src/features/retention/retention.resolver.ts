import { Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { RetentionService } from './retention.service.js';
import { PersonRetentionType } from './retention.type.js';

@Resolver()
export class RetentionResolver {
  constructor(private readonly service: RetentionService) {}

  @Query(() => PersonRetentionType, {
    description: 'What the organization keeps of a person, until when at the earliest, and why.',
  })
  @Allow('retention:manage')
  retentionOf(@Db() db: TenantDb, @IdArg('personId', 'The person.') personId: string) {
    return this.service.of(db, personId);
  }

  @Query(() => PersonRetentionType, {
    description: 'What the organization keeps of yourself, until when at the earliest, and why.',
  })
  @Allow('self')
  myRetention(@Db() db: TenantDb) {
    return this.service.mine(db);
  }
}
