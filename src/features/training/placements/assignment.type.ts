import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { EnrollmentNotActive } from '../../enrollments/enrollment.refusals.js';
import { SiteIsClosed } from '../../organizations/site.refusals.js';
import { SiteSettingEnum } from '../../organizations/site.type.js';
import {
  AssignmentEntryKindEnum,
  AssignmentKindEnum,
  AssignmentStateEnum,
  ChecklistTransferChangeEnum,
} from './assignment.enums.js';
import {
  AgreementNotInForce,
  AssignmentBegun,
  AssignmentDatesNotPossible,
  AssignmentNotOpen,
  ChecklistNotUsable,
  ChecklistOfCourse,
  ChecklistUnchanged,
  CourseWithoutPlacement,
  GateHolds,
  GateNotOverridable,
  OwnAssignment,
  SiteNamesSupervisors,
  SupervisionDatesNotPossible,
  SupervisorNamedAlready,
  SupervisorNotAuthorized,
} from './assignment.refusals.js';

@ObjectType('Assignment', {
  description:
    'Somebody trains at a site from one day to another: a trainee sent by a school, or a new hire of the organization itself.',
})
export class AssignmentType {
  @Field(() => ID, { description: 'Identifies the assignment.' })
  id: string;

  @Field(() => AssignmentKindEnum, { description: 'Why they train there.' })
  kind: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => ID, { description: 'The organization that owns the records: the school, or the employer.' })
  orgId: string;

  @Field(() => String, { description: 'Its name.' })
  organizationName: string;

  @Field(() => ID, { nullable: true, description: 'Of a placement: the enrollment it belongs to.' })
  enrollmentId: string | null;

  @Field(() => ID, { nullable: true, description: 'Of a placement: the course that is learned there.' })
  courseId: string | null;

  @Field(() => ID, { nullable: true, description: 'The agreement it rests on; null at a site of one’s own.' })
  agreementId: string | null;

  @Field(() => ID, { description: 'The organization whose site it is.' })
  siteOrgId: string;

  @Field(() => String, { description: 'Its name.' })
  siteOrganizationName: string;

  @Field(() => ID, { description: 'The site.' })
  siteId: string;

  @Field(() => String, { description: 'Its name.' })
  siteName: string;

  @Field(() => SiteSettingEnum, { description: 'What kind of place it is.' })
  setting: string;

  @Field(() => String, { description: 'Code of the jurisdiction whose law applies there today.' })
  jurisdiction: string;

  @Field(() => String, { description: 'IANA zone in which the days of the assignment are read.' })
  timeZone: string;

  @Field(() => ID, { description: 'The checklist version it follows.' })
  checklistVersionId: string;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day; null: open-ended.' })
  endsOn: string | null;

  @Field(() => AssignmentStateEnum, { description: 'Where it stands today.' })
  state: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;
}

@ObjectType('AssignmentHistoryEntry', { description: 'What was put on record of an assignment.' })
export class AssignmentHistoryEntryType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => AssignmentEntryKindEnum, { description: 'What happened.' })
  kind: string;

  @Field(() => PlainDate, { nullable: true, description: 'Of DATES_CHANGED: the first day from then on.' })
  startsOn: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'Of DATES_CHANGED (null: open-ended) and ENDED: the last day from then on.',
  })
  endsOn: string | null;

  @Field(() => ID, { nullable: true, description: 'Of CHECKLIST_CHANGED: the version from then on.' })
  checklistVersionId: string | null;

  @Field(() => String, { nullable: true, description: 'Of GATE_OVERRIDDEN: the gate.' })
  gate: string | null;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => ID, { nullable: true, description: 'Who recorded it; null for the system.' })
  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When.' })
  recordedAt: Date;
}

@ObjectType('AssignmentGate', { description: 'Something that must hold on the first day of an assignment.' })
export class AssignmentGateType {
  @Field(() => String, { description: 'Names the gate, in SCREAMING_CASE; further ones may come.' })
  code: string;

  @Field(() => String, { description: 'What must hold.' })
  title: string;

  @Field(() => Boolean, { description: 'Whether it holds.' })
  holds: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why it does not hold and what would help; null where it holds.',
  })
  because: string | null;

  @Field(() => Boolean, {
    description: 'Whether the owner of the records may let them start although it does not hold.',
  })
  overridable: boolean;

  @Field(() => Boolean, { description: 'Whether the owner has done so.' })
  overridden: boolean;

  @Field(() => String, { nullable: true, description: 'Why; told to the owner of the records alone.' })
  overrideReason: string | null;
}

