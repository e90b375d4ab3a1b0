import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MemberWithoutAccount } from './impersonation.refusals.js';
import { OwnMembership, RoleAboveYours } from './membership.refusals.js';

@ObjectType('Impersonation', {
  description:
    'Somebody looked at the organization as one of its members, on record. What they recorded names them, too; signing was refused to them.',
})
export class ImpersonationType {
  @Field(() => ID, { description: 'Identifies it; `endSession` takes it, too.' })
  id: string;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => DateTime, { description: 'When it began.' })
  startedAt: Date;

  @Field(() => DateTime, { description: 'When it ends by itself.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When somebody ended it; null when nobody did.' })
  endedAt: Date | null;
}

export const ImpersonationConnection = connectionOf('Impersonation', () => ImpersonationType);

@ObjectType({ description: 'You look at the organization as another member now, with this token alone.' })
export class StartedImpersonation {
  @Field(() => ImpersonationType, { description: 'What was kept on record.' })
  impersonation: ImpersonationType;

  @Field(() => String, {
    description:
      'Send it as `Authorization: Bearer …`. It is not refreshed; your own session goes on beside it.',
  })
  accessToken: string;
}

export const StartImpersonationResult = outcome('StartImpersonationResult', () => [
  StartedImpersonation,
  OwnMembership,
  RoleAboveYours,
  MemberWithoutAccount,
]);
@ObjectType({ description: 'The impersonation is over, and its token with it.' })
export class EndedImpersonation {
  @Field(() => ID, { description: 'Which one.' })
  impersonationId: string;

  @Field(() => DateTime, { description: 'Since when.' })
  endedAt: Date;
}

export const EndImpersonationResult = outcome('EndImpersonationResult', () => [EndedImpersonation]);
