import type { CePolicy, Day } from './policy.js';
import { termsOf } from './policy-terms.rules.js';

/** A version as the reference data has it. */
export interface PolicyRow {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly effectiveFrom: Day | null;
  readonly effectiveTo: Day | null;
  readonly verifiedOn: Day | null;
  readonly authority: readonly string[];
  readonly policy: unknown;
  readonly recordedAt: Date;
}

/** A version as an employer recorded it. */
export interface EmployerPolicyRow {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly effectiveFrom: Day;
  readonly citation: string;
  readonly policy: unknown;
  readonly supersedesId: string | null;
  readonly withdrawn: boolean;
  readonly recordedAt: Date;
}

/** All versions of the policies of an organization: those for everybody and its own. */
export interface PolicyBook {
  readonly reference: readonly PolicyRow[];
  readonly employer: readonly EmployerPolicyRow[];
}

/** What a file no longer has of a code it speaks of. */
export const isWithdrawn = (policy: unknown): boolean =>
  typeof policy === 'object' && policy !== null && (policy as { withdrawn?: unknown }).withdrawn === true;

/**
 * The policies in force on a day, as it was on record at a moment, by code. Of versions for everybody that begin on the same
 * day the one recorded last holds, and of those that cover the day the one that began last; an employer's version holds until
 * the day its successor begins. A code that an employer had before it came for everybody stays the employer's.
 */
export function policiesInForce(book: PolicyBook, on: Day, knownAt: Date): CePolicy[] {
  const own = new Set(book.employer.map(({ code }) => code));
  const others = book.reference.filter(({ code }) => !own.has(code));
  return [
    ...referenceInForce(others, on, knownAt).map(referencePolicy),
    ...employerInForce(book.employer, on, knownAt).map(employerPolicy),
  ].toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

function referenceInForce(rows: readonly PolicyRow[], on: Day, knownAt: Date): PolicyRow[] {
  const lastOfStretch = new Map<string, PolicyRow>();
  for (const row of rows.filter(({ recordedAt }) => recordedAt <= knownAt).toSorted(byRecording))
    lastOfStretch.set(`${row.code} ${row.effectiveFrom ?? ''}`, row);
  const inForce = new Map<string, PolicyRow>();
  for (const row of [...lastOfStretch.values()].toSorted(byBeginning))
    if (!isWithdrawn(row.policy) && covers(row, on)) inForce.set(row.code, row);
  return [...inForce.values()];
}

function employerInForce(rows: readonly EmployerPolicyRow[], on: Day, knownAt: Date): EmployerPolicyRow[] {
  const begun = rows.filter((row) => row.recordedAt <= knownAt && row.effectiveFrom <= on);
  const superseded = new Set(begun.map(({ supersedesId }) => supersedesId));
  return begun.filter((row) => !row.withdrawn && !superseded.has(row.id));
}

const covers = (row: PolicyRow, on: Day): boolean =>
  (row.effectiveFrom === null || row.effectiveFrom <= on) &&
  (row.effectiveTo === null || on <= row.effectiveTo);

const byRecording = (a: PolicyRow, b: PolicyRow): number =>
  a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1);

const byBeginning = (a: PolicyRow, b: PolicyRow): number =>
  (a.effectiveFrom ?? '').localeCompare(b.effectiveFrom ?? '') || byRecording(a, b);

/** Reading is pure, and versions never change: each row object is read once. */
const read = new WeakMap<PolicyRow | EmployerPolicyRow, CePolicy>();

export function referencePolicy(row: PolicyRow): CePolicy {
  return readOnce(row, () => ({
    source: 'REFERENCE',
    authority: row.authority,
    verifiedOn: row.verifiedOn,
    effectiveTo: row.effectiveTo,
  }));
}

export function employerPolicy(row: EmployerPolicyRow): CePolicy {
  return readOnce(row, () => ({
    source: 'EMPLOYER',
    authority: [row.citation],
    verifiedOn: null,
    effectiveTo: null,
  }));
}

function readOnce(
  row: PolicyRow | EmployerPolicyRow,
  rest: () => Pick<CePolicy, 'source' | 'authority' | 'verifiedOn' | 'effectiveTo'>,
): CePolicy {
  const known = read.get(row);
  if (known) return known;
  const { id, code, title, effectiveFrom } = row;
  const { terms, incomplete, assumed } = termsOf(row.policy);
  const policy: CePolicy = {
    id,
    code,
    title,
    effectiveFrom,
    ...rest(),
    complete: terms !== null,
    incomplete,
    assumed,
    terms,
  };
  read.set(row, policy);
  return policy;
}
