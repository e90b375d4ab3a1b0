import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { FileLink } from '../../../platform/files/file.type.js';
import { IdArg } from '../../../platform/graphql/input.js';
import {
  CorrectMandatoryTrainingInput,
  DefineMandatoryTrainingInput,
  ImportMandatoryTrainingsInput,
  PlanLateTrainingInput,
  RecordMandatoryTrainingInput,
  RecordTrainingChangeInput,
  TrainingMomentArgs,
  TrainingsDueArgs,
  WithdrawMandatoryTrainingInput,
  WithdrawTrainingChangeInput,
} from './mandatory-training.input.js';
import {
  CorrectMandatoryTrainingResult,
  DefineMandatoryTrainingResult,
  MandatoryTrainingImport,
  MandatoryTrainingRecord,
  MandatoryTrainingStandingConnection,
  MandatoryTrainingType,
  PlanLateTrainingResult,
  RecordMandatoryTrainingResult,
  RecordTrainingChangeResult,
  WithdrawMandatoryTrainingResult,
  WithdrawTrainingChangeResult,
} from './mandatory-training.type.js';
import { TrainingCatalog } from './training-catalog.service.js';
import { TrainingChanges } from './training-changes.service.js';
import { TrainingReading } from './training-reading.service.js';
import { TrainingRecords } from './training-record.service.js';

@Resolver(() => MandatoryTrainingType)
export class MandatoryTrainingResolver {
  constructor(
    private readonly catalog: TrainingCatalog,
    private readonly reading: TrainingReading,
  ) {}

  @Query(() => [MandatoryTrainingType], {
    description:
      'What the organization trains its people in, every version, by code and day. Empty: nothing yet; `importMandatoryTrainings` brings it in.',
  })
  @Allow('self')
  mandatoryTrainings(@Db() db: TenantDb) {
    return this.catalog.all(db);
  }

  @Query(() => MandatoryTrainingRecord, { description: 'Your own mandatory training, and what is due.' })
  @Allow('self')
  myMandatoryTraining(@Db() db: TenantDb, @Args() { on = null, knownAt = null }: TrainingMomentArgs) {
    return this.reading.ofPerson(db, db.viewer.personId, { on, knownAt });
  }

  @Query(() => MandatoryTrainingRecord, {
    description:
      'The mandatory training of a member, or of somebody placed at your sites, as your organization has it on record.',
  })
  @Allow('credential:read')
  mandatoryTrainingRecord(
    @Db() db: TenantDb,
    @IdArg('personId', 'The person.') personId: string,
    @Args() { on = null, knownAt = null }: TrainingMomentArgs,
  ) {
    return this.reading.ofPerson(db, personId, { on, knownAt });
  }

  @Query(() => FileLink, {
    description:
      'Where the list of attendees, or the like, of an entry can be read: of one’s own, or by staff.',
  })
  @Allow('self')
  mandatoryTrainingEvidence(@Db() db: TenantDb, @IdArg('completionId', 'The entry.') completionId: string) {
    return this.reading.evidence(db, completionId);
  }

  @Query(() => MandatoryTrainingStandingConnection, {
    description:
      'What members are to have within so many days: what does not count first, then by the day. Empty: nothing is due.',
  })
  @Allow('credential:read')
  mandatoryTrainingsDue(@Db() db: TenantDb, @Args() args: TrainingsDueArgs) {
    return this.reading.due(db, args.withinDays, args);
  }

  @Mutation(() => DefineMandatoryTrainingResult, {
    description:
      'Defines a training, or its next version. One that says what the last one says is not made: that one is answered.',
  })
  @Allow('credential:write')
  defineMandatoryTraining(
    @Db() db: TenantDb,
    @Args('input', { description: 'The training.' }) input: DefineMandatoryTrainingInput,
  ) {
    return this.catalog.define(db, input);
  }

  @Mutation(() => MandatoryTrainingImport, {
    description:
      'Brings trainings in, all of the document or nothing: those of which it says what was said before stay as they are.',
  })
  @Allow('credential:write')
  importMandatoryTrainings(
    @Db() db: TenantDb,
    @Args('input', { description: 'The document.' }) input: ImportMandatoryTrainingsInput,
  ) {
    return this.catalog.import(db, input);
  }
}

@Resolver()
export class MandatoryTrainingRecordResolver {
  constructor(
    private readonly records: TrainingRecords,
    private readonly changes: TrainingChanges,
  ) {}

  @Mutation(() => RecordMandatoryTrainingResult, {
    description:
      'Puts a training on record for everybody who was there. What comes late needs a reason; one’s own is recorded by somebody else.',
  })
  @Allow('credential:write')
  recordMandatoryTraining(
    @Db() db: TenantDb,
    @Args('input', { description: 'What was given, and to whom.' }) input: RecordMandatoryTrainingInput,
  ) {
    return this.records.record(db, input);
  }

  @Mutation(() => CorrectMandatoryTrainingResult, {
    description: 'Corrects what was recorded, by a later entry; the first one stays readable.',
  })
  @Allow('credential:write')
  correctMandatoryTraining(
    @Db() db: TenantDb,
    @Args('input', { description: 'What it should have said.' }) input: CorrectMandatoryTrainingInput,
  ) {
    return this.records.correct(db, input);
  }

  @Mutation(() => WithdrawMandatoryTrainingResult, {
    description: 'Takes back what was recorded, by a later entry; the first one stays readable.',
  })
  @Allow('credential:write')
  withdrawMandatoryTraining(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which entry, and why.' }) input: WithdrawMandatoryTrainingInput,
  ) {
    return this.records.withdraw(db, input);
  }

  @Mutation(() => PlanLateTrainingResult, {
    description:
      'Writes down why somebody is or will be late, and when they will have it. The gap stays a gap.',
  })
  @Allow('credential:write')
  planLateTraining(
    @Db() db: TenantDb,
    @Args('input', { description: 'Who, why and when.' }) input: PlanLateTrainingInput,
  ) {
    return this.changes.planLate(db, input);
  }

  @Mutation(() => RecordTrainingChangeResult, {
    description: 'Says that something changed, so that a training is to be given anew.',
  })
  @Allow('credential:write')
  recordTrainingChange(
    @Db() db: TenantDb,
    @Args('input', { description: 'What changed, where and for whom.' }) input: RecordTrainingChangeInput,
  ) {
    return this.changes.recordChange(db, input);
  }

  @Mutation(() => WithdrawTrainingChangeResult, { description: 'Takes a change back, by a later entry.' })
  @Allow('credential:write')
  withdrawTrainingChange(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which change, and why.' }) input: WithdrawTrainingChangeInput,
  ) {
    return this.changes.withdrawChange(db, input);
  }
}
