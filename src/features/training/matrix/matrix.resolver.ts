import { Args, ArgsType, Field, Int, Query, Resolver } from '@nestjs/graphql';
import { IsDate, IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { CompetencyMatrices } from './competency-matrix.service.js';
import { ExpiringSignOffs } from './expiring-sign-offs.service.js';
import { CompetencyMatrix, ExpiringSignOffConnection, TaskClearances } from './matrix.type.js';

@ArgsType()
class MomentArgs {
  @Field(() => PlainDate, { nullable: true, description: 'The day; left out: today at the site.' })
  @IsOptional()
  on?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'What was on record at this time: what was recorded later changes nothing. Left out: now.',
  })
  @IsOptional()
  @IsDate()
  knownAt?: Date | null;
}

@ArgsType()
class ExpiringArgs extends PageArgs {
  @Field(() => Int, { defaultValue: 30, description: 'How many days ahead, 0 to 366.' })
  @IsInt()
  @Min(0)
  @Max(366)
  withinDays: number;
}

@ArgsType()
class TaskArgs extends MomentArgs {
  @Field(() => String, { description: 'A task of the vocabulary (`taskCodes`).' })
  @Length(1, 60)
  taskCode: string;
}

const momentOf = ({ on = null, knownAt = null }: MomentArgs) => ({ on, knownAt });

@Resolver(() => CompetencyMatrix)
export class MatrixResolver {
  constructor(
    private readonly matrices: CompetencyMatrices,
    private readonly expiring: ExpiringSignOffs,
  ) {}

  @Query(() => CompetencyMatrix, {
    description:
      'Where everybody at a site stands in what is asked of them: your own people, and those other organizations have placed there now. Each look at these is logged with their owner.',
  })
  @Allow('training:read')
  competencyMatrix(
    @Db() db: TenantDb,
    @IdArg('siteId', 'The site.') siteId: string,
    @OptionalIdArg('checklistId', 'Only those who train by this checklist.') checklistId: string | null,
    @Args() moment: MomentArgs,
  ) {
    return this.matrices.at(db, siteId, checklistId, momentOf(moment));
  }

  @Query(() => TaskClearances, {
    description: 'Who at a site may do a task, and why or why not: by the rules there and their own skills.',
  })
  @Allow('training:read')
  whoMayDo(
    @Db() db: TenantDb,
    @IdArg('siteId', 'The site.') siteId: string,
    @Args() { taskCode, ...moment }: TaskArgs,
  ) {
    return this.matrices.whoMayDo(db, taskCode, siteId, momentOf(moment));
  }

  @Query(() => ExpiringSignOffConnection, {
    description:
      'Sign-offs that expire within so many days and are not renewed yet, the soonest first, of everybody assigned today. Empty: nothing is to be renewed.',
  })
  @Allow('training:read')
  expiringSignOffs(@Db() db: TenantDb, @Args() args: ExpiringArgs) {
    return this.expiring.page(db, args.withinDays, args);
  }
}
