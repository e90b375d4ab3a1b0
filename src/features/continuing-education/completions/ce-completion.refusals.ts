import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import type { CeCompletionState } from './ce-completion.js';
import { CeCompletionStateEnum } from './ce-completion.enums.js';

@RefusalType('The same activity on the same day is on record already: it counts once.')
export class CeClaimedAlready extends Refusal {
  @Field(() => ID, { description: 'The completion that is on record.' })
  ceCompletionId: string;
}

@RefusalType('The completion is your own: somebody else has to do this.')
export class OwnCeCompletion extends Refusal {}

@RefusalType('The completion stands otherwise than this asks for.')
export class CeCompletionNotOpen extends Refusal {
  @Field(() => CeCompletionStateEnum, { description: 'Where it stands.' })
  state: CeCompletionState;
}

@RefusalType('There is no evidence: upload the certificate or another proof first.')
export class CeEvidenceMissing extends Refusal {}

@RefusalType(
  'The completion counts in a cycle that is closed: only staff may correct it, and the cycle by a correction.',
)
export class CeCycleIsClosed extends Refusal {
  @Field(() => PlainDate, { description: 'The first day of the closed cycle.' })
  cycleStartsOn: string;
}
