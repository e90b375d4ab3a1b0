import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { EmployerCePolicy } from './ce-policy.entity.js';
import type { DefineCePolicyInput, WithdrawCePolicyInput } from './ce-policy.input.js';
import { findPolicyBook } from './ce-policy.queries.js';
import { CePolicyCodeTaken, CePolicySuperseded } from './ce-policy.refusals.js';
import { CePolicyTerms, CePolicyType, CePolicyVersion } from './ce-policy.type.js';
import { employerPolicy, policiesInForce, type EmployerPolicyRow } from './policies-in-force.rules.js';
import { policyDocument } from './policy-document.rules.js';
import { because, unitsOf } from './policy-words.rules.js';
import { termsOf } from './policy-terms.rules.js';
import type { CePolicy } from './policy.js';

/** Of which day, and as it was on record when. Null: today by UTC, now. */
export interface AsOf {
  readonly on: string | null;
  readonly knownAt: Date | null;
}

/** The policies of continuing education that an organization's people may be under, and those it has of its own. */
@Injectable()
export class CePolicies {
  /** What a verb of another service asks: the policies in force on a day by code, those of the organization among them. */
  async inForce(
    tx: Transaction,
    codes: readonly string[] | null,
    { on, knownAt }: AsOf,
  ): Promise<Map<string, CePolicy>> {
    const book = await findPolicyBook(tx, codes);
    const policies = policiesInForce(book, on ?? today(tx), knownAt ?? tx.now);
    return new Map(policies.map((policy) => [policy.code, policy]));
  }

  list(db: TenantDb, asOf: AsOf): Promise<CePolicyType[]> {
    return db.load(async (tx) => [...(await this.inForce(tx, null, asOf)).values()].map(shown));
  }

  /** Throws NOT_FOUND when no version is in force on the day. */
  byCode(db: TenantDb, code: string, asOf: AsOf): Promise<CePolicyType> {
    return db.load(async (tx) => {
      const policy = (await this.inForce(tx, [code], asOf)).get(code);
      if (!policy) throw notFound();
      return shown(policy);
    });
  }

  /** All versions of one of the organization's own policies, latest first; empty when there is none. */
  versions(db: TenantDb, code: string): Promise<CePolicyVersion[]> {
    return db.load(async (tx) => (await versionsOf(tx, code)).map(versionShown));
  }

  async define(
    db: TenantDb,
    input: DefineCePolicyInput,
  ): Promise<CePolicyVersion | CePolicyCodeTaken | CePolicySuperseded> {
    const { code, title, citation, effectiveFrom, replacesId = null, reason = null } = input;
    const policy = policyDocument(input.terms);
    const { incomplete } = termsOf(policy);
    if (incomplete.length) throw badInput('input.terms', incomplete.join('; '));
    const receipt = await db.once(input, async (tx) => {
      await tx.lock(`ce policies ${tx.orgId}`);
      const no = replacesId ? await cannotFollow(tx, replacesId, input) : await codeTaken(tx, code);
      return (
        no ?? add(tx, { code, title, citation, effectiveFrom, policy, supersedesId: replacesId, reason })
      );
    });
    return isRefusal(receipt) ? receipt : this.version(db, receipt);
  }

  async withdraw(db: TenantDb, input: WithdrawCePolicyInput): Promise<CePolicyVersion | CePolicySuperseded> {
    const { policyId: supersedesId, effectiveFrom, reason } = input;
    const receipt = await db.once(input, async (tx) => {
      await tx.lock(`ce policies ${tx.orgId}`);
      const { code, title, citation } = await tx.get(EmployerCePolicy, { id: supersedesId });
      const no = await cannotFollow(tx, supersedesId, { code, effectiveFrom });
      if (no) return no;
      return add(tx, {
        code,
        title,
        citation,
        effectiveFrom,
        policy: {},
        supersedesId,
        reason,
        withdrawn: true,
      });
    });
    return isRefusal(receipt) ? receipt : this.version(db, receipt);
  }

  private version(db: TenantDb, { id, code }: { id: string; code: string }): Promise<CePolicyVersion> {
    return db.load(async (tx) => versionShown((await versionsOf(tx, code)).find((row) => row.id === id)!));
  }
}

const today = (tx: Transaction): string => tx.now.toISOString().slice(0, 10);

type VersionRow = EmployerPolicyRow & { readonly reason: string | null };

const versionsOf = (tx: Transaction, code: string): Promise<VersionRow[]> =>
  tx.query<VersionRow>(sql`
    SELECT id, code, title, effective_from::text AS "effectiveFrom", citation, policy, supersedes_id AS "supersedesId", withdrawn,
      reason, recorded_at AS "recordedAt"
    FROM employer_ce_policy WHERE org_id = ${tx.orgId} AND code = ${code} ORDER BY effective_from DESC, id DESC`);

function shown(policy: CePolicy): CePolicyType {
  const terms =
    policy.terms &&
    Object.assign(new CePolicyTerms(), policy.terms, {
      requiredUnits: unitsOf(policy.terms, policy.terms.requiredMinutes),
    });
  return Object.assign(new CePolicyType(), policy, { terms, because: because(policy) });
}

const versionShown = (row: VersionRow): CePolicyVersion =>
  Object.assign(new CePolicyVersion(), row, { policy: row.withdrawn ? null : shown(employerPolicy(row)) });

/** One code, one policy: neither for everybody nor of the organization. */
async function codeTaken(tx: Transaction, code: string): Promise<CePolicyCodeTaken | null> {
  const { reference, employer } = await findPolicyBook(tx, [code]);
  if (reference.length)
    return refuse(CePolicyCodeTaken, `${code} is a policy for everybody: take another code for your own.`);
  if (employer.length)
    return refuse(
      CePolicyCodeTaken,
      `You have a policy ${code}: to change it, name the version that the new one replaces.`,
    );
  return null;
}

/** Versions follow one another in time. Throws NOT_FOUND for a version that is not there. */
async function cannotFollow(
  tx: Transaction,
  id: string,
  { code, effectiveFrom }: Pick<EmployerCePolicy, 'code' | 'effectiveFrom'>,
): Promise<CePolicySuperseded | null> {
  const before = await tx.get(EmployerCePolicy, { id });
  if (before.code !== code)
    throw badInput('input.code', `must be that of the version it replaces, ${before.code}`);
  if (await tx.findOne(EmployerCePolicy, { supersedesId: id }))
    return refuse(
      CePolicySuperseded,
      'This version was replaced or withdrawn before: name the one that took its place.',
    );
  if (effectiveFrom <= before.effectiveFrom)
    throw badInput(
      'input.effectiveFrom',
      `must be after ${before.effectiveFrom}, when the version before begins`,
    );
  return null;
}

async function add(
  tx: Transaction,
  given: Omit<EmployerCePolicy, 'orgId' | 'id' | 'recordedAt' | 'recordedBy' | 'withdrawn'> & {
    withdrawn?: boolean;
  },
): Promise<{ id: string; code: string }> {
  const id = newId();
  await tx.insert(EmployerCePolicy, { ...given, id, recordedBy: tx.db.actorId });
  return { id, code: given.code };
}
