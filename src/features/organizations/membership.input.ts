import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDate,
  IsIn,
  IsOptional,
  IsUUID,
  ValidateIf,
} from 'class-validator';
import { ROLES, type Role } from '../../platform/access/permissions.js';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { SingleLine } from '../../platform/graphql/text.js';
import { MEMBERSHIP_STATES, type MembershipState } from './membership.entity.js';
import { MembershipStateEnum } from './membership.type.js';
import { RoleEnum } from './role.enum.js';

/** More sites or cohorts than this are no limit any more. */
export const MOST_LIMITS = 200;

@ArgsType()
export class MembersArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'The beginning of a given, family or full name, in any letter case; up to 100 characters.',
  })
  @IsOptional()
  @SingleLine(0, 100)
  search?: string | null;

  @Field(() => [RoleEnum], { nullable: true, description: 'Only these roles.' })
  @IsOptional()
  @IsIn(ROLES, { each: true })
  roles?: Role[] | null;

  @Field(() => [MembershipStateEnum], { nullable: true, description: 'Only these states.' })
  @IsOptional()
  @IsIn(MEMBERSHIP_STATES, { each: true })
  states?: MembershipState[] | null;
}

@InputType({ isAbstract: true })
export abstract class MembershipChangeInput extends OperationInput {
  @IdField('The membership to change.')
  membershipId: string;

  @Field(() => String, { description: 'Why, for the record: 1 to 500 characters.' })
  @SingleLine(1, 500)
  reason: string;
}

@InputType({ description: 'Another role for a member.' })
export class ChangeMemberRoleInput extends MembershipChangeInput {
  @Field(() => RoleEnum, { description: 'The role from now on.' })
  @IsIn(ROLES)
  role: Role;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the membership ends; left out, it ends when it would have. Auditors need one.',
  })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;
}

@InputType({ description: 'Where a membership holds. What is left out stays; null lifts the limit.' })
export class LimitMemberInput extends MembershipChangeInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'Only at these sites, up to 200; null: at every site.',
  })
  @ValidateIf((input: LimitMemberInput) => input.siteIds !== null && input.siteIds !== undefined)
  @IsArray()
  @ArrayMaxSize(MOST_LIMITS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  siteIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only these cohorts, up to 200; null: every cohort.',
  })
  @ValidateIf((input: LimitMemberInput) => input.cohortIds !== null && input.cohortIds !== undefined)
  @IsArray()
  @ArrayMaxSize(MOST_LIMITS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  cohortIds?: string[] | null;
}

@InputType({ description: 'When a membership ends.' })
export class SetMemberExpiryInput extends MembershipChangeInput {
  @Field(() => DateTime, { nullable: true, description: 'A moment ahead; null: it does not end by itself.' })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;
}

@InputType({ description: 'Who leads a member.' })
export class SetLineManagerInput extends MembershipChangeInput {
  @Field(() => ID, { nullable: true, description: 'The membership of the line manager; null: nobody.' })
  @IsOptional()
  @IsUUID()
  lineManagerId?: string | null;
}

@InputType({ description: 'The right name of a member whose name was written wrongly or has changed.' })
export class CorrectMemberNameInput extends MembershipChangeInput {
  @Field(() => String, { description: 'Given name, or the only name: 1 to 200 characters.' })
  @SingleLine(1, 200)
  givenName: string;

  @Field(() => String, { description: 'Family name, up to 200 characters; may be empty.' })
  @SingleLine(0, 200)
  familyName: string;
}

@InputType({ description: 'The end of a membership, at once.' })
export class RevokeMembershipInput extends MembershipChangeInput {}

@InputType({ description: 'The return of a member whose membership was revoked.' })
export class RestoreMembershipInput extends MembershipChangeInput {}
