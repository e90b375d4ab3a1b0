import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db, Request, type RequestContext } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { AffiliationAgreements } from './affiliation-agreement.service.js';
import { AffiliationCodes } from './affiliation-code.service.js';
import {
  AffiliationAgreementsArgs,
  CreateAffiliationCodeInput,
  EndAffiliationAgreementInput,
  RedeemAffiliationCodeInput,
  RevokeAffiliationCodeInput,
} from './affiliation.input.js';
import {
  AffiliationAgreementConnection,
  AffiliationAgreementType,
  AffiliationCodeConnection,
  CreateAffiliationCodeResult,
  EndAffiliationAgreementResult,
  RedeemAffiliationCodeResult,
  RevokeAffiliationCodeResult,
} from './affiliation.type.js';

@Resolver(() => AffiliationAgreementType)
export class AffiliationResolver {
  constructor(
    private readonly agreements: AffiliationAgreements,
    private readonly codes: AffiliationCodes,
  ) {}

  @Query(() => AffiliationAgreementConnection, {
    description:
      'Agreements of the organization, as school or as clinic, the newest first. Empty: a clinic makes a code, and a school redeems it.',
  })
  @Allow('training:read')
  affiliationAgreements(@Db() db: TenantDb, @Args() args: AffiliationAgreementsArgs) {
    return this.agreements.page(db, args);
  }

  @Query(() => AffiliationAgreementType, { description: 'One agreement of the organization.' })
  @Allow('training:read')
  affiliationAgreement(@Db() db: TenantDb, @IdArg('id', 'The agreement.') id: string) {
    return this.agreements.byId(db, id);
  }

  @Query(() => AffiliationCodeConnection, { description: 'Codes the clinic has made, the newest first.' })
  @Allow('assignment:write')
  affiliationCodes(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.codes.page(db, page);
  }

  @Mutation(() => CreateAffiliationCodeResult, {
    description: 'Makes a code for one school. Its secret is in this answer alone: hand it over.',
  })
  @Allow('assignment:write')
  createAffiliationCode(
    @Db() db: TenantDb,
    @Args('input', { description: 'For whom.' }) input: CreateAffiliationCodeInput,
  ) {
    return this.codes.create(db, input);
  }

  @Mutation(() => RevokeAffiliationCodeResult, { description: 'Takes a code back that nobody has redeemed.' })
  @Allow('assignment:write')
  revokeAffiliationCode(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which.' }) input: RevokeAffiliationCodeInput,
  ) {
    return this.codes.revoke(db, input);
  }

  @Mutation(() => RedeemAffiliationCodeResult, {
    description: 'Makes an agreement with the clinic whose code it is. Guessing is slowed down.',
  })
  @Allow('assignment:write')
  redeemAffiliationCode(
    @Db() db: TenantDb,
    @Request() { address }: RequestContext,
    @Args('input', { description: 'The secret, and what is agreed on.' }) input: RedeemAffiliationCodeInput,
  ) {
    return this.codes.redeem(db, input, address);
  }

  @Mutation(() => EndAffiliationAgreementResult, {
    description: 'Ends an agreement, from either side; placements that would outlive it end with it.',
  })
  @Allow('assignment:write')
  endAffiliationAgreement(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, when.' }) input: EndAffiliationAgreementInput,
  ) {
    return this.agreements.end(db, input);
  }
}
