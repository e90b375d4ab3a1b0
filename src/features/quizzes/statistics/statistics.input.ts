import { ArgsType, Field, ID, Int, registerEnumType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { IdField } from '../../../platform/graphql/input.js';

export const COUNTED_ATTEMPTS = ['ALL', 'FIRST', 'LAST', 'HIGHEST'] as const;
/** Which attempts of each trainee count. */
export type CountedAttempts = (typeof COUNTED_ATTEMPTS)[number];

const CountedAttemptsEnum = Object.fromEntries(COUNTED_ATTEMPTS.map((each) => [each, each]));
registerEnumType(CountedAttemptsEnum, {
  name: 'CountedAttempts',
  description: 'Which attempts of each trainee count.',
  valuesMap: {
    ALL: { description: 'All of them. Later attempts build on earlier ones, which blurs the statistics.' },
    FIRST: { description: 'The first: nothing was learned from an attempt before.' },
    LAST: { description: 'The last.' },
    HIGHEST: { description: 'The one with the highest share of its points, the earlier of equals.' },
  },
});

@ArgsType()
export class QuizStatisticsArgs {
  @IdField('The quiz.')
  quizId: string;

  @Field(() => [Int], {
    nullable: true,
    description: 'Numbers of published versions to be pooled, 1 to 50 of them; left out: all.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(1_000_000, { each: true })
  versionNumbers?: number[] | null;

  @Field(() => ID, { nullable: true, description: 'Only of trainees of this cohort.' })
  @IsOptional()
  @IsUUID()
  cohortId?: string | null;

  @Field(() => CountedAttemptsEnum, {
    defaultValue: 'FIRST',
    description: 'Which attempts of each trainee count.',
  })
  @IsIn(COUNTED_ATTEMPTS)
  attempts: CountedAttempts;
}
