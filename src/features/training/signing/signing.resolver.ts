import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db, Request, type RequestContext } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import {
  BeginOneTimeCodesInput,
  ConfirmOneTimeCodesInput,
  CreateSigningTicketInput,
  RemoveSigningMethodsInput,
  SetSigningPinInput,
} from './signing.input.js';
import { SigningMethodService } from './signing-methods.service.js';
import { SigningProofs } from './signing-proof.service.js';
import {
  BeginOneTimeCodesResult,
  ConfirmOneTimeCodesResult,
  CreateSigningTicketResult,
  RemoveSigningMethodsResult,
  SetSigningPinResult,
  SigningMethods,
} from './signing.type.js';

@Resolver()
export class SigningResolver {
  constructor(
    private readonly proofs: SigningProofs,
    private readonly methods: SigningMethodService,
  ) {}

  @Query(() => SigningMethods, { description: 'What you can sign with here besides your password.' })
  @Allow('self')
  mySigningMethods(@Db() db: TenantDb) {
    return this.methods.mine(db);
  }

  @Mutation(() => CreateSigningTicketResult, {
    description:
      'Show that it is you, and get five minutes to sign exactly what you were shown, once. A change of one answer makes the ticket fail.',
  })
  @Allow('self')
  createSigningTicket(
    @Db() db: TenantDb,
    @Request() { address }: RequestContext,
    @Args('input', { description: 'What is to be signed, and one proof.' }) input: CreateSigningTicketInput,
  ) {
    return this.proofs.ticket(db, input, address);
  }

  @Mutation(() => SetSigningPinResult, {
    description: 'Sets the PIN you sign with in this organization, in place of the one before.',
  })
  @Allow('self')
  setSigningPin(
    @Db() db: TenantDb,
    @Request() { address }: RequestContext,
    @Args('input', { description: 'The password and the new PIN.' }) input: SetSigningPinInput,
  ) {
    return this.methods.setPin(db, input, address);
  }

  @Mutation(() => BeginOneTimeCodesResult, {
    description: 'Makes a seed for an authenticator application; a first code confirms it within an hour.',
  })
  @Allow('self')
  beginOneTimeCodes(
    @Db() db: TenantDb,
    @Request() { address }: RequestContext,
    @Args('input', { description: 'Your password.' }) input: BeginOneTimeCodesInput,
  ) {
    return this.methods.beginCodes(db, input, address);
  }

  @Mutation(() => ConfirmOneTimeCodesResult, { description: 'From here on your codes can sign.' })
  @Allow('self')
  confirmOneTimeCodes(
    @Db() db: TenantDb,
    @Request() { address }: RequestContext,
    @Args('input', { description: 'A first code.' }) input: ConfirmOneTimeCodesInput,
  ) {
    return this.methods.confirmCodes(db, input, address);
  }

  @Mutation(() => RemoveSigningMethodsResult, {
    description: 'Forgets your PIN and your device here: your password alone signs from then on.',
  })
  @Allow('self')
  removeSigningMethods(
    @Db() db: TenantDb,
    @Request() { address }: RequestContext,
    @Args('input', { description: 'Your password.' }) input: RemoveSigningMethodsInput,
  ) {
    return this.methods.remove(db, input, address);
  }
}
