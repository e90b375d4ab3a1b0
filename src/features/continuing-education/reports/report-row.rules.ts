import { contentHash } from '../../../platform/ids/canonical-json.js';
import { countableOf, minutesOf } from '../allocation/countable.rules.js';
import type { KnownCompletion } from '../cycles/judged-cycle.js';
import { unitsOf } from '../policies/policy-words.rules.js';
import type { CeTerms } from '../policies/policy.js';
import type { CeReportRowKind } from './ce-report.entity.js';
import type { ReportColumn, ReportDate, ReportFormat, ReportValue } from './report-format.js';

/** The license that is renewed, as this organization knows it. */
export interface ReportedLicense {
  readonly number: string;
  readonly typeCode: string;
  readonly jurisdiction: string;
  /** Whether the organization found it confirmed at the board, and nothing else since. */
  readonly confirmed: boolean;
  readonly givenName: string;
  readonly familyName: string;
}

/** What a report says of an activity besides what an allocation needs. */
export interface ReportedActivity {
  readonly courseNumber: string | null;
  readonly courseIdentity: string;
  readonly provider: string;
  readonly providerNumber: string | null;
}

/** What was reported of a completion last. */
export interface ReportedBefore {
  readonly number: number;
  readonly kind: CeReportRowKind;
  readonly contentHash: string;
  readonly cells: readonly string[];
}

/** Something that may have to be reported. */
export interface Reportable {
  readonly completion: KnownCompletion;
  readonly activity: ReportedActivity;
  readonly license: ReportedLicense | null;
  readonly before: ReportedBefore | null;
}

/** A row that is new. */
export interface ReportRowAnswer {
  readonly row: {
    readonly kind: CeReportRowKind;
    readonly number: number;
    readonly cells: string[];
    readonly contentHash: string;
  };
}

/** A row that is new, or why there is none though one was due. Null: nothing is new. */
export type ReportAnswer = ReportRowAnswer | { readonly leftOut: string } | null;

/**
 * inv 61: what is to be reported of a completion now. What was reported is never sent again: what has changed since is a
 * further row, and what counts no more is taken back by one.
 */
export function reportOf(format: ReportFormat, terms: CeTerms, reportable: Reportable): ReportAnswer {
  const { completion, license, before } = reportable;
  const countable = countableOf(completion, terms);
  const minutes = minutesOf(countable.parts);
  if (minutes === 0) {
    const taken = before && withdrawalOf(format, before);
    if (taken || before || completion.standing === 'PENDING') return taken;
    return { leftOut: countable.losses[0]?.because ?? 'Nothing of it counts.' };
  }
  if (!license) return { leftOut: 'It renews no license: the report has license numbers.' };
  if (!license.confirmed)
    return {
      leftOut: 'The license is not confirmed: check it at the board, so that its number is the full one.',
    };
  const values = valuesOf(format.date, terms, reportable, license, minutes, countable.parts);
  const missing = format.columns.find(({ required, value }) => required && value !== null && !values[value]);
  if (missing) return { leftOut: `There is no ${missing.name}: add it to the activity.` };
  const hash = contentHash(format.columns.map((column) => (isOfRow(column) ? null : cellOf(column, values))));
  if (before && before.kind !== 'WITHDRAWN' && before.contentHash === hash) return null;
  return rowOf(format, before ? 'CORRECTED' : 'REPORTED', (before?.number ?? 0) + 1, values, hash);
}

/** What tells rows of one completion apart is no part of what was reported. */
const isOfRow = ({ value }: ReportColumn): boolean => value === 'record_kind';

/** The row that takes back what was reported of a completion; null: it was taken back before. */
export function withdrawalOf(format: ReportFormat, before: ReportedBefore): ReportRowAnswer | null {
  if (before.kind === 'WITHDRAWN') return null;
  const { number, contentHash: same } = before;
  const cells = format.columns.map((column, i) => (isOfRow(column) ? 'withdrawn' : (before.cells[i] ?? '')));
  return { row: { kind: 'WITHDRAWN', number: number + 1, cells, contentHash: same } };
}

function rowOf(
  format: ReportFormat,
  kind: CeReportRowKind,
  number: number,
  values: Record<ReportValue, string>,
  hash: string,
): ReportAnswer {
  const told = { ...values, record_kind: kind.toLowerCase() };
  return {
    row: { kind, number, cells: format.columns.map((column) => cellOf(column, told)), contentHash: hash },
  };
}

const cellOf = ({ value, constant }: ReportColumn, values: Record<ReportValue, string>): string =>
  constant ?? values[value!];

function valuesOf(
  date: ReportDate,
  terms: CeTerms,
  { completion, activity }: Reportable,
  license: ReportedLicense,
  minutes: number,
  parts: KnownCompletion['parts'],
): Record<ReportValue, string> {
  const subjects = parts.filter(({ categories }) => categories.length > 0);
  return {
    record_id: completion.id,
    record_kind: '',
    license_number: license.number,
    license_type: license.typeCode,
    jurisdiction: license.jurisdiction,
    family_name: license.familyName,
    given_name: license.givenName,
    completed_on: dated(completion.completedOn, date),
    course_title: completion.title,
    course_number: activity.courseNumber ?? '',
    course_identity: activity.courseIdentity,
    provider_name: activity.provider,
    provider_number: activity.providerNumber ?? '',
    delivery: completion.delivery.toLowerCase(),
    role: completion.role.toLowerCase(),
    units: unitsOf(terms, minutes),
    minutes: String(minutes),
    subjects: subjects.map((part) => `${part.categories[0]!}:${unitsOf(terms, part.minutes)}`).join(';'),
  };
}

function dated(day: string, as: ReportDate): string {
  if (as === 'YYYY-MM-DD') return day;
  return `${day.slice(5, 7)}/${day.slice(8, 10)}/${day.slice(0, 4)}`;
}
