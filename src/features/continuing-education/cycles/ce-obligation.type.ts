import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import type { CeRenews, CeWaiverKind, CeWaiverReason } from './ce-cycle.entity.js';
import { CeRenewsEnum, CeWaiverKindEnum, CeWaiverReasonEnum } from './ce-cycle.enums.js';
import {
  CeCycleClosedAlready,
  CeCycleUnknown,
  CeObligationKnownAlready,
  CePolicyUnknown,
  CeWaiverRevokedAlready,
  CeWaiverTooLate,
  OwnCeObligation,
} from './ce-cycle.refusals.js';

@ObjectType({ description: 'What was on record of an obligation from a moment on.' })
export class CeObligationEntry {
  @Field(() => Int, { description: 'Counted from 1.' })
  number: number;

  @Field(() => PlainDate, { description: 'What cycles are counted from.' })
  anchorOn: string;

  @Field(() => PlainDate, { description: 'The first day under the policy.' })
  startsOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day under it; null: until further notice.',
  })
  endsOn: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was corrected; null for the first.' })
  reason: string | null;

  @Field(() => ID, { nullable: true, description: 'Who entered it; null: the system.' })
  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When.' })
  recordedAt: Date;
}

@ObjectType({ description: 'That somebody has to earn by a policy, and for what.' })
export class CeObligation {
  @Field(() => ID, { description: 'Identifies the obligation within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => String, { description: 'Their name.' })
  personName: string;

  @Field(() => String, { description: 'Code of the policy.' })
  policyCode: string;

  @Field(() => CeRenewsEnum, { description: 'What it renews.' })
  renews: CeRenews;

  @Field(() => ID, { description: 'The license, the card, or the organization that employs.' })
  renewsId: string;

  @Field(() => String, { description: 'What it renews, in words.' })
  renewsWhat: string;

  @Field(() => PlainDate, { description: 'What cycles are counted from.' })
  anchorOn: string;

  @Field(() => PlainDate, { description: 'The first day under the policy.' })
  startsOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day under it; null: until further notice.',
  })
  endsOn: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The day the first cycle was renewed, where that matters.',
  })
  firstRenewedOn: string | null;
}

export const CeObligationConnection = connectionOf('CeObligation', () => CeObligation);

@ObjectType({ description: 'Less to earn in a cycle, or more time for it.' })
export class CeWaiver {
  @Field(() => ID, { description: 'Identifies the waiver within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The obligation.' })
  obligationId: string;

  @Field(() => PlainDate, { description: 'The first day of the cycle.' })
  cycleStartsOn: string;

  @Field(() => CeWaiverKindEnum, { description: 'What was granted.' })
  kind: CeWaiverKind;

  @Field(() => CeWaiverReasonEnum, { description: 'Why.' })
  reasonCode: CeWaiverReason;

  @Field(() => String, { nullable: true, description: 'Of a waiver: key of the requirement; null: all.' })
  requirement: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a waiver: so many minutes less; null: all.' })
  minutes: number | null;

  @Field(() => PlainDate, { nullable: true, description: 'Of an extension: the last day.' })
  extendedTo: string | null;

  @Field(() => PlainDate, { description: 'The day on which it was granted.' })
  grantedOn: string;

  @Field(() => String, { description: 'Why, in words.' })
  reason: string;

  @Field(() => Boolean, { description: 'Whether it was taken back.' })
  revoked: boolean;

  @Field(() => DateTime, { description: 'When it was entered.' })
  recordedAt: Date;
}

export const AddCeObligationResult = outcome('AddCeObligationResult', () => [
  CeObligation,
  CeObligationKnownAlready,
  CePolicyUnknown,
  OwnCeObligation,
]);

export const CorrectCeObligationResult = outcome('CorrectCeObligationResult', () => [
  CeObligation,
  OwnCeObligation,
]);

export const GrantCeWaiverResult = outcome('GrantCeWaiverResult', () => [
  CeWaiver,
  CeCycleUnknown,
  CeWaiverTooLate,
  CeCycleClosedAlready,
  OwnCeObligation,
]);

export const RevokeCeWaiverResult = outcome('RevokeCeWaiverResult', () => [
  CeWaiver,
  CeWaiverRevokedAlready,
  OwnCeObligation,
]);
