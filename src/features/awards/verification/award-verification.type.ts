import { Field, ObjectType } from '@nestjs/graphql';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import type { AwardKind, AwardStandingCode } from '../awarding/award.js';
import { AwardKindEnum, AwardStandingEnum } from '../awarding/award.enums.js';

@ObjectType('AwardVerification', {
  description:
    'What is printed on a certificate and whether it still counts: for whoever was shown it. No grades, no reasons.',
})
export class AwardVerificationType {
  @Field(() => String, { description: 'The number of the certificate, in the form in which it is printed.' })
  number: string;

  @Field(() => AwardKindEnum, { description: 'What was earned.' })
  kind: AwardKind;

  @Field(() => String, { description: 'What the certificate is of.' })
  title: string;

  @Field(() => String, { description: 'Whose it is: the name as printed.' })
  recipientName: string;

  @Field(() => String, { description: 'The name of the organization that issued it.' })
  issuer: string;

  @Field(() => PlainDate, { description: 'The day it was earned.' })
  awardedOn: string;

  @Field(() => PlainDate, {
    description: 'The day this certificate was issued: later where it was reissued.',
  })
  issuedOn: string;

  @Field(() => AwardStandingEnum, { description: 'Where it stands today: only VALID may be relied on.' })
  status: AwardStandingCode;

  @Field(() => PlainDate, { description: 'Since which day.' })
  since: string;

  @Field(() => Boolean, {
    description: 'Whether it is so because of the certificate that a specialty rests on.',
  })
  byBase: boolean;

  @Field(() => String, { description: 'The page that says the same to people.' })
  pageUrl: string;

  @Field(() => String, { description: 'Its badge: an Open Badges 3.0 credential.' })
  badgeUrl: string;
}
