import type { Transaction } from '../../platform/database/transaction.js';
import { keepingOf, type Keeping, type RecordsOfKind } from './keeping.rules.js';
import { namedInOthersRecords, recordsOfKinds } from './record-sql.js';
import {
  anyHold,
  definedTrainingPeriods,
  recordedRules,
  standingOf,
  type Standing,
} from './retention.queries.js';
import { rulesOnRecord } from './retention-file.rules.js';
import type { RetentionRule, RetentionRuleRow } from './retention-rule.js';

/** What is kept of a person, and what else stands in the way of erasing them. */
export interface Retention {
  readonly standing: Standing;
  readonly keepings: readonly Keeping[];
  /** Records of others that name them as who did something. */
  readonly namedInOthers: number;
}

/** What is kept of one human being in the transaction's organization: a fixed number of statements. */
export async function retentionIn(tx: Transaction, personIds: readonly string[]): Promise<Retention> {
  const whose = { orgId: tx.orgId, personIds };
  const [standing] = await tx.query<Standing>(standingOf(tx.orgId, personIds));
  const records = await tx.query<RecordsOfKind>(recordsOfKinds(whose));
  const [named] = await tx.query<{ records: number }>(namedInOthersRecords(whose));
  const { isMember, leftOn, heldSince, today } = standing!;
  const rules = await rulesFor(tx);
  const situation = { rules, leftOn: isMember ? null : leftOn, isHeld: heldSince !== null, today };
  const keepings = records.map((kind) => keepingOf(kind, situation));
  return { standing: standing!, keepings, namedInOthers: named!.records };
}

/** What is kept of everybody in an organization that would end today. */
export async function retentionOfAllIn(tx: Transaction): Promise<{ isHeld: boolean; keepings: Keeping[] }> {
  const [state] = await tx.query<{ isHeld: boolean; today: string }>(anyHold(tx.orgId));
  const records = await tx.query<RecordsOfKind>(recordsOfKinds({ orgId: tx.orgId, personIds: null }));
  const { isHeld, today } = state!;
  const situation = { rules: await rulesFor(tx), leftOn: today, isHeld, today };
  return { isHeld, keepings: records.map((kind) => keepingOf(kind, situation)) };
}

/** All rules that speak of records of this organization: the law's, and its own for the trainings it defines. */
async function rulesFor(tx: Transaction): Promise<RetentionRule[]> {
  const rules = rulesOnRecord(await tx.query<RetentionRuleRow>(recordedRules(tx.orgId)));
  const trainings = await tx.query<DefinedPeriod>(definedTrainingPeriods(tx.orgId));
  return [...rules, ...trainings.map(asRule)];
}

interface DefinedPeriod {
  code: string;
  retentionFrom: string | null;
  keepMonths: number;
  authority: string[] | null;
}

const asRule = ({ code, retentionFrom, keepMonths, authority }: DefinedPeriod): RetentionRule => ({
  code: `DEFINED_${code}`,
  recordClass: 'MANDATORY_TRAINING',
  itemCode: code,
  jurisdiction: null,
  keepMonths,
  countsFrom: retentionFrom === 'LAST_IN_EFFECT' ? 'LEAVING' : 'RECORD',
  lawfulBasis: 'LEGAL_OBLIGATION',
  authority: authority ?? [`The definition of the training ${code}`],
  effectiveFrom: null,
  effectiveTo: null,
});
