import { Field, ID, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';

@RefusalType('The person is under this policy for the same license, card or employment already.')
export class CeObligationKnownAlready extends Refusal {
  @Field(() => ID, { description: 'What is on record.' })
  ceObligationId: string;
}

@RefusalType('It is your own: somebody else decides about it.')
export class OwnCeObligation extends Refusal {}

@RefusalType('There is no policy of this code.')
export class CePolicyUnknown extends Refusal {
  @Field(() => String, { description: 'The code.' })
  policyCode: string;
}

@RefusalType('No cycle of the person begins on this day.')
export class CeCycleUnknown extends Refusal {}

@RefusalType('The cycle is over: a waiver or an extension is granted before its last day has passed.')
export class CeWaiverTooLate extends Refusal {
  @Field(() => PlainDate, { description: 'The last day of the cycle.' })
  cycleEndsOn: string;
}

@RefusalType('The waiver was taken back already.')
export class CeWaiverRevokedAlready extends Refusal {}

@RefusalType('The cycle is not over yet, with the days in which late work may count.')
export class CeCycleNotOver extends Refusal {
  @Field(() => PlainDate, { description: 'The last day on which something may count in it.' })
  lastDay: string;
}

@RefusalType('The cycle is closed already: it changes by a correction only.')
export class CeCycleClosedAlready extends Refusal {}

@RefusalType('The cycle is not closed yet.')
export class CeCycleNotClosed extends Refusal {}

@RefusalType('Completions of the cycle wait for a review: decide about them first.')
export class CeReviewsOpen extends Refusal {
  @Field(() => Int, { description: 'How many.' })
  waiting: number;
}

@RefusalType('The policy does not say enough to judge the cycle.')
export class CeCycleUndecided extends Refusal {
  @Field(() => [String], { description: 'What is missing.' })
  missing: string[];
}
