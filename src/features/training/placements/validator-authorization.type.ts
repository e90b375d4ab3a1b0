import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { SiteIsClosed } from '../../organizations/site.refusals.js';
import {
  AuthorizationDatesNotPossible,
  AuthorizationNotOpen,
  OwnAuthorization,
  ValidatorAuthorizedAlready,
} from './validator-authorization.refusals.js';

@ObjectType('ValidatorAuthorization', {
  description: 'Who may observe and sign at a site, from when to when, and what.',
})
export class ValidatorAuthorizationType {
  @Field(() => ID, { description: 'Identifies the authorization; a change makes another.' })
  id: string;

  @Field(() => ID, { description: 'Who.' })
  personId: string;

  @Field(() => ID, { description: 'Where.' })
  siteId: string;

  @Field(() => String, { description: 'Its name.' })
  siteName: string;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day, before the first one when it was taken back; null: without an end.',
  })
  endsOn: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'When they finished assessor training; null: not yet, so they may not sign.',
  })
  assessorTrainedOn: string | null;

  @Field(() => [String], { nullable: true, description: 'Codes of the skills; null: all.' })
  skillCodes: string[] | null;

  @Field(() => Boolean, { description: 'Whether they may give final approval, too.' })
  mayApprove: boolean;

  @Field(() => Boolean, { description: 'Whether it holds today, where the site is.' })
  inForce: boolean;

  @Field(() => ID, { nullable: true, description: 'The authorization it takes the place of.' })
  supersedesId: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was recorded.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt: Date;
}

export const ValidatorAuthorizationConnection = connectionOf(
  'ValidatorAuthorization',
  () => ValidatorAuthorizationType,
);

export const AuthorizeValidatorResult = outcome('AuthorizeValidatorResult', () => [
  ValidatorAuthorizationType,
  OwnAuthorization,
  SiteIsClosed,
  ValidatorAuthorizedAlready,
  AuthorizationDatesNotPossible,
]);

export const ChangeValidatorAuthorizationResult = outcome('ChangeValidatorAuthorizationResult', () => [
  ValidatorAuthorizationType,
  OwnAuthorization,
  SiteIsClosed,
  ValidatorAuthorizedAlready,
  AuthorizationDatesNotPossible,
  AuthorizationNotOpen,
]);

export const EndValidatorAuthorizationResult = outcome('EndValidatorAuthorizationResult', () => [
  ValidatorAuthorizationType,
  OwnAuthorization,
  AuthorizationDatesNotPossible,
  AuthorizationNotOpen,
]);
