import { Field, ID, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';

@RefusalType('The observation ends in the future, by the clock of the database.')
export class ObservationInFuture extends Refusal {}

@RefusalType('The assignment did not run at that time, in the zone of its site.')
export class ObservationOutsideAssignment extends Refusal {
  @Field(() => PlainDate, { description: 'First day of the assignment.' })
  assignmentStartsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'Its last day; null: open-ended.' })
  assignmentEndsOn: string | null;
}

@RefusalType('The placement was not cleared to start by then: what must hold on its first day did not.')
export class PlacementNotCleared extends Refusal {
  @Field(() => PlainDate, { nullable: true, description: 'From which day on it is cleared; null: not yet.' })
  clearedFrom: string | null;
}

@RefusalType(
  'The enrollment that the placement belongs to was not active that day, such as after a withdrawal or on leave.',
)
export class TraineeNotEnrolled extends Refusal {}

@RefusalType('The day of the observation is too long ago for it to be entered.')
export class ObservationTooLate extends Refusal {
  @Field(() => Int, { description: 'How many days the skill allows.' })
  lateEntryDays: number;

  @Field(() => Int, { description: 'How many days ago it was, in the zone of the site.' })
  daysLate: number;
}

@RefusalType('The skill is neither on the checklist of the assignment nor added to it.')
export class ObservedSkillNotAssigned extends Refusal {}

@RefusalType('The form was of another version of the skill than the one the assignment asks for.')
export class ObservedVersionNotPinned extends Refusal {
  @Field(() => ID, { description: 'The version to observe: get its form.' })
  pinnedVersionId: string;
}

@RefusalType('The skill is not validated by this method.')
export class ObservationMethodNotListed extends Refusal {
  @Field(() => [String], { description: 'The methods it lists.' })
  listedMethods: string[];
}

@RefusalType('The observer could not validate this skill at this site on that day.')
export class ObserverNotEligible extends Refusal {
  @Field(() => String, {
    description:
      'SELF, NOT_AUTHORIZED_AT_SITE, ASSESSOR_NOT_TRAINED, SKILL_NOT_AUTHORIZED, NO_LICENSE, LICENSE_NOT_ACTIVE, LICENSE_TYPE_NOT_ACCEPTED, LICENSE_EXCLUDED, LICENSE_NOT_VERIFIED, RULE_MISSING, RULE_INCOMPLETE or TASK_PROHIBITED.',
  })
  ineligibility: string;

  @Field(() => String, { nullable: true, description: 'Where the rule stands that decided, if one did.' })
  decidedBy: string | null;
}

@RefusalType('The observer observed elsewhere, or somebody else, at the same time.')
export class ObserverElsewhere extends Refusal {}

@RefusalType('The trainee was observed at another site at the same time.')
export class TraineeElsewhere extends Refusal {}

@RefusalType('The id belongs to an observation with another content.')
export class ObservationIdTaken extends Refusal {}

@RefusalType('The observation was voided before.')
export class ObservationAlreadyVoided extends Refusal {}

@RefusalType('Only who observed, who recorded, or who manages sign-offs voids an observation.')
export class ObservationVoidedByOthersOnly extends Refusal {}

@RefusalType('A request for this skill is open already.')
export class ObservationAlreadyRequested extends Refusal {
  @Field(() => ID, { description: 'The open request.' })
  openRequestId: string;
}

@RefusalType('The request was answered before.')
export class ObservationRequestAnswered extends Refusal {
  @Field(() => String, { description: 'OBSERVED, WITHDRAWN, DECLINED or REPEATED.' })
  answered: string;
}

@RefusalType('An action plan for the skill is open already.')
export class ActionPlanAlreadyOpen extends Refusal {
  @Field(() => ID, { description: 'The open plan.' })
  openPlanId: string;
}

@RefusalType('The action plan has ended: it is done, cancelled or no longer needed.')
export class ActionPlanEnded extends Refusal {}

@RefusalType('Nothing is written in the plan: what was to be done is said before it is done.')
export class ActionPlanUnwritten extends Refusal {}
