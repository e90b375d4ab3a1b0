import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { connectionOf, PageArgs } from '../../platform/graphql/page.js';
import { CompleteLessonInput, SaveLessonPositionInput } from './lesson-record.input.js';
import { LessonRecordService } from './lesson-record.service.js';
import {
  CompleteLessonResult,
  LessonCompletion,
  LessonPosition,
  SaveLessonPositionResult,
} from './lesson-record.type.js';

const LessonPositionConnection = connectionOf('LessonPosition', () => LessonPosition);
const LessonCompletionConnection = connectionOf('LessonCompletion', () => LessonCompletion);

@Resolver()
export class LessonRecordResolver {
  constructor(private readonly service: LessonRecordService) {}

  @Query(() => LessonPositionConnection, {
    description: 'Where the viewer stopped in the lessons of their enrollment, the latest first.',
  })
  @Allow('self')
  myLessonPositions(
    @Db() db: TenantDb,
    @IdArg('enrollmentId', "The viewer's own enrollment.") enrollmentId: string,
    @Args() page: PageArgs,
  ) {
    return this.service.positions(db, enrollmentId, page);
  }

  @Query(() => LessonCompletionConnection, {
    description: 'The lessons done in an enrollment, first done first: the own ones, or with `record:read`.',
  })
  @Allow('self')
  lessonCompletions(
    @Db() db: TenantDb,
    @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string,
    @Args() page: PageArgs,
  ) {
    return this.service.completions(db, enrollmentId, page);
  }

  @Mutation(() => CompleteLessonResult, {
    description: 'Records that the viewer has done a lesson. Doing it again answers the first time.',
  })
  @Allow('self')
  completeLesson(
    @Db() db: TenantDb,
    @Args('input', { description: 'The lesson done.' }) input: CompleteLessonInput,
  ) {
    return this.service.complete(db, input);
  }

  @Mutation(() => SaveLessonPositionResult, {
    description: 'Keeps where the viewer stopped in a lesson, instead of any earlier position.',
  })
  @Allow('self')
  saveLessonPosition(
    @Db() db: TenantDb,
    @Args('input', { description: 'The position.' }) input: SaveLessonPositionInput,
  ) {
    return this.service.savePosition(db, input);
  }
}
