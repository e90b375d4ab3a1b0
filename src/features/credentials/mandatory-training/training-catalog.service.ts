import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { DEFAULT_WARN_DAYS } from '../types/validity.js';
import { examineTrainings, type ExaminedTrainings } from './document/examine-trainings.js';
import { MandatoryTraining } from './mandatory-training.entity.js';
import type {
  DefineMandatoryTrainingInput,
  ImportMandatoryTrainingsInput,
} from './mandatory-training.input.js';
import type { DefinedTraining } from './mandatory-training.js';
import { MandatoryTrainingBackdated } from './mandatory-training.refusals.js';
import { MandatoryTrainingImport } from './mandatory-training.type.js';
import { sameTerms } from './training-terms.rules.js';

/** What an organization trains its people in. */
@Injectable()
export class TrainingCatalog {
  /** All versions, by code and then in the order in which they take effect. */
  all(db: TenantDb): Promise<MandatoryTraining[]> {
    return db.load((tx) => versionsIn(tx, null));
  }

  /** A version that says what the last one says is not made: that one is answered. */
  async define(
    db: TenantDb,
    input: DefineMandatoryTrainingInput,
  ): Promise<MandatoryTraining | MandatoryTrainingBackdated> {
    const receipt = await db.once(input, async (tx) => {
      await tx.lock(lockOf(tx));
      const [planned] = await plannedIn(tx, [definedFrom(input)]);
      if (planned!.backdated) return refuse(MandatoryTrainingBackdated, backdated(input.code));
      await addIn(tx, [planned!]);
      return { id: planned!.id };
    });
    return isRefusal(receipt) ? receipt : db.load((tx) => tx.get(MandatoryTraining, { id: receipt.id }));
  }

  /** All of the document or nothing. */
  async import(db: TenantDb, input: ImportMandatoryTrainingsInput): Promise<MandatoryTrainingImport> {
    const examined = examineTrainings(input.document);
    const answer = await db.once(input, (tx) => this.importIn(tx, examined, input));
    return Object.assign(new MandatoryTrainingImport(), answer);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async importIn(
    tx: Transaction,
    { trainings, errors, remarks, positionOf }: ExaminedTrainings,
    { dryRun }: { readonly dryRun: boolean },
  ): Promise<MandatoryTrainingImport> {
    const nothing = { applied: false, errors, remarks, added: [], kept: [] };
    if (!trainings) return nothing;
    await tx.lock(lockOf(tx));
    const planned = await plannedIn(tx, trainings);
    const wrong = planned.flatMap(({ code, backdated: isWrong }, i) =>
      isWrong ? [{ ...positionOf(i), message: backdated(code) }] : [],
    );
    if (wrong.length) return { ...nothing, errors: wrong };
    const codes = (isNew: boolean): string[] =>
      planned.filter((each) => each.isNew === isNew).map(({ code }) => code);
    const told = { ...nothing, added: codes(true), kept: codes(false) };
    if (dryRun) return told;
    await addIn(tx, planned);
    return { ...told, applied: true };
  }
}

interface PlannedTraining extends DefinedTraining {
  readonly id: string;
  /** False: the last version says the same, and stays. */
  readonly isNew: boolean;
  /** A later version that begins in the past: what was done is judged by the version of its day. */
  readonly backdated: boolean;
}

async function plannedIn(tx: Transaction, trainings: readonly DefinedTraining[]): Promise<PlannedTraining[]> {
  const there = await versionsIn(
    tx,
    trainings.map(({ code }) => code),
  );
  const today = tx.now.toISOString().slice(0, 10);
  return trainings.map((training) => {
    const last = there.findLast(({ code }) => code === training.code);
    if (last && sameTerms(last, training))
      return { ...training, id: last.id, isNew: false, backdated: false };
    const effectiveFrom = training.effectiveFrom ?? (last ? today : null);
    const isBackdated = last !== undefined && effectiveFrom! < today;
    return { ...training, effectiveFrom, id: newId(), isNew: true, backdated: isBackdated };
  });
}

const addIn = (tx: Transaction, planned: readonly PlannedTraining[]): Promise<void> =>
  tx.insert(
    MandatoryTraining,
    planned
      .filter(({ isNew }) => isNew)
      .map(({ isNew: _, backdated: __, alsoOn, evidence, warnDays, ...version }) => ({
        ...version,
        alsoOn: [...alsoOn],
        evidence: [...evidence],
        warnDays: [...warnDays],
        recordedBy: tx.db.actorId,
      })),
  );

const lockOf = ({ orgId }: Transaction): string => `mandatory trainings ${orgId}`;

const backdated = (code: string): string =>
  `${code} is defined already: a later version begins today or later.`;

/** In the order in which they take effect; codes left out: all. */
const versionsIn = (tx: Transaction, codes: readonly string[] | null): Promise<MandatoryTraining[]> =>
  tx.entities(
    MandatoryTraining,
    sql`SELECT v.org_id, v.id, v.code, v.effective_from::text, v.title, v.due_at, v.within_days, v.also_on, v.interval_months, v.interval_days,
        v.interval_by_policy, v.live_questions, v.site_specific, v.evidence, v.warn_days, v.retention_months, v.retention_from, v.citation,
        v.verified_on::text, v.recorded_by, v.recorded_at
      FROM mandatory_training v WHERE v.org_id = ${tx.orgId} AND (${codes}::text[] IS NULL OR v.code = ANY (${codes}::text[]))
      ORDER BY v.code, v.effective_from NULLS FIRST, v.recorded_at, v.id`,
  );

function definedFrom(input: DefineMandatoryTrainingInput): DefinedTraining {
  const { operationId: _, warnDays, ...given } = input;
  const { retentionMonths = null, retentionFrom = null } = given;
  if ((retentionMonths === null) !== (retentionFrom === null))
    throw badInput('input.retentionFrom', 'goes with retentionMonths: give both, or neither');
  return {
    ...given,
    effectiveFrom: given.effectiveFrom ?? null,
    intervalMonths: given.intervalMonths ?? null,
    intervalDays: given.intervalDays ?? null,
    warnDays: (warnDays ?? DEFAULT_WARN_DAYS).toSorted((a, b) => b - a),
    retentionMonths,
    retentionFrom,
    citation: given.citation ?? null,
    verifiedOn: given.verifiedOn ?? null,
  };
}
