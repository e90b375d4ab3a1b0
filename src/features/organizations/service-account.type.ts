import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsDate, IsIn, IsOptional } from 'class-validator';
import type { Role } from '../../platform/access/permissions.js';
import { IdField } from '../../platform/graphql/input.js';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { SingleLine } from '../../platform/graphql/text.js';
import type { MembershipState } from './membership.entity.js';
import { MembershipChangeInput } from './membership.input.js';
import { AuditorMustExpire, MembershipIsRevoked, RoleAboveYours } from './membership.refusals.js';
import { MembershipStateEnum } from './membership.type.js';
import { RoleEnum } from './role.enum.js';

/** Nothing that runs unattended appoints people or owns the organization. */
export const SERVICE_ROLES = ['RECORDS', 'INSTRUCTOR', 'AUDITOR'] as const satisfies readonly Role[];
export type ServiceRole = (typeof SERVICE_ROLES)[number];

@ObjectType({
  description: 'A program that calls the API in its own name: a student system, a staff directory.',
})
export class ServiceAccount {
  @Field(() => ID, { description: 'Identifies its membership.' })
  id: string;

  @Field(() => String, { description: 'What it is for.' })
  name: string;

  @Field(() => String, { description: 'What it gives `signIn` as its email.' })
  clientId: string;

  @Field(() => RoleEnum, { description: 'What it may do.' })
  role: Role;

  @Field(() => MembershipStateEnum, { description: 'Whether it may sign in now.' })
  state: MembershipState;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself.' })
  expiresAt: Date | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;
}

export const ServiceAccountConnection = connectionOf('ServiceAccount', () => ServiceAccount);

@ObjectType({ description: 'A service account with its secret, which is shown this once.' })
export class ServiceAccountCredentials {
  @Field(() => ServiceAccount, { description: 'The service account.' })
  serviceAccount: ServiceAccount;

  @Field(() => String, { description: 'What it gives `signIn` as its email.' })
  clientId: string;

  @Field(() => String, { description: 'What it gives `signIn` as its password. Keep it: it is not stored.' })
  secret: string;
}

export const CreateServiceAccountResult = outcome('CreateServiceAccountResult', () => [
  ServiceAccountCredentials,
  RoleAboveYours,
  AuditorMustExpire,
]);

export const RotateServiceAccountSecretResult = outcome('RotateServiceAccountSecretResult', () => [
  ServiceAccountCredentials,
  RoleAboveYours,
  AuditorMustExpire,
  MembershipIsRevoked,
]);

export const RevokeServiceAccountResult = outcome('RevokeServiceAccountResult', () => [
  ServiceAccount,
  RoleAboveYours,
  MembershipIsRevoked,
]);

// What hands out secrets takes no operationId: its answer must not be kept.

@InputType({ description: 'A new service account.' })
export class CreateServiceAccountInput {
  @Field(() => String, { description: 'What it is for: 1 to 200 characters.' })
  @SingleLine(1, 200)
  name: string;

  @Field(() => RoleEnum, { description: 'RECORDS, INSTRUCTOR or AUDITOR, not above what you may give.' })
  @IsIn(SERVICE_ROLES)
  role: ServiceRole;

  @Field(() => DateTime, { nullable: true, description: 'When it ends; an AUDITOR needs it.' })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;
}

@InputType({ description: 'The service account that gets a new secret.' })
export class RotateServiceAccountSecretInput {
  @IdField('The service account.')
  membershipId: string;
}

@InputType({ description: 'The end of a service account, at once and for good.' })
export class RevokeServiceAccountInput extends MembershipChangeInput {}
