import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { Approval, CategoryMinutes } from './ce-activity.js';
import type { CeActivityVersionRecord } from './ce-activity.entity.js';
import type { CeActivitiesArgs } from './ce-activity.input.js';
import { CeActivity } from './ce-activity.type.js';

/** The version of an activity that is in force, under the activity's id. */
export type CeActivityRow = Omit<CeActivityVersionRecord, 'orgId' | 'activityId' | 'reason' | 'recordedBy'>;

const columns = sql`v.activity_id AS id, v.number, v.title, v.kind, v.nature, v.provider, v.provider_number AS "providerNumber",
  v.course_identity AS "courseIdentity", v.course_number AS "courseNumber", v.delivery, v.minutes,
  v.partial_allowed AS "partialAllowed", v.categories, v.properties, v.approvals, v.withdrawn, v.recorded_at AS "recordedAt"`;

const isLatest = sql`NOT EXISTS (SELECT 1 FROM ce_activity_version l
  WHERE l.org_id = v.org_id AND l.activity_id = v.activity_id AND l.number > v.number)`;

/** Activities by their ids, in no order. */
export const activitiesById = ({ orgId }: Pick<Tenancy, 'orgId'>, ids: readonly string[]): Sql => sql`
  SELECT ${columns} FROM ce_activity_version v
  WHERE v.org_id = ${orgId} AND v.activity_id = ANY (${[...ids]}::uuid[]) AND ${isLatest}`;

/** As they were on record at a moment. */
export const activitiesKnownAt = (
  { orgId }: Pick<Tenancy, 'orgId'>,
  ids: readonly string[],
  knownAt: Date | null,
): Sql => sql`
  SELECT DISTINCT ON (v.activity_id) ${columns} FROM ce_activity_version v
  WHERE v.org_id = ${orgId} AND v.activity_id = ANY (${[...ids]}::uuid[]) AND v.recorded_at <= (SELECT coalesce(${knownAt}::timestamptz, app_now()))
  ORDER BY v.activity_id, v.number DESC`;

/** An activity in the catalogue of the same course under the same title. */
export const activityLike = (
  { orgId }: Pick<Tenancy, 'orgId'>,
  { courseIdentity, title }: { courseIdentity: string; title: string },
): Sql => sql`
  SELECT v.activity_id AS id FROM ce_activity_version v
  WHERE v.org_id = ${orgId} AND v.course_identity = ${courseIdentity} AND v.title = ${title} AND NOT v.withdrawn AND ${isLatest} LIMIT 1`;

type Filter = Pick<CeActivitiesArgs, 'search' | 'kind' | 'category' | 'withdrawn'>;

const matching = (
  { orgId }: Pick<Tenancy, 'orgId'>,
  { search, kind, category, withdrawn }: Filter,
): Sql => sql`
  FROM ce_activity_version v WHERE v.org_id = ${orgId} AND ${isLatest} AND (${withdrawn}::boolean OR NOT v.withdrawn)
    AND (${kind ?? null}::text IS NULL OR v.kind = ${kind ?? null})
    AND (${search ?? null}::text IS NULL
      OR position(lower(${search ?? null}::text) IN lower(concat_ws(' ', v.title, v.provider, v.course_identity, v.course_number))) > 0)
    AND (${category ?? null}::text IS NULL OR v.categories @> jsonb_build_array(jsonb_build_object('code', ${category ?? null}::text)))`;

/** By title, then id. */
export const activitiesPage = (
  db: Pick<Tenancy, 'orgId'>,
  filter: Filter,
  after: readonly (string | number | null)[],
  limit: number,
): Sql => sql`
  SELECT ${columns} ${matching(db, filter)}
    AND (${after[0] ?? null}::text IS NULL OR (v.title, v.activity_id) > (${after[0] ?? null}::text, ${after[1] ?? null}::uuid))
  ORDER BY v.title, v.activity_id LIMIT ${limit}`;

export const activitiesCount = (db: Pick<Tenancy, 'orgId'>, filter: Filter): Sql =>
  sql`SELECT count(*)::int AS count ${matching(db, filter)}`;

export const activityOf = (row: CeActivityRow): CeActivity =>
  Object.assign(new CeActivity(), row, {
    categories: listed<CategoryMinutes>(row.categories),
    approvals: listed<Approval>(row.approvals).map((approval) => ({
      ...approval,
      endsOn: approval.endsOn ?? null,
    })),
  });

const listed = <T>(value: readonly T[] | object): T[] => (Array.isArray(value) ? (value as T[]) : []);
