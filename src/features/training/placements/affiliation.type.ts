import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import {
  AffiliationCodeNotOpen,
  AffiliationCodeNotValid,
  AgreementEnded,
  AgreementEndInPast,
  OrganizationIsNoClinic,
} from './affiliation.refusals.js';
import { AgreementStateEnum, CodeStateEnum } from './affiliation.states.js';

@ObjectType('AffiliationCode', {
  description: 'A clinic’s offer to work with whichever school presents its secret.',
})
export class AffiliationCodeType {
  @Field(() => ID, { description: 'Identifies the code; it is not the secret.' })
  id: string;

  @Field(() => String, { description: 'For whom it was made, in the clinic’s own words.' })
  label: string;

  @Field(() => CodeStateEnum, { description: 'What became of it.' })
  state: string;

  @Field(() => DateTime, { description: 'Until when it is good.' })
  expiresAt: Date;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was redeemed; null while it was not.' })
  redeemedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Which school did; null while none did.' })
  redeemedByName: string | null;
}

@ObjectType('IssuedAffiliationCode', { description: 'A new code with its secret, which is shown this once.' })
export class IssuedAffiliationCodeType {
  @Field(() => AffiliationCodeType, { description: 'The code.' })
  affiliationCode: AffiliationCodeType;

  @Field(() => String, { description: 'To be handed to the school: nobody can look it up later.' })
  secret: string;
}

@ObjectType('AffiliationAgreement', {
  description:
    'Between a school and a clinic whose sites its trainees go to. Both see it, and either may end it.',
})
export class AffiliationAgreementType {
  @Field(() => ID, { description: 'Identifies the agreement.' })
  id: string;

  @Field(() => String, { description: 'What both sides call it.' })
  title: string;

  @Field(() => ID, { description: 'The school.' })
  orgId: string;

  @Field(() => String, { description: 'Its name.' })
  schoolName: string;

  @Field(() => ID, { description: 'The clinic.' })
  siteOrgId: string;

  @Field(() => String, { description: 'Its name.' })
  clinicName: string;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day, as agreed or as one of the two ended it; null: without an end.',
  })
  endsOn: string | null;

  @Field(() => AgreementStateEnum, { description: 'Where it stands today.' })
  state: string;

  @Field(() => Boolean, { description: 'Whether it asks for stricter supervision than the law.' })
  isStricter: boolean;

  @Field(() => String, { nullable: true, description: 'Why one of the two ended it; null where none did.' })
  endReason: string | null;

  @Field(() => ID, { nullable: true, description: 'Which of the two ended it; null where none did.' })
  endedByOrgId: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;
}

export const AffiliationCodeConnection = connectionOf('AffiliationCode', () => AffiliationCodeType);
export const AffiliationAgreementConnection = connectionOf(
  'AffiliationAgreement',
  () => AffiliationAgreementType,
);

export const CreateAffiliationCodeResult = outcome('CreateAffiliationCodeResult', () => [
  IssuedAffiliationCodeType,
  OrganizationIsNoClinic,
]);

export const RevokeAffiliationCodeResult = outcome('RevokeAffiliationCodeResult', () => [
  AffiliationCodeType,
  AffiliationCodeNotOpen,
]);

export const RedeemAffiliationCodeResult = outcome('RedeemAffiliationCodeResult', () => [
  AffiliationAgreementType,
  AffiliationCodeNotValid,
]);

export const EndAffiliationAgreementResult = outcome('EndAffiliationAgreementResult', () => [
  AffiliationAgreementType,
  AgreementEnded,
  AgreementEndInPast,
]);