@ObjectType('AssignmentSupervision', { description: 'A supervisor named for a trainee, for some days.' })
export class AssignmentSupervisionType {
  @Field(() => ID, { description: 'Identifies the supervision.' })
  id: string;

  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The supervisor.' })
  personId: string;

  @Field(() => String, { description: 'Their name as it was when they were named.' })
  name: string;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day, before the first one when it was taken back; null: as long as the assignment.',
  })
  endsOn: string | null;
}

@ObjectType('AnnouncedPlacement', {
  description:
    'Somebody whom another organization sends to a site: what the site needs to get ready. Their records open on the first day.',
})
export class AnnouncedPlacementType {
  @Field(() => ID, { description: 'The assignment: supervisors can be named for it.' })
  assignmentId: string;

  @Field(() => String, { description: 'Who sends them.' })
  organizationName: string;

  @Field(() => String, { description: 'Who comes.' })
  traineeName: string;

  @Field(() => ID, { description: 'Where to.' })
  siteId: string;

  @Field(() => String, { description: 'Its name.' })
  siteName: string;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day.' })
  endsOn: string | null;
}

@ObjectType('ChecklistTransferSkill', { description: 'What becomes of one skill.' })
export class ChecklistTransferSkillType {
  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => String, { description: 'Its code.' })
  code: string;

  @Field(() => ChecklistTransferChangeEnum, { description: 'What becomes of it.' })
  change: string;

  @Field(() => Int, { nullable: true, description: 'Number of its version now; null: it is not asked for.' })
  fromVersion: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of its version then; null: it is not asked for.' })
  toVersion: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of NEW_VERSION: what that says about sign-offs of earlier ones.',
  })
  effect: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'By when they are to be validated anew, where it says so.',
  })
  revalidateBy: string | null;
}

@ObjectType('ChecklistTransferPreview', {
  description: 'What it would mean for somebody to follow another version of a checklist.',
})
export class ChecklistTransferPreviewType {
  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The version.' })
  checklistVersionId: string;

  @Field(() => [ChecklistTransferSkillType], {
    description: 'Skill by skill, in the order of the checklist.',
  })
  skills: ChecklistTransferSkillType[];
}

export const AssignmentConnection = connectionOf('Assignment', () => AssignmentType);
export const AnnouncedPlacementConnection = connectionOf('AnnouncedPlacement', () => AnnouncedPlacementType);

export const CreateClinicalPlacementResult = outcome('CreateClinicalPlacementResult', () => [
  AssignmentType,
  EnrollmentNotActive,
  OwnAssignment,
  SiteIsClosed,
  AgreementNotInForce,
  CourseWithoutPlacement,
  ChecklistNotUsable,
  AssignmentDatesNotPossible,
]);

export const AssignEmployeeResult = outcome('AssignEmployeeResult', () => [
  AssignmentType,
  OwnAssignment,
  SiteIsClosed,
  ChecklistNotUsable,
  AssignmentDatesNotPossible,
]);

export const ChangeAssignmentDatesResult = outcome('ChangeAssignmentDatesResult', () => [
  AssignmentType,
  OwnAssignment,
  AssignmentNotOpen,
  AgreementNotInForce,
  AssignmentDatesNotPossible,
]);

export const EndAssignmentResult = outcome('EndAssignmentResult', () => [
  AssignmentType,
  OwnAssignment,
  AssignmentNotOpen,
  AssignmentDatesNotPossible,
]);

export const CancelAssignmentResult = outcome('CancelAssignmentResult', () => [
  AssignmentType,
  OwnAssignment,
  AssignmentNotOpen,
  AssignmentBegun,
]);

export const OverrideAssignmentGateResult = outcome('OverrideAssignmentGateResult', () => [
  AssignmentType,
  OwnAssignment,
  AssignmentNotOpen,
  GateHolds,
  GateNotOverridable,
]);

export const TransferChecklistResult = outcome('TransferChecklistResult', () => [
  AssignmentType,
  OwnAssignment,
  AssignmentNotOpen,
  ChecklistOfCourse,
  ChecklistUnchanged,
  ChecklistNotUsable,
]);

export const NameSupervisorResult = outcome('NameSupervisorResult', () => [
  AssignmentSupervisionType,
  OwnAssignment,
  SiteNamesSupervisors,
  SupervisorNotAuthorized,
  SupervisorNamedAlready,
  SupervisionDatesNotPossible,
]);

export const EndSupervisionResult = outcome('EndSupervisionResult', () => [
  AssignmentSupervisionType,
  SiteNamesSupervisors,
  SupervisionDatesNotPossible,
]);
