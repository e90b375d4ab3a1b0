import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ID } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PersonType } from '../../people/person.type.js';
import { ChecklistCatalog } from '../skills/checklist-catalog.service.js';
import { ChecklistVersionType } from '../skills/checklist.type.js';
import type { Assignment } from './assignment.js';
import { AssignmentChanges } from './assignment-change.service.js';
import { AssignmentGates } from './assignment-gates.service.js';
import {
  AssignEmployeeInput,
  AssignmentsArgs,
  CancelAssignmentInput,
  ChangeAssignmentDatesInput,
  CreateClinicalPlacementInput,
  EndAssignmentInput,
  EndSupervisionInput,
  NameSupervisorInput,
  OverrideAssignmentGateInput,
  TransferChecklistInput,
} from './assignment.input.js';
import { AssignmentReading } from './assignment-reading.service.js';
import { AssignmentSupervisors } from './assignment-supervisors.service.js';
import {
  AnnouncedPlacementConnection,
  AssignEmployeeResult,
  AssignmentConnection,
  AssignmentGateType,
  AssignmentHistoryEntryType,
  AssignmentSupervisionType,
  AssignmentType,
  CancelAssignmentResult,
  ChangeAssignmentDatesResult,
  ChecklistTransferPreviewType,
  CreateClinicalPlacementResult,
  EndAssignmentResult,
  EndSupervisionResult,
  NameSupervisorResult,
  OverrideAssignmentGateResult,
  TransferChecklistResult,
} from './assignment.type.js';
import { ChecklistTransfers } from './checklist-transfer.service.js';
import { PlacementService } from './placement.service.js';

@Resolver(() => AssignmentType)
export class AssignmentResolver {
  constructor(
    private readonly reading: AssignmentReading,
    private readonly gatesOf: AssignmentGates,
    private readonly supervisorsOf: AssignmentSupervisors,
    private readonly checklists: ChecklistCatalog,
  ) {}

  @Query(() => AssignmentType, {
    description:
      'One assignment: your own, one of your organization, or, while it is in force, one at a site of your organization.',
  })
  @Allow('self')
  assignment(@Db() db: TenantDb, @IdArg('id', 'The assignment.') id: string) {
    return this.reading.byId(db, id);
  }

  @Query(() => AssignmentConnection, {
    description:
      'Assignments whose records are your organization’s, the latest first day first. Empty: place a trainee or assign an employee.',
  })
  @Allow('training:read')
  assignments(@Db() db: TenantDb, @Args() args: AssignmentsArgs) {
    return this.reading.page(db, args, args);
  }

  @Query(() => AssignmentConnection, {
    description:
      'Trainees of other organizations at your sites while they are there, over all of them; each look is logged with their owner. Who is to come stands in `announcedPlacements`.',
  })
  @Allow('training:read')
  hostedAssignments(@Db() db: TenantDb, @Args() args: AssignmentsArgs) {
    return this.reading.hosted(db, args, args);
  }

  @Query(() => AnnouncedPlacementConnection, {
    description: 'Trainees of other organizations who are to come to your sites, the next first.',
  })
  @Allow('training:read')
  announcedPlacements(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.supervisorsOf.announced(db, page);
  }

  @Query(() => [AssignmentType], {
    description: 'Your own assignments, the latest first. Empty: nobody has assigned you anywhere yet.',
  })
  @Allow('self')
  myAssignments(@Db() db: TenantDb) {
    return this.reading.ofViewer(db);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'The trainee.' })
  @AllowAsParent()
  trainee(@Db() db: TenantDb, @Parent() assignment: Assignment) {
    return this.reading.trainee(db, assignment);
  }

  @ResolveField(() => ChecklistVersionType, {
    nullable: true,
    description: 'The checklist version it follows.',
  })
  @AllowAsParent()
  checklistVersion(@Db() db: TenantDb, @Parent() { orgId, checklistVersionId }: Assignment) {
    return this.checklists.versionOf(db, orgId, checklistVersionId);
  }

  @ResolveField(() => [AssignmentSupervisionType], {
    description: 'The supervisors named, the earliest first. Empty: the site has named none yet.',
  })
  @AllowAsParent()
  supervisors(@Db() db: TenantDb, @Parent() { orgId, id }: Assignment) {
    return this.supervisorsOf.of(db.hostedIn(orgId), id);
  }

  @ResolveField(() => [AssignmentGateType], {
    description:
      'What must hold on the first day, and, once it has begun, what must hold today. Reasons that are the owner’s alone are not told to others.',
  })
  @AllowAsParent()
  async gates(@Db() db: TenantDb, @Parent() assignment: Assignment) {
    return (await this.gatesOf.ofParent(db, assignment)).gates;
  }

  @ResolveField(() => Boolean, {
    description: 'Whether all gates hold, or are overridden where they may be.',
  })
  @AllowAsParent()
  async mayStart(@Db() db: TenantDb, @Parent() assignment: Assignment) {
    return (await this.gatesOf.ofParent(db, assignment)).mayStart;
  }

  @ResolveField(() => [ID], {
    description:
      'Other assignments of the same person that run at the same time, as far as they are seen here.',
  })
  @AllowAsParent()
  sideBySideIds(@Db() db: TenantDb, @Parent() assignment: Assignment) {
    return this.reading.sideBySide(db, assignment);
  }

  @ResolveField(() => [AssignmentHistoryEntryType], {
    nullable: true,
    description:
      'What was put on record of it, in that order; null where the records are another organization’s.',
  })
  @AllowAsParent()
  history(@Db() db: TenantDb, @Parent() assignment: Assignment) {
    return this.reading.history(db, assignment);
  }
}

