import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { PersonService } from '../../people/person.service.js';
import { PersonType } from '../../people/person.type.js';
import type { ValidatorAuthorization } from './validator-authorization.js';
import {
  AuthorizeValidatorInput,
  ChangeValidatorAuthorizationInput,
  EndValidatorAuthorizationInput,
  ValidatorAuthorizationsArgs,
} from './validator-authorization.input.js';
import { ValidatorAuthorizations } from './validator-authorization.service.js';
import {
  AuthorizeValidatorResult,
  ChangeValidatorAuthorizationResult,
  EndValidatorAuthorizationResult,
  ValidatorAuthorizationConnection,
  ValidatorAuthorizationType,
} from './validator-authorization.type.js';

@Resolver(() => ValidatorAuthorizationType)
export class ValidatorAuthorizationResolver {
  constructor(
    private readonly service: ValidatorAuthorizations,
    private readonly persons: PersonService,
  ) {}

  @Query(() => ValidatorAuthorizationConnection, {
    description:
      'Who may observe and sign at the sites of the organization, the latest recorded first. Empty: nobody may sign there; authorize a licensed member.',
  })
  @Allow('training:read')
  validatorAuthorizations(@Db() db: TenantDb, @Args() args: ValidatorAuthorizationsArgs) {
    return this.service.page(db, args);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who.' })
  @AllowAsParent()
  validator(@Db() db: TenantDb, @Parent() { personId }: ValidatorAuthorization) {
    return this.persons.byId(db, personId);
  }

  @Mutation(() => AuthorizeValidatorResult, { description: 'Lets a member observe and sign at a site.' })
  @Allow('assignment:write')
  authorizeValidator(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whom, where.' }) input: AuthorizeValidatorInput,
  ) {
    return this.service.authorize(db, input);
  }

  @Mutation(() => ChangeValidatorAuthorizationResult, {
    description:
      'Changes an authorization from now on; what was signed under the earlier one stays as it is.',
  })
  @Allow('assignment:write')
  changeValidatorAuthorization(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and what changes.' }) input: ChangeValidatorAuthorizationInput,
  ) {
    return this.service.change(db, input);
  }

  @Mutation(() => EndValidatorAuthorizationResult, { description: 'Ends an authorization.' })
  @Allow('assignment:write')
  endValidatorAuthorization(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, when.' }) input: EndValidatorAuthorizationInput,
  ) {
    return this.service.end(db, input);
  }
}
