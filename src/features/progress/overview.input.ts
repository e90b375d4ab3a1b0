import { ArgsType, Field, ID, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageArgs } from '../../platform/graphql/page.js';
import type { BoardSort } from './overview.queries.js';

export const BoardSortEnum = { NAME: 'NAME', PERCENT: 'PERCENT', LAST_ACTIVITY: 'LAST_ACTIVITY' } as const;
registerEnumType(BoardSortEnum, {
  name: 'CohortBoardSort',
  description: 'What the cohort board is sorted by.',
  valuesMap: {
    NAME: { description: 'Family name, then given name.' },
    PERCENT: { description: 'How far the trainee is.' },
    LAST_ACTIVITY: { description: 'When something was last recorded.' },
  },
});

@ArgsType()
export class CohortBoardArgs extends PageArgs {
  @Field(() => ID, { description: 'The cohort.' })
  @IsUUID()
  cohortId: string;

  @Field(() => BoardSortEnum, { defaultValue: 'NAME', description: 'What to sort by.' })
  @IsIn(Object.values(BoardSortEnum))
  sort: BoardSort;

  @Field(() => Boolean, { defaultValue: false, description: 'Largest first.' })
  @IsBoolean()
  descending: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: only those behind the calendar; false: only those who are not.',
  })
  @IsOptional()
  @IsBoolean()
  behind?: boolean | null;
}
