import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Role } from '../../platform/access/permissions.js';
import { PersonType } from '../people/person.type.js';
import { RoleEnum } from './role.enum.js';
import { OrganizationType } from './organization.type.js';

@ObjectType({ description: 'A place you may sign in to now.' })
export class MyMembership {
  @Field(() => ID, { description: 'Identifies the membership within its organization.' })
  id: string;

  @Field(() => OrganizationType, { description: 'Where.' })
  organization: OrganizationType;

  @Field(() => RoleEnum, { description: 'As what.' })
  role: Role;
}

@ObjectType({ description: 'You, in the organization you are signed in to.' })
export class Me {
  @Field(() => PersonType, { description: 'Who you are.' })
  person: PersonType;

  @Field(() => String, { description: 'The address you signed in with.' })
  email: string;

  @Field(() => OrganizationType, { description: 'Where you are signed in.' })
  organization: OrganizationType;

  @Field(() => ID, { description: 'Your membership there.' })
  membershipId: string;

  @Field(() => RoleEnum, { description: 'What you are there; it decides what you may do.' })
  role: Role;

  @Field(() => ID, {
    nullable: true,
    description: 'The person who really acts, while they look at it as you; null in your own sessions.',
  })
  impersonatorId: string | null;

  @Field(() => [MyMembership], {
    description: 'Every place you may switch to, this one included, the most recently used first.',
  })
  memberships: MyMembership[];
}
