import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import type { Role } from '../../platform/access/permissions.js';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf, PageArgs } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { SingleLine } from '../../platform/graphql/text.js';
import { WeakPassword, WrongPassword } from '../people/password.refusals.js';
import { INVITATION_STATES, type InvitationState } from './invitation.entity.js';
import { AccountOfAnotherPerson, AlreadyInvited, InvitationNotOpen } from './invitation.refusals.js';
import { AlreadyMember, AuditorMustExpire, ExternalIdTaken, RoleAboveYours } from './membership.refusals.js';
import { RoleEnum } from './role.enum.js';

export const InvitationStateEnum = Object.fromEntries(INVITATION_STATES.map((state) => [state, state]));
registerEnumType(InvitationStateEnum, {
  name: 'InvitationState',
  description: 'Where an invitation stands.',
  valuesMap: {
    PENDING: { description: 'It can be accepted.' },
    ACCEPTED: { description: 'It was accepted.' },
    EXPIRED: { description: 'It was not accepted in time; it can be sent again.' },
    REVOKED: { description: 'It was taken back.' },
  },
});

@ObjectType('Invitation', { description: 'An offer of membership, sent to an address.' })
export class InvitationType {
  @Field(() => ID, { description: 'Identifies the invitation.' })
  id: string;

  @Field(() => String, { description: 'Where it was sent.' })
  email: string;

  @Field(() => String, { description: 'Given name as the inviter wrote it.' })
  givenName: string;

  @Field(() => String, { description: 'Family name as the inviter wrote it.' })
  familyName: string;

  @Field(() => RoleEnum, { description: 'What they will be.' })
  role: Role;

  @Field(() => InvitationStateEnum, { description: 'Where it stands now.' })
  state: InvitationState;

  @Field(() => String, { nullable: true, description: 'The outside system that knows them.' })
  externalSource: string | null;

  @Field(() => String, { nullable: true, description: 'Their id there.' })
  externalId: string | null;

  @Field(() => ID, { nullable: true, description: 'The membership it is for or became.' })
  membershipId: string | null;

  @Field(() => DateTime, { description: 'Until when it can be accepted.' })
  expiresAt: Date;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;
}

export const InvitationConnection = connectionOf('Invitation', () => InvitationType);

@ObjectType({ description: 'What the holder of an invitation link may know before accepting.' })
export class InvitationPreview {
  @Field(() => String, { description: 'Who invites.' })
  organizationName: string;

  @Field(() => String, { description: 'The address it was sent to.' })
  email: string;

  @Field(() => RoleEnum, { description: 'What they will be.' })
  role: Role;

  @Field(() => String, { description: 'Given name as the inviter wrote it; it can be corrected.' })
  givenName: string;

  @Field(() => String, { description: 'Family name as the inviter wrote it; it can be corrected.' })
  familyName: string;

  @Field(() => Boolean, {
    description: 'Whether the address has an account: then its password is asked for, otherwise a new one.',
  })
  hasAccount: boolean;

  @Field(() => DateTime, { description: 'Until when it can be accepted.' })
  expiresAt: Date;
}

@ObjectType({ description: 'The invitation is accepted: sign in with the address.' })
export class AcceptedInvitation {
  @Field(() => ID, { description: 'The organization joined.' })
  organizationId: string;

  @Field(() => String, { description: 'Its name.' })
  organizationName: string;

  @Field(() => ID, { description: 'The membership there.' })
  membershipId: string;

  @Field(() => RoleEnum, { description: 'The role there.' })
  role: Role;
}

export const InviteMemberResult = outcome('InviteMemberResult', () => [
  InvitationType,
  RoleAboveYours,
  AuditorMustExpire,
  AlreadyMember,
  AlreadyInvited,
  ExternalIdTaken,
]);

export const InviteToSignInResult = outcome('InviteToSignInResult', () => [
  InvitationType,
  RoleAboveYours,
  AuditorMustExpire,
  AlreadyMember,
  AlreadyInvited,
]);

export const ResendInvitationResult = outcome('ResendInvitationResult', () => [
  InvitationType,
  RoleAboveYours,
  AuditorMustExpire,
  InvitationNotOpen,
]);

export const RevokeInvitationResult = outcome('RevokeInvitationResult', () => [
  InvitationType,
  RoleAboveYours,
  InvitationNotOpen,
]);

export const AcceptInvitationResult = outcome('AcceptInvitationResult', () => [
  AcceptedInvitation,
  InvitationNotOpen,
  WeakPassword,
  WrongPassword,
  AlreadyMember,
  AccountOfAnotherPerson,
]);

@ArgsType()
export class InvitationsArgs extends PageArgs {
  @Field(() => [InvitationStateEnum], { nullable: true, description: 'Only these states.' })
  @IsOptional()
  @IsIn(INVITATION_STATES, { each: true })
  states?: InvitationState[] | null;
}

@InputType({
  description: 'The invitation to send again: with a new link, good for 14 days; the old link ends.',
})
export class ResendInvitationInput extends OperationInput {
  @IdField('The invitation.')
  invitationId: string;
}

@InputType({ description: 'The invitation to take back.' })
export class RevokeInvitationInput extends OperationInput {
  @IdField('The invitation.')
  invitationId: string;
}

@InputType({
  description:
    'Accepts an invitation. Takes no operationId, because it holds a password: the link works once, and says so afterwards.',
})
export class AcceptInvitationInput {
  @Field(() => String, { description: 'The token out of the mailed link.' })
  @Length(43, 43)
  @Matches(/^[\w-]+$/, { message: 'token must be copied whole from the mailed link' })
  token: string;

  @Field(() => String, {
    nullable: true,
    description:
      'For an address with an account, its password; for a new one, 12 to 128 characters not easy to guess. Left out by whoever is signed in: then their own person joins.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'Correction of the given name, for a new person.' })
  @IsOptional()
  @SingleLine(1, 200)
  givenName?: string | null;

  @Field(() => String, { nullable: true, description: 'Correction of the family name, for a new person.' })
  @IsOptional()
  @SingleLine(0, 200)
  familyName?: string | null;
}
