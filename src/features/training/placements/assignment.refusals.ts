import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';

@RefusalType(
  'Nobody places themselves or decides about their own assignment, by whichever account (by person).',
)
export class OwnAssignment extends Refusal {}

@RefusalType('No agreement with the organization of the site covers all days.')
export class AgreementNotInForce extends Refusal {
  @Field(() => PlainDate, { description: 'The first day that is asked for.' })
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day that is asked for.' })
  endsOn: string | null;
}

@RefusalType('The course has no hours in placement.')
export class CourseWithoutPlacement extends Refusal {}

@RefusalType('There is no published checklist for it.')
export class ChecklistNotUsable extends Refusal {}

@RefusalType('It follows this version of the checklist already.')
export class ChecklistUnchanged extends Refusal {}

@RefusalType('The checklist of a placement is that of its course: it is not changed by hand.')
export class ChecklistOfCourse extends Refusal {}

@RefusalType('The assignment is over or was cancelled: nothing of it changes any more.')
export class AssignmentNotOpen extends Refusal {}

@RefusalType('The assignment has begun: end it instead.')
export class AssignmentBegun extends Refusal {}

@RefusalType('These dates are not possible.')
export class AssignmentDatesNotPossible extends Refusal {
  @Field(() => String, {
    description: 'Why: END_BEFORE_START, END_IN_PAST, START_IN_PAST, BEGUN, NOT_EARLIER or END_MISSING.',
  })
  problem: string;
}

@RefusalType('The gate cannot be overridden: what it asks for must hold.')
export class GateNotOverridable extends Refusal {
  @Field(() => String, { description: 'The gate.' })
  gate: string;
}

@RefusalType('The gate holds: there is nothing to override.')
export class GateHolds extends Refusal {
  @Field(() => String, { description: 'The gate.' })
  gate: string;
}

@RefusalType('Supervisors are named by the organization whose site it is: it knows its own people.')
export class SiteNamesSupervisors extends Refusal {}

@RefusalType('This person is not authorized to validate at the site on that day.')
export class SupervisorNotAuthorized extends Refusal {}

@RefusalType('This person is named for these days already.')
export class SupervisorNamedAlready extends Refusal {}

@RefusalType('The days lie outside those of the assignment, or end before they begin.')
export class SupervisionDatesNotPossible extends Refusal {}
