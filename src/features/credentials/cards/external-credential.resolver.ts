import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { FileLink } from '../../../platform/files/file.type.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { PersonService } from '../../people/person.service.js';
import { PersonType } from '../../people/person.type.js';
import { StandingType } from '../standing.type.js';
import type { ExternalCredential, ExternalCredentialEntry } from './external-credential.entity.js';
import {
  RecordCredentialInput,
  VerifyCredentialInput,
  WithdrawCredentialInput,
  WithdrawCredentialVerificationInput,
} from './external-credential.input.js';
import {
  CardSideEnum,
  ExternalCredentialConnection,
  ExternalCredentialEntryType,
  ExternalCredentialType,
  RecordCredentialResult,
  VerifyCredentialResult,
  WithdrawCredentialResult,
  WithdrawCredentialVerificationResult,
  type CardSide,
} from './external-credential.type.js';
import { ExternalCredentials } from './external-credentials.service.js';

@Resolver(() => ExternalCredentialType)
export class ExternalCredentialResolver {
  constructor(
    private readonly service: ExternalCredentials,
    private readonly persons: PersonService,
  ) {}

  @Query(() => ExternalCredentialType, {
    description: 'A card: your own or, with `credential:read`, of somebody you see.',
  })
  @Allow('self')
  externalCredential(@Db() db: TenantDb, @IdArg('id', 'The card.') id: string) {
    return this.service.byId(db, id);
  }

  @Query(() => FileLink, {
    description:
      'Where a side of a card can be seen: of your own or, with `credential:read`, of somebody you see.',
  })
  @Allow('self')
  credentialFile(
    @Db() db: TenantDb,
    @IdArg('credentialId', 'The card.') credentialId: string,
    @Args('side', { type: () => CardSideEnum, description: 'Which side.' }) side: CardSide,
  ) {
    return this.service.fileLink(db, credentialId, side);
  }

  @Query(() => ExternalCredentialConnection, {
    description:
      'Cards of members that nobody has verified, the longest waiting first; `verifyCredential` does it. Empty: nothing waits.',
  })
  @Allow('credential:write')
  credentialsToVerify(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.service.toVerify(db, page);
  }

  @Mutation(() => RecordCredentialResult, {
    description: "Records a card, one's own or a member's. It counts once somebody else has verified it.",
  })
  @Allow('self')
  recordCredential(
    @Db() db: TenantDb,
    @Args('input', { description: 'What the card says.' }) input: RecordCredentialInput,
  ) {
    return this.service.record(db, input);
  }

  @Mutation(() => VerifyCredentialResult, {
    description:
      "Enters what was found of a member's card; never of one's own. The look-up of the latest day is the last word.",
  })
  @Allow('credential:write')
  verifyCredential(
    @Db() db: TenantDb,
    @Args('input', { description: 'What was found.' }) input: VerifyCredentialInput,
  ) {
    return this.service.verify(db, input);
  }

  @Mutation(() => WithdrawCredentialResult, {
    description:
      "Takes a card back: one's own while nothing was found of it, a member's with `credential:write`. What was on record before stays readable.",
  })
  @Allow('self')
  withdrawCredential(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which card, and why.' }) input: WithdrawCredentialInput,
  ) {
    return this.service.withdraw(db, input);
  }

  @Mutation(() => WithdrawCredentialVerificationResult, {
    description: "Takes back what was found of a member's card; never of one's own.",
  })
  @Allow('credential:write')
  withdrawCredentialVerification(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which finding, and why.' }) input: WithdrawCredentialVerificationInput,
  ) {
    return this.service.withdrawFinding(db, input);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Whose it is.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: ExternalCredential) {
    return this.persons.byId(db, personId);
  }

  @ResolveField(() => PersonType, {
    nullable: true,
    description: 'Who recorded it; null for the system and for people of other organizations.',
  })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: ExternalCredential) {
    return recordedBy === null ? null : this.persons.byId(db, recordedBy);
  }

  @ResolveField(() => StandingType, { description: 'What this one card is worth on a day.' })
  @AllowAsParent()
  standing(
    @Parent() card: ExternalCredential,
    @Args('on', { type: () => PlainDate, nullable: true, description: 'The day; left out: today in UTC.' })
    on: string | null,
    @Args('knownAt', {
      type: () => DateTime,
      nullable: true,
      description: 'As it was on record at this moment; left out: now.',
    })
    knownAt: Date | null,
  ) {
    return this.service.standing(card, on ?? null, knownAt ?? null);
  }
}

@Resolver(() => ExternalCredentialEntryType)
export class ExternalCredentialEntryResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, {
    nullable: true,
    description: 'Who entered it; null for the system and for people of other organizations.',
  })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: ExternalCredentialEntry) {
    return recordedBy === null ? null : this.persons.byId(db, recordedBy);
  }
}
