import sql, { type Sql } from 'sql-template-tag';
import { hourSentence } from './hour-sentence.rules.js';
import { minutesIn } from '../../records/interval.rules.js';
import type { HourLogNotCounted } from './hour-log.type.js';
import { HourLog } from './hour-log.type.js';
import { type HourDecisionKind, hourLogState } from './hour-log.rules.js';
import { localDate } from './local-days.rules.js';

/** What was decided, as JSON has it. */
interface DecisionRow {
  readonly decision: HourDecisionKind;
  readonly reason: string | null;
  readonly decidedByName: string | null;
  readonly countedMinutes: number | null;
  readonly notCounted: readonly HourLogNotCounted[];
  readonly recordedAt: string;
}

export interface HourLogRow {
  readonly id: string;
  readonly assignmentId: string;
  readonly personId: string;
  readonly traineeName: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly breakMinutes: number;
  readonly patientRelated: boolean;
  readonly supervisorPersonId: string | null;
  readonly note: string | null;
  readonly supersedesId: string | null;
  readonly withdrawn: boolean;
  readonly recordedAt: Date;
  readonly successor: { readonly withdrawn: boolean; readonly recordedAt: string } | null;
  readonly decisions: readonly DecisionRow[];
}

/** Of hours `l`: no later claim has taken their place, and they take back none. */
export const standsAsClaim = sql`NOT l.withdrawn
  AND NOT EXISTS (SELECT 1 FROM hour_log n WHERE n.org_id = l.org_id AND n.supersedes_id = l.id)`;

/** Of hours `l`: the decision that holds; null before any and since it was reopened. */
export const decisionOf = sql`(SELECT nullif(d.decision, 'REOPENED') FROM hour_decision d
  WHERE d.org_id = l.org_id AND d.hour_log_id = l.id ORDER BY d.number DESC LIMIT 1)`;

/** Columns of HourLogRow, of hours `l` and their trainee `p`. */
export const HOUR_LOG = sql`l.id, l.assignment_id AS "assignmentId", l.person_id AS "personId",
  p.given_name || ' ' || p.family_name AS "traineeName", l.starts_at AS "startsAt", l.ends_at AS "endsAt", l.time_zone AS "timeZone",
  l.break_minutes AS "breakMinutes", l.patient_related AS "patientRelated", l.supervisor_person_id AS "supervisorPersonId", l.note,
  l.supersedes_id AS "supersedesId", l.withdrawn, l.recorded_at AS "recordedAt",
  (SELECT jsonb_build_object('withdrawn', n.withdrawn, 'recordedAt', n.recorded_at) FROM hour_log n
    WHERE n.org_id = l.org_id AND n.supersedes_id = l.id) AS successor,
  coalesce((SELECT jsonb_agg(jsonb_build_object('decision', d.decision, 'reason', d.reason, 'decidedByName', d.eligibility ->> 'printedName',
      'countedMinutes', d.counted_minutes, 'notCounted', d.not_counted, 'recordedAt', d.recorded_at) ORDER BY d.number)
    FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id), '[]') AS decisions`;

export const hourLogsById = (orgId: string, ids: readonly string[]): Sql => sql`
  SELECT ${HOUR_LOG} FROM hour_log l JOIN person p ON p.id = l.person_id
  WHERE l.org_id = ${orgId} AND l.id = ANY (${[...ids]}::uuid[])`;

/** As it is shown. */
export function hourLogOf(row: HourLogRow): HourLog {
  const decisions = row.decisions.map((each) => ({ ...each, recordedAt: new Date(each.recordedAt) }));
  const successor = row.successor && { ...row.successor, recordedAt: new Date(row.successor.recordedAt) };
  const state = hourLogState({ withdrawn: row.withdrawn, successor, decisions });
  const last = decisions.at(-1);
  const verified = state === 'VERIFIED' ? last : undefined;
  const claimedMinutes = minutesIn(row) - row.breakMinutes;
  const countedMinutes = verified?.countedMinutes ?? 0;
  const notCounted = [...(verified?.notCounted ?? [])];
  return Object.assign(new HourLog(), row, {
    ...{
      on: localDate(row.startsAt, row.timeZone),
      state,
      claimedMinutes,
      countedMinutes,
      notCounted,
      decisions,
    },
    because: hourSentence({
      state,
      claimedMinutes,
      countedMinutes,
      notCounted,
      reason: last?.reason ?? null,
    }),
  });
}
