import { Field, InputType } from '@nestjs/graphql';
import { IsBoolean, IsOptional, IsUUID, Length } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';

@InputType({ description: 'A failed course to take again.' })
export class RepeatCourseInput extends OperationInput {
  @IdField('The enrollment.')
  enrollmentId: string;

  @IdField('The course.')
  courseId: string;
}

@InputType({ description: 'A decision on whether learning elsewhere stands for a course.' })
export class RecognizePriorLearningInput extends OperationInput {
  @IdField('The enrollment.')
  enrollmentId: string;

  @IdField('The course.')
  courseId: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'True credits the course; false denies it, or takes an earlier credit back.',
  })
  @IsBoolean()
  granted: boolean;

  @Field(() => String, { description: 'Why, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;

  @Field(() => String, { description: 'What it rests on, 3 to 2000 characters.' })
  @Length(3, 2000)
  evidence: string;

  @IdField('A stored file that shows it.', { nullable: true })
  @IsOptional()
  @IsUUID()
  evidenceFileId?: string | null;
}
