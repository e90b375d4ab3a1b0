import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { roleMayGrant, type Role } from '../../platform/access/permissions.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { forbidden, notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { Cohort, MembershipCohort } from './cohort.entity.js';
import type { LimitMemberToCohortsInput } from './cohort.input.js';
import { cohortsById, seenCohort } from './cohort.queries.js';
import { OwnCohortLimits } from './cohort.refusals.js';
import { CohortLimits } from './cohort.type.js';

/** Which cohorts a member may see; what they may not see is as if it were not there. */
@Injectable()
export class CohortLimitsService {
  async limit(db: TenantDb, input: LimitMemberToCohortsInput): Promise<CohortLimits | OwnCohortLimits> {
    const receipt = await db.once(input, (tx) => this.limitIn(tx, input));
    return isRefusal(receipt) ? receipt : this.of(db, receipt.membershipId);
  }

  /** Throws NOT_FOUND. */
  private async of(db: TenantDb, membershipId: string): Promise<CohortLimits> {
    const [rows, ids] = await db.readAll<[{ limited: boolean }, { id: string }]>([
      sql`SELECT cohort_limited AS limited FROM membership WHERE org_id = ${db.orgId} AND id = ${membershipId}`,
      sql`SELECT cohort_id AS id FROM membership_cohort WHERE org_id = ${db.orgId} AND membership_id = ${membershipId}`,
    ]);
    if (!rows[0]) throw notFound();
    const rowsOfCohorts = await db.read<Cohort>(
      cohortsById(
        db,
        ids.map(({ id }) => id),
      ),
    );
    const cohorts = rowsOfCohorts.map((row) => Object.assign(new Cohort(), row));
    return Object.assign(new CohortLimits(), { membershipId, limited: rows[0].limited, cohorts });
  }

  private async limitIn(
    tx: Transaction,
    { membershipId, cohortIds = null }: LimitMemberToCohortsInput,
  ): Promise<{ membershipId: string } | OwnCohortLimits> {
    const { viewer } = tx.db;
    if (membershipId === viewer.membershipId)
      return refuse(OwnCohortLimits, 'Ask another member to change which cohorts you may see.');
    const [member] = await tx.query<{ role: Role }>(sql`
      SELECT role FROM membership WHERE org_id = ${tx.orgId} AND id = ${membershipId} FOR NO KEY UPDATE`);
    if (!member) throw notFound();
    if (!roleMayGrant(viewer.role, member.role)) throw forbidden();
    await this.mustSee(tx, cohortIds);
    await tx.query(sql`UPDATE membership SET cohort_limited = ${cohortIds !== null}
      WHERE org_id = ${tx.orgId} AND id = ${membershipId}`);
    await tx.remove(MembershipCohort, { membershipId });
    const cohorts = [...new Set(cohortIds)].map((cohortId) => ({ membershipId, cohortId }));
    await tx.insert(MembershipCohort, cohorts);
    return { membershipId };
  }

  /** Nobody shows others more than they see: who is limited cannot lift a limit. Throws NOT_FOUND, FORBIDDEN. */
  private async mustSee(tx: Transaction, cohortIds: string[] | null): Promise<void> {
    const wanted = cohortIds === null ? null : [...new Set(cohortIds)];
    const [seen] = await tx.query<{ count: number; limited: boolean }>(sql`
      SELECT (SELECT count(*)::int FROM cohort c WHERE c.org_id = ${tx.orgId} AND c.id = ANY(${wanted ?? []}::uuid[])
          AND ${seenCohort(tx.db, sql`c.id`)}) AS count,
        EXISTS (SELECT 1 FROM membership m WHERE m.org_id = ${tx.orgId} AND m.id = ${tx.db.viewer.membershipId} AND m.cohort_limited) AS limited`);
    if (wanted === null && seen!.limited) throw forbidden();
    if (wanted !== null && seen!.count < wanted.length) throw notFound();
  }
}
