import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A course, named.' })
export class CourseName {
  @Field(() => ID, { description: 'The course.' })
  courseId: string;

  @Field(() => String, { description: 'Its code, e.g. `PTT-101`.' })
  code: string;

  @Field(() => String, { description: 'Its title.' })
  title: string;
}
