import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, Decimal, PlainDate } from '../../../platform/graphql/scalars.js';
import { OwnRecord } from '../../records/record.refusals.js';
import type { ValidationMethod } from '../skills/skill.entity.js';
import { ValidationMethodEnum } from '../skills/skill.enums.js';
import type { NoteWarning } from './note-warnings.rules.js';
import type { VoidingReason } from './observation.entity.js';
import {
  ObservationKindEnum,
  ObservationNoteWarningEnum,
  ObservationNotCountedEnum,
  ObservationResultEnum,
  ObservationStepResultEnum,
  ObservationVoidingReasonEnum,
} from './observation.enums.js';
import {
  ObservationAlreadyVoided,
  ObservationIdTaken,
  ObservationInFuture,
  ObservationMethodNotListed,
  ObservationOutsideAssignment,
  ObservationTooLate,
  ObservationVoidedByOthersOnly,
  ObservedSkillNotAssigned,
  ObservedVersionNotPinned,
  ObserverElsewhere,
  ObserverNotEligible,
  PlacementNotCleared,
  TraineeElsewhere,
  TraineeNotEnrolled,
} from './observation.refusals.js';
import type { NotCounted, ObservationKind } from './required-observations.rules.js';
import type { ObservationResult, StepResult } from './step-results.rules.js';

@ObjectType({ description: 'What was seen of one step.' })
export class ObservationStep {
  @Field(() => ID, { description: 'The step of the version of the skill.' })
  stepId: string;

  @Field(() => Int, { description: 'Its place, 1 for the first.' })
  position: number;

  @Field(() => ObservationStepResultEnum, { description: 'What was seen; of a measured step computed.' })
  result: StepResult;

  @Field(() => Decimal, { nullable: true, description: 'What the trainee read.' })
  reading: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the observer read.' })
  referenceReading: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How far the two might lie apart.' })
  tolerance: string | null;

  @Field(() => String, { nullable: true, description: 'Why, if the observer said.' })
  reason: string | null;
}

@ObjectType({ description: 'That an observation was taken back.' })
export class ObservationVoiding {
  @Field(() => ObservationVoidingReasonEnum, { description: 'What was wrong with it.' })
  reasonCode: VoidingReason;

  @Field(() => String, { description: 'The same in words.' })
  reason: string;

  @Field(() => ID, { description: 'The person who took it back.' })
  voidedBy: string;

  @Field(() => DateTime, { description: 'When.' })
  voidedAt: Date;
}

@ObjectType({
  description:
    'One observed performance, a self-assessment, or that a trainee did not come. It never changes; it may be voided.',
})
export class Observation {
  @Field(() => ID, { description: 'Made by the device that recorded it.' })
  id: string;

  @Field(() => ID, { description: 'The assignment it was recorded for.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The person who was observed.' })
  personId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => ID, { description: 'The version of the skill.' })
  skillVersionId: string;

  @Field(() => ObservationKindEnum, { description: 'What it is of.' })
  kind: ObservationKind;

  @Field(() => DateTime, { description: 'When it began.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ended.' })
  endsAt: Date;

  @Field(() => PlainDate, { description: 'The day it counts for, in the zone of the site.' })
  observedOn: string;

  @Field(() => String, { description: 'The zone of the site.' })
  timeZone: string;

  @Field(() => ValidationMethodEnum, { nullable: true, description: 'How the skill was shown.' })
  method: ValidationMethod | null;

  @Field(() => Boolean, { description: 'Whether without a patient.' })
  simulated: boolean;

  @Field(() => Boolean, { description: 'Whether several trainees were watched at once.' })
  groupEvent: boolean;

  @Field(() => String, { nullable: true, description: 'With how much help they may do it next time.' })
  entrustmentLevel: string | null;

  @Field(() => Int, { nullable: true, description: 'How it went, 1 to 5. Never averaged.' })
  performanceRating: number | null;

  @Field(() => ObservationResultEnum, {
    nullable: true,
    description: 'Computed from the steps; null where nobody who may validate observed.',
  })
  result: ObservationResult | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Met of the steps that were observed and apply, in percent, rounded for reading.',
  })
  scorePercent: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether every critical step was met.' })
  criticalMet: boolean | null;

  @Field(() => String, { nullable: true, description: 'The note.' })
  note: string | null;

  @Field(() => [ObservationNoteWarningEnum], {
    description: 'What in the note looks as if it told who a patient is; empty is no promise.',
  })
  noteWarnings: NoteWarning[];

  @Field(() => ID, { nullable: true, description: 'The person who observed.' })
  observedBy: string | null;

  @Field(() => String, { nullable: true, description: 'Their name as it was then.' })
  observerName: string | null;

  @Field(() => String, { nullable: true, description: 'The license under which they could validate then.' })
  observerLicense: string | null;

  @Field(() => Boolean, { description: 'Whether it was recorded later than the day itself.' })
  late: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When the device says it was entered: a claim.' })
  claimedAt: Date | null;

  @Field(() => ID, { description: 'The person who recorded it.' })
  recordedBy: string;

  @Field(() => DateTime, { description: 'When it was recorded, by the clock of the database.' })
  recordedAt: Date;

  @Field(() => String, { description: 'SHA-256 of its content, as the ledger has it.' })
  contentHash: string;

  @Field(() => [ObservationStep], { description: 'What was seen, step by step.' })
  steps: ObservationStep[];

  @Field(() => ObservationVoiding, {
    nullable: true,
    description: 'That it was taken back; null: it stands.',
  })
  voiding: ObservationVoiding | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The action plan that is open for the skill: it blocks the sign-off, not further observations.',
  })
  openActionPlanId: string | null;
}

