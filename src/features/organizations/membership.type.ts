import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Role } from '../../platform/access/permissions.js';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MEMBERSHIP_STATES, type MembershipState } from './membership.entity.js';
import {
  AuditorMustExpire,
  ExternalIdTaken,
  LastOwner,
  LineManagerCycle,
  MembershipIsRevoked,
  NameKnownElsewhere,
  OwnMembership,
  RoleAboveYours,
} from './membership.refusals.js';
import { RoleEnum } from './role.enum.js';

export const MembershipStateEnum = Object.fromEntries(MEMBERSHIP_STATES.map((state) => [state, state]));
registerEnumType(MembershipStateEnum, {
  name: 'MembershipState',
  description: 'Whether a membership opens anything now.',
  valuesMap: {
    ACTIVE: { description: 'It holds.' },
    EXPIRED: { description: 'Its date has passed.' },
    REVOKED: { description: 'It was ended by somebody.' },
  },
});

@ObjectType('Membership', {
  description: "One person's place in the organization: what they may do, where, and until when.",
})
export class MembershipType {
  @Field(() => ID, { description: 'Identifies the membership.' })
  id: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The person id this member was known under before they joined with an account of their own: what was recorded until then stays under it.',
  })
  formerPersonId: string | null;

  @Field(() => RoleEnum, { description: 'What the person is here.' })
  role: Role;

  @Field(() => MembershipStateEnum, { description: 'Whether it holds now.' })
  state: MembershipState;

  @Field(() => Boolean, { description: 'Whether it belongs to an integration rather than to a human being.' })
  isService: boolean;

  @Field(() => String, { nullable: true, description: 'The outside system that knows this member.' })
  externalSource: string | null;

  @Field(() => String, { nullable: true, description: 'The id the outside system knows them by.' })
  externalId: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; null: it does not.' })
  expiresAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked.' })
  revokedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was revoked.' })
  revocationReason: string | null;

  @Field(() => DateTime, { description: 'Since when the person is a member.' })
  createdAt: Date;
}

export const MembershipConnection = connectionOf('Membership', () => MembershipType);

const changed = (name: string) =>
  outcome(name, () => [
    MembershipType,
    OwnMembership,
    RoleAboveYours,
    AuditorMustExpire,
    MembershipIsRevoked,
    LastOwner,
  ]);

export const ChangeMemberRoleResult = changed('ChangeMemberRoleResult');
export const LimitMemberResult = changed('LimitMemberResult');
export const SetMemberExpiryResult = changed('SetMemberExpiryResult');
export const RevokeMembershipResult = changed('RevokeMembershipResult');
export const RestoreMembershipResult = changed('RestoreMembershipResult');

export const SetLineManagerResult = outcome('SetLineManagerResult', () => [
  MembershipType,
  OwnMembership,
  RoleAboveYours,
  AuditorMustExpire,
  MembershipIsRevoked,
  LastOwner,
  LineManagerCycle,
]);

export const CorrectMemberNameResult = outcome('CorrectMemberNameResult', () => [
  MembershipType,
  OwnMembership,
  RoleAboveYours,
  NameKnownElsewhere,
]);

export const AddMemberResult = outcome('AddMemberResult', () => [
  MembershipType,
  RoleAboveYours,
  AuditorMustExpire,
  ExternalIdTaken,
]);
