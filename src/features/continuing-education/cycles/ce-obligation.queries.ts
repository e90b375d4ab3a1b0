import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';

/**
 * A moment; null: everything that is on record. Not the transaction's own time: whoever waited for a lock has to see what was
 * recorded meanwhile, by a transaction that began later.
 */
export const momentOf = (knownAt: Date | null): Sql => sql`coalesce(${knownAt}::timestamptz, 'infinity')`;

/** Obligations `o` that a condition holds for, each with its last entry that was on record. */
export const obligationRows = (db: Pick<Tenancy, 'orgId'>, condition: Sql, knownAt: Date | null): Sql => sql`
  WITH found AS MATERIALIZED (SELECT o.* FROM ce_obligation o WHERE o.org_id = ${db.orgId} AND ${condition})
  SELECT o.id, o.person_id AS "personId", same.canonical_id AS "canonicalId", p.given_name || ' ' || p.family_name AS "personName",
    o.policy_code AS "policyCode", o.renews, o.renews_id AS "renewsId",
    CASE o.renews WHEN 'LICENSE' THEN (SELECT l.type_code || ' ' || l.jurisdiction || ' ' || l.number FROM license l WHERE l.id = o.renews_id)
      WHEN 'CARD' THEN (SELECT x.type_code FROM external_credential x WHERE x.org_id = o.org_id AND x.id = o.renews_id)
      ELSE 'employment' END AS "renewsWhat",
    e.number, e.anchor_on::text AS "anchorOn", e.starts_on::text AS "startsOn", e.ends_on::text AS "endsOn",
    e.first_renewed_on::text AS "firstRenewedOn"
  FROM found o
  JOIN LATERAL (SELECT * FROM ce_obligation_entry e WHERE e.org_id = o.org_id AND e.obligation_id = o.id AND e.recorded_at <= ${momentOf(knownAt)}
    ORDER BY e.number DESC LIMIT 1) e ON true
  JOIN person p ON p.id = o.person_id
  JOIN same_persons(ARRAY(SELECT DISTINCT f.person_id FROM found f)) same ON same.person_id = o.person_id
  ORDER BY o.id`;

/** Obligations `o` of a person under any id. */
export const ofPerson = (personId: string): Sql =>
  sql`o.person_id IN (SELECT s.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) s)`;
