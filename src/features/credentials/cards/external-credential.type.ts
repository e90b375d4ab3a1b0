import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { HeldEntryKindEnum, VerificationMethodEnum } from '../held.enums.js';
import type { HeldEntryKind, VerificationMethod } from '../held.js';
import {
  CredentialIsWithdrawn,
  CredentialNumberTaken,
  CredentialOnRecord,
  CredentialTypeUnknown,
  ExpiryBeyondMaximum,
  HandsOnEvidenceMissing,
  IssuerNotAccepted,
  OwnCredential,
  VerificationIsWithdrawn,
  VerificationTooWeak,
} from './external-credential.refusals.js';

export const CARD_SIDES = ['FRONT', 'BACK'] as const;
export type CardSide = (typeof CARD_SIDES)[number];

export const CardSideEnum = Object.fromEntries(CARD_SIDES.map((each) => [each, each]));
registerEnumType(CardSideEnum, {
  name: 'CardSide',
  description: 'A side of a card.',
  valuesMap: { FRONT: { description: 'The front.' }, BACK: { description: 'The back.' } },
});

@ObjectType('ExternalCredentialEntry', {
  description: 'What somebody found of a card, or that it, or a finding, is taken back. It stays as it is.',
})
export class ExternalCredentialEntryType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => HeldEntryKindEnum, { description: 'What it says.' })
  kind: HeldEntryKind;

  @Field(() => PlainDate, { nullable: true, description: 'Of a finding: when it was looked up.' })
  foundOn: string | null;

  @Field(() => VerificationMethodEnum, { nullable: true, description: 'Of a finding: how.' })
  method: VerificationMethod | null;

  @Field(() => String, { nullable: true, description: 'Of a finding: where, or who was asked.' })
  source: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day as its issuer says; null: nothing was said.',
  })
  expiresOn: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'When skills were shown in person, as its issuer says.',
  })
  handsOnOn: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of a withdrawal: the finding it takes back; null: the card itself.',
  })
  withdrawsId: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Anything else worth knowing, or why it was taken back.',
  })
  note: string | null;

  @Field(() => ID, { nullable: true, description: 'A file that shows it.' })
  evidenceFileId: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;
}

@ObjectType('ExternalCredential', {
  description: "A person's card of somebody else's, as our organization knows it.",
})
export class ExternalCredentialType {
  @Field(() => ID, { description: 'Identifies the card.' })
  id: string;

  @Field(() => String, { description: 'The type, a code of `credentialTypes`.' })
  typeCode: string;

  @Field(() => String, { description: 'Who issued it.' })
  issuer: string;

  @Field(() => String, { nullable: true, description: 'Its number or code.' })
  number: string | null;

  @Field(() => PlainDate, { description: 'The day it was issued.' })
  issuedOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day as it says; null: it says none.' })
  claimedUntil: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'When skills were shown in person, as was claimed; null: no evidence of it.',
  })
  handsOnOn: string | null;

  @Field(() => String, { nullable: true, description: 'Before whom.' })
  handsOnWith: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A file that shows its front: `credentialFile` links to it.',
  })
  frontFileId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A file that shows its back: `credentialFile` links to it.',
  })
  backFileId: string | null;

  @Field(() => ID, { nullable: true, description: 'The card it takes over from.' })
  renewsId: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;

  @Field(() => [ExternalCredentialEntryType], { description: 'All that was entered about it, latest first.' })
  entries: ExternalCredentialEntryType[];
}

export const ExternalCredentialConnection = connectionOf('ExternalCredential', () => ExternalCredentialType);

export const RecordCredentialResult = outcome('RecordCredentialResult', () => [
  ExternalCredentialType,
  CredentialTypeUnknown,
  IssuerNotAccepted,
  ExpiryBeyondMaximum,
  CredentialOnRecord,
  CredentialNumberTaken,
]);

export const VerifyCredentialResult = outcome('VerifyCredentialResult', () => [
  ExternalCredentialType,
  OwnCredential,
  CredentialIsWithdrawn,
  CredentialTypeUnknown,
  ExpiryBeyondMaximum,
  HandsOnEvidenceMissing,
  VerificationTooWeak,
]);

export const WithdrawCredentialResult = outcome('WithdrawCredentialResult', () => [
  ExternalCredentialType,
  OwnCredential,
  CredentialIsWithdrawn,
]);

export const WithdrawCredentialVerificationResult = outcome('WithdrawCredentialVerificationResult', () => [
  ExternalCredentialType,
  OwnCredential,
  CredentialIsWithdrawn,
  VerificationIsWithdrawn,
]);
