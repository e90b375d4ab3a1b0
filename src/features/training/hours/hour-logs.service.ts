import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { conflict, type Fault, notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { AssignmentAccess, type AssignmentFacts } from '../placements/assignment-access.service.js';
import { HourLogRecord } from './hour-log.entity.js';
import type { CorrectHoursInput, LogHoursInput, WithdrawHoursInput } from './hour-log.input.js';
import { type HourLogRow, hourLogOf, hourLogsById, standsAsClaim, decisionOf } from './hour-log.queries.js';
import { HoursNotOpen, HoursOverlap, HoursTimeNotAccepted } from './hour-log.refusals.js';
import { type ClaimProblem, claimProblem, wholeMinutes } from './hour-log.rules.js';
import type { HourLog } from './hour-log.type.js';

type Receipt = { id: string };
type LogRefusal = HoursTimeNotAccepted | HoursOverlap;
type CorrectRefusal = LogRefusal | HoursNotOpen;

/** A claim before it is on record. */
type Claim = Omit<LogHoursInput, 'operationId' | 'assignmentId'>;

const PROBLEMS: Record<ClaimProblem, string> = {
  ENDS_BEFORE_START: 'Hours must end at least a minute after they start.',
  TOO_LONG: 'At most 16 hours are logged at once: split a longer shift where it was interrupted.',
  BREAK_NOT_WITHIN: 'The break must be shorter than the time.',
  NOT_OVER: 'Hours are logged when they are over.',
};

/** Hours as trainees claim them: logged, corrected while they are not verified, taken back. Of oneself alone. */
@Injectable()
export class HourLogs {
  constructor(private readonly access: AssignmentAccess) {}

  /** Throws NOT_FOUND for an assignment that is not one's own, and CONFLICT for an id that is taken. */
  async log(db: TenantDb, input: LogHoursInput): Promise<HourLog | LogRefusal> {
    const receipt = await db.once<Receipt | LogRefusal>(input, (tx) => this.logIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async logIn(tx: Transaction, input: Omit<LogHoursInput, 'operationId'>): Promise<Receipt | LogRefusal> {
    const assignment = await this.own(tx, input.assignmentId);
    const known = await knownAs(tx, input, assignment.id);
    return known ?? this.enter(tx, assignment, input, null);
  }

  /** A later claim takes the place of one that is pending or rejected; the first stays readable (inv 35). Throws NOT_FOUND, and CONFLICT for an id that is taken. */
  async correct(db: TenantDb, input: CorrectHoursInput): Promise<HourLog | CorrectRefusal> {
    const receipt = await db.once<Receipt | CorrectRefusal>(input, async (tx) => {
      const before = await this.openLog(tx, input.hourLogId);
      if (isRefusal(before)) return before;
      const assignment = await this.own(tx, before.assignmentId);
      if (await tx.findOne(HourLogRecord, { id: input.id })) throw idTaken();
      return this.enter(tx, assignment, input, before.id);
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async withdraw(db: TenantDb, input: WithdrawHoursInput): Promise<HourLog | HoursNotOpen> {
    const receipt = await db.once<Receipt | HoursNotOpen>(input, async (tx) => {
      const before = await this.openLog(tx, input.hourLogId);
      if (isRefusal(before)) return before;
      const assignment = await this.own(tx, before.assignmentId);
      const note = input.note ?? null;
      await insert(
        tx,
        assignment,
        { ...before, id: newId(), note, claimedAt: null },
        { id: before.id, withdrawn: true },
      );
      return { id: before.id };
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async byId(db: TenantDb, id: string): Promise<HourLog> {
    const [row] = await db.read<HourLogRow>(hourLogsById(db.orgId, [id]));
    if (!row) throw notFound();
    return hourLogOf(row);
  }

  private async enter(
    tx: Transaction,
    assignment: AssignmentFacts,
    input: Claim,
    supersedesId: string | null,
  ): Promise<Receipt | LogRefusal> {
    const claim = wholeMinutes(input);
    const problem = claimProblem(claim, tx.now);
    if (problem) return refuse(HoursTimeNotAccepted, PROBLEMS[problem], { problem });
    await supervisorOf(tx, assignment, claim.supervisorPersonId ?? null);
    const overlap = await refuseOverlap(tx, assignment, claim, supersedesId);
    if (overlap) return overlap;
    await insert(
      tx,
      assignment,
      claim,
      supersedesId === null ? null : { id: supersedesId, withdrawn: false },
    );
    return { id: claim.id };
  }

  /** Nobody logs for others, whatever they may read. Waits until no other hours of the person are being entered. */
  private async own(tx: Transaction, assignmentId: string): Promise<AssignmentFacts> {
    const assignment = await this.access.facts(tx, assignmentId);
    const [mine] = await tx.query(sql`
      SELECT pg_advisory_xact_lock(hashtextextended('hours ' || canonical_person(${assignment.personId}::uuid), 0))
      WHERE may_read_as_own(${tx.db.viewer.personId}, ${assignment.personId})`);
    if (!mine) throw notFound();
    return assignment;
  }

  /** The hours, while they may be corrected or taken back. Throws NOT_FOUND for others' hours. */
  private async openLog(tx: Transaction, id: string): Promise<HourLogRow | HoursNotOpen> {
    const [asked] = await tx.query<{ assignmentId: string }>(sql`
      SELECT l.assignment_id AS "assignmentId" FROM hour_log l
      WHERE l.org_id = ${tx.orgId} AND l.id = ${id} AND NOT l.withdrawn AND may_read_as_own(${tx.db.viewer.personId}, l.person_id)`);
    if (!asked) throw notFound();
    await this.own(tx, asked.assignmentId);
    const [row] = await tx.query<HourLogRow>(hourLogsById(tx.orgId, [id]));
    const { state } = hourLogOf(row!);
    if (state === 'PENDING' || state === 'REJECTED') return row!;
    const help =
      state === 'VERIFIED' ? 'ask the supervisor to reopen them first' : 'look at what took their place';
    return refuse(HoursNotOpen, `These hours are ${state.toLowerCase()}: ${help}.`, { hourLogId: id, state });
  }
}

const idTaken = (): Fault => conflict('Other hours have this id: make a new one.');

/** The same claim sent again, however late, changes nothing; another claim under its id is a mistake. */
async function knownAs(
  tx: Transaction,
  input: Omit<LogHoursInput, 'operationId'>,
  assignmentId: string,
): Promise<Receipt | null> {
  const before = await tx.findOne(HourLogRecord, { id: input.id });
  if (!before) return null;
  const claim = wholeMinutes(input);
  const same =
    before.assignmentId === assignmentId &&
    before.startsAt.getTime() === claim.startsAt.getTime() &&
    before.endsAt.getTime() === claim.endsAt.getTime() &&
    before.breakMinutes === claim.breakMinutes &&
    before.patientRelated === claim.patientRelated;
  if (!same) throw idTaken();
  return { id: input.id };
}

/** Throws NOT_FOUND for anybody but the supervisors who were ever named for the assignment. */
async function supervisorOf(
  tx: Transaction,
  { id }: AssignmentFacts,
  supervisorPersonId: string | null,
): Promise<void> {
  if (supervisorPersonId === null) return;
  const named = await tx.query(sql`
    SELECT 1 FROM assignment_supervisor s WHERE s.org_id = ${tx.orgId} AND s.assignment_id = ${id} AND s.person_id = ${supervisorPersonId}`);
  if (!named.length) throw notFound();
}

/** inv 34: nobody is at two places at once, at all sites and in all organizations. What was rejected claims no time. */
async function refuseOverlap(
  tx: Transaction,
  { personId }: AssignmentFacts,
  { startsAt, endsAt }: Claim,
  exceptId: string | null,
): Promise<HoursOverlap | null> {
  const others = await tx.query<{ id: string | null; startsAt: Date; endsAt: Date }>(sql`
    SELECT l.id, l.starts_at AS "startsAt", l.ends_at AS "endsAt" FROM same_persons(ARRAY[${personId}]::uuid[]) s
    JOIN hour_log l ON l.org_id = ${tx.orgId} AND l.person_id = s.person_id AND l.starts_at < ${endsAt} AND l.ends_at > ${startsAt}
    WHERE ${standsAsClaim} AND ${decisionOf} IS DISTINCT FROM 'REJECTED' AND l.id IS DISTINCT FROM ${exceptId}::uuid
    UNION ALL SELECT NULL, starts_at, ends_at FROM own_time_elsewhere(${startsAt}, ${endsAt})
    ORDER BY 2`);
  const [first] = others;
  if (!first) return null;
  const message = `You have claimed the time from ${first.startsAt.toISOString()} to ${first.endsAt.toISOString()} already: correct or withdraw that first.`;
  return refuse(HoursOverlap, message, { hourLogIds: others.flatMap(({ id }) => id ?? []) });
}

async function insert(
  tx: Transaction,
  { id: assignmentId, siteOrgId, siteId, personId, timeZone }: AssignmentFacts,
  claim: Claim,
  before: { id: string; withdrawn: boolean } | null,
): Promise<void> {
  const { id, startsAt, endsAt, breakMinutes, patientRelated } = claim;
  const { supervisorPersonId = null, note = null, claimedAt = null } = claim;
  const time = { startsAt, endsAt, breakMinutes, patientRelated, supervisorPersonId };
  const replaced = { supersedesId: before?.id ?? null, withdrawn: before?.withdrawn ?? false };
  await tx.insert(HourLogRecord, {
    ...{ id, assignmentId, siteOrgId, siteId, personId, timeZone, note, claimedAt },
    ...{ ...time, ...replaced, loggedBy: tx.db.actorId },
  });
  tx.append({ personId, kind: 'hours.logged', content: { id, assignmentId, ...time, ...replaced } });
}
