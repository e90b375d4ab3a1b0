import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { ImportProblem, ImportRemark } from '../../programs/program-transfer.type.js';
import { StandingStatusEnum } from '../standing.enums.js';
import type { StandingStatus } from '../standing.js';
import {
  TrainingDueAtEnum,
  TrainingEvidenceEnum,
  TrainingRetentionFromEnum,
} from './mandatory-training.enums.js';
import type { TrainingDueAt, TrainingEvidence, TrainingRetentionFrom } from './mandatory-training.js';
import {
  LateTrainingWithoutReason,
  MandatoryTrainingBackdated,
  MandatoryTrainingNotDue,
  MandatoryTrainingSuperseded,
  MandatoryTrainingUndefined,
  OwnMandatoryTraining,
  TrainingChangeUnknown,
  TrainingEvidenceMissing,
} from './mandatory-training.refusals.js';

@ObjectType('MandatoryTraining', {
  description:
    'A training that people are to have again and again, as it is from a day on. It stays as it is: a later version takes its place, and does not reach back.',
})
export class MandatoryTrainingType {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => String, { description: 'By which it is asked for, the same for all versions.' })
  code: string;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => PlainDate, { nullable: true, description: 'The first day it is in force; null: ever since.' })
  effectiveFrom: string | null;

  @Field(() => TrainingDueAtEnum, { description: 'What makes it due for the first time.' })
  dueAt: TrainingDueAt;

  @Field(() => Int, {
    description: 'So many days after that it is to be done at the latest; 0: on that day.',
  })
  withinDays: number;

  @Field(() => [String], { description: 'Codes of the changes after which it is to be given anew.' })
  alsoOn: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'It counts for so many calendar months; with days, the shorter of both.',
  })
  intervalMonths: number | null;

  @Field(() => Int, { nullable: true, description: 'It counts for so many days.' })
  intervalDays: number | null;

  @Field(() => Boolean, { description: 'Whether the interval is the organization’s own, and no rule’s.' })
  intervalByPolicy: boolean;

  @Field(() => Boolean, {
    description:
      'Whether there must be time for questions to a person: an online quiz alone does not do then.',
  })
  liveQuestions: boolean;

  @Field(() => Boolean, { description: 'Whether a part of it is about the site where somebody works.' })
  siteSpecific: boolean;

  @Field(() => [TrainingEvidenceEnum], { description: 'What is to be written down of each time.' })
  evidence: TrainingEvidence[];

  @Field(() => [Int], { description: 'Days before its end on which somebody is reminded, longest first.' })
  warnDays: number[];

  @Field(() => Int, { nullable: true, description: 'For how many months its records are kept at least.' })
  retentionMonths: number | null;

  @Field(() => TrainingRetentionFromEnum, { nullable: true, description: 'From when on they are counted.' })
  retentionFrom: TrainingRetentionFrom | null;

  @Field(() => String, { nullable: true, description: 'Where it is written.' })
  citation: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'When that was last compared with its source.' })
  verifiedOn: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;
}

@ObjectType({ description: 'What became of a document of trainings: all of it was imported, or nothing.' })
export class MandatoryTrainingImport {
  @Field(() => Boolean, {
    description: 'Whether it was imported. False for a dry run and when there are errors.',
  })
  applied: boolean;

  @Field(() => [ImportProblem], { description: 'What keeps it from being imported; at most 200.' })
  errors: ImportProblem[];

  @Field(() => [ImportRemark], { description: 'What it does not say, and what was taken for it.' })
  remarks: ImportRemark[];

  @Field(() => [String], { description: 'Codes that got a new version.' })
  added: string[];

  @Field(() => [String], {
    description: 'Codes of which it says what was said before; they stay as they are.',
  })
  kept: string[];
}

@ObjectType('MandatoryTrainingCompletion', {
  description: 'That somebody had a training. It stays as it is: a later entry corrects it or takes it back.',
})
export class MandatoryTrainingCompletionType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => ID, { description: 'Whose it is.' })
  personId: string;

  @Field(() => String, { description: 'Code of the training.' })
  code: string;

  @Field(() => ID, { description: 'The same for those who were there together.' })
  sessionId: string;

  @Field(() => PlainDate, { description: 'The day.' })
  completedOn: string;

  @Field(() => Boolean, { description: 'Whether it was the part that is the same everywhere.' })
  general: boolean;

  @Field(() => ID, { nullable: true, description: 'The site it was about besides; null: none.' })
  siteId: string | null;

  @Field(() => Boolean, { description: 'Whether there was time for questions to a person.' })
  liveQuestions: boolean;

  @Field(() => String, { nullable: true, description: 'What it was about.' })
  contentSummary: string | null;

  @Field(() => String, { nullable: true, description: 'Who gave it.' })
  trainerName: string | null;

  @Field(() => String, { nullable: true, description: 'What makes them fit to give it.' })
  trainerQualification: string | null;

  @Field(() => String, { description: 'The attendee’s name on that day.' })
  attendeeName: string;

  @Field(() => String, { nullable: true, description: 'As what they worked.' })
  attendeeJobTitle: string | null;

  @Field(() => ID, { nullable: true, description: 'The list of attendees or the like, as a file.' })
  evidenceFileId: string | null;

  @Field(() => String, { nullable: true, description: 'Why it came late, where it did.' })
  lateReason: string | null;

  @Field(() => ID, { nullable: true, description: 'The entry it takes the place of, or takes back.' })
  supersedesId: string | null;

  @Field(() => Boolean, { description: 'Whether it only takes the other one back.' })
  withdrawn: boolean;

  @Field(() => String, { nullable: true, description: 'Why it was corrected or taken back.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt: Date;
}

@ObjectType('MandatoryTrainingDelay', {
  description: 'That somebody is late, why, and when they will have it.',
})
export class MandatoryTrainingDelayType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => String, { description: 'Code of the training.' })
  code: string;

  @Field(() => PlainDate, { description: 'The last day on which it would have been in time.' })
  dueOn: string;

  @Field(() => PlainDate, { description: 'When it is planned.' })
  plannedOn: string;

  @Field(() => String, { description: 'Why it is late.' })
  reason: string;

  @Field(() => DateTime, { description: 'When this was written down.' })
  recordedAt: Date;
}

