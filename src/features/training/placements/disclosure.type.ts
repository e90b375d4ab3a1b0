import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';

@ObjectType('Disclosure', {
  description:
    'Somebody of another organization looked at a person’s records; told once a day, viewer and operation.',
})
export class DisclosureType {
  @Field(() => ID, { description: 'Whose records.' })
  personId: string;

  @Field(() => String, { description: 'By which operation, or what of it.' })
  operation: string;

  @Field(() => PlainDate, { description: 'On which day, in UTC.' })
  disclosedOn: string;

  @Field(() => DateTime, { description: 'When on that day for the first time.' })
  firstAt: Date;

  @Field(() => String, { description: 'Who, by the name their organization knows them under.' })
  viewerName: string;

  @Field(() => ID, { description: 'The same person.' })
  viewerPersonId: string;

  @Field(() => String, { description: 'Of which organization.' })
  viewerOrganizationName: string;
}

export const DisclosureConnection = connectionOf('Disclosure', () => DisclosureType);
