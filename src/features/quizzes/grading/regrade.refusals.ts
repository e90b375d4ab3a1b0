import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('Results have changed since the preview: look at it again.')
export class RegradePreviewOutdated extends Refusal {
  @Field(() => String, { description: 'Fingerprint of what the preview says now.' })
  currentFingerprint: string;
}

@RefusalType(
  'The decision would change attempts of cohorts you may not see: somebody who sees all must make it.',
)
export class AttemptsUnseen extends Refusal {
  @Field(() => Int, { description: 'How many attempts that are.' })
  unseen: number;
}

@RefusalType('The question has no newer published version whose key fits what was asked.')
export class NoNewerKey extends Refusal {}
