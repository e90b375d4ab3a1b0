import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { mayReadCeOf } from '../ce-access.js';
import type { CategoryMinutes, CeRole } from '../activities/ce-activity.js';
import type { CeCompletionState, CeEntryKind } from './ce-completion.js';
import { becauseOf, stateAfter } from './ce-completion.rules.js';
import { CeCompletion, CeCompletionEntry, CeEvidence } from './ce-completion.type.js';

/** Also what was recorded while somebody waited for a lock, by a transaction that began later. */
const EVERYTHING = sql`'infinity'::timestamptz`;

type At = Pick<Tenancy, 'orgId'>;

/** What was on record of a completion `c` at a moment: the last facts `f`, and the last entry `l`. */
export const knownFacts = (knownAt: Sql): Sql => sql`
  JOIN LATERAL (SELECT e.role, e.starts_at, e.ends_at, e.time_zone, e.completed_on, e.minutes, e.categories
    FROM ce_completion_entry e WHERE e.org_id = c.org_id AND e.completion_id = c.id AND e.role IS NOT NULL AND e.recorded_at <= ${knownAt}
    ORDER BY e.number DESC LIMIT 1) f ON true
  JOIN LATERAL (SELECT e.kind, e.number, e.reason, e.recorded_at
    FROM ce_completion_entry e WHERE e.org_id = c.org_id AND e.completion_id = c.id AND e.recorded_at <= ${knownAt}
    ORDER BY e.number DESC LIMIT 1) l ON true`;

export interface CompletionRow {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly activityId: string;
  readonly lastKind: CeEntryKind;
  readonly lastNumber: number;
  readonly reason: string | null;
  readonly since: Date;
  /** To the microsecond, for the order of pages. */
  readonly sinceKey: string;
  readonly role: CeRole;
  readonly completedOn: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly timeZone: string | null;
  readonly minutes: number;
  readonly categories: CategoryMinutes[];
  readonly reportedAt: Date | null;
  readonly evidence: (Omit<CeEvidence, 'addedAt'> & { addedAt: string })[];
  readonly entries: (Omit<CeCompletionEntry, 'recordedAt'> & { recordedAt: string })[];
}

const rows = (condition: Sql, order: Sql = empty): Sql => sql`
  SELECT c.id, c.person_id AS "personId", p.given_name || ' ' || p.family_name AS "personName", c.activity_id AS "activityId",
    l.kind AS "lastKind", l.number AS "lastNumber", l.reason, l.recorded_at AS since, l.recorded_at::text AS "sinceKey", f.role, f.completed_on::text AS "completedOn",
    f.starts_at AS "startsAt", f.ends_at AS "endsAt", f.time_zone AS "timeZone", f.minutes, f.categories,
    coalesce((SELECT jsonb_agg(jsonb_build_object('fileId', x.file_id, 'name', s.name, 'sha256', x.sha256, 'addedAt', x.added_at)
        ORDER BY x.added_at, x.file_id)
      FROM ce_completion_file x JOIN stored_file s ON s.org_id = x.org_id AND s.id = x.file_id
      WHERE x.org_id = c.org_id AND x.completion_id = c.id), '[]') AS evidence,
    (SELECT max(r.recorded_at) FROM ce_report_row w JOIN ce_report r ON r.org_id = w.org_id AND r.id = w.report_id
      WHERE w.org_id = c.org_id AND w.completion_id = c.id) AS "reportedAt",
    (SELECT jsonb_agg(jsonb_build_object('number', e.number, 'kind', e.kind, 'completedOn', e.completed_on, 'minutes', e.minutes,
        'reason', e.reason, 'recordedBy', e.recorded_by, 'recordedAt', e.recorded_at) ORDER BY e.number)
      FROM ce_completion_entry e WHERE e.org_id = c.org_id AND e.completion_id = c.id) AS entries
  FROM ce_completion c JOIN person p ON p.id = c.person_id ${knownFacts(EVERYTHING)}
  WHERE ${condition} ${order}`;

/** Completions by their ids, as far as the viewer may read them. */
export const completionsById = (db: Tenancy, ids: readonly string[]): Sql =>
  rows(
    sql`c.org_id = ${db.orgId} AND c.id = ANY (${[...ids]}::uuid[]) AND ${mayReadCeOf(db, sql`c.person_id`)}`,
    sql`ORDER BY c.id`,
  );

/** Whose completions, and how they stand. */
export interface CompletionFilter {
  readonly personId: string | null;
  readonly state: CeCompletionState | null;
  /** Only the viewer's own, under any id that is theirs to read. */
  readonly own: boolean;
}

const KINDS_OF: Record<CeCompletionState, CeEntryKind[]> = {
  CLAIMED: ['CLAIMED', 'CORRECTED'],
  SUBMITTED: ['SUBMITTED'],
  MORE_ASKED: ['MORE_ASKED'],
  ACCEPTED: ['ACCEPTED', 'RECORDED', 'CREDITED'],
  REFUSED: ['REFUSED'],
  WITHDRAWN: ['WITHDRAWN', 'UNCREDITED'],
};

const filtered = (db: Tenancy, { personId, state, own }: CompletionFilter): Sql => sql`c.org_id = ${db.orgId}
  AND ${own ? sql`may_read_as_own(${db.viewer.personId}, c.person_id)` : mayReadCeOf(db, sql`c.person_id`)}
  AND (${personId}::uuid IS NULL OR c.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same))
  AND (${state}::text IS NULL OR l.kind = ANY (${state === null ? [] : KINDS_OF[state]}::text[]))`;

