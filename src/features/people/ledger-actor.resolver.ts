import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { LedgerEntry } from '../../platform/ledger/ledger-entry.type.js';
import { PersonService } from './person.service.js';
import { PersonType } from './person.type.js';

/** The ledger knows ids alone; people give them a name. */
@Resolver(() => LedgerEntry)
export class LedgerActorResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, {
    nullable: true,
    description: 'Who recorded it; null for the system, and for whoever is not of the organization.',
  })
  @AllowAsParent()
  actor(@Db() db: TenantDb, @Parent() { actorId }: LedgerEntry) {
    return actorId === null ? null : this.persons.byId(db, actorId);
  }
}
