import { Field, ID, InputType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsDate,
  IsEmail,
  IsIn,
  IsOptional,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { ROLES, type Role } from '../../platform/access/permissions.js';
import { badInput } from '../../platform/faults/fault.js';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { SingleLine } from '../../platform/graphql/text.js';
import type { ExternalIdentity } from './membership-grant.js';
import { MOST_LIMITS } from './membership.input.js';
import type { MembershipTerms } from './membership.rules.js';
import { RoleEnum } from './role.enum.js';

@InputType({ isAbstract: true })
export abstract class NewMemberInput extends OperationInput {
  @Field(() => String, { description: 'Given name, or the only name: 1 to 200 characters.' })
  @SingleLine(1, 200)
  givenName: string;

  @Field(() => String, { defaultValue: '', description: 'Family name, up to 200 characters; may be empty.' })
  @SingleLine(0, 200)
  familyName: string;

  @Field(() => RoleEnum, { description: 'What they will be here; not above what you may give.' })
  @IsIn(ROLES)
  role: Role;

  @Field(() => DateTime, { nullable: true, description: 'When the membership ends; auditors need it.' })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only at these sites, 1 to 200; left out: at every site.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LIMITS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  siteIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only these cohorts, 1 to 200; left out: every cohort.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LIMITS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  cohortIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The membership of their line manager.' })
  @IsOptional()
  @IsUUID()
  lineManagerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The outside system that knows them, e.g. `sis`; 1 to 50 characters.',
  })
  @IsOptional()
  @SingleLine(1, 50)
  externalSource?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Their id there, unique per source; 1 to 100 characters.',
  })
  @IsOptional()
  @SingleLine(1, 100)
  externalId?: string | null;
}

@InputType({ description: 'Somebody who becomes a member without an account: they may get one later.' })
export class AddMemberInput extends NewMemberInput {}

@InputType({ description: 'Somebody who gets a mail with a link to join.' })
export class InviteMemberInput extends NewMemberInput {
  @Field(() => String, { description: 'Where the invitation goes, and what they will sign in with.' })
  @IsEmail()
  @MaxLength(254)
  email: string;
}

@InputType({ description: 'A member without an account who is to get one.' })
export class InviteToSignInInput extends OperationInput {
  @IdField('The membership.')
  membershipId: string;

  @Field(() => String, { description: 'Where the invitation goes, and what they will sign in with.' })
  @IsEmail()
  @MaxLength(254)
  email: string;
}

/** The terms an input asks for. Throws BAD_USER_INPUT where they cannot be meant. */
export function termsOf(
  input: NewMemberInput,
  now: Date,
): Omit<MembershipTerms, 'revokedAt'> & ExternalIdentity {
  if (input.expiresAt && input.expiresAt <= now) throw badInput('input.expiresAt', 'must be ahead');
  if (Boolean(input.externalSource) !== Boolean(input.externalId))
    throw badInput('input.externalId', 'is given together with externalSource, or neither is');
  return {
    role: input.role,
    expiresAt: input.expiresAt ?? null,
    lineManagerId: input.lineManagerId ?? null,
    siteIds: input.siteIds ?? null,
    cohortIds: input.cohortIds ?? null,
    externalSource: input.externalSource ?? null,
    externalId: input.externalId ?? null,
  };
}
