import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { OneTimeCodesNotBegun, SigningMethodNotSet, SigningProofWrong, WeakPin } from './signing.refusals.js';

export const SigningPurposeEnum = { SIGN_OFF: 'SIGN_OFF', APPROVE: 'APPROVE' } as const;
registerEnumType(SigningPurposeEnum, {
  name: 'SigningPurpose',
  description: 'What a signing ticket is good for.',
  valuesMap: {
    SIGN_OFF: { description: 'Signing skills off; the payload is the batch of what is signed.' },
    APPROVE: { description: 'Final approval of a sign-off by a second person.' },
  },
});

@ObjectType({ description: 'Opens one signature of exactly the content it was made for.' })
export class SigningTicket {
  @Field(() => String, { description: 'To be sent with the signature. Shown this once.' })
  token: string;

  @Field(() => DateTime, { description: 'Until when it can be used: five minutes at most.' })
  expiresAt: Date;
}

@ObjectType({ description: 'How you can show, when you sign, that it is you. Your password always works.' })
export class SigningMethods {
  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when you have this PIN; null: you have none.',
  })
  pinSince: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when a device of yours makes one-time codes; null: none does.',
  })
  oneTimeCodesSince: Date | null;
}

@ObjectType({ description: 'The seed of one-time codes, shown this once.' })
export class OneTimeCodesBegun {
  @Field(() => String, {
    description: 'An `otpauth:` address, to be shown as a QR code to an authenticator application.',
  })
  uri: string;
}

export const CreateSigningTicketResult = outcome('CreateSigningTicketResult', () => [
  SigningTicket,
  SigningProofWrong,
  SigningMethodNotSet,
]);
export const SetSigningPinResult = outcome('SetSigningPinResult', () => [
  SigningMethods,
  SigningProofWrong,
  WeakPin,
]);
export const BeginOneTimeCodesResult = outcome('BeginOneTimeCodesResult', () => [
  OneTimeCodesBegun,
  SigningProofWrong,
]);
export const ConfirmOneTimeCodesResult = outcome('ConfirmOneTimeCodesResult', () => [
  SigningMethods,
  SigningProofWrong,
  OneTimeCodesNotBegun,
]);
export const RemoveSigningMethodsResult = outcome('RemoveSigningMethodsResult', () => [
  SigningMethods,
  SigningProofWrong,
]);
