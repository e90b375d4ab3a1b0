import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { DateTime } from '../../../platform/graphql/scalars.js';

@RefusalType('Nobody overrides the rules of a quiz for themselves, or for a cohort they learn in.')
export class OwnQuizOverride extends Refusal {}

@RefusalType('The override does not stand any more: another took its place, or it was withdrawn.')
export class QuizOverrideNotStanding extends Refusal {
  @Field(() => ID, {
    nullable: true,
    description: 'The entry that took its place; null when this entry is itself the withdrawal.',
  })
  supersededById: string | null;
}

@RefusalType('The quiz would close before it opens.')
export class QuizNeverOpen extends Refusal {
  @Field(() => DateTime, { description: 'When it would open.' })
  wouldOpenAt: Date;

  @Field(() => DateTime, { description: 'When it would close.' })
  wouldCloseAt: Date;
}
