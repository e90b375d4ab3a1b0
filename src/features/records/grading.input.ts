import { Field, InputType, Int } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { Decimal } from '../../platform/graphql/scalars.js';

@InputType({ isAbstract: true })
abstract class GradedItemInput extends OperationInput {
  @IdField('The enrollment of the trainee.')
  enrollmentId: string;

  @IdField('The gradebook category of a course of the enrollment.')
  categoryId: string;

  @Field(() => String, {
    description: 'What is graded, 1 to 200 characters; one mark for each item and attempt at the course.',
  })
  @Length(1, 200)
  item: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Weight within the category; without one the item weighs its points.',
  })
  @IsOptional()
  @IsString()
  weight?: string | null;
}

@InputType({ description: 'The mark of one trainee for one item.' })
export class RecordGradeInput extends GradedItemInput {
  @Field(() => Decimal, { description: 'Points earned, 0 or more, at most four decimals.' })
  @IsString()
  earned: string;

  @Field(() => Decimal, { description: 'Points possible, above 0.' })
  @IsString()
  possible: string;
}

@InputType({ description: "One attempt at a practical examination, judged by the program's rule." })
export class RecordPracticalInput extends GradedItemInput {
  @Field(() => Int, { description: '1 for the first attempt at this practical.' })
  @IsInt()
  @Min(1)
  @Max(100)
  attemptNumber: number;

  @Field(() => Decimal, { description: 'Technical score in percent, 0 to 100.' })
  @IsString()
  technicalPercent: string;

  @Field(() => Boolean, { description: 'Whether every critical step was met.' })
  @IsBoolean()
  criticalStepsMet: boolean;
}

@InputType({ description: 'A correction of a mark by a later entry.' })
export class CorrectGradeInput extends OperationInput {
  @IdField('The entry that stands.')
  entryId: string;

  @Field(() => Decimal, { nullable: true, description: 'Points earned; not for a practical.' })
  @IsOptional()
  @IsString()
  earned?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Points possible; as before when left out.' })
  @IsOptional()
  @IsString()
  possible?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'For a practical: the technical score in percent.' })
  @IsOptional()
  @IsString()
  technicalPercent?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'For a practical: whether every critical step was met.',
  })
  @IsOptional()
  @IsBoolean()
  criticalStepsMet?: boolean | null;

  @Field(() => String, { description: 'Why it is corrected, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;
}

@InputType({ description: 'A mark that shall not count.' })
export class VoidGradeInput extends OperationInput {
  @IdField('The entry that stands.')
  entryId: string;

  @Field(() => String, { description: 'Why it does not count, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;
}

@InputType({ description: 'Marks of a cohort in one course, as CSV.' })
export class ImportGradesInput extends OperationInput {
  @IdField('The cohort.')
  cohortId: string;

  @IdField("A course of the cohort's program version.")
  courseId: string;

  @Field(() => String, {
    description:
      'CSV with a header line and the columns `trainee` (email address, external id or enrollment id), `category` (code), `item`, `earned`, `possible` and, if wished, `weight`. At most 2,000 lines, 500,000 characters.',
  })
  @MaxLength(500_000)
  csv: string;
}

@InputType({ description: 'A gradebook category to close: what is not graded then counts as 0.' })
export class CloseCategoryInput extends OperationInput {
  @IdField('The cohort.')
  cohortId: string;

  @IdField("A gradebook category of the cohort's program version.")
  categoryId: string;
}

@InputType({ description: 'A closed gradebook category to open again.' })
export class ReopenCategoryInput extends CloseCategoryInput {
  @Field(() => String, { description: 'Why it is opened again, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;
}
