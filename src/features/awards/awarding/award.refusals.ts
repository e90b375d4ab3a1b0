import { Field, ID } from '@nestjs/graphql';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import type { AwardStandingCode } from './award.js';
import type { DecidedAwardRequirement } from './award-requirement.rules.js';
import { AwardRequirement, AwardStandingEnum } from './award.enums.js';

@RefusalType('Not everything that the award asks for is met.')
export class NotReadyForAward extends Refusal {
  @Field(() => [AwardRequirement], { description: 'What is not met, each with what would help.' })
  missing: DecidedAwardRequirement[];
}

@RefusalType('It is awarded already.')
export class AlreadyAwarded extends Refusal {
  @Field(() => ID, { description: 'The award.' })
  awardId: string;
}

@RefusalType('Nobody decides about an award of their own, under whichever account or id.')
export class OwnAward extends Refusal {}

@RefusalType('Where the award stands does not allow it.')
export class AwardStandsOtherwise extends Refusal {
  @Field(() => AwardStandingEnum, { description: 'Where it stands today.' })
  status: AwardStandingCode;

  @Field(() => PlainDate, { description: 'Since which day.' })
  since: string;
}

@RefusalType('The day is outside of those it may hold from.')
export class AwardDayImpossible extends Refusal {
  @Field(() => PlainDate, { description: 'The first day it may hold from.' })
  from: string;

  @Field(() => PlainDate, { description: 'The last: today.' })
  to: string;
}

@RefusalType('The printed name is the same: a certificate that is only printed again keeps its number.')
export class NameUnchanged extends Refusal {}

@RefusalType('The policy that is in force says the same.')
export class AwardPolicyUnchanged extends Refusal {}
