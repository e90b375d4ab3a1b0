import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('The catalogue has an activity of this course under this title already.')
export class CeActivityKnownAlready extends Refusal {
  @Field(() => ID, { description: 'The activity that is there.' })
  ceActivityId: string;
}

@RefusalType('The activity was withdrawn from the catalogue.')
export class CeActivityWithdrawn extends Refusal {}

@RefusalType('This course is linked to this activity already, from the same day on.')
export class CeCourseLinkedAlready extends Refusal {
  @Field(() => ID, { description: 'The link that is there.' })
  ceCourseLinkId: string;
}

@RefusalType('The link has ended already.')
export class CeCourseLinkHasEnded extends Refusal {}