/** Decisions of the organization that owns the records. */
@Resolver(() => AssignmentType)
export class AssignmentDecisionResolver {
  constructor(
    private readonly placements: PlacementService,
    private readonly changes: AssignmentChanges,
    private readonly gates: AssignmentGates,
    private readonly transfers: ChecklistTransfers,
  ) {}

  @Mutation(() => CreateClinicalPlacementResult, {
    description:
      'Places a trainee of the school at a site, for a course. Several placements may run side by side: see `sideBySideIds`. The site sees their records from the first day to the last.',
  })
  @Allow('assignment:write')
  createClinicalPlacement(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whom, where, when.' }) input: CreateClinicalPlacementInput,
  ) {
    return this.placements.place(db, input);
  }

  @Mutation(() => AssignEmployeeResult, {
    description: 'Assigns a member of the organization to train at one of its sites, by a checklist.',
  })
  @Allow('assignment:write')
  assignEmployee(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whom, where, when.' }) input: AssignEmployeeInput,
  ) {
    return this.placements.assign(db, input);
  }

  @Mutation(() => ChangeAssignmentDatesResult, { description: 'Gives an assignment other days.' })
  @Allow('assignment:write')
  changeAssignmentDates(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and the days.' }) input: ChangeAssignmentDatesInput,
  ) {
    return this.changes.changeDates(db, input);
  }

  @Mutation(() => EndAssignmentResult, {
    description: 'Ends an assignment before its time; a site’s access ends with it.',
  })
  @Allow('assignment:write')
  endAssignment(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, when.' }) input: EndAssignmentInput,
  ) {
    return this.changes.end(db, input);
  }

  @Mutation(() => CancelAssignmentResult, { description: 'Takes an assignment back before it begins.' })
  @Allow('assignment:write')
  cancelAssignment(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which.' }) input: CancelAssignmentInput,
  ) {
    return this.changes.cancel(db, input);
  }

  @Mutation(() => OverrideAssignmentGateResult, {
    description:
      'Lets somebody start although a gate does not hold, where it may be overridden; for the record.',
  })
  @Allow('assignment:write')
  overrideAssignmentGate(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: OverrideAssignmentGateInput,
  ) {
    return this.gates.override(db, input);
  }

  @Query(() => ChecklistTransferPreviewType, {
    description: 'What it would mean for an employee to follow another version of a checklist.',
  })
  @Allow('assignment:write')
  checklistTransferPreview(
    @Db() db: TenantDb,
    @IdArg('assignmentId', 'The assignment.') assignmentId: string,
    @IdArg('checklistVersionId', 'A published version of a checklist of the organization.')
    checklistVersionId: string,
  ) {
    return this.transfers.preview(db, assignmentId, checklistVersionId);
  }

  @Mutation(() => TransferChecklistResult, {
    description: 'Has an employee follow another version of a checklist; what was signed stays on record.',
  })
  @Allow('assignment:write')
  transferChecklist(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and the version.' }) input: TransferChecklistInput,
  ) {
    return this.transfers.transfer(db, input);
  }
}

/** Decisions of the organization whose site it is. */
@Resolver(() => AssignmentSupervisionType)
export class AssignmentSupervisionResolver {
  constructor(private readonly supervisors: AssignmentSupervisors) {}

  @Mutation(() => NameSupervisorResult, {
    description:
      'Names a supervisor for an own employee, or for another organization’s trainee who is announced or there.',
  })
  @Allow('assignment:write')
  nameSupervisor(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whom, for whom.' }) input: NameSupervisorInput,
  ) {
    return this.supervisors.name(db, input);
  }

  @Mutation(() => EndSupervisionResult, {
    description: 'Ends a supervision; to replace somebody, name the other one, too.',
  })
  @Allow('assignment:write')
  endSupervision(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, when.' }) input: EndSupervisionInput,
  ) {
    return this.supervisors.end(db, input);
  }
}
