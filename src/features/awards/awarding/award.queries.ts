import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenCohort } from '../../enrollments/cohort.queries.js';
import { isActor } from '../../enrollments/enrollment.queries.js';
import type { AwardFacts, AwardKind } from './award.js';
import type { Award } from './award.entity.js';

/** The columns of an award `a`, named as the entity's properties, dates as text. */
const AWARD = sql`a.org_id AS "orgId", a.id, a.person_id AS "personId", a.enrollment_id AS "enrollmentId", a.kind, a.number, a.title,
  a.recipient_name AS "recipientName", a.program_version_id AS "programVersionId", a.track_id AS "trackId",
  a.track_version_id AS "trackVersionId", a.awarded_on::text AS "awardedOn", a.issued_on::text AS "issuedOn",
  a.time_zone AS "timeZone", a.awarded_by AS "awardedBy", a.automatic, a.requirements, a.content_hash AS "contentHash",
  a.supersedes_id AS "supersedesId", a.reissue_reason AS "reissueReason", a.recorded_at AS "recordedAt"`;

/** Condition on an award `a`: one's own, or, for staff who read awards, those of the cohorts they may see. */
export function seenAward(db: Tenancy): Sql {
  if (db.scope.kind === 'system') return sql`true`;
  const own = sql`may_read_as_own(${db.viewer.personId}, a.person_id)`;
  return db.viewer.can('award:read') ? sql`(${own} OR ${inSeenCohort(db)})` : own;
}

const inSeenCohort = (db: Tenancy): Sql => sql`EXISTS (
  SELECT 1 FROM enrollment e WHERE e.org_id = a.org_id AND e.id = a.enrollment_id AND ${seenCohort(db, sql`e.cohort_id`)})`;

export const awardsById = (db: Tenancy, ids: readonly string[]): Sql =>
  sql`SELECT ${AWARD} FROM award a WHERE a.org_id = ${db.orgId} AND a.id = ANY (${[...ids]}::uuid[]) AND ${seenAward(db)}`;

/** All awards of a person, under whichever id; the latest first. */
export const awardsOfPerson = (db: Tenancy, personId: string): Sql => sql`
  SELECT ${AWARD} FROM award a WHERE a.org_id = ${db.orgId} AND ${seenAward(db)}
    AND a.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)
  ORDER BY a.awarded_on DESC, a.recorded_at DESC, a.id DESC`;

export interface AwardFilter {
  readonly kind?: AwardKind | null;
  readonly programId?: string | null;
  readonly cohortId?: string | null;
  readonly awardedFrom?: string | null;
  readonly awardedTo?: string | null;
  readonly automatic?: boolean | null;
  readonly changed?: boolean | null;
  /** Only those of enrollments that one of these quiz attempts belongs to. */
  readonly attemptIds?: readonly string[];
  /** Only those in whose place no other was issued. */
  readonly current?: boolean;
}

const SUPERSEDED = sql`EXISTS (SELECT 1 FROM award n WHERE n.org_id = a.org_id AND n.supersedes_id = a.id)`;

/** Somebody suspended, reinstated or revoked it, or issued another in its place. */
const CHANGED = sql`(EXISTS (SELECT 1 FROM award_entry n WHERE n.org_id = a.org_id AND n.award_id = a.id)
  OR ${SUPERSEDED})`;

