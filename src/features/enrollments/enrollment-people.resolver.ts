import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { PersonService } from '../people/person.service.js';
import { PersonType } from '../people/person.type.js';
import { EnrollmentHoldType, EnrollmentStatusEntryType } from './enrollment.type.js';

/** Who stands behind a decision, by name: one look-up for a whole answer. */
@Resolver(() => EnrollmentStatusEntryType)
export class EnrollmentStatusEntryResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who approved it.' })
  @AllowAsParent()
  approvedBy(@Db() db: TenantDb, @Parent() { approvedBy }: EnrollmentStatusEntryType) {
    return approvedBy === null ? null : this.persons.byId(db, approvedBy);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who recorded it; null for the system.' })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: EnrollmentStatusEntryType) {
    return recordedBy === null ? null : this.persons.byId(db, recordedBy);
  }
}

@Resolver(() => EnrollmentHoldType)
export class EnrollmentHoldResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who placed it; null for the system.' })
  @AllowAsParent()
  placedBy(@Db() db: TenantDb, @Parent() { placedBy }: EnrollmentHoldType) {
    return placedBy === null ? null : this.persons.byId(db, placedBy);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who released it; null while it stands.' })
  @AllowAsParent()
  releasedBy(@Db() db: TenantDb, @Parent() { releasedBy }: EnrollmentHoldType) {
    return releasedBy === null ? null : this.persons.byId(db, releasedBy);
  }
}
