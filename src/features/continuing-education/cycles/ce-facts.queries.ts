import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { CategoryMinutes, CeRole } from '../activities/ce-activity.js';
import type { CeEntryKind } from '../completions/ce-completion.js';
import { knownFacts } from '../completions/ce-completion.queries.js';
import { momentOf } from './ce-obligation.queries.js';
import type { DecidedCycle } from './judged-cycle.js';

type At = Pick<Tenancy, 'orgId'>;

/** A completion as it was on record at a moment, lean: of a thousand people there are many. */
export interface FactRow {
  readonly id: string;
  readonly canonicalId: string;
  readonly activityId: string;
  readonly firstKind: CeEntryKind;
  readonly lastKind: CeEntryKind;
  readonly role: CeRole;
  readonly completedOn: string;
  readonly minutes: number;
  readonly categories: CategoryMinutes[];
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly hasFiles: boolean;
}

/** What these persons, under any id, had done as it was on record at a moment; what was taken back is left out. */
export const completionFacts = (
  { orgId }: At,
  personIds: readonly string[],
  knownAt: Date | null,
): Sql => sql`
  SELECT c.id, s.canonical_id AS "canonicalId", c.activity_id AS "activityId", l.kind AS "lastKind", f.role,
    f.completed_on::text AS "completedOn", f.minutes, f.categories, f.starts_at AS "startsAt", f.ends_at AS "endsAt",
    (SELECT e.kind FROM ce_completion_entry e WHERE e.org_id = c.org_id AND e.completion_id = c.id AND e.number = 1) AS "firstKind",
    EXISTS (SELECT 1 FROM ce_completion_file x WHERE x.org_id = c.org_id AND x.completion_id = c.id
      AND x.added_at <= ${momentOf(knownAt)}) AS "hasFiles"
  FROM same_persons(${[...personIds]}::uuid[]) s JOIN ce_completion c ON c.org_id = ${orgId} AND c.person_id = s.person_id
  ${knownFacts(momentOf(knownAt))}
  WHERE l.kind NOT IN ('WITHDRAWN', 'UNCREDITED')`;

/** Time that counts as class or placement hours of whoever completed these, in any organization (inv 36). */
export interface TakenTime {
  readonly completionId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}
export const takenTime = (completionIds: readonly string[], knownAt: Date | null): Sql => sql`
  SELECT completion_id AS "completionId", starts_at AS "startsAt", ends_at AS "endsAt"
  FROM time_counted_as_hours(${[...completionIds]}::uuid[], ${momentOf(knownAt)})`;

export interface WaiverRow {
  readonly id: string;
  readonly obligationId: string;
  readonly cycleStartsOn: string;
  readonly kind: 'WAIVER' | 'EXTENSION';
  readonly requirement: string | null;
  readonly minutes: number | null;
  readonly extendedTo: string | null;
}

/** Those in force as it was on record at a moment. */
export const waiverFacts = (
  { orgId }: At,
  obligationIds: readonly string[],
  knownAt: Date | null,
): Sql => sql`
  SELECT w.id, w.obligation_id AS "obligationId", w.cycle_starts_on::text AS "cycleStartsOn", w.kind, w.requirement, w.minutes,
    w.extended_to::text AS "extendedTo"
  FROM ce_waiver w
  WHERE w.org_id = ${orgId} AND w.obligation_id = ANY (${[...obligationIds]}::uuid[]) AND w.revokes_id IS NULL
    AND w.recorded_at <= ${momentOf(knownAt)}
    AND NOT EXISTS (SELECT 1 FROM ce_waiver r WHERE r.org_id = w.org_id AND r.revokes_id = w.id AND r.recorded_at <= ${momentOf(knownAt)})
  ORDER BY w.id`;

export interface ClosingRow {
  readonly id: string;
  readonly obligationId: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly number: number;
  readonly reason: string | null;
  readonly decided: DecidedCycle;
  readonly contentHash: string;
  readonly closedAt: Date;
}

/** Of each closed cycle what was decided last, as it was on record at a moment. */
export const closingFacts = (
  { orgId }: At,
  obligationIds: readonly string[],
  knownAt: Date | null,
): Sql => sql`
  SELECT DISTINCT ON (k.obligation_id, k.cycle_starts_on) k.id, k.obligation_id AS "obligationId", k.cycle_starts_on::text AS "startsOn",
    k.cycle_ends_on::text AS "endsOn", k.number, k.reason, k.decided, k.content_hash AS "contentHash", k.recorded_at AS "closedAt"
  FROM ce_cycle_closing k
  WHERE k.org_id = ${orgId} AND k.obligation_id = ANY (${[...obligationIds]}::uuid[]) AND k.recorded_at <= ${momentOf(knownAt)}
  ORDER BY k.obligation_id, k.cycle_starts_on, k.number DESC`;
