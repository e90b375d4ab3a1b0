import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import {
  RecordNoShowInput,
  RecordObservationInput,
  RecordSelfAssessmentInput,
  VoidObservationInput,
} from './observation.input.js';
import { ObservationReading } from './observation-reading.service.js';
import { ObservationService } from './observation.service.js';
import {
  Observation,
  ObservationConnection,
  ObservationForm,
  RecordNoShowResult,
  RecordObservationResult,
  RecordSelfAssessmentResult,
  VoidObservationResult,
} from './observation.type.js';

@Resolver(() => Observation)
export class ObservationResolver {
  constructor(
    private readonly service: ObservationService,
    private readonly reading: ObservationReading,
  ) {}

  @Query(() => Observation, { description: 'One observation: your own, or of a trainee you may see.' })
  @Allow('self')
  observation(@Db() db: TenantDb, @IdArg('id', 'The observation.') id: string) {
    return this.reading.byId(db, id);
  }

  @Query(() => ObservationConnection, {
    description: 'Observations of an assignment, the latest first, voided ones included.',
  })
  @Allow('self')
  observations(
    @Db() db: TenantDb,
    @IdArg('assignmentId', 'The assignment.') assignmentId: string,
    @OptionalIdArg('skillId', 'Of this skill alone.') skillId: string | null,
    @Args() page: PageArgs,
  ) {
    return this.reading.page(db, assignmentId, skillId, page);
  }

  @Query(() => ObservationForm, {
    description:
      'Everything needed to observe a skill, also without being online, and what is still missing.',
  })
  @Allow('self')
  observationForm(
    @Db() db: TenantDb,
    @IdArg('assignmentId', 'The assignment.') assignmentId: string,
    @IdArg('skillId', 'One of its skills.') skillId: string,
  ) {
    return this.reading.form(db, assignmentId, skillId);
  }

  @Mutation(() => RecordObservationResult, {
    description:
      'Records an observed performance. Its result is computed; who observed must have been able to validate on that day.',
  })
  @Allow('observation:write')
  recordObservation(
    @Db() db: TenantDb,
    @Args('input', { description: 'What was seen.' }) input: RecordObservationInput,
  ) {
    return this.service.record(db, input);
  }

  @Mutation(() => RecordNoShowResult, { description: 'Records that a trainee did not come: no attempt.' })
  @Allow('observation:write')
  recordNoShow(
    @Db() db: TenantDb,
    @Args('input', { description: 'Who did not come.' }) input: RecordNoShowInput,
  ) {
    return this.service.recordNoShow(db, input);
  }

  @Mutation(() => RecordSelfAssessmentResult, {
    description: 'What you say of yourself, for you and your supervisors to compare: it never counts.',
  })
  @Allow('self')
  recordSelfAssessment(
    @Db() db: TenantDb,
    @Args('input', { description: 'The steps.' }) input: RecordSelfAssessmentInput,
  ) {
    return this.service.recordSelfAssessment(db, input);
  }

  @Mutation(() => VoidObservationResult, {
    description:
      'Takes an observation back for good; it stays readable. Sign-offs that stand on it are reviewed.',
  })
  @Allow('observation:write')
  voidObservation(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: VoidObservationInput,
  ) {
    return this.service.void(db, input);
  }
}
