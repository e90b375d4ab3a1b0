import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { seenAssignment } from '../placements/assignment-access.queries.js';
import { AssignmentAccess } from '../placements/assignment-access.service.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { decisionOf, HOUR_LOG, type HourLogRow, hourLogOf, standsAsClaim } from './hour-log.queries.js';
import { AssignmentHours, type HourLog } from './hour-log.type.js';
import { nextAboutHours } from './hour-sentence.rules.js';

type Keyed = HourLogRow & { readonly key: string };
type Added = AssignmentHours & { readonly personId: string };

/** Hours as they are read: added up, listed, waiting. */
@Injectable()
export class HoursOverview {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly disclosures: Disclosures,
  ) {}

  /** Of every assignment of the viewer in their organization, the latest first. */
  async mine(db: TenantDb): Promise<AssignmentHours[]> {
    const rows = await db.read<Added>(added(db, sql`may_read_as_own(${db.viewer.personId}, a.person_id)`));
    return rows.map(shown);
  }

  /** Throws NOT_FOUND. */
  async ofAssignment(db: TenantDb, assignmentId: string): Promise<AssignmentHours> {
    const owner = await this.access.dbOf(db, assignmentId);
    const [row] = await owner.read<Added>(
      added(owner, sql`a.id = ${assignmentId} AND ${seenAssignment(owner)}`),
    );
    if (!row) throw notFound();
    await this.disclosures.note(owner, 'assignmentHours', [{ orgId: owner.orgId, personId: row.personId }]);
    return shown(row);
  }

  /** The claims of an assignment, the latest first, with those that were corrected or taken back. Throws NOT_FOUND. */
  async page(db: TenantDb, assignmentId: string, args: PageArgs): Promise<Page<HourLog>> {
    const owner = await this.access.dbOf(db, assignmentId);
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const ofAssignment = sql`FROM hour_log l JOIN person p ON p.id = l.person_id
      JOIN training_assignment a ON a.org_id = l.org_id AND a.id = l.assignment_id
      WHERE l.org_id = ${owner.orgId} AND l.assignment_id = ${assignmentId} AND NOT l.withdrawn AND ${seenAssignment(owner)}`;
    const [[seen], rows] = await owner.readAll<[{ personId: string }, Keyed]>([
      sql`SELECT a.person_id AS "personId" FROM training_assignment a WHERE a.org_id = ${owner.orgId} AND a.id = ${assignmentId} AND ${seenAssignment(owner)}`,
      sql`SELECT ${HOUR_LOG}, l.starts_at::text AS key ${ofAssignment}
      AND (${at}::text IS NULL OR (l.starts_at, l.id) < (${at}::text::timestamptz, ${id}::uuid))
      ORDER BY l.starts_at DESC, l.id DESC LIMIT ${args.first + 1}`,
    ]);
    if (!seen) throw notFound();
    await this.disclosures.note(owner, 'hourLogs', [{ orgId: owner.orgId, personId: seen.personId }]);
    return pageOf(rows.map(withKey), args, cursorOf, () => countOf(owner, ofAssignment));
  }

  /** What waits to be decided of everybody the viewer may see, but themselves, the oldest first: one statement for each organization. */
  async toVerify(db: TenantDb, args: PageArgs): Promise<Page<HourLog>> {
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const owners = await ownersOf(db);
    const pages = await Promise.all(
      owners.map((owner) =>
        owner.read<Keyed>(sql`
          SELECT ${HOUR_LOG}, to_char(l.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS key ${waiting(owner)}
          AND (${at}::text IS NULL OR (l.starts_at, l.id) > (${at}::text::timestamptz, ${id}::uuid))
          ORDER BY l.starts_at, l.id LIMIT ${args.first + 1}`),
      ),
    );
    await this.disclosures.note(
      db,
      'hoursToVerify',
      pages.flatMap((rows, i) => rows.map(({ personId }) => ({ orgId: owners[i]!.orgId, personId }))),
    );
    const merged = pages
      .flat()
      .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1));
    return pageOf(merged.slice(0, args.first + 1).map(withKey), args, cursorOf, async () =>
      (await Promise.all(owners.map((owner) => countOf(owner, waiting(owner))))).reduce((a, b) => a + b, 0),
    );
  }
}

