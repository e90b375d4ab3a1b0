import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Completion } from '../../src/features/continuing-education/allocation/allocation.js';
import { termsOf } from '../../src/features/continuing-education/policies/policy-terms.rules.js';
import { readPolicyFile } from '../../src/features/continuing-education/policies/policy-file.rules.js';
import { referencePolicy } from '../../src/features/continuing-education/policies/policies-in-force.rules.js';
import type { CeDelivery, CePolicy, Day } from '../../src/features/continuing-education/policies/policy.js';

/** The example policies that are shipped. */
export const REFERENCE_POLICIES = readFileSync('migrations/reference/ce-policies.yaml', 'utf8');

const SHIPPED = readPolicyFile(parse(REFERENCE_POLICIES) as Record<string, unknown>).policies;

/** One of them, as it is read. */
export function shippedPolicy(code: string): CePolicy {
  const policy = SHIPPED.find((one) => one.code === code);
  if (!policy) throw new Error(`No policy ${code} is shipped`);
  return referencePolicy({ ...policy, id: code, recordedAt: new Date(0) });
}

/** A policy in the words of the file, of so many hours of 60 minutes in 24 months unless told otherwise. */
export function policyOf(document: object): CePolicy {
  const read = termsOf({
    minutes_per_hour: 60,
    required: 10,
    cycle: { months: 24, anchor: 'license_issue' },
    ...document,
  });
  return {
    id: 'policy',
    code: 'POLICY',
    title: 'A policy',
    source: 'REFERENCE',
    authority: [],
    verifiedOn: null,
    effectiveFrom: null,
    effectiveTo: null,
    complete: read.terms !== null,
    ...read,
  };
}

/** What a test says of a completion. */
export interface Done {
  on: Day;
  minutes?: number;
  hours?: number;
  category?: string | readonly string[];
  delivery?: CeDelivery;
  more?: Partial<Completion>;
}

/** A live course of an hour with evidence, accepted; a course of its own unless told otherwise. */
export function completionOf(
  { on, minutes, hours = 1, category = [], delivery = 'LIVE', more = {} }: Done,
  i: number,
): Completion {
  const earned = minutes ?? hours * 60;
  return {
    id: `completion ${i}`,
    courseKey: `course ${i}`,
    completedOn: on,
    parts: [{ minutes: earned, categories: typeof category === 'string' ? [category] : category }],
    offeredMinutes: earned,
    delivery,
    role: 'LEARNER',
    nature: 'EDUCATION',
    properties: [],
    approvals: [],
    hasEvidence: true,
    standing: 'ACCEPTED',
    usedMinutes: 0,
    ...more,
  };
}
