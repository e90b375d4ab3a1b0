import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { ClassHours, countEntries, type HoursEntryRow, type HoursOnRecord } from './class-hours.js';
import type { CorrectMakeUpInput, RecordMakeUpInput, VoidMakeUpInput } from './class-session.input.js';
import {
  ClassTimeNotAccepted,
  type HoursEntrySuperseded,
  MakeUpNotAccepted,
  MakeUpVoided,
} from './class-session.refusals.js';
import { refuseTime } from './class-session.service.js';
import type { HoursEntry } from './class-session.type.js';
import { CounterService } from './counters.service.js';
import { HoursCounters, type StandingHours } from './hours-counters.service.js';
import { HoursRecordService } from './hours-record.service.js';
import { overMissed } from './make-up.rules.js';
import { refuseOwn } from './record-access.js';
import type { OwnRecord } from './record.refusals.js';

type Receipt = { id: string };
type RecordRefusal = OwnRecord | ClassTimeNotAccepted | MakeUpNotAccepted;
type VoidRefusal = OwnRecord | HoursEntrySuperseded | MakeUpVoided;
type CorrectRefusal = RecordRefusal | VoidRefusal;
type MakeUpTime = Pick<RecordMakeUpInput, 'startsAt' | 'endsAt' | 'breakMinutes' | 'supervisedBy'>;

/** Time made up for minutes missed: supervised by somebody else, and never more than was missed (inv 39). */
@Injectable()
export class MakeUpService {
  constructor(
    private readonly counters: CounterService,
    private readonly classHours: ClassHours,
    private readonly hours: HoursCounters,
    private readonly records: HoursRecordService,
  ) {}

  /** Throws NOT_FOUND for an enrollment, session or supervisor that is not there or may not be seen. */
  async record(db: TenantDb, input: RecordMakeUpInput): Promise<HoursEntry | RecordRefusal> {
    const receipt = await db.once<Receipt | RecordRefusal>(input, (tx) => this.recordIn(tx, input));
    return isRefusal(receipt) ? receipt : this.records.entry(db, receipt.id);
  }

  /** Of two corrections of one entry at once, one is entered and the other told of it. Throws NOT_FOUND. */
  async correct(db: TenantDb, input: CorrectMakeUpInput): Promise<HoursEntry | CorrectRefusal> {
    const { entryId, startsAt, endsAt, breakMinutes, supervisedBy, reason } = input;
    const receipt = await db.once<Receipt | CorrectRefusal>(input, async (tx) => {
      const found = await this.standing(tx, entryId);
      if (isRefusal(found)) return found;
      const { asked, entry, record, locked } = found;
      const refusal = await refuseMakeUp(tx, input, asked.personId);
      if (refusal) return refusal;
      const line = {
        ...laterLine(entry, reason),
        ...{ startsAt, endsAt, breakMinutes, supervisedBy, supervisorPersonId: supervisedBy },
      };
      const over = refuseOver(record, line);
      if (over) return over;
      await this.hours.enter(tx, locked, [line]);
      return { id: line.id };
    });
    return isRefusal(receipt) ? receipt : this.records.entry(db, receipt.id);
  }

  /** The make-up stops counting; what it made up is missed again. Throws NOT_FOUND. */
  async void(db: TenantDb, input: VoidMakeUpInput): Promise<HoursEntry | VoidRefusal> {
    const receipt = await db.once<Receipt | VoidRefusal>(input, async (tx) => {
      const found = await this.standing(tx, input.entryId);
      if (isRefusal(found)) return found;
      const line = { ...laterLine(found.entry, input.reason), voided: true };
      await this.hours.enter(tx, found.locked, [line]);
      return { id: line.id };
    });
    return isRefusal(receipt) ? receipt : this.records.entry(db, receipt.id);
  }

