import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { IsDate, IsOptional, Length } from 'class-validator';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { ReadinessService } from './readiness.service.js';
import { Readiness } from './readiness.type.js';

@ArgsType()
class ReadinessArgs {
  @Field(() => String, { description: 'A task of the vocabulary (`taskCodes`).' })
  @Length(1, 60)
  taskCode: string;

  @Field(() => PlainDate, { nullable: true, description: 'The day; left out: today at the site.' })
  @IsOptional()
  on?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'What was on record at this time. Left out: now.' })
  @IsOptional()
  @IsDate()
  knownAt?: Date | null;
}

@Resolver(() => Readiness)
export class ReadinessResolver {
  constructor(private readonly service: ReadinessService) {}

  @Query(() => Readiness, {
    description:
      'Whether somebody may do a task at a site on a day, with every reason: for oneself; for staff of their people, and of those placed at their sites. A look at another organization’s people is logged with it.',
  })
  @Allow('self')
  readiness(
    @Db() db: TenantDb,
    @IdArg('personId', 'The person.') personId: string,
    @IdArg('siteId', 'The site: your own, or a partner’s.') siteId: string,
    @Args() { taskCode, on = null, knownAt = null }: ReadinessArgs,
  ) {
    return this.service.of(db, { personId, siteId, on, knownAt }, taskCode);
  }
}
