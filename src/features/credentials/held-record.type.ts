import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/page.js';
import { PlainDate } from '../../platform/graphql/scalars.js';
import { ExternalCredentialType } from './cards/external-credential.type.js';
import { ClearanceRecordType } from './clearances/clearance.type.js';
import { StandingKindEnum } from './standing.enums.js';
import type { StandingKind } from './standing.js';
import { StandingType } from './standing.type.js';

@ObjectType({ description: "A person's cards of one type, and what they are worth together." })
export class HeldCredential {
  @Field(() => String, { description: 'Code of the type.' })
  code: string;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => StandingType, { description: 'What they are worth on the day.' })
  standing: StandingType;

  @Field(() => [ExternalCredentialType], { description: 'The cards, the latest issued first.' })
  cards: ExternalCredentialType[];
}

@ObjectType({ description: "A person's clearances of one type, and what they are worth together." })
export class HeldClearance {
  @Field(() => String, { description: 'Code of the type.' })
  code: string;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => StandingType, {
    description: 'What they are worth on the day: all that is told to everybody.',
  })
  standing: StandingType;

  @Field(() => [ClearanceRecordType], { description: 'The clearances, the latest first.' })
  clearances: ClearanceRecordType[];
}

@ObjectType({ description: 'What is to be done next about what somebody holds.' })
export class CredentialStep {
  @Field(() => StandingKindEnum, { nullable: true, description: 'Of what kind; null: about all of it.' })
  kind: StandingKind | null;

  @Field(() => String, { nullable: true, description: 'Code of the type; null: about all of it.' })
  code: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'The last day to do it; null: as soon as may be.' })
  by: string | null;

  @Field(() => String, { description: 'What, and why.' })
  what: string;
}

@ObjectType({ description: 'All cards and clearances of a person, and what is next.' })
export class CredentialRecord {
  personId: string;

  @Field(() => PlainDate, { description: 'The day it speaks of.' })
  on: string;

  @Field(() => [HeldCredential], { description: 'Cards by type. Empty: none is on record.' })
  credentials: HeldCredential[];

  @Field(() => [HeldClearance], { description: 'Clearances by type. Empty: none is on record.' })
  clearances: HeldClearance[];

  @Field(() => [CredentialStep], {
    description: 'What is to be done, the most pressing first. Empty: all of it is in order.',
  })
  next: CredentialStep[];
}

@ObjectType({ description: 'What a member holds of one type and soon does not, or no longer.' })
export class LapsingCredential {
  personId: string;

  @Field(() => StandingKindEnum, { description: 'A card or a clearance.' })
  kind: StandingKind;

  @Field(() => String, { description: 'Code of the type.' })
  code: string;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => StandingType, { description: 'What it is worth today.' })
  standing: StandingType;

  @Field(() => PlainDate, { description: 'The last day on which it counts, or did.' })
  endsOn: string | null;
}

export const LapsingCredentialConnection = connectionOf('LapsingCredential', () => LapsingCredential);
