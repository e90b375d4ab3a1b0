import type { Client } from 'pg';
import {
  incompletePolicies,
  policyChanges,
  type FilePolicy,
} from '../features/continuing-education/policies/policy-file.rules.js';
import type { PolicyRow } from '../features/continuing-education/policies/policies-in-force.rules.js';
import { newId } from '../platform/ids/ids.js';

/** What became of the policies of continuing education in a file. */
export interface PolicyImport {
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
  readonly unchanged: number;
  /** Those that judge nobody, and what they lack. */
  readonly incomplete: readonly { code: string; incomplete: readonly string[] }[];
}

/** Records what is new or changed, in the owner's transaction. */
export async function recordPolicies(owner: Client, policies: readonly FilePolicy[]): Promise<PolicyImport> {
  const { rows } = await owner.query<PolicyRow>(`
    SELECT id, code, title, effective_from::text AS "effectiveFrom", effective_to::text AS "effectiveTo",
      verified_on::text AS "verifiedOn", authority, policy, recorded_at AS "recordedAt" FROM ce_policy`);
  const changes = policyChanges(policies, rows);
  const recorded = [...changes.added, ...changes.changed, ...changes.withdrawn];
  await owner.query(
    `INSERT INTO ce_policy (id, code, title, effective_from, effective_to, verified_on, authority, policy)
     SELECT id, code, title, "effectiveFrom", "effectiveTo", "verifiedOn", authority, policy
     FROM jsonb_to_recordset($1) AS p (id uuid, code text, title text, "effectiveFrom" date, "effectiveTo" date,
       "verifiedOn" date, authority text[], policy jsonb)`,
    [JSON.stringify(recorded.map((policy) => ({ ...policy, id: newId() })))],
  );
  return {
    added: changes.added.length,
    changed: changes.changed.length,
    withdrawn: changes.withdrawn.length,
    unchanged: changes.unchanged,
    incomplete: incompletePolicies(policies),
  };
}

export const policyLines = ({ added, changed, withdrawn, unchanged, incomplete }: PolicyImport): string[] => [
  ...incomplete.map(
    ({ code, incomplete: missing }) => `${code}: incomplete, so it judges nobody (${missing.join('; ')}).`,
  ),
  `Policies of continuing education: ${added} added, ${changed} changed, ${withdrawn} withdrawn, ${unchanged} as they were.`,
];
