import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { DateTime, PlainDate } from '../../platform/graphql/scalars.js';
import { EnrollmentEventEnum, EnrollmentStatusEnum } from './enrollment.enums.js';
import type { EnrollmentEvent, EnrollmentStatus } from './enrollment-status.rules.js';

@RefusalType('Nobody enrolls themselves or decides about their own enrollment.')
export class OwnEnrollment extends Refusal {}

@RefusalType('This person is in this cohort already.')
export class AlreadyEnrolled extends Refusal {
  @Field(() => ID, { description: 'Their enrollment.' })
  enrollmentId: string;
}

@RefusalType('The membership of this person has ended: restore it first.')
export class FormerMember extends Refusal {}

@RefusalType('The address belongs to one member and the external id to another.')
export class PersonAmbiguous extends Refusal {}

@RefusalType('A change of status is recorded once it holds, not ahead of time.')
export class StatusDateInFuture extends Refusal {
  @Field(() => PlainDate, { description: 'The day it would hold from.' })
  effectiveOn: string;

  @Field(() => PlainDate, { description: "Today in the cohort's zone." })
  today: string;
}

@RefusalType(
  'What happened cannot follow what is on record before it, or what is on record after it cannot follow.',
)
export class StatusTransitionNotAllowed extends Refusal {
  @Field(() => EnrollmentStatusEnum, {
    nullable: true,
    description: 'The status that stands in the way; null: none before it.',
  })
  from: EnrollmentStatus | null;

  @Field(() => EnrollmentEventEnum, { description: 'What cannot follow it.' })
  event: EnrollmentEvent;

  @Field(() => PlainDate, { description: 'On which day.' })
  effectiveOn: string;
}

@RefusalType('Only a trainee who was active before can re-enter.')
export class NeverActiveBefore extends Refusal {}

@RefusalType('This change needs a reason.')
export class StatusReasonMissing extends Refusal {}

@RefusalType('This change needs somebody who approved it.')
export class StatusApproverMissing extends Refusal {}

@RefusalType('Nobody approves a decision about themselves.')
export class ApprovedByTrainee extends Refusal {}

@RefusalType('The named approver is not a member who may decide about enrollments.')
export class ApproverNotEntitled extends Refusal {}

@RefusalType('The entry was corrected already: correct the later one.')
export class StatusEntryAlreadyCorrected extends Refusal {
  @Field(() => ID, { description: 'The entry.' })
  entryId: string;
}

@RefusalType('The entry is the only one that stands: put another in its place.')
export class LastStatusEntry extends Refusal {}

@RefusalType('A withdrawal holds from the day after the last day attended.')
export class WithdrawalDateNotLastAttended extends Refusal {
  @Field(() => PlainDate, { description: 'The last day of attendance on record.' })
  lastAttendedOn: string;

  @Field(() => PlainDate, { description: 'The day from which the withdrawal would hold.' })
  expectedEffectiveOn: string;
}

@RefusalType('The enrollment is not active: nothing is added to its record now.')
export class EnrollmentNotActive extends Refusal {
  @Field(() => EnrollmentStatusEnum, { description: 'What it is instead.' })
  enrollmentStatus: EnrollmentStatus;
}

@RefusalType('The hold was released before.')
export class HoldAlreadyReleased extends Refusal {
  @Field(() => DateTime, { description: 'When.' })
  releasedAt: Date;
}
