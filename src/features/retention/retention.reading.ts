import type { Transaction } from '../../platform/database/transaction.js';
import { keepingOf, type Keeping, type RecordsOfKind } from './keeping.rules.js';
import type { Retention, Standing } from './retention.js';
import { namedInOthersRecords, recordsOfKinds } from './record-sql.js';
import {
  anyHold,
  definedTrainingPeriods,
  policyPeriods,
  recordedRules,
  standingOf,
} from './retention.queries.js';
import { rulesOnRecord } from './retention-file.rules.js';
import type { RetentionRule, RetentionRuleRow } from './retention-rule.js';

/** What is kept of one human being in the transaction's organization: a fixed number of statements. */
export async function retentionIn(tx: Transaction, personIds: readonly string[]): Promise<Retention> {
  const whose = { orgId: tx.orgId, personIds };
  const [standing] = await tx.query<Standing>(standingOf(tx.orgId, personIds));
  const records = await tx.query<RecordsOfKind>(recordsOfKinds(whose));
  const [named] = await tx.query<{ records: number }>(namedInOthersRecords(whose));
  const { isMember, leftOn, heldSince, today } = standing!;
  const rules = await rulesFor(tx, personIds);
  const situation = { rules, leftOn: isMember ? null : leftOn, isHeld: heldSince !== null, today };
  const keepings = records.map((kind) => keepingOf(kind, situation));
  return { standing: standing!, keepings, namedInOthers: named!.records };
}

/** What is kept of everybody in an organization that would end today. */
export async function retentionOfAllIn(tx: Transaction): Promise<{ isHeld: boolean; keepings: Keeping[] }> {
  const [state] = await tx.query<{ isHeld: boolean; today: string }>(anyHold(tx.orgId));
  const records = await tx.query<RecordsOfKind>(recordsOfKinds({ orgId: tx.orgId, personIds: null }));
  const { isHeld, today } = state!;
  const situation = { rules: await rulesFor(tx, null), leftOn: today, isHeld, today };
  return { isHeld, keepings: records.map((kind) => keepingOf(kind, situation)) };
}

/** All rules that speak of such records: the law's, the organization's for its trainings, and those of policies persons are under. */
async function rulesFor(tx: Transaction, personIds: readonly string[] | null): Promise<RetentionRule[]> {
  const rules = rulesOnRecord(await tx.query<RetentionRuleRow>(recordedRules(tx.orgId)));
  const trainings = await tx.query<TrainingPeriod>(definedTrainingPeriods(tx.orgId));
  const policies = await tx.query<Period>(policyPeriods(tx.orgId, personIds));
  return [...rules, ...trainings.map(ofTraining), ...policies.map(ofPolicy)];
}

interface Period {
  code: string;
  keepMonths: number;
  authority: string[] | null;
}

interface TrainingPeriod extends Period {
  retentionFrom: string | null;
}

const DEFINED = {
  jurisdiction: null,
  lawfulBasis: 'LEGAL_OBLIGATION',
  effectiveFrom: null,
  effectiveTo: null,
} as const;

const ofTraining = ({ code, retentionFrom, keepMonths, authority }: TrainingPeriod): RetentionRule => ({
  ...DEFINED,
  code: `TRAINING_${code}`,
  recordClass: 'MANDATORY_TRAINING',
  itemCode: code,
  keepMonths,
  countsFrom: retentionFrom === 'LAST_IN_EFFECT' ? 'LEAVING' : 'RECORD',
  authority: authority ?? [`The definition of the training ${code}`],
});

const ofPolicy = ({ code, keepMonths, authority }: Period): RetentionRule => ({
  ...DEFINED,
  code: `POLICY_${code}`,
  recordClass: 'CE_EVIDENCE',
  itemCode: null,
  keepMonths,
  countsFrom: 'RECORD',
  authority: authority ?? [`The policy ${code}`],
});
