import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import {
  CredentialIsWithdrawn,
  ExpiryBeyondMaximum,
  OwnCredential,
  VerificationIsWithdrawn,
} from '../cards/external-credential.refusals.js';
import { HeldEntryKindEnum, VerificationMethodEnum } from '../held.enums.js';
import type { HeldEntryKind, VerificationMethod } from '../held.js';
import { CLEARANCE_EVIDENCE, type ClearanceEvidence } from './clearance.js';
import { ClearanceOnRecord, ClearanceTypeUnknown, DeclinationNotAccepted } from './clearance.refusals.js';

export const ClearanceEvidenceEnum = Object.fromEntries(CLEARANCE_EVIDENCE.map((each) => [each, each]));
registerEnumType(ClearanceEvidenceEnum, {
  name: 'ClearanceEvidence',
  description: 'What stands behind a clearance.',
  valuesMap: {
    DOCUMENT: { description: 'A document that shows it.' },
    DECLINATION: { description: 'A signed declination, where the type takes one.' },
  },
});

@ObjectType('ClearanceEntry', {
  description:
    'What somebody found of a clearance, or that it, or a finding, is taken back. It stays as it is.',
})
export class ClearanceEntryType {
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
    description: 'The last day as was found; null: nothing was said.',
  })
  expiresOn: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of a withdrawal: the finding it takes back; null: the clearance itself.',
  })
  withdrawsId: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Anything else worth knowing, or why it was taken back.',
  })
  note: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;
}

@ObjectType({ description: 'What stands behind a clearance, for those who may read it.' })
export class ClearanceDetails {
  @Field(() => PlainDate, {
    description: 'The day of the screening, the vaccine, the check or the signature.',
  })
  clearedOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day as the document says; null: it says none.',
  })
  claimedUntil: string | null;

  @Field(() => ClearanceEvidenceEnum, { description: 'A document or a declination.' })
  evidence: ClearanceEvidence;

  @Field(() => Boolean, { description: 'Whether there is a file: `clearanceDocument` links to it.' })
  hasDocument: boolean;

  @Field(() => String, { nullable: true, description: 'As was remarked when it was recorded.' })
  remark: string | null;

  @Field(() => [ClearanceEntryType], { description: 'All that was entered about it, latest first.' })
  entries: ClearanceEntryType[];
}

@ObjectType('Clearance', {
  description:
    'What clears a person for work. Whoever sees the person learns its status and until when it counts; what stands behind it is told to the person, and to those who may read such documents.',
})
export class ClearanceRecordType {
  @Field(() => ID, { description: 'Identifies the clearance.' })
  id: string;

  @Field(() => String, { description: 'The type, a code of `clearanceTypes`.' })
  typeCode: string;
}

export const ClearanceConnection = connectionOf('Clearance', () => ClearanceRecordType);

export const RecordClearanceResult = outcome('RecordClearanceResult', () => [
  ClearanceRecordType,
  ClearanceTypeUnknown,
  DeclinationNotAccepted,
  ExpiryBeyondMaximum,
  ClearanceOnRecord,
]);

export const VerifyClearanceResult = outcome('VerifyClearanceResult', () => [
  ClearanceRecordType,
  OwnCredential,
  CredentialIsWithdrawn,
  ClearanceTypeUnknown,
  DeclinationNotAccepted,
  ExpiryBeyondMaximum,
]);

export const WithdrawClearanceResult = outcome('WithdrawClearanceResult', () => [
  ClearanceRecordType,
  OwnCredential,
  CredentialIsWithdrawn,
]);

export const WithdrawClearanceVerificationResult = outcome('WithdrawClearanceVerificationResult', () => [
  ClearanceRecordType,
  OwnCredential,
  CredentialIsWithdrawn,
  VerificationIsWithdrawn,
]);
