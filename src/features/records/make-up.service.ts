import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import type { NewHours } from './attendance.queries.js';
import { ClassHours, countEntries, type HoursEntryRow } from './class-hours.js';
import type { RecordMakeUpInput } from './class-session.input.js';
import { ClassTimeNotAccepted, MakeUpNotAccepted } from './class-session.refusals.js';
import { refuseTime } from './class-session.service.js';
import type { HoursEntry } from './class-session.type.js';
import { CounterService } from './counters.service.js';
import { refuseOwn } from './record-access.js';
import { HoursCounters } from './hours-counters.service.js';
import { HoursRecordService } from './hours-record.service.js';
import { OwnRecord } from './record.refusals.js';

type Receipt = { id: string };
type MakeUpRefusal = OwnRecord | ClassTimeNotAccepted | MakeUpNotAccepted;

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
  async record(db: TenantDb, input: RecordMakeUpInput): Promise<HoursEntry | MakeUpRefusal> {
    const receipt = await db.once<Receipt | MakeUpRefusal>(input, (tx) => this.recordIn(tx, input));
    return isRefusal(receipt) ? receipt : this.records.entry(db, receipt.id);
  }

  private async recordIn(tx: Transaction, input: RecordMakeUpInput): Promise<Receipt | MakeUpRefusal> {
    const { enrollmentId, sessionId, startsAt, endsAt, breakMinutes, supervisedBy, reason = null } = input;
    const locked = await this.counters.lockPersons(tx, [enrollmentId]);
    const asked = locked.find((each) => each.asked);
    if (!asked) throw notFound();
    const refusal = refuseOwn(asked) ?? refuseTime(input);
    if (refusal) return refusal;
    const { isTrainee } = await supervisor(tx, supervisedBy, asked.personId);
    if (isTrainee)
      return notAccepted('MAKE_UP_SUPERVISED_BY_TRAINEE', 'Nobody supervises their own make-up.');
    if (endsAt > tx.now) return notAccepted('MAKE_UP_NOT_OVER', 'A make-up is recorded when it is over.');
    const entries = await this.classHours.entriesOf(tx, [asked.personId]);
    const missed = entries.find(
      (each) =>
        each.enrollmentId === enrollmentId && each.sessionId === sessionId && each.status !== 'MAKE_UP',
    );
    if (!missed) {
      return notAccepted('ATTENDANCE_NOT_TAKEN', 'No attendance of this trainee was taken in that session.');
    }
    const line: HoursEntryRow = {
      ...missed,
      ...{ id: newId(), status: 'MAKE_UP', startsAt, endsAt, breakMinutes, supervisedBy, reason },
      ...{ minutesLate: 0, minutesLeftEarly: 0, supersedesId: null },
    };
    const over = overMissed([...entries, line], line.id);
    if (over) return over;
    await this.hours.enter(tx, locked, [line satisfies NewHours]);
    return { id: line.id };
  }
}

/** Refused when counting it would leave minutes over: more than is still missed. */
function overMissed(entries: readonly HoursEntryRow[], id: string): MakeUpNotAccepted | null {
  const counted = countEntries(entries).find(({ entryId }) => entryId === id);
  const over = counted?.notCounted.find((each) => each.code === 'MAKE_UP_OVER_MISSED');
  return over?.code === 'MAKE_UP_OVER_MISSED'
    ? notAccepted(over.code, over.message, over.missedMinutes)
    : null;
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
    FROM membership m WHERE m.org_id = ${tx.orgId} AND m.person_id = ${personId} AND m.revoked_at IS NULL`);
  if (!found || !(found.isStaff || found.isTrainee)) throw notFound();
  return found;
}
