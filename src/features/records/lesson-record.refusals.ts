import { Field, ObjectType } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { IdField } from '../../platform/graphql/input.js';

export { EnrollmentNotActive } from '../enrollments/enrollment.refusals.js';

@ObjectType({ description: 'A course that has to be completed first.' })
export class PrerequisiteCourse {
  @IdField('The course.')
  id: string;

  @Field(() => String, { description: 'Its code in the program.' })
  code: string;

  @Field(() => String, { description: 'Its title.' })
  title: string;
}

@RefusalType('The course cannot be worked on before other courses are complete; its lessons can be read.')
export class CourseBlocked extends Refusal {
  @Field(() => [PrerequisiteCourse], { description: 'The prerequisites that are not complete.' })
  blockedBy: PrerequisiteCourse[];
}
