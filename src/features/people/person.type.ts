import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { PersonAlreadyMerged, SamePerson } from './person.refusals.js';

@ObjectType('Person', {
  description: 'A human being, in any number of organizations and with any number of accounts.',
})
export class PersonType {
  @Field(() => ID, { description: 'Identifies the person everywhere.' })
  id: string;

  @Field(() => String, { description: 'Given name, or the whole name where a person has one name only.' })
  givenName: string;

  @Field(() => String, { description: 'Family name; may be empty.' })
  familyName: string;

  @Field(() => String, { description: 'The name as it is spoken and printed.' })
  name: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The person this one turned out to be a duplicate of; this id stays readable.',
  })
  mergedIntoId: string | null;
}

@ObjectType('PersonMerge', { description: 'Two persons turned out to be one; both ids stay readable.' })
export class PersonMergeType {
  @Field(() => ID, { description: 'Identifies the merge.' })
  id: string;

  @Field(() => String, { description: 'How it was found out.' })
  reason: string;

  @Field(() => DateTime, { description: 'When.' })
  mergedAt: Date;
}

export const MergePersonsResult = outcome('MergePersonsResult', () => [
  PersonMergeType,
  SamePerson,
  PersonAlreadyMerged,
]);
