import { Field, ID, registerEnumType } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { CLAIM_PROBLEMS, type ClaimProblem, type HourLogState } from './hour-log.rules.js';
import { HourLogStateEnum } from './hour-log.enums.js';

export const HourClaimProblemEnum = Object.fromEntries(CLAIM_PROBLEMS.map((each) => [each, each])) as {
  [K in ClaimProblem]: K;
};
registerEnumType(HourClaimProblemEnum, {
  name: 'HourClaimProblem',
  description: 'What is wrong with a time that is claimed.',
  valuesMap: {
    ENDS_BEFORE_START: { description: 'It ends less than a minute after it starts.' },
    TOO_LONG: { description: 'It is longer than 16 hours.' },
    BREAK_NOT_WITHIN: { description: 'The break is not shorter than the time.' },
    NOT_OVER: { description: 'It is not over: hours are logged when they are worked.' },
  },
});

@RefusalType('The time cannot be.')
export class HoursTimeNotAccepted extends Refusal {
  @Field(() => HourClaimProblemEnum, { description: 'What is wrong.' })
  problem: ClaimProblem;
}

@RefusalType('The time shares minutes with other time the trainee has claimed, here or elsewhere.')
export class HoursOverlap extends Refusal {
  @Field(() => [ID], {
    description: 'The hours it shares time with; those of other organizations have no id here.',
  })
  hourLogIds: string[];
}

@RefusalType(
  'The hours are not open: what is verified is frozen, and what has been replaced stays as it was.',
)
export class HoursNotOpen extends Refusal {
  @Field(() => ID, { description: 'The hours.' })
  hourLogId: string;

  @Field(() => HourLogStateEnum, { description: 'Where they stand.' })
  state: HourLogState;
}

@RefusalType('The hours have not been decided, so there is nothing to reopen.')
export class HoursNotDecided extends Refusal {
  @Field(() => HourLogStateEnum, { description: 'Where they stand.' })
  state: HourLogState;
}

@RefusalType('They are your own hours, through whichever account: somebody else decides.')
export class OwnHours extends Refusal {}

@RefusalType(
  'Who verifies hours must be able to supervise at that site on the day they begin, and who rejects them today.',
)
export class HoursVerifierNotEligible extends Refusal {
  @Field(() => ID, { description: 'The hours.' })
  hourLogId: string;

  @Field(() => PlainDate, { description: 'The day of the site that was asked about.' })
  on: string;

  @Field(() => String, { description: 'What stands in the way, as eligibility to validate names it.' })
  reason: string;
}
