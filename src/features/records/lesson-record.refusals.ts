import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { CourseName } from '../programs/course-name.js';

export { EnrollmentNotActive } from '../enrollments/enrollment.refusals.js';

@RefusalType('The course cannot be worked on before other courses are complete; its lessons can be read.')
export class CourseBlocked extends Refusal {
  @Field(() => [CourseName], { description: 'The prerequisites that are not complete.' })
  blockedBy: CourseName[];
}
