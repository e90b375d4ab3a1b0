import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { AuditorMustExpire, RoleAboveYours } from '../../organizations/membership.refusals.js';
import { GuestLinkNotValid, SiteOfAnother } from './signing.refusals.js';

@ObjectType({
  description:
    'A validator who comes by a mailed link, for one trainee. To sign, they need a verified license and an authorization at the site, like everybody.',
})
export class GuestValidator {
  @Field(() => ID, { description: 'Identifies the invitation.' })
  id: string;

  @Field(() => ID, { description: 'Their membership: revoking it closes the link.' })
  membershipId: string;

  @Field(() => ID, { description: 'The person: whose license is recorded and verified.' })
  personId: string;

  @Field(() => String, { description: 'Their name, as it will be printed with a signature.' })
  name: string;

  @Field(() => String, { description: 'Where the link was mailed to.' })
  email: string;

  @Field(() => ID, { description: 'The one assignment they see.' })
  assignmentId: string;

  @Field(() => DateTime, { description: 'Until when the link opens.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the link was first opened; null: not yet.' })
  usedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When they were reminded; null: not, or not yet.' })
  remindedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When their access was revoked; null: it was not.' })
  revokedAt: Date | null;
}

@ObjectType({ description: 'What a guest’s link opens: a quarter of an hour, one trainee.' })
export class GuestSession {
  @Field(() => String, { description: 'Send it with each request as `Authorization: Bearer …`.' })
  accessToken: string;

  @Field(() => DateTime, { description: 'When it stops working: open the link again then.' })
  accessTokenExpiresAt: Date;

  @Field(() => ID, { description: 'The assignment it is about.' })
  assignmentId: string;

  @Field(() => String, { description: 'The organization that asks.' })
  organizationName: string;
}

export const GuestValidatorConnection = connectionOf('GuestValidator', () => GuestValidator);

export const InviteGuestValidatorResult = outcome('InviteGuestValidatorResult', () => [
  GuestValidator,
  SiteOfAnother,
  RoleAboveYours,
  AuditorMustExpire,
]);
export const OpenGuestSessionResult = outcome('OpenGuestSessionResult', () => [
  GuestSession,
  GuestLinkNotValid,
]);
