import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../platform/graphql/scalars.js';
import type { PlacementGate, PracticalPolicy, ProgramVersionStatus } from './program.entity.js';
import { ProgramVersionStatusEnum } from './program.enums.js';

@ObjectType('Program', { description: 'A program the organization runs, through all its versions.' })
export class ProgramType {
  @Field(() => ID, { description: 'Identifies the program within the organization.' })
  id: string;

  @Field(() => String, { description: 'Unique in the organization, e.g. `PTT-CERT`.' })
  code: string;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => DateTime, { description: 'When it was added.' })
  createdAt: Date;
}

@ObjectType('PracticalPolicy', { description: 'How practicals with critical steps are judged.' })
export class PracticalPolicyType implements PracticalPolicy {
  @Field(() => String, { description: '`all`: every critical step must be met, whatever the score.' })
  criticalSteps: 'all';

  @Field(() => Int, { description: 'The least percent of scored steps.' })
  technicalMinPercent: number;

  @Field(() => Int, { description: 'How often it may be tried.' })
  maxAttempts: number;

  @Field(() => Int, { description: 'The most percent that a repeated practical can score.' })
  repeatScoreCapPercent: number;
}

@ObjectType('PlacementGate', { description: 'What must hold on the first day of a clinical placement.' })
export class PlacementGateType implements PlacementGate {
  @Field(() => [String], { description: 'Codes of courses of this version to be passed.' })
  coursesPassed: string[];

  @Field(() => [String], { description: 'Codes of external credentials to be current.' })
  credentialsCurrent: string[];

  @Field(() => [String], { description: 'Codes of clearances to be current.' })
  clearancesCurrent: string[];

  @Field(() => [String], { description: 'Codes of mandatory trainings to be current.' })
  trainingsCurrent: string[];
}

@ObjectType('ProgramVersion', {
  description: 'One version of a program: what its trainees must do. It never changes once published.',
})
export class ProgramVersionType {
  @Field(() => ID, { description: 'Identifies the version within the organization.' })
  id: string;

  @Field(() => String, { description: 'Unique in the program, e.g. `2026.1`.' })
  label: string;

  @Field(() => String, { description: 'What the program is called in this version.' })
  title: string;

  @Field(() => String, { description: 'What the program is about; may be empty.' })
  summary: string;

  @Field(() => ProgramVersionStatusEnum, { description: 'Where it is in its life.' })
  status: ProgramVersionStatus;

  @Field(() => Int, {
    description: 'Grows with every edit of the draft: an edit names the one it was made on.',
  })
  revision: number;

  @Field(() => Int, { description: 'Clock hours of the whole program, in minutes.' })
  totalClockMinutes: number;

  @Field(() => Int, { description: 'Weeks it normally takes.' })
  normalWeeks: number;

  @Field(() => Int, { description: 'The longest it may take, in percent of the normal time.' })
  maxTimeframePercent: number;

  @Field(() => Int, { description: 'The least pace: completed in percent of attempted.' })
  minPacePercent: number;

  @Field(() => Int, { description: 'The share of hours that may be missed with an excuse, in percent.' })
  excusedAbsenceCapPercent: number;

  @Field(() => Decimal, { description: 'Pass mark of courses with lectures only, in percent.' })
  lecturePassMarkPercent: string;

  @Field(() => Decimal, { description: 'Pass mark of courses with lab hours, in percent.' })
  labPassMarkPercent: string;

  @Field(() => PracticalPolicyType, {
    nullable: true,
    description: 'How practicals are judged; null: not at all.',
  })
  practical: PracticalPolicy | null;

  @Field(() => [String], { description: 'Codes of what an applicant must bring.' })
  entryRequirements: string[];

  @Field(() => PlacementGateType, {
    nullable: true,
    description: 'What a placement waits for; null: nothing.',
  })
  placementGate: PlacementGate | null;

  @Field(() => [String], { description: 'Codes of what the final award needs.' })
  awardRequirements: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'The version it was copied from; null: from none, or from a draft discarded since.',
  })
  copiedFromId: string | null;

  @Field(() => Int, { description: 'Minutes of everything required; 0 until published.' })
  requiredMinutes: number;

  @Field(() => DateTime, { description: 'When the draft was made.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null while it is a draft.' })
  publishedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was closed to new enrollments.' })
  retiredAt: Date | null;
}

export const ProgramConnection = connectionOf('Program', () => ProgramType);

@ObjectType({ description: 'What an edit of a draft did.' })
export class DraftEdit {
  @Field(() => ID, {
    description: 'What was added or changed: the course, module, lesson, … or the version itself.',
  })
  id: string;

  versionId: string;
}
