import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import type { PersonMerge } from './person-merge.entity.js';
import { PersonMergeService } from './person-merge.service.js';
import type { Person } from './person.entity.js';
import { MergePersonsInput } from './person.input.js';
import { PersonService } from './person.service.js';
import { MergePersonsResult, PersonMergeType, PersonType } from './person.type.js';

@Resolver(() => PersonMergeType)
export class PersonMergeResolver {
  constructor(
    private readonly merges: PersonMergeService,
    private readonly persons: PersonService,
  ) {}

  @Mutation(() => MergePersonsResult, {
    description:
      'Says that two persons are one. Their records stay under both ids; nobody may then check their own.',
  })
  @Allow('person:merge')
  mergePersons(
    @Db() db: TenantDb,
    @Args('input', { description: 'The duplicate and the person who remains.' }) input: MergePersonsInput,
  ) {
    return this.merges.merge(db, input);
  }

  @ResolveField(() => PersonType, { description: 'The duplicate.' })
  @AllowAsParent()
  from(@Db() db: TenantDb, @Parent() merge: PersonMerge) {
    return this.mustSee(db, merge.fromPersonId);
  }

  @ResolveField(() => PersonType, { description: 'The person who stands for both from now on.' })
  @AllowAsParent()
  into(@Db() db: TenantDb, @Parent() merge: PersonMerge) {
    return this.mustSee(db, merge.intoPersonId);
  }

  @ResolveField(() => PersonType, {
    nullable: true,
    description: 'Who merged them; null when you may not see them.',
  })
  @AllowAsParent()
  mergedBy(@Db() db: TenantDb, @Parent() merge: PersonMerge) {
    return this.persons.byId(db, merge.mergedBy);
  }

  private async mustSee(db: TenantDb, id: string): Promise<Person> {
    const person = await this.persons.byId(db, id);
    if (!person) throw notFound();
    return person;
  }
}
