import { Field, ID } from '@nestjs/graphql';
import type { Role } from '../../platform/access/permissions.js';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { RoleEnum } from './role.enum.js';

@RefusalType('It is your own membership: somebody else has to change it.')
export class OwnMembership extends Refusal {}

@RefusalType('The role, or the role of the member concerned, is above what you may give or take.')
export class RoleAboveYours extends Refusal {
  @Field(() => RoleEnum, { description: 'The role that is out of your reach.' })
  role: Role;
}

@RefusalType(
  "The person belongs to another organization, too: their name is not one organization's to correct.",
)
export class NameKnownElsewhere extends Refusal {}

@RefusalType('Without this owner nobody would be left who owns the organization for good.')
export class LastOwner extends Refusal {}

@RefusalType('An auditor reads everything for a time: the membership needs a date on which it ends.')
export class AuditorMustExpire extends Refusal {}

@RefusalType('The membership is revoked: restore it first.')
export class MembershipIsRevoked extends Refusal {}

@RefusalType('The line manager would, over some steps, be managed by the member.')
export class LineManagerCycle extends Refusal {}

@RefusalType('The person is a member already.')
export class AlreadyMember extends Refusal {
  @Field(() => ID, {
    nullable: true,
    description: 'The membership there is; null where you may not see it.',
  })
  existingMembershipId: string | null;
}

@RefusalType('Another member has this external id.')
export class ExternalIdTaken extends Refusal {
  @Field(() => String, { description: 'The system the id comes from.' })
  source: string;

  @Field(() => String, { description: 'The id that is taken.' })
  takenExternalId: string;
}
