import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import type { AwardEntryKind, AwardKind, AwardStandingCode } from './award.js';
import { AwardEntryKindEnum, AwardKindEnum, AwardRequirement, AwardStandingEnum } from './award.enums.js';
import type { DecidedAwardRequirement } from './award-requirement.rules.js';
import {
  AlreadyAwarded,
  AwardDayImpossible,
  AwardStandsOtherwise,
  NameUnchanged,
  NotReadyForAward,
  OwnAward,
} from './award.refusals.js';

@ObjectType('Award', {
  description:
    'What somebody was awarded, as it is printed. It stays on record whatever becomes of it, and what its holder lets lapse later never takes it away.',
})
export class AwardType {
  @Field(() => ID, { description: 'Identifies the award within the organization.' })
  id: string;

  @Field(() => AwardKindEnum, { description: 'What was earned.' })
  kind: AwardKind;

  @Field(() => String, {
    description:
      'The number of the certificate: by it strangers verify it. No other certificate ever has it.',
  })
  number: string;

  @Field(() => String, { description: 'What the certificate is of.' })
  title: string;

  @Field(() => String, { description: 'The name as it is printed.' })
  recipientName: string;

  @Field(() => ID, { description: 'The enrollment; of a specialty that of the certificate it rests on.' })
  enrollmentId: string;

  @Field(() => PlainDate, {
    description: 'The day it was earned, in the zone of the cohort. A reissue keeps it.',
  })
  awardedOn: string;

  @Field(() => PlainDate, { description: 'The day this certificate was issued.' })
  issuedOn: string;

  @Field(() => Boolean, {
    description: "Whether the organization's policy awarded it, not a person's decision.",
  })
  automatic: boolean;

  @Field(() => [AwardRequirement], { description: 'Requirement by requirement, as it was decided then.' })
  requirements: readonly DecidedAwardRequirement[];

  @Field(() => String, {
    description: 'SHA-256 of what it says, hexadecimal: the same stands in the ledger of its holder.',
  })
  contentHash: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The certificate it takes the place of: reissued, or awarded again after a revocation.',
  })
  supersedesId: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was reissued; null unless it was.' })
  reissueReason: string | null;

  @Field(() => DateTime, { description: 'When it was put on record.' })
  recordedAt: Date;
}

@ObjectType('AwardStanding', { description: 'Where an award stands on a day, and why.' })
export class AwardStandingType {
  @Field(() => AwardStandingEnum, { description: 'Where it stands.' })
  status: AwardStandingCode;

  @Field(() => PlainDate, { description: 'Since which day.' })
  since: string;

  @Field(() => Boolean, {
    description: 'Whether it is so because of the certificate that the specialty rests on.',
  })
  byBase: boolean;

  @Field(() => String, { description: 'The same in words.' })
  because: string;
}

@ObjectType('AwardEntry', {
  description: 'Something that became of an award. Nothing of it is ever deleted.',
})
export class AwardEntryType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => AwardEntryKindEnum, { description: 'What happened.' })
  kind: AwardEntryKind;

  @Field(() => PlainDate, { description: 'The first day it holds.' })
  effectiveOn: string;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => DateTime, { description: 'When it was put on record.' })
  recordedAt: Date;
}

@ObjectType({
  description: 'Whether somebody can be awarded what they are enrolled for, requirement by requirement.',
})
export class AwardReadiness {
  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'Whose it is.' })
  personId: string;

  @Field(() => String, { description: 'Their name, as it would be printed.' })
  personName: string;

  @Field(() => String, { description: 'What would be awarded.' })
  title: string;

  @Field(() => PlainDate, { description: 'The day it is decided for: today in the zone of the cohort.' })
  on: string;

  @Field(() => Boolean, { description: 'Whether every requirement is met.' })
  ready: boolean;

  @Field(() => [AwardRequirement], { description: 'Every requirement, met or not.' })
  requirements: readonly DecidedAwardRequirement[];

  @Field(() => [AwardRequirement], { description: 'Those that are not met, each with what would help.' })
  missing: readonly DecidedAwardRequirement[];

  @Field(() => ID, { nullable: true, description: 'The last certificate of it; null before the first.' })
  awardId: string | null;

  @Field(() => String, { description: 'Where it stands and what comes next.' })
  next: string;
}

@ObjectType({ description: 'What you were awarded here, and what is missing for the rest.' })
export class MyAwards {
  @Field(() => [AwardType], { description: 'Your awards, the latest first.' })
  awards: AwardType[];

  @Field(() => [AwardReadiness], {
    description: 'Your enrollments without a valid certificate, each with what is missing.',
  })
  open: AwardReadiness[];

  @Field(() => String, { description: 'What comes next.' })
  next: string;
}

export const AwardConnection = connectionOf('Award', () => AwardType);
export const AwardReadinessConnection = connectionOf('AwardReadiness', () => AwardReadiness);

export const AwardProgramResult = outcome('AwardProgramResult', () => [
  AwardType,
  NotReadyForAward,
  AlreadyAwarded,
  OwnAward,
]);
export const AwardSpecialtyResult = outcome('AwardSpecialtyResult', () => [
  AwardType,
  NotReadyForAward,
  AlreadyAwarded,
  OwnAward,
]);
export const SuspendAwardResult = outcome('SuspendAwardResult', () => [
  AwardType,
  AwardStandsOtherwise,
  AwardDayImpossible,
  OwnAward,
]);
export const ReinstateAwardResult = outcome('ReinstateAwardResult', () => [
  AwardType,
  AwardStandsOtherwise,
  AwardDayImpossible,
  OwnAward,
]);
export const RevokeAwardResult = outcome('RevokeAwardResult', () => [
  AwardType,
  AwardStandsOtherwise,
  AwardDayImpossible,
  OwnAward,
]);
export const ReissueAwardResult = outcome('ReissueAwardResult', () => [
  AwardType,
  AwardStandsOtherwise,
  NameUnchanged,
  OwnAward,
]);
