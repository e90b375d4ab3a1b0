import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { ASSIGNMENT_KINDS, type AssignmentKind } from './assignment.entity.js';
import { AssignmentKindEnum, AssignmentStateEnum } from './assignment.enums.js';
import { ASSIGNMENT_STATES, type AssignmentState } from './assignment-standing.rules.js';

const REASON = { description: 'Why, for the record: 1 to 1000 characters.' };

@InputType({ description: 'A trainee of the school to be placed at a site.' })
export class CreateClinicalPlacementInput extends OperationInput {
  @IdField('The enrollment of the trainee; it must be active.')
  enrollmentId: string;

  @IdField('The site: of an organization with which there is an agreement, or of the school itself.')
  siteId: string;

  @IdField('The course of the pinned version that is learned there: one with hours in placement.')
  courseId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The agreement it rests on; the latest that covers all days unless given.',
  })
  @IsOptional()
  @IsUUID()
  agreementId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A published checklist version; the one the course asks for unless given.',
  })
  @IsOptional()
  @IsUUID()
  checklistVersionId?: string | null;

  @Field(() => PlainDate, { description: 'The first day, in the zone of the site.' })
  @IsString()
  startsOn: string;

  @Field(() => PlainDate, { description: 'The last day.' })
  @IsString()
  endsOn: string;
}

@InputType({ description: 'A member of the organization who is to train at one of its sites.' })
export class AssignEmployeeInput extends OperationInput {
  @IdField('Who.')
  personId: string;

  @IdField('The site of the organization.')
  siteId: string;

  @IdField('A published version of a checklist of the organization.')
  checklistVersionId: string;

  @Field(() => PlainDate, { description: 'The first day, in the zone of the site.' })
  @IsString()
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day; left out: open-ended.' })
  @IsOptional()
  @IsString()
  endsOn?: string | null;
}

@InputType({ description: 'Other days of an assignment; what is left out stays.' })
export class ChangeAssignmentDatesInput extends OperationInput {
  @IdField('The assignment.')
  assignmentId: string;

  @Field(() => PlainDate, { nullable: true, description: 'The first day: only while it is ahead.' })
  @IsOptional()
  @IsString()
  startsOn?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'The last day.' })
  @IsOptional()
  @IsString()
  endsOn?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Without a last day: employees only.' })
  @IsBoolean()
  openEnded: boolean;

  @Field(() => String, REASON)
  @IsString()
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'An assignment that ends before its time.' })
export class EndAssignmentInput extends OperationInput {
  @IdField('The assignment.')
  assignmentId: string;

  @Field(() => PlainDate, { description: 'The last day: today or later; yesterday ends it at once.' })
  @IsString()
  endsOn: string;

  @Field(() => String, REASON)
  @IsString()
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'An assignment that does not take place.' })
export class CancelAssignmentInput extends OperationInput {
  @IdField('The assignment.')
  assignmentId: string;

  @Field(() => String, REASON)
  @IsString()
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A gate that does not hold, and why somebody may start all the same.' })
export class OverrideAssignmentGateInput extends OperationInput {
  @IdField('The assignment.')
  assignmentId: string;

  @Field(() => String, { description: 'Code of the gate.' })
  @IsString()
  @Length(1, 100)
  gate: string;

  @Field(() => String, REASON)
  @IsString()
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'An employee who is to follow another version of a checklist.' })
export class TransferChecklistInput extends OperationInput {
  @IdField('The assignment.')
  assignmentId: string;

  @IdField('The published version of a checklist of the organization.')
  checklistVersionId: string;

  @Field(() => String, REASON)
  @IsString()
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A supervisor for a trainee at a site of the organization.' })
export class NameSupervisorInput extends OperationInput {
  @IdField(
    'The assignment: of an own employee, or of another organization’s trainee who is announced or there.',
  )
  assignmentId: string;

  @IdField('Who: a member of the organization who is authorized to validate at the site.')
  personId: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The first day; the first of the assignment, or today once it has begun, unless given.',
  })
  @IsOptional()
  @IsString()
  startsOn?: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day; left out: as long as the assignment.',
  })
  @IsOptional()
  @IsString()
  endsOn?: string | null;
}

@InputType({ description: 'A supervisor who is not one any more.' })
export class EndSupervisionInput extends OperationInput {
  @IdField('The supervision.')
  supervisionId: string;

  @Field(() => PlainDate, {
    description:
      'The last day: today or later; yesterday ends it at once, and before its first day takes it back.',
  })
  @IsString()
  endsOn: string;
}

@ArgsType()
export class AssignmentsArgs extends PageArgs {
  @Field(() => AssignmentKindEnum, { nullable: true, description: 'Only of this kind.' })
  @IsOptional()
  @IsIn(ASSIGNMENT_KINDS)
  kind?: AssignmentKind | null;

  @Field(() => ID, { nullable: true, description: 'Only at this site.' })
  @IsOptional()
  @IsUUID()
  siteId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only of this person.' })
  @IsOptional()
  @IsUUID()
  personId?: string | null;

  @Field(() => [AssignmentStateEnum], { nullable: true, description: 'Only in one of these states.' })
  @IsOptional()
  @IsIn(ASSIGNMENT_STATES, { each: true })
  states?: AssignmentState[] | null;
}
