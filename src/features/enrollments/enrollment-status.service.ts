import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { roleAllows, type Role } from '../../platform/access/permissions.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { seenCohort } from './cohort.queries.js';
import { Enrollment, EnrollmentStatusEntry } from './enrollment.entity.js';
import type { ChangeEnrollmentStatusInput, CorrectEnrollmentStatusInput } from './enrollment.input.js';
import { isActor, statusEntriesOf } from './enrollment.queries.js';
import { ApproverNotEntitled, OwnEnrollment, StatusDateInFuture } from './enrollment.refusals.js';
import { EnrollmentService, historyOf } from './enrollment.service.js';
import {
  periodsOf,
  standingEntries,
  withdrawnFrom,
  type EnrollmentEvent,
  type StatusEntry,
  type StatusHistory,
  type VoidEntry,
} from './enrollment-status.rules.js';
import { refuseStatusEntry } from './enrollment-transition.rules.js';
import { LastAttendance } from './last-attendance.js';
import { asRefusal } from './status-refusal.js';

interface Locked {
  id: string;
  personId: string;
  /** Whether the trainee is the one who asks, merged persons included. */
  own: boolean;
  today: string;
  history: StatusHistory;
}

/** What somebody says happened, before it is an entry. */
interface Claim {
  event: EnrollmentEvent;
  effectiveOn?: string | null;
  lastAttendedOn?: string | null;
  reason?: string | null;
  approvedBy?: string | null;
  correctsId: string | null;
}

type Entry = (StatusEntry | VoidEntry) & { lastAttendedOn: string | null };

@Injectable()
export class EnrollmentStatusService {
  constructor(
    private readonly enrollments: EnrollmentService,
    private readonly attendance: LastAttendance,
  ) {}

