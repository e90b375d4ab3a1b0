import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('The password, PIN or code is not the right one, or the code was used before.')
export class SigningProofWrong extends Refusal {}

@RefusalType('There is no PIN, or no confirmed device for one-time codes, to sign with.')
export class SigningMethodNotSet extends Refusal {}

@RefusalType('The PIN would be too easy to guess; the message says what to change.')
export class WeakPin extends Refusal {}

@RefusalType(
  'The ticket does not open this signature: it is unknown, over, used, or was made for other content. Nothing was signed.',
)
export class SigningTicketInvalid extends Refusal {
  @Field(() => String, {
    description: 'UNKNOWN, EXPIRED, USED, OTHER_PURPOSE or OTHER_CONTENT.',
  })
  reason: string;
}

@RefusalType('There are codes to be confirmed by a first one, and none was asked for within the hour.')
export class OneTimeCodesNotBegun extends Refusal {
  @Field(() => Int, { description: 'Minutes within which a first code is expected.' })
  minutes: number;
}

@RefusalType(
  'The link is over, was taken back, or was never given out: ask whoever invited you for a new one.',
)
export class GuestLinkNotValid extends Refusal {}

@RefusalType('The site is another organization’s: they say who may validate there.')
export class SiteOfAnother extends Refusal {}