  private async recordIn(tx: Transaction, input: RecordMakeUpInput): Promise<Receipt | RecordRefusal> {
    const { enrollmentId, sessionId, startsAt, endsAt, breakMinutes, supervisedBy, reason = null } = input;
    const locked = await this.counters.lockPersons(tx, [enrollmentId]);
    const asked = locked.find((each) => each.asked);
    if (!asked) throw notFound();
    const refusal = refuseOwn(asked) ?? (await refuseMakeUp(tx, input, asked.personId));
    if (refusal) return refusal;
    const record = await this.classHours.recordOf(tx, [asked.personId]);
    const missed = record.classes.find(
      (each) =>
        each.enrollmentId === enrollmentId && each.sessionId === sessionId && each.status !== 'MAKE_UP',
    );
    if (!missed) {
      return notAccepted('ATTENDANCE_NOT_TAKEN', 'No attendance of this trainee was taken in that session.');
    }
    const line: HoursEntryRow = {
      ...missed,
      ...{ id: newId(), status: 'MAKE_UP', startsAt, endsAt, breakMinutes, supervisedBy, reason },
      ...{ minutesLate: 0, minutesLeftEarly: 0, supersedesId: null, supervisorPersonId: supervisedBy },
    };
    const over = refuseOver(record, line);
    if (over) return over;
    await this.hours.enter(tx, locked, [line]);
    return { id: line.id };
  }

  private async standing(
    tx: Transaction,
    entryId: string,
  ): Promise<StandingHours | OwnRecord | HoursEntrySuperseded | MakeUpVoided> {
    const found = await this.hours.standing(tx, entryId, 'MAKE_UP');
    if (isRefusal(found) || !found.entry.voided) return found;
    return refuse(MakeUpVoided, 'The make-up is voided: record another instead.');
  }
}

/** Whatever its session: a time that can be and is over, under a supervisor who is not the trainee. */
async function refuseMakeUp(
  tx: Transaction,
  time: MakeUpTime,
  traineePersonId: string,
): Promise<ClassTimeNotAccepted | MakeUpNotAccepted | null> {
  const wrong = refuseTime(time);
  if (wrong) return wrong;
  const { isTrainee } = await supervisor(tx, time.supervisedBy, traineePersonId);
  if (isTrainee) return notAccepted('MAKE_UP_SUPERVISED_BY_TRAINEE', 'Nobody supervises their own make-up.');
  if (time.endsAt <= tx.now) return null;
  return notAccepted('MAKE_UP_NOT_OVER', 'A make-up is recorded when it is over.');
}

function refuseOver(record: HoursOnRecord, line: HoursEntryRow): MakeUpNotAccepted | null {
  const after = { ...record, classes: [...record.classes, line] };
  const over = overMissed(countEntries(record), countEntries(after), line.id);
  if (!over) return null;
  const message = `Only the ${over.missedMinutes} minutes still missed in that session can be made up.`;
  return notAccepted('MAKE_UP_OVER_MISSED', message, over.missedMinutes);
}

function laterLine(entry: HoursEntryRow, reason: string): HoursEntryRow {
  return { ...entry, id: newId(), supersedesId: entry.id, reason };
}

function notAccepted(problem: string, message: string, missedMinutes = 0): MakeUpNotAccepted {
  return refuse(MakeUpNotAccepted, message, { problem, missedMinutes });
}

/** Whether the supervisor is the trainee, by person. Throws NOT_FOUND for anybody who is not of the staff. */
async function supervisor(
  tx: Transaction,
  personId: string,
  traineePersonId: string,
): Promise<{ isTrainee: boolean }> {
  const [found] = await tx.query<{ isTrainee: boolean; isStaff: boolean }>(sql`
    SELECT canonical_person(m.person_id) = canonical_person(${traineePersonId}::uuid) AS "isTrainee", m.role <> 'TRAINEE' AS "isStaff"
    FROM membership m WHERE m.org_id = ${tx.orgId} AND m.person_id = ${personId} AND m.revoked_at IS NULL
      AND (m.expires_at IS NULL OR m.expires_at > app_now())`);
  if (!found || !(found.isStaff || found.isTrainee)) throw notFound();
  return found;
}
