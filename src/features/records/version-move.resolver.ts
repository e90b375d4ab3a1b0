import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { VersionMoveService } from './version-move.service.js';
import { EnrollmentMovePreview, MoveEnrollmentInput, MoveEnrollmentResult } from './version-move.type.js';

@Resolver()
export class VersionMoveResolver {
  constructor(private readonly moves: VersionMoveService) {}

  @Query(() => EnrollmentMovePreview, {
    description: 'What a trainee would gain and lose by moving to another cohort and its program version.',
  })
  @Allow('enrollment:write')
  enrollmentMovePreview(
    @Db() db: TenantDb,
    @IdArg('enrollmentId', 'The enrollment.') enrollmentId: string,
    @IdArg('toCohortId', 'The cohort to move to.') toCohortId: string,
  ) {
    return this.moves.preview(db, enrollmentId, toCohortId);
  }

  @Mutation(() => MoveEnrollmentResult, {
    description:
      'Moves an enrollment to another cohort, as its preview showed. To another version, records are copied over.',
  })
  @Allow('enrollment:write')
  moveEnrollment(
    @Db() db: TenantDb,
    @Args('input', { description: 'The move.' }) input: MoveEnrollmentInput,
  ) {
    return this.moves.move(db, input);
  }
}
