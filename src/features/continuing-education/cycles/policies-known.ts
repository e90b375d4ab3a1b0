import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { findPolicyBook } from '../policies/ce-policy.queries.js';
import { policiesInForce, type PolicyBook } from '../policies/policies-in-force.rules.js';
import type { CePolicy, Day } from '../policies/policy.js';
import type { PolicyOn } from './judged-cycle.js';

/** Policies by code and day, as it was on record at a moment; each is looked up once, however many people are under it. */
export async function policiesKnown(
  tx: Transaction,
  knownAt: Date | null,
): Promise<(code: string) => PolicyOn> {
  return byCode(await findPolicyBook(tx), knownAt ?? tx.now);
}

/** Whether there is a policy of this code, in force or not. */
export async function isPolicyKnown(tx: Transaction, code: string): Promise<boolean> {
  const found = await tx.query(sql`
    SELECT FROM ce_policy WHERE code = ${code}
    UNION ALL SELECT FROM employer_ce_policy WHERE org_id = ${tx.orgId} AND code = ${code} LIMIT 1`);
  return found.length > 0;
}

function byCode({ reference, employer }: PolicyBook, knownAt: Date): (code: string) => PolicyOn {
  return remembered((code) => {
    const book = {
      reference: reference.filter((row) => row.code === code),
      employer: employer.filter((row) => row.code === code),
    };
    return remembered((on: Day): CePolicy | null => policiesInForce(book, on, knownAt)[0] ?? null);
  });
}

function remembered<T>(find: (key: string) => T): (key: string) => T {
  const found = new Map<string, T>();
  return (key) => {
    if (!found.has(key)) found.set(key, find(key));
    return found.get(key)!;
  };
}
