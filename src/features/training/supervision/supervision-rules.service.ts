import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { Site } from '../../organizations/site.entity.js';
import { ruleDocument, ruleProblems } from './asked-rule.rules.js';
import { decidedTerms } from './deciding-sources.rules.js';
import { partsOf, ruleRefusal } from './eligibility.rules.js';
import { strictest } from './supervision.rules.js';
import { SupervisionPolicySuperseded } from './supervision-policy.refusals.js';
import { SupervisionPolicy } from './supervision-rule.entity.js';
import type {
  RecordSupervisionPolicyInput,
  WithdrawSupervisionPolicyInput,
} from './supervision-rule.input.js';
import type { SupervisionRule } from './supervision-rule.type.js';
import { findValidatorFacts } from './validator-facts.queries.js';

/** What is asked for. */
export interface AskedRuleAt {
  readonly siteId: string;
  /** Null: today at the site. */
  readonly on: string | null;
  /** Null: now. */
  readonly knownAt: Date | null;
  /** Null: for the organization's own people. */
  readonly agreementId: string | null;
}

interface Place {
  readonly siteOrgId: string;
  readonly ownerOrgId: string;
  readonly agreementId: string | null;
  readonly siteId: string;
  readonly on: string;
  readonly jurisdiction: string;
  readonly setting: string;
}

/** The rules of supervision at a site, and what an employer asks for besides the law. */
@Injectable()
export class SupervisionRules {
  /** Throws NOT_FOUND for a site or agreement that the organization has nothing to do with. */
  at(db: TenantDb, asked: AskedRuleAt): Promise<SupervisionRule> {
    return db.load(async (tx) => {
      const place = await placeOf(tx, asked);
      const facts = await findValidatorFacts(tx, [place]);
      const { on, siteId, jurisdiction } = place;
      const parts = partsOf(place, facts, { on, knownAt: asked.knownAt ?? tx.now });
      const terms = strictest(parts.map((part) => part.terms));
      const refusal = ruleRefusal({ ...place, taskCode: null, patientContact: true }, parts, terms);
      return {
        siteId,
        on,
        jurisdiction,
        decides: refusal === null,
        level: terms.level,
        licenseTypes: [...(terms.licenseTypes ?? [])],
        terms: decidedTerms(parts).map((term) => ({
          ...term,
          values: [...term.values],
          decidedBy: [...term.decidedBy],
        })),
        sources: parts.map(({ source }) => source),
        missing: [...terms.missing],
        missingForRatios: [...terms.missingForRatios],
        because: refusal?.message ?? 'Each field is the strictest of all sources in force on the day.',
      };
    });
  }

  /** All that were ever recorded, latest first. */
  policies(db: TenantDb): Promise<SupervisionPolicy[]> {
    return db.entities(
      SupervisionPolicy,
      sql`SELECT org_id, id, site_id, effective_from::text, effective_to::text, citation, rule, supersedes_id, withdrawn, reason,
          recorded_by, recorded_at
        FROM supervision_policy WHERE org_id = ${db.orgId} ORDER BY recorded_at DESC, id DESC`,
    );
  }

  async record(
    db: TenantDb,
    input: RecordSupervisionPolicyInput,
  ): Promise<SupervisionPolicy | SupervisionPolicySuperseded> {
    const { effectiveFrom, effectiveTo = null, rule, citation, reason = null } = input;
    if (effectiveTo !== null && effectiveTo < effectiveFrom)
      throw badInput('input.effectiveTo', 'must not be before effectiveFrom');
    const [problem] = ruleProblems(rule);
    if (problem) throw badInput('input.rule', problem);
    const receipt = await db.once(input, async (tx) => {
      const siteId = input.siteId ? (await tx.get(Site, { id: input.siteId })).id : null;
      const supersedesId = input.replacesId ?? null;
      const no = supersedesId === null ? null : await supersededBefore(tx, supersedesId);
      if (no) return no;
      return add(tx, {
        siteId,
        effectiveFrom,
        effectiveTo,
        citation,
        rule: ruleDocument(rule),
        supersedesId,
        reason,
      });
    });
    return isRefusal(receipt) ? receipt : this.policy(db, receipt.id);
  }

  async withdraw(
    db: TenantDb,
    input: WithdrawSupervisionPolicyInput,
  ): Promise<SupervisionPolicy | SupervisionPolicySuperseded> {
    const { policyId, effectiveFrom, reason } = input;
    const receipt = await db.once(input, async (tx) => {
      const no = await supersededBefore(tx, policyId);
      if (no) return no;
      const { siteId, citation } = await tx.get(SupervisionPolicy, { id: policyId });
      return add(tx, {
        siteId,
        effectiveFrom,
        effectiveTo: null,
        citation,
        rule: {},
        supersedesId: policyId,
        withdrawn: true,
        reason,
      });
    });
    return isRefusal(receipt) ? receipt : this.policy(db, receipt.id);
  }

  private policy(db: TenantDb, id: string): Promise<SupervisionPolicy> {
    return db.load((tx) => tx.get(SupervisionPolicy, { id }));
  }
}

async function placeOf(tx: Transaction, { siteId, on, agreementId }: AskedRuleAt): Promise<Place> {
  const [place] = await tx.query<Place>(sql`
    SELECT s.org_id AS "siteOrgId", coalesce(a.org_id, s.org_id) AS "ownerOrgId", a.id AS "agreementId", s.id AS "siteId",
      d.on::text AS on, j.jurisdiction, j.setting
    FROM site s
    LEFT JOIN affiliation_agreement a ON a.id = ${agreementId}::uuid AND a.site_org_id = s.org_id
      AND ${tx.orgId} IN (a.org_id, a.site_org_id)
    CROSS JOIN LATERAL (SELECT coalesce(${on}::date, (app_now() AT TIME ZONE s.time_zone)::date) AS on) d
    CROSS JOIN LATERAL site_on(s.org_id, s.id, d.on) j
    WHERE s.id = ${siteId} AND (s.org_id = ${tx.orgId} OR a.id IS NOT NULL) AND (${agreementId}::uuid IS NULL OR a.id IS NOT NULL)`);
  if (!place) throw notFound();
  return place;
}

/** Throws NOT_FOUND for a policy that is not there. */
async function supersededBefore(tx: Transaction, id: string): Promise<SupervisionPolicySuperseded | null> {
  await tx.lock(`supervision policies ${tx.orgId}`);
  const policy = await tx.get(SupervisionPolicy, { id });
  const later = await tx.findOne(SupervisionPolicy, { supersedesId: id });
  if (!later && !policy.withdrawn) return null;
  return refuse(
    SupervisionPolicySuperseded,
    'This policy was replaced or withdrawn before: change the one that took its place.',
  );
}

async function add(
  tx: Transaction,
  given: Omit<SupervisionPolicy, 'orgId' | 'id' | 'recordedAt' | 'recordedBy' | 'withdrawn'> & {
    withdrawn?: boolean;
  },
): Promise<{ id: string }> {
  const id = newId();
  await tx.insert(SupervisionPolicy, { ...given, id, recordedBy: tx.db.actorId });
  return { id };
}