const matching = (db: Tenancy, filter: AwardFilter): Sql => {
  const { kind = null, programId = null, cohortId = null, awardedFrom = null, awardedTo = null } = filter;
  const { automatic = null, changed = null, attemptIds, current = false } = filter;
  const ofAttempts = attemptIds
    ? sql`AND a.enrollment_id IN (SELECT q.enrollment_id FROM quiz_attempt q
        WHERE q.org_id = a.org_id AND q.id = ANY (${[...attemptIds]}::uuid[]))`
    : empty;
  return sql`a.org_id = ${db.orgId} AND ${inSeenCohort(db)}
    AND (${kind}::text IS NULL OR a.kind = ${kind}::text)
    AND (${awardedFrom}::date IS NULL OR a.awarded_on >= ${awardedFrom}::date)
    AND (${awardedTo}::date IS NULL OR a.awarded_on <= ${awardedTo}::date)
    AND (${automatic}::boolean IS NULL OR a.automatic = ${automatic}::boolean)
    AND (${changed}::boolean IS NULL OR ${CHANGED} = ${changed}::boolean)
    AND (${programId}::uuid IS NULL AND ${cohortId}::uuid IS NULL OR EXISTS (
      SELECT 1 FROM enrollment e WHERE e.org_id = a.org_id AND e.id = a.enrollment_id
      AND (${programId}::uuid IS NULL OR e.program_id = ${programId}::uuid)
      AND (${cohortId}::uuid IS NULL OR e.cohort_id = ${cohortId}::uuid)))
    ${ofAttempts} ${current ? sql`AND NOT ${SUPERSEDED}` : empty}`;
};

/** Awarded last first, then by id. */
export const awardPage = (
  db: Tenancy,
  filter: AwardFilter,
  first: number,
  [awardedOn, id]: readonly (string | number | null)[],
): Sql => sql`
  SELECT ${AWARD} FROM award a WHERE ${matching(db, filter)}
    AND (${id}::uuid IS NULL OR (a.awarded_on, a.id) < (${awardedOn}::date, ${id}::uuid))
  ORDER BY a.awarded_on DESC, a.id DESC LIMIT ${first + 1}`;

export const awardCount = (db: Tenancy, filter: AwardFilter): Sql =>
  sql`SELECT count(*)::int AS count FROM award a WHERE ${matching(db, filter)}`;

/** Everything the standing of awards follows from, with today in the zone of each. */
export interface AwardFactsRow {
  readonly id: string;
  readonly facts: AwardFacts;
  readonly today: string;
  readonly now: Date;
}

export const factsOfAwards = (orgId: string, ids: readonly string[]): Sql => sql`
  SELECT a.id, award_facts(a.org_id, a.id) AS facts, (app_now() AT TIME ZONE a.time_zone)::date::text AS today, app_now() AS now
  FROM award a WHERE a.org_id = ${orgId} AND a.id = ANY (${[...ids]}::uuid[])`;

/** What became of awards, in the order it was entered. */
export const entriesOfAwards = (orgId: string, ids: readonly string[]): Sql => sql`
  SELECT n.org_id AS "orgId", n.id, n.award_id AS "awardId", n.kind, n.effective_on::text AS "effectiveOn", n.reason,
    n.recorded_by AS "recordedBy", n.recorded_at AS "recordedAt"
  FROM award_entry n WHERE n.org_id = ${orgId} AND n.award_id = ANY (${[...ids]}::uuid[]) ORDER BY n.recorded_at, n.id`;

/** Awards with a successor each: the one that was issued in their place. */
export const successorsOfAwards = (orgId: string, ids: readonly string[]): Sql =>
  sql`SELECT a.supersedes_id AS "awardId", a.id FROM award a WHERE a.org_id = ${orgId} AND a.supersedes_id = ANY (${[...ids]}::uuid[])`;

/** An award that staff want to change. */
export type AwardAtHand = Award & {
  /** Whether it was awarded to whoever acts, under whichever id. */
  readonly own: boolean;
  readonly facts: AwardFacts;
  readonly today: string;
};

/** No row for what staff may not see: their cohorts decide. */
export const awardAtHand = (db: Tenancy, id: string): Sql => sql`
  SELECT ${AWARD}, ${isActor(db, sql`a.person_id`)} AS own, award_facts(a.org_id, a.id) AS facts,
    (app_now() AT TIME ZONE a.time_zone)::date::text AS today
  FROM award a WHERE a.org_id = ${db.orgId} AND a.id = ${id} AND ${inSeenCohort(db)}`;
