import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { OwnLicense } from '../licenses/license.refusals.js';
import { LicenseType } from '../licenses/license.type.js';
import { SigningTicketInvalid } from '../signing/signing.refusals.js';
import { SIGN_OFF_KINDS, type SignOffKind } from './sign-off-draft.rules.js';
import {
  MayNotApprove,
  OwnSignOff,
  SignOffBlocked,
  SignOffBlockType,
  SignOffEntryNotPossible,
} from './sign-off.refusals.js';
import {
  SIGN_OFF_ENTRY_KINDS,
  SKILL_STATUSES,
  type SignOffEntryKind,
  type SkillStatus,
} from './skill-status.rules.js';

export const SkillStatusEnum = Object.fromEntries(SKILL_STATUSES.map((each) => [each, each]));
registerEnumType(SkillStatusEnum, {
  name: 'SkillStatus',
  description: "Somebody's standing in a skill, on a day and as far as it was known.",
  valuesMap: {
    NOT_STARTED: { description: 'Nothing was observed yet.' },
    IN_PROGRESS: { description: 'Observed, or signed and waiting for the final approval.' },
    CURRENT: { description: 'Signed, and counts.' },
    EXPIRING: { description: 'Counts, and expires soon.' },
    EXPIRED: { description: 'Counted until it expired.' },
    SUSPENDED: { description: 'Does not count until it is reinstated.' },
    REVOKED: { description: 'Does not count any more: to be signed anew.' },
    IN_REVIEW: { description: 'In doubt until somebody decides.' },
  },
});

export const SignOffKindEnum = Object.fromEntries(SIGN_OFF_KINDS.map((each) => [each, each]));
registerEnumType(SignOffKindEnum, {
  name: 'SignOffKind',
  description: 'What a sign-off is in the history of a skill.',
  valuesMap: {
    INITIAL: { description: 'The first.' },
    RENEWAL: { description: 'While the one before still counts.' },
    REVALIDATION: {
      description: 'After the one before expired or was revoked, or because a new version asks for it.',
    },
    CORRECTION: { description: 'In the place of one that was wrong.' },
    PRIOR_LEARNING: { description: 'In recognition of what was shown elsewhere.' },
  },
});

export const SignOffEntryKindEnum = Object.fromEntries(SIGN_OFF_ENTRY_KINDS.map((each) => [each, each]));
registerEnumType(SignOffEntryKindEnum, {
  name: 'SignOffEntryKind',
  description: 'What happened to a sign-off after it was made.',
  valuesMap: {
    APPROVED: { description: 'A second person gave the final approval.' },
    APPROVAL_REFUSED: { description: 'A second person refused it.' },
    ACKNOWLEDGED: { description: 'The trainee has taken note of it.' },
    ACKNOWLEDGEMENT_REFUSED: { description: 'The trainee does not agree; the sign-off counts all the same.' },
    REVOKED: { description: 'Taken away, for good.' },
    SUSPENDED: { description: 'Taken away for a time.' },
    REINSTATED: { description: 'Given back.' },
    CORRECTED: { description: 'Another sign-off stands in its place.' },
    REVIEW_OPENED: { description: 'Something put it in doubt.' },
    REVIEW_UPHELD: { description: 'Looked at again, and found to hold.' },
  },
});

@ObjectType('SkillStanding', {
  description: "Somebody's standing in a skill on a day, as it was known at a time.",
})
export class SkillStandingType {
  @Field(() => SkillStatusEnum, { description: 'The status.' })
  status: SkillStatus;

  @Field(() => ID, { nullable: true, description: 'The sign-off that decides; null: none does.' })
  signOffId: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'The day that sign-off counts from.' })
  effectiveOn: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day it counts; null: it does not expire.',
  })
  expiresOn: string | null;

  @Field(() => [String], { description: 'Why, one sentence each.' })
  because: readonly string[];
}

@ObjectType('SignedLicense', { description: 'A license as it stood on the day somebody signed under it.' })
export class SignedLicenseType {
  @Field(() => ID, { description: 'The license.' })
  id: string;

  @Field(() => String, { description: 'Its type, e.g. `PT`.' })
  typeCode: string;

  @Field(() => String, { description: 'Where it was issued.' })
  jurisdiction: string;

  @Field(() => String, { description: 'Its number there.' })
  number: string;

  @Field(() => String, { description: 'Its status on that day.' })
  status: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day of that status; null: open.' })
  expiresOn: string | null;

  @Field(() => PlainDate, { description: 'When the organization had compared it with the issuing board.' })
  verifiedOn: string;
}

@ObjectType('SignOffEntry', {
  description: 'Something that happened to a sign-off. Entries are never changed.',
})
export class SignOffEntryType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => SignOffEntryKindEnum, { description: 'What happened.' })
  kind: SignOffEntryKind;

  @Field(() => PlainDate, { description: 'The day it takes effect on.' })
  effectiveFrom: string;

  @Field(() => String, { nullable: true, description: 'Why, as a code.' })
  reasonCode: string | null;

  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  note: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'What brought it about: another sign-off, an observation, a status of a license.',
  })
  causeId: string | null;

  @Field(() => ID, { nullable: true, description: 'Who recorded it; null: the system.' })
  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt: Date;
}

@ObjectType({
  description:
    'A signed decision that somebody may do a task. It is never changed: what became of it stands in its entries.',
})
export class SignOff {
  /** Whose record it is. */
  orgId: string;
  siteOrgId: string;
  siteId: string;
  skillOrgId: string;
  /** The day at the site when it was read. */
  today: string;

  @Field(() => ID, { description: 'Identifies the sign-off.' })
  id: string;