@ObjectType('MandatoryTrainingChange', {
  description: 'A change after which a training is to be given anew: to all, at a site, or to some persons.',
})
export class MandatoryTrainingChangeType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => String, { description: 'Code of the training.' })
  code: string;

  @Field(() => String, { description: 'Code of the change.' })
  event: string;

  @Field(() => PlainDate, { description: 'Training from this day on speaks of the change.' })
  changedOn: string;

  @Field(() => PlainDate, { description: 'The last day on which training of before counts.' })
  renewBy: string;

  @Field(() => ID, { nullable: true, description: 'Only for those who work at this site; null: everywhere.' })
  siteId: string | null;

  @Field(() => [ID], { nullable: true, description: 'Only these persons; null: everybody.' })
  personIds: string[] | null;

  @Field(() => String, { description: 'What changed, or why this was taken back.' })
  description: string;

  @Field(() => ID, { nullable: true, description: 'The entry it takes back.' })
  supersedesId: string | null;

  @Field(() => Boolean, { description: 'Whether it only takes another one back.' })
  withdrawn: boolean;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt: Date;
}

@ObjectType({ description: 'Where somebody stands in a mandatory training on a day.' })
export class MandatoryTrainingStanding {
  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => String, { description: 'Their name.' })
  name: string;

  @Field(() => String, { description: 'Code of the training.' })
  code: string;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => StandingStatusEnum, { description: 'What it is worth on the day.' })
  status: StandingStatus;

  @Field(() => Boolean, { description: 'Whether it counts on the day.' })
  current: boolean;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day through which it counts without a gap; null: without an end, or it does not count.',
  })
  currentUntil: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day on which it is, or was, in time; null: nothing asks for it, or it does not lapse.',
  })
  dueOn: string | null;

  @Field(() => Boolean, { description: 'Whether that day is over.' })
  overdue: boolean;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'When it is planned, where somebody late has a day.',
  })
  plannedOn: string | null;

  @Field(() => ID, { nullable: true, description: 'The site that decides, where a part is about sites.' })
  siteId: string | null;

  @Field(() => String, { description: 'Why, and what would help.' })
  because: string;
}

@ObjectType({ description: 'The mandatory training of one person, with its history.' })
export class MandatoryTrainingRecord {
  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => PlainDate, { description: 'The day asked about.' })
  on: string;

  @Field(() => [MandatoryTrainingStanding], {
    description: 'What they are to have, or had: what does not count first, then by the day it is due.',
  })
  standings: MandatoryTrainingStanding[];

  @Field(() => [MandatoryTrainingCompletionType], { description: 'All that was recorded, latest first.' })
  completions: MandatoryTrainingCompletionType[];

  @Field(() => [MandatoryTrainingDelayType], {
    description: 'What was written down about being late, latest first.',
  })
  delays: MandatoryTrainingDelayType[];

  @Field(() => String, { description: 'What is next.' })
  next: string;
}

@ObjectType({ description: 'A training that was put on record for those who were there.' })
export class RecordedMandatoryTraining {
  @Field(() => ID, { description: 'The same for all of them.' })
  sessionId: string;

  @Field(() => [MandatoryTrainingCompletionType], { description: 'One entry for each.' })
  completions: MandatoryTrainingCompletionType[];

  @Field(() => String, { nullable: true, description: 'Why it does not count yet; null: it does.' })
  shortcoming: string | null;
}

export const MandatoryTrainingStandingConnection = connectionOf(
  'MandatoryTrainingStanding',
  () => MandatoryTrainingStanding,
);

const NOT_RECORDED = [
  MandatoryTrainingUndefined,
  TrainingEvidenceMissing,
  LateTrainingWithoutReason,
  OwnMandatoryTraining,
] as const;

export const DefineMandatoryTrainingResult = outcome('DefineMandatoryTrainingResult', () => [
  MandatoryTrainingType,
  MandatoryTrainingBackdated,
]);

export const RecordMandatoryTrainingResult = outcome('RecordMandatoryTrainingResult', () => [
  RecordedMandatoryTraining,
  ...NOT_RECORDED,
]);

export const CorrectMandatoryTrainingResult = outcome('CorrectMandatoryTrainingResult', () => [
  MandatoryTrainingCompletionType,
  MandatoryTrainingSuperseded,
  ...NOT_RECORDED,
]);

export const WithdrawMandatoryTrainingResult = outcome('WithdrawMandatoryTrainingResult', () => [
  MandatoryTrainingCompletionType,
  MandatoryTrainingSuperseded,
  OwnMandatoryTraining,
]);

export const PlanLateTrainingResult = outcome('PlanLateTrainingResult', () => [
  MandatoryTrainingDelayType,
  MandatoryTrainingUndefined,
  MandatoryTrainingNotDue,
]);

export const RecordTrainingChangeResult = outcome('RecordTrainingChangeResult', () => [
  MandatoryTrainingChangeType,
  MandatoryTrainingUndefined,
  TrainingChangeUnknown,
]);

export const WithdrawTrainingChangeResult = outcome('WithdrawTrainingChangeResult', () => [
  MandatoryTrainingChangeType,
  MandatoryTrainingSuperseded,
]);
