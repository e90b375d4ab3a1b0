import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { seenCohort } from './cohort.queries.js';
import { isActor } from './enrollment.queries.js';
import { EnrollmentNotActive } from './enrollment.refusals.js';
import type { EnrollmentStatus } from './enrollment-status.rules.js';

/** What a feature that keeps records of an enrollment needs to know of it. */
export interface EnrollmentFacts {
  enrollmentId: string;
  personId: string;
  /** Whether the trainee is the one who asks, merged persons included: for every "not by yourself". */
  own: boolean;
  cohortId: string;
  programId: string;
  programVersionId: string;
  status: EnrollmentStatus;
  /** Of the cohort: dates of the record are read in it. */
  timeZone: string;
  /** The date now in that zone. */
  today: string;
}

/**
 * Opens an enrollment for writing to its record, in one statement. It holds off changes of status until the
 * transaction ends, so that nothing is added to an enrollment that has just ended; so only inside a verb.
 * Callers have checked the permission.
 */
@Injectable()
export class EnrollmentAccess {
  /** The viewer's own. Throws NOT_FOUND. */
  async forTrainee(tx: Transaction, enrollmentId: string): Promise<EnrollmentFacts | EnrollmentNotActive> {
    const own = sql`e.person_id = ${tx.db.viewer.personId}`;
    const [facts] = await this.facts(tx, [enrollmentId], own);
    if (!facts) throw notFound();
    return active(facts);
  }

  /** One the viewer may see by their cohorts, whatever its status. Throws NOT_FOUND. */
  async forStaff(tx: Transaction, enrollmentId: string): Promise<EnrollmentFacts> {
    const [facts] = await this.facts(tx, [enrollmentId], seenCohort(tx.db, sql`e.cohort_id`));
    if (!facts) throw notFound();
    return facts;
  }

  /** Like {@link forStaff} for many, in the order of their ids (so two batches never wait for each other). */
  async manyForStaff(tx: Transaction, enrollmentIds: readonly string[]): Promise<EnrollmentFacts[]> {
    const wanted = new Set(enrollmentIds);
    const found = await this.facts(tx, [...wanted], seenCohort(tx.db, sql`e.cohort_id`));
    if (found.length < wanted.size) throw notFound();
    return found;
  }

  private facts(tx: Transaction, ids: readonly string[], seen: Sql): Promise<EnrollmentFacts[]> {
    return tx.query<EnrollmentFacts>(sql`
      SELECT e.id AS "enrollmentId", e.person_id AS "personId", ${isActor(tx.db, sql`e.person_id`)} AS own, e.cohort_id AS "cohortId", e.program_id AS "programId",
        e.program_version_id AS "programVersionId", e.status, c.time_zone AS "timeZone",
        (app_now() AT TIME ZONE c.time_zone)::date::text AS today
      FROM enrollment e JOIN cohort c ON c.org_id = e.org_id AND c.id = e.cohort_id
      WHERE e.org_id = ${tx.orgId} AND e.id = ANY(${[...ids]}::uuid[]) AND ${seen}
      ORDER BY e.id FOR SHARE OF e`);
  }
}

/** The facts, or the refusal for whatever adds to the record of an enrollment that is not active. */
export const active = (facts: EnrollmentFacts): EnrollmentFacts | EnrollmentNotActive =>
  facts.status === 'ACTIVE'
    ? facts
    : refuse(EnrollmentNotActive, `The enrollment is ${facts.status}; only an active one is added to.`, {
        enrollmentStatus: facts.status,
      });
