import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { EmployerPolicyRow, PolicyBook, PolicyRow } from './policies-in-force.rules.js';

/** All versions there are of the policies of an organization, or of those with the codes: two statements, however many. */
export async function findPolicyBook(
  tx: Transaction,
  codes: readonly string[] | null = null,
): Promise<PolicyBook> {
  const asked = codes && [...codes];
  const reference = await tx.query<PolicyRow>(sql`
    SELECT id, code, title, effective_from::text AS "effectiveFrom", effective_to::text AS "effectiveTo",
      verified_on::text AS "verifiedOn", authority, policy, recorded_at AS "recordedAt"
    FROM ce_policy WHERE ${asked}::text[] IS NULL OR code = ANY (${asked}::text[])`);
  const employer = await tx.query<EmployerPolicyRow>(sql`
    SELECT id, code, title, effective_from::text AS "effectiveFrom", citation, policy, supersedes_id AS "supersedesId", withdrawn,
      reason, recorded_at AS "recordedAt"
    FROM employer_ce_policy WHERE org_id = ${tx.orgId} AND (${asked}::text[] IS NULL OR code = ANY (${asked}::text[]))`);
  return { reference, employer };
}
