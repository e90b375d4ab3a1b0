import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow.js';
import { Db } from '../access/request-context.js';
import type { TenantDb } from '../database/tenant-db.js';
import { badInput } from '../faults/fault.js';
import { IdArg } from '../graphql/input.js';
import { PageArgs } from '../graphql/page.js';
import { LedgerEntryConnection, LedgerVerification, RecordFeed } from './ledger-entry.type.js';
import { LedgerService } from './ledger.service.js';

const AT_MOST = 500;

@Resolver()
export class LedgerResolver {
  constructor(private readonly ledger: LedgerService) {}

  @Query(() => LedgerEntryConnection, {
    description: 'The chain of facts recorded about a person: your own, or as staff that may read it.',
  })
  @Allow('self')
  ledgerEntries(
    @Db() db: TenantDb,
    @IdArg('personId', 'Whose chain.') personId: string,
    @Args() page: PageArgs,
  ) {
    return this.ledger.page(db, personId, page);
  }

  @Query(() => LedgerVerification, {
    description: 'Recomputes the chain of a person and says whether it is what was once written.',
  })
  @Allow('self')
  ledgerVerification(@Db() db: TenantDb, @IdArg('personId', 'Whose chain.') personId: string) {
    return this.ledger.verify(db, personId);
  }

  @Query(() => RecordFeed, {
    description:
      'What was recorded after a cursor, for integrations: ask again with the cursor that was answered, and nothing is missed.',
  })
  @Allow('feed:read')
  recordsSince(
    @Db() db: TenantDb,
    @Args('cursor', {
      type: () => String,
      nullable: true,
      description: 'The `cursor` of the answer before; null from the beginning.',
    })
    cursor: string | null,
    @Args('limit', { type: () => Int, defaultValue: 100, description: 'How many entries at most, 1 to 500.' })
    limit: number,
  ) {
    if (limit < 1 || limit > AT_MOST) throw badInput('limit', `must be from 1 to ${AT_MOST}`);
    return this.ledger.since(db, cursor, limit);
  }
}
