import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { PersonService } from '../people/person.service.js';
import { PersonType } from '../people/person.type.js';
import type { Impersonation } from './impersonation.entity.js';
import { EndImpersonationInput, StartImpersonationInput } from './impersonation.input.js';
import { ImpersonationService } from './impersonation.service.js';
import {
  EndImpersonationResult,
  ImpersonationConnection,
  ImpersonationType,
  StartImpersonationResult,
} from './impersonation.type.js';

@Resolver(() => ImpersonationType)
export class ImpersonationResolver {
  constructor(
    private readonly service: ImpersonationService,
    private readonly persons: PersonService,
  ) {}

  @Query(() => ImpersonationConnection, {
    description: 'Who looked at this organization as you, and why; the last first.',
  })
  @Allow('self')
  myImpersonations(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.service.ofViewer(db, page);
  }

  @Mutation(() => StartImpersonationResult, {
    description:
      'Looks at the organization as one of its members, for half an hour and on record. Signing, passwords and sessions stay theirs.',
  })
  @Allow('member:impersonate')
  startImpersonation(
    @Db() db: TenantDb,
    @Args('input', { description: 'As whom, and why.' }) input: StartImpersonationInput,
  ) {
    return this.service.start(db, input);
  }

  @Mutation(() => EndImpersonationResult, {
    description: 'Ends it before its time; its token opens nothing from now on.',
  })
  @Allow('self')
  endImpersonation(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which one.' }) input: EndImpersonationInput,
  ) {
    return this.service.end(db, input);
  }

  @ResolveField(() => PersonType, {
    nullable: true,
    description: 'Who it was; null when you may not see them.',
  })
  @AllowAsParent()
  impersonator(@Db() db: TenantDb, @Parent() { impersonatorId }: Impersonation) {
    return this.persons.byId(db, impersonatorId);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'As whom; null when you may not see them.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: Impersonation) {
    return this.persons.byId(db, personId);
  }
}
