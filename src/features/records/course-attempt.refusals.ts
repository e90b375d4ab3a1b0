import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { CourseOutcomeEnum } from './course-outcome.enums.js';

@RefusalType('Only a failed course is repeated.')
export class CourseNotFailed extends Refusal {
  @Field(() => CourseOutcomeEnum, { description: 'What the course came to instead.' })
  outcome: keyof typeof CourseOutcomeEnum;
}

@RefusalType('The course is passed: there is nothing to credit.')
export class CoursePassedAlready extends Refusal {}

@RefusalType('The decision on the course says so already.')
export class PriorLearningUnchanged extends Refusal {}