export const ObservationConnection = connectionOf('Observation', () => Observation);

@ObjectType({ description: 'Why one observation does not count.' })
export class UncountedObservation {
  @Field(() => ID, { description: 'The observation.' })
  id: string;

  @Field(() => ObservationNotCountedEnum, { description: 'Why.' })
  why: NotCounted;
}

@ObjectType({ description: 'Where a trainee stands in the observations a skill asks for.' })
export class RequiredObservations {
  @Field(() => Boolean, { description: 'Whether enough was seen, on enough dates, by enough validators.' })
  satisfied: boolean;

  @Field(() => [String], { description: 'What is missing, in words; empty when satisfied.' })
  missing: string[];

  @Field(() => [ID], { description: 'The observations that count, in the order in which they were made.' })
  counted: string[];

  @Field(() => [UncountedObservation], { description: 'Those that do not, and why.' })
  notCounted: UncountedObservation[];

  @Field(() => Int, { description: 'On how many dates those that count were made.' })
  dates: number;

  @Field(() => Int, { description: 'By how many validators.' })
  validators: number;

  @Field(() => Int, { description: 'Attempts not met since the last action plan ended.' })
  attemptsNotMet: number;

  @Field(() => Int, { description: 'After how many an action plan has to be done.' })
  maxAttempts: number;
}

@ObjectType({ description: 'A step to watch.' })
export class ObservationFormStep {
  @Field(() => ID, { description: 'Names it in the answers.' })
  id: string;

  @Field(() => Int, { description: 'Its place, 1 for the first.' })
  position: number;

  @Field(() => String, { description: 'What is to be done.' })
  text: string;

  @Field(() => Boolean, { description: 'Not met or not observed, it fails the whole observation.' })
  critical: boolean;

  @Field(() => Boolean, { description: 'Whether "not applicable" may be answered though it is critical.' })
  mayBeNotApplicable: boolean;

  @Field(() => String, { nullable: true, description: 'Of a measured step: in what.' })
  measureUnit: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Of a measured step: how far the readings may lie apart.',
  })
  measureTolerance: string | null;
}

@ObjectType({ description: 'Everything a device needs to observe a skill without being online.' })
export class ObservationForm {
  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => ID, { description: 'The version the assignment asks for: give it with the observation.' })
  skillVersionId: string;

  @Field(() => String, { description: 'Code of the skill.' })
  skillCode: string;

  @Field(() => String, { description: 'Its title.' })
  title: string;

  @Field(() => [ValidationMethodEnum], { description: 'The methods to choose from.' })
  methods: ValidationMethod[];

  @Field(() => Boolean, { description: 'Whether one without a patient counts.' })
  simulationAllowed: boolean;

  @Field(() => Decimal, { description: 'Percent of the observed, applicable steps that must be met.' })
  cutScorePercent: string;

  @Field(() => [String], { description: 'Levels of entrustment, from most to least help.' })
  entrustmentScale: string[];

  @Field(() => String, { nullable: true, description: 'The lowest level that counts; null: any.' })
  minEntrustment: string | null;

  @Field(() => Int, { description: 'Within how many days after the day itself it may be recorded.' })
  lateEntryDays: number;

  @Field(() => String, { description: 'The zone of the site, in which its days are read.' })
  timeZone: string;

  @Field(() => PlainDate, { description: 'First day of the assignment.' })
  assignmentStartsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'Its last day; null: open-ended.' })
  assignmentEndsOn: string | null;

  @Field(() => [ObservationFormStep], { description: 'The steps, in order.' })
  steps: ObservationFormStep[];

  @Field(() => RequiredObservations, { description: 'What was observed so far, and what is missing.' })
  standing: RequiredObservations;

  @Field(() => ID, { nullable: true, description: 'The open action plan, if there is one.' })
  openActionPlanId: string | null;

  @Field(() => ID, { nullable: true, description: 'The open request to be observed, if there is one.' })
  openRequestId: string | null;
}

const DRAFT_REFUSALS = [
  OwnRecord,
  ObservationIdTaken,
  ObservationInFuture,
  ObservationOutsideAssignment,
  ObservedSkillNotAssigned,
  ObservedVersionNotPinned,
  PlacementNotCleared,
  TraineeNotEnrolled,
] as const;

export const RecordObservationResult = outcome('RecordObservationResult', () => [
  Observation,
  ...DRAFT_REFUSALS,
  ObservationTooLate,
  ObservationMethodNotListed,
  ObserverNotEligible,
  ObserverElsewhere,
  TraineeElsewhere,
]);

export const RecordNoShowResult = outcome('RecordNoShowResult', () => [
  Observation,
  ...DRAFT_REFUSALS,
  ObservationTooLate,
]);

export const RecordSelfAssessmentResult = outcome('RecordSelfAssessmentResult', () => [
  Observation,
  ...DRAFT_REFUSALS,
]);

export const VoidObservationResult = outcome('VoidObservationResult', () => [
  Observation,
  OwnRecord,
  ObservationAlreadyVoided,
  ObservationVoidedByOthersOnly,
]);
