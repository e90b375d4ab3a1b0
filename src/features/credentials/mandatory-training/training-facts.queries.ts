import sql, { type Sql } from 'sql-template-tag';
import type {
  ChangeFact,
  CompletionFact,
  DelayFact,
  TrainingFacts,
  TrainingVersion,
} from './mandatory-training.js';

type Json<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

/** What one statement finds: by the person who stands for all ids of a human being. */
export interface TrainingFactsRow {
  readonly persons: Readonly<Record<string, string>> | null;
  readonly versions: readonly Json<TrainingVersion>[] | null;
  readonly completions: readonly Json<CompletionFact & { personId: string; code: string }>[] | null;
  readonly changes:
    readonly Json<Omit<ChangeFact, 'concerned'> & { code: string; concerned: string[] | null }>[] | null;
  readonly delays: readonly Json<DelayFact & { personId: string; code: string }>[] | null;
}

/** Facts by person and code. */
export type FactsOf = (personId: string, code: string) => TrainingFacts;

export const VERSION = sql`'id', v.id, 'code', v.code, 'effectiveFrom', v.effective_from, 'title', v.title, 'dueAt', v.due_at,
  'withinDays', v.within_days, 'alsoOn', v.also_on, 'intervalMonths', v.interval_months, 'intervalDays', v.interval_days,
  'intervalByPolicy', v.interval_by_policy, 'liveQuestions', v.live_questions, 'siteSpecific', v.site_specific, 'evidence', v.evidence,
  'warnDays', v.warn_days, 'retentionMonths', v.retention_months, 'retentionFrom', v.retention_from, 'citation', v.citation,
  'verifiedOn', v.verified_on, 'recordedAt', v.recorded_at`;

/** Everything an organization has on record of these persons in these trainings, in one statement; codes left out: all. */
export const trainingFacts = (
  orgId: string,
  personIds: readonly string[],
  codes: readonly string[] | null,
): Sql => sql`
  WITH same AS MATERIALIZED (SELECT s.person_id, s.canonical_id FROM same_persons(${[...new Set(personIds)]}::uuid[]) s)
  SELECT
    (SELECT jsonb_object_agg(s.person_id, s.canonical_id) FROM same s) AS persons,
    (SELECT jsonb_agg(jsonb_build_object(${VERSION}) ORDER BY v.effective_from NULLS FIRST, v.recorded_at, v.id) FROM mandatory_training v
      WHERE v.org_id = ${orgId} AND ${named(sql`v.code`, codes)}) AS versions,
    (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'personId', s.canonical_id, 'code', c.code, 'completedOn', c.completed_on,
        'general', c.general, 'siteId', c.site_id, 'liveQuestions', c.live_questions, 'trainerQualification', c.trainer_qualification,
        'supersedesId', c.supersedes_id, 'withdrawn', c.withdrawn, 'recordedAt', c.recorded_at) ORDER BY c.recorded_at, c.id)
      FROM mandatory_training_completion c JOIN same s ON s.person_id = c.person_id
      WHERE c.org_id = ${orgId} AND ${named(sql`c.code`, codes)}) AS completions,
    (SELECT jsonb_agg(jsonb_build_object('id', h.id, 'code', h.code, 'event', h.event, 'changedOn', h.changed_on, 'renewBy', h.renew_by,
        'siteId', h.site_id, 'concerned', CASE WHEN h.person_ids IS NOT NULL THEN
          (SELECT coalesce(jsonb_agg(w.canonical_id), '[]') FROM same_persons(h.person_ids) w) END,
        'description', h.description, 'supersedesId', h.supersedes_id, 'withdrawn', h.withdrawn, 'recordedAt', h.recorded_at))
      FROM mandatory_training_change h WHERE h.org_id = ${orgId} AND ${named(sql`h.code`, codes)}) AS changes,
    (SELECT jsonb_agg(jsonb_build_object('personId', s.canonical_id, 'code', d.code, 'dueOn', d.due_on, 'plannedOn', d.planned_on,
        'reason', d.reason, 'recordedAt', d.recorded_at))
      FROM mandatory_training_delay d JOIN same s ON s.person_id = d.person_id
      WHERE d.org_id = ${orgId} AND ${named(sql`d.code`, codes)}) AS delays`;

const named = (column: Sql, codes: readonly string[] | null): Sql =>
  codes === null ? sql`true` : sql`${column} = ANY (${[...new Set(codes)]}::text[])`;

export function factsFrom(row: TrainingFactsRow): FactsOf {
  const persons = row.persons ?? {};
  const versions = Map.groupBy((row.versions ?? []).map(versionFrom), ({ code }) => code);
  const completions = Map.groupBy((row.completions ?? []).map(recorded), keyOf);
  const delays = Map.groupBy((row.delays ?? []).map(recorded), keyOf);
  const changes = Map.groupBy((row.changes ?? []).map(recorded), ({ code }) => code);
  return (personId, code) => {
    const canonicalId = persons[personId] ?? personId;
    const key = keyOf({ personId: canonicalId, code });
    return {
      code,
      versions: versions.get(code) ?? [],
      completions: completions.get(key) ?? [],
      delays: delays.get(key) ?? [],
      changes: (changes.get(code) ?? []).map((change) => ({
        ...change,
        concerned: change.concerned && change.concerned.includes(canonicalId),
      })),
    };
  };
}

export const versionFrom = (version: Json<TrainingVersion>): TrainingVersion => recorded(version);

const recorded = <T extends { recordedAt: string }>(
  row: T,
): Omit<T, 'recordedAt'> & { recordedAt: Date } => ({
  ...row,
  recordedAt: new Date(row.recordedAt),
});

const keyOf = ({ personId, code }: { personId: string; code: string }): string => `${personId} ${code}`;
