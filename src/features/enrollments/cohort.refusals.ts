import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import type { Role } from '../../platform/access/permissions.js';
import { RoleEnum } from '../organizations/role.enum.js';
import type { ProgramVersionStatus } from '../programs/program.entity.js';
import { ProgramVersionStatusEnum } from '../programs/program.enums.js';

@RefusalType('Another cohort of the organization has this code.')
export class CohortCodeTaken extends Refusal {
  @Field(() => String, { description: 'The code that is taken.' })
  cohortCode: string;
}

@RefusalType('The program version is a draft, or retired: it takes no new trainees.')
export class ProgramVersionNotOpen extends Refusal {
  @Field(() => ID, { description: 'The version.' })
  programVersionId: string;

  @Field(() => ProgramVersionStatusEnum, { description: 'What it is instead of published.' })
  versionStatus: ProgramVersionStatus;
}

@RefusalType('The cohort is closed: its dates and its list of trainees do not change any more.')
export class CohortClosed extends Refusal {
  @Field(() => DateTime, { description: 'Since when.' })
  closedSince: Date;
}

@RefusalType('The member does not teach this cohort.')
export class NotTeaching extends Refusal {}

@RefusalType('The member does not have a role that teaches.')
export class NotAnInstructor extends Refusal {
  @Field(() => RoleEnum, { description: 'The role they have.' })
  role: Role;
}