  @Field(() => ID, { description: 'The assignment it was signed in.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => ID, { description: 'The version of the skill that was shown.' })
  skillVersionId: string;

  @Field(() => String, { description: 'Code of the skill.' })
  skillCode: string;

  @Field(() => String, { description: 'Title of the skill in that version.' })
  skillTitle: string;

  @Field(() => Int, { description: 'Number of that version.' })
  skillVersion: number;

  @Field(() => SignOffKindEnum, { description: 'What it is in the history of the skill.' })
  kind: SignOffKind;

  @Field(() => PlainDate, { description: 'The day it counts from, in the zone of the site.' })
  effectiveOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day it counts; null: it does not expire.',
  })
  expiresOn: string | null;

  @Field(() => String, { description: 'The zone its days are read in.' })
  timeZone: string;

  @Field(() => String, {
    nullable: true,
    description: 'The level of help the trainee may work with from then on, of the scale of the skill.',
  })
  entrustmentLevel: string | null;

  @Field(() => ID, { nullable: true, description: 'The sign-off it renews, follows or corrects.' })
  previousId: string | null;

  @Field(() => Boolean, { description: 'Whether it counts only after a second person has approved it.' })
  finalApprovalRequired: boolean;

  @Field(() => Boolean, { description: 'Whether it was signed on a later day than it counts from.' })
  late: boolean;

  @Field(() => String, { description: 'What the signature means, in the words the signer was shown.' })
  meaning: string;

  @Field(() => ID, { description: 'Who signed.' })
  signedBy: string;

  @Field(() => String, { description: 'Their name as it is printed beside the signature.' })
  printedName: string;

  @Field(() => SignedLicenseType, { description: 'The license they signed under, as it stood.' })
  license: SignedLicenseType;

  @Field(() => String, {
    description: 'How they showed that it was them: PASSWORD, PIN, ONE_TIME_CODE or GUEST_LINK.',
  })
  authentication: string;

  @Field(() => String, { description: 'Exactly what was shown and signed, as canonical JSON.' })
  content: string;

  @Field(() => String, { description: 'SHA-256 of the content, hexadecimal.' })
  contentHash: string;

  @Field(() => DateTime, { description: 'When it was signed.' })
  signedAt: Date;

  @Field(() => [ID], { description: 'The observations it rests on.' })
  observationIds: string[];

  @Field(() => [SignOffEntryType], { description: 'What became of it, oldest first.' })
  entries: SignOffEntryType[];
}

export const SignOffConnection = connectionOf('SignOff', () => SignOff);

@ObjectType('SignOffPreviewItem', { description: 'What would be signed for one item.' })
export class SignOffPreviewItemType {
  @Field(() => SignOffKindEnum, { description: 'What it would be in the history of the skill.' })
  kind: SignOffKind;

  @Field(() => PlainDate, { description: 'The day it would count from.' })
  effectiveOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day it would count.' })
  expiresOn: string | null;

  @Field(() => Boolean, { description: 'Whether it would be marked as signed late.' })
  late: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Exactly what would be signed, as canonical JSON: show it. Null: you could not sign it at all.',
  })
  content: string | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the content, hexadecimal.' })
  contentHash: string | null;

  @Field(() => [SignOffBlockType], { description: 'What stands in the way; empty: it can be signed.' })
  blocks: readonly SignOffBlockType[];
}

@ObjectType({ description: 'What would be signed, and the hash a signing ticket is asked for with.' })
export class SignOffPreview {
  @Field(() => [SignOffPreviewItemType], { description: 'The items, in the order given.' })
  items: SignOffPreviewItemType[];

  @Field(() => String, {
    nullable: true,
    description:
      'The `payloadHash` of a ticket for exactly these items in this order; null while something stands in the way of any.',
  })
  payloadHash: string | null;
}

@ObjectType({ description: 'What was signed.' })
export class SignOffsMade {
  @Field(() => [SignOff], { description: 'The sign-offs, in the order of the items.' })
  signOffs: SignOff[];
}

export const SignOffResult = outcome('SignOffResult', () => [
  SignOffsMade,
  SignOffBlocked,
  SigningTicketInvalid,
]);

@ObjectType({ description: 'What the final approval of a sign-off would sign.' })
export class ApprovalPreview {
  @Field(() => SignOff, { description: 'What is approved.' })
  signOff: SignOff;

  @Field(() => String, { description: 'The `payloadHash` of a ticket with the purpose APPROVE.' })
  payloadHash: string;
}

export const ApproveSignOffResult = outcome('ApproveSignOffResult', () => [
  SignOff,
  SigningTicketInvalid,
  MayNotApprove,
  OwnSignOff,
  SignOffEntryNotPossible,
]);
const decided = (name: string) => outcome(name, () => [SignOff, OwnSignOff, SignOffEntryNotPossible]);
export const RefuseApprovalResult = outcome('RefuseApprovalResult', () => [
  SignOff,
  MayNotApprove,
  OwnSignOff,
  SignOffEntryNotPossible,
]);
export const AcknowledgeSignOffResult = outcome('AcknowledgeSignOffResult', () => [
  SignOff,
  SignOffEntryNotPossible,
]);
export const RevokeSignOffResult = decided('RevokeSignOffResult');
export const SuspendSignOffResult = decided('SuspendSignOffResult');
export const ReinstateSignOffResult = decided('ReinstateSignOffResult');
export const ReviewSignOffResult = decided('ReviewSignOffResult');
export const UpholdSignOffResult = decided('UpholdSignOffResult');

export const RecordLicenseStatusResult = outcome('RecordLicenseStatusResult', () => [
  LicenseType,
  OwnLicense,
]);