/** The viewer's own organization, and every other that has somebody at its sites now. */
async function ownersOf(db: TenantDb): Promise<TenantDb[]> {
  const { orgId } = db.viewer;
  const rows = await db.read<{ orgId: string }>(sql`
    SELECT DISTINCT org_id AS "orgId" FROM assignment_standing WHERE site_org_id = ${orgId} AND org_id <> ${orgId} ORDER BY 1`);
  return [db, ...rows.map((row) => db.hostedIn(row.orgId))];
}

const waiting = (owner: TenantDb): Sql => sql`
  FROM hour_log l JOIN person p ON p.id = l.person_id
  JOIN training_assignment a ON a.org_id = l.org_id AND a.id = l.assignment_id
  WHERE l.org_id = ${owner.orgId} AND ${standsAsClaim} AND ${decisionOf} IS NULL AND ${seenAssignment(owner)}
    AND canonical_person(l.person_id) IS DISTINCT FROM canonical_person(${owner.viewer.personId}::uuid)`;

async function countOf(owner: TenantDb, from: Sql): Promise<number> {
  const [row] = await owner.read<{ count: number }>(sql`SELECT count(*)::int AS count ${from}`);
  return row?.count ?? 0;
}

/** Columns of AssignmentHours, of the assignments `a` that the condition tells. */
const added = (db: TenantDb, which: Sql): Sql => sql`
  SELECT a.id AS "assignmentId", a.person_id AS "personId", s.name AS "siteName", h.claimed AS "claimedMinutes", h.pending AS "pendingMinutes",
    h.verified AS "verifiedMinutes", h.rejected AS "rejectedMinutes", h.counted AS "countedMinutes", coalesce(w.list, '[]') AS "notCounted"
  FROM training_assignment a
  JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
  JOIN site s ON s.org_id = a.site_org_id AND s.id = a.site_id
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(minutes), 0)::int AS claimed, coalesce(sum(minutes) FILTER (WHERE decision IS NULL), 0)::int AS pending,
      coalesce(sum(minutes) FILTER (WHERE decision = 'VERIFIED'), 0)::int AS verified,
      coalesce(sum(minutes) FILTER (WHERE decision = 'REJECTED'), 0)::int AS rejected, coalesce(sum(counted), 0)::int AS counted
    FROM (
      SELECT floor(extract(epoch FROM l.ends_at - l.starts_at) / 60) - l.break_minutes AS minutes, ${decisionOf} AS decision,
        CASE WHEN ${decisionOf} = 'VERIFIED' THEN (SELECT d.counted_minutes FROM hour_decision d
          WHERE d.org_id = l.org_id AND d.hour_log_id = l.id ORDER BY d.number DESC LIMIT 1) END AS counted
      FROM hour_log l WHERE l.org_id = a.org_id AND l.assignment_id = a.id AND ${standsAsClaim}) each_log) h
  CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('code', code, 'message', message, 'minutes', minutes) ORDER BY code, message) AS list FROM (
      SELECT n ->> 'code' AS code, n ->> 'message' AS message, sum((n ->> 'minutes')::int)::int AS minutes
      FROM hour_log l
      CROSS JOIN LATERAL (SELECT d.not_counted FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id
        ORDER BY d.number DESC LIMIT 1) d
      CROSS JOIN jsonb_array_elements(d.not_counted) n
      WHERE l.org_id = a.org_id AND l.assignment_id = a.id AND ${standsAsClaim} AND ${decisionOf} = 'VERIFIED' GROUP BY 1, 2) reasons) w
  WHERE a.org_id = ${db.orgId} AND ${which}
  ORDER BY st.starts_on DESC, a.id DESC`;

const shown = (row: Added): AssignmentHours =>
  Object.assign(new AssignmentHours(), row, { next: nextAboutHours(row) });

const withKey = (row: Keyed): HourLog & { key: string } => Object.assign(hourLogOf(row), { key: row.key });

const cursorOf = (log: HourLog): string[] => [(log as HourLog & { key: string }).key, log.id];
