import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { NeitherSchoolNorClinic } from './organization.refusals.js';

@ObjectType('Organization', { description: 'A school, a clinic, or both: it owns its records.' })
export class OrganizationType {
  @Field(() => ID, { description: 'Identifies the organization.' })
  id: string;

  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => Boolean, { description: 'Whether it runs certificate programs.' })
  isSchool: boolean;

  @Field(() => Boolean, { description: 'Whether it treats patients and employs or receives trainees.' })
  isClinic: boolean;

  @Field(() => DateTime, { description: 'Since when it is here.' })
  createdAt: Date;
}

export const UpdateOrganizationResult = outcome('UpdateOrganizationResult', () => [
  OrganizationType,
  NeitherSchoolNorClinic,
]);
