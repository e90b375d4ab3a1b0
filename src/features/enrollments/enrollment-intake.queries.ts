import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import type { ProgramVersionStatus } from '../programs/program.entity.js';
import { seenCohort } from './cohort.queries.js';
import { isActor } from './enrollment.queries.js';
import type { IntakeEntry, Known, StartStatus } from './enrollment-intake.rules.js';

export interface OpenCohort {
  id: string;
  closedAt: Date | null;
  programId: string;
  programVersionId: string;
  versionStatus: ProgramVersionStatus;
  entryRequirements: string[];
  today: string;
}

export interface NewEnrollment {
  id: string;
  entryId: string;
  personId: string;
  status: StartStatus;
  event: 'APPLIED' | 'ENROLLED';
  /** From which day, ISO date. */
  on: string;
}

/** The cohort with what decides about enrolling; holds off its closing and its version's retirement. */
export async function openCohort(tx: Transaction, id: string): Promise<OpenCohort | undefined> {
  const [cohort] = await tx.query<OpenCohort>(sql`
    SELECT c.id, c.closed_at AS "closedAt", v.program_id AS "programId", v.id AS "programVersionId",
      v.status AS "versionStatus", v.entry_requirements AS "entryRequirements",
      (app_now() AT TIME ZONE c.time_zone)::date::text AS today
    FROM cohort c JOIN program_version v ON v.org_id = c.org_id AND v.id = c.program_version_id
    WHERE c.org_id = ${tx.orgId} AND c.id = ${id} AND ${seenCohort(tx.db, sql`c.id`)} FOR SHARE OF c, v`);
  return cohort;
}

/** For each entry, in order, whom the viewer may know by it: a hidden member is as one who is not there. */
export function knownPersons(
  tx: Transaction,
  entries: readonly IntakeEntry[],
  externalSource: string,
): Promise<Known[]> {
  const { membershipId } = tx.db.viewer;
  const seen = (m: Sql): Sql =>
    sql`${m}.org_id = ${tx.orgId} AND NOT ${m}.is_service AND may_see_member(${tx.orgId}, ${membershipId}, ${m}.id)`;
  const given = entries.map(({ personId, email, externalId }, n) => ({ n, personId, email, externalId }));
  return tx.query<Known>(sql`
    SELECT i.person_id AS "byId", x.person_id AS "byExternalId", coalesce(a.person_id, c.person_id) AS "byEmail",
      ARRAY(SELECT m.person_id FROM membership m WHERE m.org_id = ${tx.orgId}
        AND m.person_id IN (i.person_id, x.person_id, a.person_id, c.person_id)
        AND (m.revoked_at IS NOT NULL OR m.expires_at <= app_now())) AS former,
      coalesce(${isActor(tx.db, sql`coalesce(i.person_id, x.person_id, a.person_id, c.person_id)`)}, false) AS own
    FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS g (n int, "personId" uuid, email text, "externalId" text)
    LEFT JOIN membership i ON ${seen(sql`i`)} AND i.person_id = g."personId"
    LEFT JOIN membership x ON ${seen(sql`x`)} AND x.external_source = ${externalSource} AND x.external_id = g."externalId"
    LEFT JOIN (account acc JOIN membership a ON ${seen(sql`a`)} AND a.person_id = acc.person_id) ON acc.email = g.email
    LEFT JOIN (trainee_contact t JOIN membership c ON ${seen(sql`c`)} AND c.person_id = t.person_id)
      ON t.org_id = ${tx.orgId} AND t.email = g.email
    ORDER BY g.n`);
}

/** Enrollments of these persons in the cohort, by person. */
export async function enrollmentsIn(
  tx: Transaction,
  cohortId: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ personId: string; id: string }>(sql`
    SELECT person_id AS "personId", id FROM enrollment
    WHERE org_id = ${tx.orgId} AND cohort_id = ${cohortId} AND person_id = ANY(${[...personIds]}::uuid[])`);
  return new Map(rows.map(({ personId, id }) => [personId, id]));
}

/** Enrollments on the cohort's version, each with the first entry of its history and of its ledger. */
export async function addEnrollments(
  tx: Transaction,
  cohort: OpenCohort,
  made: readonly NewEnrollment[],
  confirmedRequirements: string[],
): Promise<void> {
  if (!made.length) return;
  const { id: cohortId, programId, programVersionId } = cohort;
  const rows = JSON.stringify(made);
  await tx.query(sql`
    INSERT INTO enrollment (org_id, id, person_id, cohort_id, program_id, program_version_id, status, status_since, enrolled_on, confirmed_requirements)
    SELECT ${tx.orgId}, r.id, r."personId", ${cohortId}, ${programId}, ${programVersionId}, r.status, r."on", r."on", ${confirmedRequirements}::text[]
    FROM jsonb_to_recordset(${rows}::jsonb) AS r (id uuid, "personId" uuid, status text, "on" date)`);
  await tx.query(sql`
    INSERT INTO enrollment_status_entry (org_id, id, enrollment_id, event, effective_on, recorded_by)
    SELECT ${tx.orgId}, r."entryId", r.id, r.event, r."on", ${tx.db.actorId}::uuid
    FROM jsonb_to_recordset(${rows}::jsonb) AS r ("entryId" uuid, id uuid, event text, "on" date)`);
  for (const { id: enrollmentId, entryId, personId, status, event, on: effectiveOn } of made) {
    const content = {
      enrollmentId,
      entryId,
      cohortId,
      programVersionId,
      event,
      status,
      effectiveOn,
      confirmedRequirements,
    };
    tx.append({ personId, kind: 'enrollment.enrolled', content });
  }
}
