import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { ExternalIdTaken } from './membership.refusals.js';
import { findLineManagers, saveLimits } from './membership.queries.js';
import type { MembershipTerms } from './membership.rules.js';

/** How an outside system knows somebody: both parts or neither. */
export interface ExternalIdentity {
  externalSource: string | null;
  externalId: string | null;
}

export interface Grant extends Omit<MembershipTerms, 'revokedAt'>, ExternalIdentity {
  personId: string;
  isService?: boolean;
  /** What it came from, kept in the ledger: an invitation, an import, a reason. */
  origin: object;
}

/** Makes the person a member and writes it into their ledger; answers the membership's id. */
export async function grantMembership(tx: Transaction, grant: Grant): Promise<string> {
  const id = newId();
  const { personId, isService = false, origin, ...terms } = grant;
  const { role, expiresAt, lineManagerId, siteIds, cohortIds, externalSource, externalId } = terms;
  await tx.query(sql`
    INSERT INTO membership (org_id, id, person_id, role, is_service, line_manager_id, cohort_limited, site_limited,
      external_source, external_id, expires_at)
    VALUES (${tx.orgId}, ${id}, ${personId}, ${role}, ${isService}, ${lineManagerId}, ${cohortIds !== null},
      ${siteIds !== null}, ${externalSource}, ${externalId}, ${expiresAt})`);
  if (siteIds || cohortIds) await saveLimits(tx, id, terms);
  tx.append({
    personId,
    kind: 'membership.granted',
    content: { membershipId: id, isService, after: terms, ...origin },
  });
  return id;
}

/** Whether somebody here is known by this outside id already. */
export async function whyNotIdentity(
  tx: Transaction,
  { externalSource, externalId }: ExternalIdentity,
): Promise<ExternalIdTaken | null> {
  if (externalSource === null || externalId === null) return null;
  const [taken] = await tx.query(sql`
    SELECT 1 FROM membership WHERE org_id = ${tx.orgId} AND external_source = ${externalSource} AND external_id = ${externalId}
    UNION ALL
    SELECT 1 FROM invitation WHERE org_id = ${tx.orgId} AND external_source = ${externalSource} AND external_id = ${externalId}
      AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > app_now()`);
  return taken
    ? refuse(
        ExternalIdTaken,
        `Somebody with the id ${externalId} of ${externalSource} is here or invited already.`,
        {
          source: externalSource,
          takenExternalId: externalId,
        },
      )
    : null;
}

/** Throws NOT_FOUND unless every site, cohort and the line manager belong to the organization. */
export async function mustBeHere(
  tx: Transaction,
  { siteIds, cohortIds, lineManagerId }: Pick<MembershipTerms, 'siteIds' | 'cohortIds' | 'lineManagerId'>,
): Promise<void> {
  const [found] = await tx.query<{ sites: number; cohorts: number }>(sql`
    SELECT (SELECT count(*)::int FROM site WHERE org_id = ${tx.orgId} AND id = ANY(${siteIds ?? []}::uuid[])) AS sites,
      (SELECT count(*)::int FROM cohort WHERE org_id = ${tx.orgId} AND id = ANY(${cohortIds ?? []}::uuid[])) AS cohorts`);
  if (found!.sites !== (siteIds?.length ?? 0) || found!.cohorts !== (cohortIds?.length ?? 0))
    throw notFound();
  if (lineManagerId && !(await findLineManagers(tx, lineManagerId)).length) throw notFound();
}
