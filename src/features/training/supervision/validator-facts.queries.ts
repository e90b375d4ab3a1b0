import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { EligibilityQuestion } from './eligibility.js';
import type { LicenseFacts, ValidatorFacts } from './validator-facts.js';

/** As JSON has it: lists that are empty are null, points in time are text. */
type Json<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

interface FoundFacts {
  readonly persons: { id: string; canonicalId: string; name: string | null }[] | null;
  readonly authorizations: Json<ValidatorFacts['authorizations']> | null;
  readonly licenses:
    | {
        [K in keyof LicenseFacts]: LicenseFacts[K] extends readonly unknown[]
          ? Json<LicenseFacts[K]> | null
          : LicenseFacts[K];
      }[]
    | null;
  readonly rules: Json<ValidatorFacts['rules']> | null;
  readonly policies: Json<ValidatorFacts['policies']> | null;
  readonly agreements: Json<ValidatorFacts['agreements']> | null;
}

/** A place whose rules are asked for, and where it matters of whom. */
export type AskedPlace = Pick<
  EligibilityQuestion,
  'siteOrgId' | 'ownerOrgId' | 'agreementId' | 'jurisdiction'
> &
  Partial<Pick<EligibilityQuestion, 'validatorPersonId' | 'traineePersonId'>>;

/** One statement, however many questions: what they are about is asked once each. */
export async function findValidatorFacts(
  tx: Transaction,
  questions: readonly AskedPlace[],
): Promise<ValidatorFacts> {
  const asked = questions.map((question) => ({
    validator: question.validatorPersonId ?? null,
    trainee: question.traineePersonId ?? null,
    site_org: question.siteOrgId,
    owner_org: question.ownerOrgId,
    agreement: question.agreementId,
    jurisdiction: question.jurisdiction,
  }));
  const [row] = await tx.query<{ facts: FoundFacts }>(
    sql`SELECT validator_facts(${JSON.stringify(asked)}::jsonb) AS facts`,
  );
  return factsOf(row!.facts);
}

function factsOf(found: FoundFacts): ValidatorFacts {
  const persons = found.persons ?? [];
  return {
    canonical: new Map(persons.map(({ id, canonicalId }) => [id, canonicalId])),
    names: new Map(persons.flatMap(({ id, name }) => (name === null ? [] : [[id, name]]))),
    authorizations: recorded(found.authorizations),
    licenses: (found.licenses ?? []).map((license) => ({
      ...license,
      entries: recorded(license.entries),
      verifications: recorded(license.verifications),
    })),
    rules: recorded(found.rules),
    policies: recorded(found.policies),
    agreements: found.agreements ?? [],
  };
}

const recorded = <Row extends { readonly recordedAt: string }>(
  rows: readonly Row[] | null,
): (Omit<Row, 'recordedAt'> & { recordedAt: Date })[] =>
  (rows ?? []).map((row) => ({ ...row, recordedAt: new Date(row.recordedAt) }));
