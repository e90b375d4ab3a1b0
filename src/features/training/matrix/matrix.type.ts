import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { AssignmentKindEnum } from '../placements/assignment.enums.js';
import type { AssignmentKind } from '../placements/assignment.entity.js';
import type { SkillStatus } from '../sign-offs/skill-status.rules.js';
import { SkillStatusEnum } from '../sign-offs/sign-off.type.js';
import type { TaskPermission } from '../supervision/supervision.rules.js';

export const TaskPermissionEnum = {
  PROHIBITED: 'PROHIBITED',
  SUPERVISED: 'SUPERVISED',
  UNSUPERVISED: 'UNSUPERVISED',
} as const;
registerEnumType(TaskPermissionEnum, {
  name: 'TaskPermission',
  description: 'How the rules in force at a site take a task.',
  valuesMap: {
    PROHIBITED: { description: 'Left to licensed persons.' },
    SUPERVISED: { description: 'With a supervisor as the rules ask for.' },
    UNSUPERVISED: { description: 'Without a supervisor present.' },
  },
});

@ObjectType('MatrixCell', { description: 'Where somebody stands in a skill that is asked of them.' })
export class MatrixCellType {
  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => ID, { description: 'Its version that is asked for.' })
  skillVersionId: string;

  @Field(() => String, { description: 'Code of the skill.' })
  code: string;

  @Field(() => Boolean, { description: 'Whether the checklist is not complete without it.' })
  required: boolean;

  @Field(() => SkillStatusEnum, { description: 'The status.' })
  status: SkillStatus;

  @Field(() => ID, {
    nullable: true,
    description:
      'The sign-off that decides; null: none does, or it was made elsewhere and is not shown here.',
  })
  signOffId: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day it counts; null: it does not expire.',
  })
  expiresOn: string | null;

  @Field(() => [String], { description: 'Why, one sentence each.' })
  because: readonly string[];
}

@ObjectType({ description: 'A skill that somebody at the site is asked for: a column of the matrix.' })
export class MatrixColumn {
  @Field(() => ID, { description: 'The organization that defines it.' })
  organizationId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => String, { description: 'Its code.' })
  code: string;

  @Field(() => String, { description: 'Its name.' })
  title: string;
}

@ObjectType('MatrixPerson', { description: 'Somebody assigned at the site: a row of the matrix.' })
export class MatrixPersonType {
  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => String, { description: 'Their name.' })
  name: string;

  @Field(() => ID, { description: 'The organization that owns the records: the school, or the employer.' })
  organizationId: string;

  @Field(() => AssignmentKindEnum, { description: 'Why they train there.' })
  kind: AssignmentKind;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day; null: open-ended.' })
  endsOn: string | null;

  @Field(() => [MatrixCellType], {
    description: 'What is asked of them, in the order of the checklist; what the site added comes last.',
  })
  cells: MatrixCellType[];
}

@ObjectType({
  description: 'People by skills at a site: where everybody stands on a day, as it was known at a time.',
})
export class CompetencyMatrix {
  @Field(() => ID, { description: 'The site.' })
  siteId: string;

  @Field(() => String, { description: 'Its name.' })
  siteName: string;

  @Field(() => PlainDate, { description: 'The day, in the zone of the site.' })
  on: string;

  @Field(() => DateTime, { description: 'What was on record at this time.' })
  knownAt: Date;

  @Field(() => [MatrixColumn], { description: 'All skills that somebody is asked for.' })
  skills: MatrixColumn[];

  @Field(() => [MatrixPersonType], { description: 'Everybody whose assignment is in force, by name.' })
  people: MatrixPersonType[];

  @Field(() => String, { description: 'What is next.' })
  next: string;
}

@ObjectType({ description: 'Whether somebody at a site may do a task.' })
export class PersonForTask {
  @Field(() => MatrixPersonType, { description: 'Who.' })
  person: MatrixPersonType;

  @Field(() => Boolean, { description: 'Whether they may.' })
  mayDo: boolean;

  @Field(() => TaskPermissionEnum, {
    nullable: true,
    description: 'How the rules take the task; null: they do not say enough, so nobody does it.',
  })
  permission: TaskPermission | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The first skill that stands in the way, or else one that clears; null: none is asked of them.',
  })
  skillId: string | null;

  @Field(() => [String], {
    description:
      'Why, or why not: the rule first, then every skill that stands in the way, or those that clear.',
  })
  because: readonly string[];
}

@ObjectType({ description: 'Who at a site may do a task on a day, as it was known at a time.' })
export class TaskClearances {
  @Field(() => ID, { description: 'The site.' })
  siteId: string;

  @Field(() => String, { description: 'The task.' })
  taskCode: string;

  @Field(() => PlainDate, { description: 'The day, in the zone of the site.' })
  on: string;

  @Field(() => DateTime, { description: 'What was on record at this time.' })
  knownAt: Date;

  @Field(() => [PersonForTask], { description: 'Everybody whose assignment is in force, by name.' })
  people: PersonForTask[];

  @Field(() => String, { description: 'What is next.' })
  next: string;
}

@ObjectType({ description: 'A sign-off that is about to expire.' })
export class ExpiringSignOff {
  @Field(() => ID, { description: 'The sign-off.' })
  signOffId: string;

  @Field(() => ID, { description: 'The assignment it was made in.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => String, { description: 'Their name.' })
  name: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => String, { description: 'Its code.' })
  code: string;

  @Field(() => String, { description: 'Its name, as it was signed.' })
  title: string;

  @Field(() => PlainDate, { description: 'The last day it counts.' })
  expiresOn: string;

  @Field(() => [String], { description: 'Why, one sentence each.' })
  because: readonly string[];
}

export const ExpiringSignOffConnection = connectionOf('ExpiringSignOff', () => ExpiringSignOff);
