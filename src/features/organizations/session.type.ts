import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Me } from './me.type.js';
import { OrganizationType } from './organization.type.js';
import { InvalidCredentials, NoActiveMembership, SessionHasEnded } from './session.refusals.js';

@ObjectType({ description: 'A session that has just begun or goes on, with what opens it.' })
export class SignedIn {
  @Field(() => String, { description: 'Send it with each request as `Authorization: Bearer …`.' })
  accessToken: string;

  @Field(() => DateTime, { description: 'When the access token stops working: refresh before.' })
  accessTokenExpiresAt: Date;

  @Field(() => String, {
    description: 'Good for one `refreshSession`, which gives the next one. Using it twice ends the session.',
  })
  refreshToken: string;

  @Field(() => DateTime, { description: 'Until when it is good.' })
  refreshTokenExpiresAt: Date;

  @Field(() => Me, { description: 'Who you are, and where.' })
  me: Me;
}

@ObjectType({ description: 'The session is over, and its tokens with it.' })
export class SignedOut {
  @Field(() => DateTime, { description: 'Since when.' })
  endedAt: Date;
}

@ObjectType({ description: 'A session of yours is over, and its tokens with it.' })
export class EndedSession {
  @Field(() => ID, { description: 'Which one.' })
  sessionId: string;

  @Field(() => DateTime, { description: 'Since when.' })
  endedAt: Date;
}

@ObjectType('Session', { description: 'Your account at work in one organization, on one device.' })
export class SessionType {
  @Field(() => ID, { description: 'Identifies the session.' })
  id: string;

  @Field(() => OrganizationType, { description: 'Where.' })
  organization: OrganizationType;

  @Field(() => DateTime, { description: 'When it began.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it was last refreshed.' })
  lastUsedAt: Date;

  @Field(() => Boolean, { description: 'Whether it is the one this request belongs to.' })
  isCurrent: boolean;
}

export const SessionConnection = connectionOf('Session', () => SessionType);

export const SignInResult = outcome('SignInResult', () => [SignedIn, InvalidCredentials, NoActiveMembership]);
export const RefreshSessionResult = outcome('RefreshSessionResult', () => [SignedIn, SessionHasEnded]);
export const SwitchOrganizationResult = outcome('SwitchOrganizationResult', () => [
  SignedIn,
  NoActiveMembership,
]);
export const SignOutResult = outcome('SignOutResult', () => [SignedOut]);
export const EndSessionResult = outcome('EndSessionResult', () => [EndedSession]);