/** The latest day first. */
export const completionsPage = (
  db: Tenancy,
  filter: CompletionFilter,
  after: readonly (string | number | null)[],
  limit: number,
): Sql =>
  rows(
    sql`${filtered(db, filter)}
      AND (${after[0] ?? null}::text IS NULL OR (f.completed_on, c.id) < (${after[0] ?? null}::text::date, ${after[1] ?? null}::uuid))`,
    sql`ORDER BY f.completed_on DESC, c.id DESC LIMIT ${limit}`,
  );

/** Those that wait for a review, the longest waiting first; not the viewer's own. */
export const waitingPage = (db: Tenancy, after: readonly (string | number | null)[], limit: number): Sql =>
  rows(
    sql`${waiting(db)}
      AND (${after[0] ?? null}::text IS NULL OR (l.recorded_at, c.id) > (${after[0] ?? null}::text::timestamptz, ${after[1] ?? null}::uuid))`,
    sql`ORDER BY l.recorded_at, c.id LIMIT ${limit}`,
  );

const waiting = (db: Tenancy): Sql => sql`${filtered(db, { personId: null, state: 'SUBMITTED', own: false })}
  AND NOT may_read_as_own(${db.viewer.personId}, c.person_id)`;

const counted = (db: Tenancy, condition: Sql): Sql => sql`
  SELECT count(*)::int AS count FROM ce_completion c ${knownFacts(EVERYTHING)}
  WHERE c.org_id = ${db.orgId} AND ${condition}`;

export const completionsCount = (db: Tenancy, filter: CompletionFilter): Sql =>
  counted(db, filtered(db, filter));

export const waitingCount = (db: Tenancy): Sql => counted(db, waiting(db));

export function completionOf({ lastKind, lastNumber: _, ...row }: CompletionRow): CeCompletion {
  const state = stateAfter(lastKind);
  return Object.assign(new CeCompletion(), row, {
    state,
    because: becauseOf(state, row.reason, row.evidence.length > 0),
    categories: Array.isArray(row.categories) ? row.categories : [],
    evidence: row.evidence.map((each) =>
      Object.assign(new CeEvidence(), each, { addedAt: new Date(each.addedAt) }),
    ),
    entries: row.entries.map((each) =>
      Object.assign(new CeCompletionEntry(), each, { recordedAt: new Date(each.recordedAt) }),
    ),
  });
}

/** A completion that is to be written to: where it stands, whose it is. */
export interface OpenedCompletion extends Omit<
  CompletionRow,
  'personName' | 'sinceKey' | 'reportedAt' | 'evidence' | 'entries'
> {
  /** Whether it is the actor's own, under whichever id (inv 1). */
  readonly own: boolean;
  readonly files: number;
}

/** Completions that the viewer may read, without what only lists show. */
export const openedCompletions = (db: Tenancy, ids: readonly string[]): Sql => sql`
  SELECT c.id, c.person_id AS "personId", c.activity_id AS "activityId", l.kind AS "lastKind", l.number AS "lastNumber", l.reason,
    l.recorded_at AS since, f.role, f.completed_on::text AS "completedOn", f.starts_at AS "startsAt", f.ends_at AS "endsAt",
    f.time_zone AS "timeZone", f.minutes, f.categories,
    canonical_person(c.person_id) IS NOT DISTINCT FROM canonical_person(${db.actorId}::uuid) AS own,
    (SELECT count(*)::int FROM ce_completion_file x WHERE x.org_id = c.org_id AND x.completion_id = c.id) AS files
  FROM ce_completion c ${knownFacts(EVERYTHING)}
  WHERE c.org_id = ${db.orgId} AND c.id = ANY (${[...ids]}::uuid[]) AND ${mayReadCeOf(db, sql`c.person_id`)}
  ORDER BY c.id`;

/** The same activity of these persons, under any id, on these days: what keeps it from counting twice (abuse 39). */
export const claimsOf = (
  { orgId }: At,
  activityId: string,
  claims: readonly { personId: string; completedOn: string }[],
): Sql => sql`
  SELECT DISTINCT ON (a."personId") a."personId", c.id
  FROM jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) AS a ("personId" uuid, "completedOn" date)
  JOIN LATERAL same_persons(ARRAY[a."personId"]) s ON true
  JOIN ce_completion c ON c.org_id = ${orgId} AND c.person_id = s.person_id AND c.activity_id = ${activityId}
    AND c.completed_on = a."completedOn" AND NOT c.withdrawn
  ORDER BY a."personId", c.id`;

/** First day of a closed cycle in which, as it was decided last, a completion counts. */
export const closedCycleOf = ({ orgId }: At, completionId: string): Sql => sql`
  SELECT k.cycle_starts_on::text AS "cycleStartsOn" FROM ce_cycle_closing k
  WHERE k.org_id = ${orgId} AND k.decided -> 'countedIds' ? ${completionId}::text
    AND NOT EXISTS (SELECT 1 FROM ce_cycle_closing n WHERE n.org_id = k.org_id AND n.obligation_id = k.obligation_id
      AND n.cycle_starts_on = k.cycle_starts_on AND n.number > k.number)
  LIMIT 1`;