  async change(db: TenantDb, input: ChangeEnrollmentStatusInput): Promise<Enrollment | Refusal> {
    const receipt = await db.once(input, (tx) => this.changeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.enrollments.byId(db, receipt.id);
  }

  async correct(db: TenantDb, input: CorrectEnrollmentStatusInput): Promise<Enrollment | Refusal> {
    const receipt = await db.once(input, (tx) => this.correctIn(tx, input));
    return isRefusal(receipt) ? receipt : this.enrollments.byId(db, receipt.id);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async changeIn(
    tx: Transaction,
    input: Omit<ChangeEnrollmentStatusInput, 'operationId'>,
  ): Promise<{ id: string } | Refusal> {
    const enrollment = await lock(tx, input.enrollmentId);
    if (isRefusal(enrollment)) return enrollment;
    const { event, effectiveOn, lastAttendedOn, reason, approvedBy } = input;
    const claim = { event, effectiveOn, lastAttendedOn, reason, approvedBy, correctsId: null };
    return this.record(tx, enrollment, claim, 'enrollment.status-changed');
  }

  private async correctIn(
    tx: Transaction,
    input: CorrectEnrollmentStatusInput,
  ): Promise<{ id: string } | Refusal> {
    const enrollment = await lock(tx, input.enrollmentId);
    if (isRefusal(enrollment)) return enrollment;
    const { entryId: correctsId, reason, replacement } = input;
    const corrected = enrollment.history.find(({ id }) => id === correctsId);
    if (!corrected || corrected.event === 'VOIDED') throw notFound();
    if (replacement)
      return this.record(
        tx,
        enrollment,
        { ...replacement, effectiveOn: effectiveOf(replacement, corrected), reason, correctsId },
        'enrollment.status-corrected',
      );
    const entry: Entry = {
      ...stamp(tx, enrollment.history),
      event: 'VOIDED',
      correctsId,
      reason,
      approvedByPersonId: null,
      lastAttendedOn: null,
    };
    return this.append(tx, enrollment, entry, null, 'enrollment.status-corrected');
  }

  private async record(
    tx: Transaction,
    enrollment: Locked,
    claim: Claim,
    kind: string,
  ): Promise<{ id: string } | Refusal> {
    const { event, reason = null, approvedBy = null, correctsId } = claim;
    const onRecord = await this.lastAttended(tx, enrollment, claim);
    const lastAttendedOn = claim.lastAttendedOn ?? onRecord;
    const effectiveOn = startOf(claim, lastAttendedOn, enrollment.today);
    if (effectiveOn > enrollment.today) return inFuture(effectiveOn, enrollment.today);
    const entry: Entry = {
      ...stamp(tx, enrollment.history),
      event,
      effectiveOn,
      correctsId,
      reason,
      approvedByPersonId: approvedBy,
      lastAttendedOn,
    };
    return this.append(tx, enrollment, entry, onRecord, kind);
  }

  /** The last day attended on record since the trainee was last admitted; null but for withdrawals. */
  private lastAttended(tx: Transaction, enrollment: Locked, claim: Claim): Promise<string | null> {
    if (claim.event !== 'WITHDREW') return Promise.resolve(null);
    const admitted = standingEntries(enrollment.history).findLast(
      ({ id, event }) => id !== claim.correctsId && (event === 'ENROLLED' || event === 'RE_ENTERED'),
    );
    return this.attendance.of(tx, enrollment.id, admitted?.effectiveOn ?? null);
  }

  private async append(
    tx: Transaction,
    { id: enrollmentId, personId, history }: Locked,
    entry: Entry,
    lastDateAttended: string | null,
    kind: string,
  ): Promise<{ id: string } | Refusal> {
    const context = {
      traineePersonId: personId,
      takesAttendance: lastDateAttended !== null,
      lastDateAttended,
    };
    const refusal = refuseStatusEntry(history, entry, context);
    if (refusal) return asRefusal(refusal);
    const { approvedByPersonId: approvedBy, ...rest } = entry;
    if (approvedBy !== null && !(await mayApprove(tx, approvedBy)))
      return refuse(ApproverNotEntitled, 'Who approves is a member who may decide about enrollments.');
    await tx.insert(EnrollmentStatusEntry, { ...rest, enrollmentId, approvedBy, recordedBy: tx.db.actorId });
    const periods = periodsOf([...history, entry]);
    const { status, from: statusSince } = periods.at(-1)!;
    const enrolledOn = periods[0]!.from;
    await tx.update(Enrollment, { id: enrollmentId }, { status, statusSince, enrolledOn });
    const { id: entryId, recordedAt: _when, ...facts } = rest; // the ledger keeps its own time
    tx.append({
      personId,
      kind,
      content: { enrollmentId, entryId, ...facts, approvedBy, status, statusSince },
    });
    return { id: enrollmentId };
  }
}

/** Waits for whoever changes it now. Throws NOT_FOUND; nobody decides about their own enrollment. */
async function lock(tx: Transaction, id: string): Promise<Locked | OwnEnrollment> {
  const [row] = await tx.query<Omit<Locked, 'history'>>(sql`
    SELECT e.id, e.person_id AS "personId", ${isActor(tx.db, sql`e.person_id`)} AS own,
      (app_now() AT TIME ZONE c.time_zone)::date::text AS today
    FROM enrollment e JOIN cohort c ON c.org_id = e.org_id AND c.id = e.cohort_id
    WHERE e.org_id = ${tx.orgId} AND e.id = ${id} AND ${seenCohort(tx.db, sql`e.cohort_id`)} FOR NO KEY UPDATE OF e`);
  if (!row) throw notFound();
  if (row.own) return ownEnrollment();
  const entries = await tx.query<EnrollmentStatusEntry>(statusEntriesOf(tx.db, [id]));
  return { ...row, history: historyOf(entries) };
}

export const ownEnrollment = (): OwnEnrollment =>
  refuse(OwnEnrollment, 'Nobody decides about their own enrollment: ask another member.');

/** A new entry's id, and a time after every entry before it, also when two clocks or transactions crossed. */
function stamp(tx: Transaction, history: StatusHistory): { id: string; recordedAt: Date } {
  const last = history.at(-1)?.recordedAt.getTime() ?? 0;
  return { id: newId(), recordedAt: new Date(Math.max(tx.now.getTime(), last + 1)) };
}

/** A correction that names no day keeps the day of what it corrects. */
function effectiveOf(
  claim: Pick<Claim, 'effectiveOn' | 'lastAttendedOn'>,
  corrected: StatusEntry,
): string | null {
  return claim.effectiveOn ?? (claim.lastAttendedOn ? null : corrected.effectiveOn);
}

/** From which day a claim holds. Throws BAD_USER_INPUT when its dates contradict each other. */
function startOf(claim: Claim, lastAttendedOn: string | null, today: string): string {
  const { event, effectiveOn } = claim;
  if (claim.lastAttendedOn && event !== 'WITHDREW')
    throw badInput('input.lastAttendedOn', 'is only for a withdrawal');
  if (!lastAttendedOn) return effectiveOn ?? today;
  const from = withdrawnFrom(lastAttendedOn);
  if (claim.lastAttendedOn && effectiveOn && effectiveOn !== from)
    throw badInput('input.effectiveOn', `must be ${from}, the day after the last day attended, or left out`);
  return effectiveOn ?? from;
}

export const inFuture = (effectiveOn: string, today: string): StatusDateInFuture =>
  refuse(
    StatusDateInFuture,
    `It would hold from ${effectiveOn}, and today is ${today}: record it on that day, not ahead of time.`,
    { effectiveOn, today },
  );

async function mayApprove(tx: Transaction, personId: string): Promise<boolean> {
  const [member] = await tx.query<{ role: Role }>(sql`
    SELECT role FROM membership WHERE org_id = ${tx.orgId} AND person_id = ${personId} AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > app_now())`);
  return member !== undefined && roleAllows(member.role, 'enrollment:write');
}
