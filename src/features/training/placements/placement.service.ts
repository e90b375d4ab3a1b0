import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { active, EnrollmentAccess } from '../../enrollments/enrollment-access.service.js';
import { isActor } from '../../enrollments/enrollment.queries.js';
import { SiteIsClosed } from '../../organizations/site.refusals.js';
import type { Assignment } from './assignment.js';
import type { AssignEmployeeInput, CreateClinicalPlacementInput } from './assignment.input.js';
import { AssignmentReading } from './assignment-reading.service.js';
import { AssignmentRecords } from './assignment-record.service.js';
import {
  AgreementNotInForce,
  AssignmentDatesNotPossible,
  ChecklistNotUsable,
  CourseWithoutPlacement,
  OwnAssignment,
} from './assignment.refusals.js';
import {
  employeeGround,
  placementGround,
  type EmployeeGround,
  type PlacementGround,
} from './placement.queries.js';

/** Sends trainees to sites: a school its enrolled ones, a clinic its own new hires. */
@Injectable()
export class PlacementService {
  constructor(
    private readonly enrollments: EnrollmentAccess,
    private readonly records: AssignmentRecords,
    private readonly reading: AssignmentReading,
  ) {}

  /** At a site of one's own, or of an organization with which an agreement is in force on every day. Throws NOT_FOUND. */
  async place(db: TenantDb, input: CreateClinicalPlacementInput): Promise<Assignment | Refusal> {
    const receipt = await db.once(input, (tx) => this.placeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.reading.byId(db, receipt.id);
  }

  /** Somebody of one's own, at a site of one's own. Throws NOT_FOUND. */
  async assign(db: TenantDb, input: AssignEmployeeInput): Promise<Assignment | Refusal> {
    const receipt = await db.once(input, (tx) => this.assignIn(tx, input));
    return isRefusal(receipt) ? receipt : this.reading.byId(db, receipt.id);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async placeIn(
    tx: Transaction,
    input: Omit<CreateClinicalPlacementInput, 'operationId'>,
  ): Promise<{ id: string } | Refusal> {
    const { enrollmentId, siteId, courseId, startsOn, endsOn } = input;
    const enrollment = active(await this.enrollments.forStaff(tx, enrollmentId));
    if (isRefusal(enrollment)) return enrollment;
    if (enrollment.own) return ownAssignment();
    const checklistVersionId = input.checklistVersionId ?? null;
    const agreementId = input.agreementId ?? null;
    const [ground] = await tx.query<PlacementGround>(
      placementGround(tx.db, {
        siteId,
        courseId,
        agreementId,
        checklistVersionId,
        startsOn,
        endsOn,
        programVersionId: enrollment.programVersionId,
      }),
    );
    if (!ground) throw notFound();
    const no = whyNotPlace(tx, ground, input);
    if (no) return no;
    const { siteOrgId, timeZone } = ground;
    const id = await this.records.makeIn(tx, {
      kind: 'CLINICAL_PLACEMENT',
      personId: enrollment.personId,
      enrollmentId,
      courseId,
      agreementId: ground.agreementId,
      siteOrgId,
      siteId,
      timeZone,
      checklistVersionId: checklistVersionId ?? ground.courseChecklistId!,
      startsOn,
      endsOn,
    });
    return { id };
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async assignIn(
    tx: Transaction,
    input: Omit<AssignEmployeeInput, 'operationId'>,
  ): Promise<{ id: string } | Refusal> {
    const { personId, siteId, checklistVersionId, startsOn } = input;
    const endsOn = input.endsOn ?? null;
    const [ground] = await tx.query<EmployeeGround>(
      employeeGround(tx.db, input, isActor(tx.db, sql`${personId}::uuid`)),
    );
    if (!ground) throw notFound();
    if (ground.own) return ownAssignment();
    if (ground.closed) return siteIsClosed();
    if (!ground.published) return checklistNotUsable();
    const no = whyNotDates(startsOn, endsOn, ground.today);
    if (no) return no;
    const { timeZone } = ground;
    const none = { enrollmentId: null, courseId: null, agreementId: null };
    const place = { siteOrgId: tx.orgId, siteId, timeZone };
    const made = {
      kind: 'EMPLOYEE' as const,
      personId,
      ...none,
      ...place,
      checklistVersionId,
      startsOn,
      endsOn,
    };
    return { id: await this.records.makeIn(tx, made) };
  }
}

function whyNotPlace(
  tx: Transaction,
  ground: PlacementGround,
  { startsOn, endsOn, checklistVersionId }: Omit<CreateClinicalPlacementInput, 'operationId'>,
): Refusal | null {
  if (ground.placementMinutes === null) throw notFound(); // no course of the pinned version
  if (ground.closed) return siteIsClosed();
  const dates = whyNotDates(startsOn, endsOn, ground.today);
  if (dates) return dates;
  if (ground.siteOrgId !== tx.orgId && ground.agreementId === null) return notCovered(startsOn, endsOn);
  if (ground.placementMinutes === 0)
    return refuse(
      CourseWithoutPlacement,
      'This course has no hours in placement: choose the one that is learned at a clinic.',
    );
  if (checklistVersionId) return ground.givenPublished ? null : checklistNotUsable();
  return ground.courseChecklistId ? null : checklistNotUsable();
}

function whyNotDates(
  startsOn: string,
  endsOn: string | null,
  today: string,
): AssignmentDatesNotPossible | null {
  if (endsOn !== null && endsOn < startsOn) return datesNotPossible('END_BEFORE_START');
  return endsOn !== null && endsOn < today ? datesNotPossible('END_IN_PAST') : null;
}

const DATE_PROBLEMS: Record<string, string> = {
  END_BEFORE_START: 'It would end before it begins. Give a last day on or after the first.',
  END_IN_PAST: 'The last day is over. Give today or a later day; yesterday ends what runs at once.',
  START_IN_PAST: 'The first day is over. Give today or a later day.',
  BEGUN: 'It has begun: its first day stays. Only the last day can be moved.',
  NOT_EARLIER: 'It ends by then anyway. To let it run longer, change its dates.',
  END_MISSING: 'A placement has a last day. Give one.',
};

export const datesNotPossible = (problem: string): AssignmentDatesNotPossible =>
  refuse(AssignmentDatesNotPossible, DATE_PROBLEMS[problem]!, { problem });

export const ownAssignment = (): OwnAssignment =>
  refuse(OwnAssignment, 'This is your own assignment: somebody else has to do it.');

export const notCovered = (startsOn: string, endsOn: string | null): AgreementNotInForce =>
  refuse(
    AgreementNotInForce,
    'No agreement with the organization of this site is in force on every day of the placement. Choose other days, or make an agreement by a new code of theirs.',
    { startsOn, endsOn },
  );

export const checklistNotUsable = (): ChecklistNotUsable =>
  refuse(
    ChecklistNotUsable,
    'There is no published checklist for it. Publish the one the course asks for, or give a published version.',
  );

const siteIsClosed = (): SiteIsClosed => refuse(SiteIsClosed, 'This site is closed: it takes nothing new.');
