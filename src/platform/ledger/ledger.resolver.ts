import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Public } from '../access/allow.js';
import { Db } from '../access/request-context.js';
import type { TenantDb } from '../database/tenant-db.js';
import { badInput } from '../faults/fault.js';
import { IdArg } from '../graphql/input.js';
import { PageArgs } from '../graphql/page.js';
import { LedgerAnchors } from './ledger-anchors.js';
import {
  AnchorLedgerInput,
  AnchorLedgerResult,
  LedgerAnchorType,
  LedgerEntryConnection,
  LedgerKeyType,
  LedgerVerification,
  RecordFeed,
} from './ledger-entry.type.js';
import { LedgerKeys } from './ledger-keys.js';
import { LedgerService } from './ledger.service.js';

const AT_MOST = 500;

@Resolver()
export class LedgerResolver {
  constructor(
    private readonly ledger: LedgerService,
    private readonly keys: LedgerKeys,
    private readonly anchors: LedgerAnchors,
  ) {}

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

  @Query(() => [LedgerKeyType], {
    description: 'The public keys of the ledger: whoever verifies an export compares its keys with these.',
  })
  @Public()
  ledgerKeys(): LedgerKeyType[] {
    return this.keys.all.map(({ id, publicKey }, i) => ({ id, publicKey, signs: i === 0 }));
  }

  @Query(() => LedgerAnchorType, {
    nullable: true,
    description: 'The last anchor of the ledger; null when there is none yet.',
  })
  @Allow('ledger:read')
  ledgerAnchor() {
    return this.anchors.shown();
  }

  @Mutation(() => AnchorLedgerResult, {
    description:
      'Has the ledger anchored now: for whoever ends an audit, and does not want to wait for the hour.',
  })
  @Allow('ledger:anchor')
  anchorLedger(@Db() db: TenantDb, @Args('input', { description: 'The request.' }) input: AnchorLedgerInput) {
    return this.anchors.request(db, input);
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
