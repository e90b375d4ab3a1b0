import { Field, InputType } from '@nestjs/graphql';
import { IsDate, IsOptional, Length } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { DateTime } from '../../platform/graphql/scalars.js';

@InputType({ description: 'A lesson that the trainee has done.' })
export class CompleteLessonInput extends OperationInput {
  @IdField("The trainee's own enrollment.")
  enrollmentId: string;

  @IdField('A lesson of the version the enrollment is pinned to.')
  lessonId: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the device says it was done, for work done offline: kept as a claim.',
  })
  @IsOptional()
  @IsDate()
  claimedAt?: Date | null;
}

@InputType({ description: 'Where the trainee stopped in a lesson.' })
export class SaveLessonPositionInput extends OperationInput {
  @IdField("The trainee's own enrollment.")
  enrollmentId: string;

  @IdField('A lesson of the version the enrollment is pinned to.')
  lessonId: string;

  @Field(() => String, { description: 'A bookmark made by the client, 1 to 500 characters.' })
  @Length(1, 500)
  position: string;
}
