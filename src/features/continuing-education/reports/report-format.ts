/** What a column of a report may hold, of a completion, its activity and the license it renews. */
export const REPORT_VALUES = [
  'record_id',
  'record_kind', // reported, corrected or withdrawn
  'license_number',
  'license_type',
  'jurisdiction',
  'family_name',
  'given_name',
  'completed_on',
  'course_title',
  'course_number',
  'course_identity',
  'provider_name',
  'provider_number',
  'delivery',
  'role',
  'units',
  'minutes',
  'subjects', // each with its units: ethics:1.5;safety:2
] as const;
export type ReportValue = (typeof REPORT_VALUES)[number];

/** A column: a value, or the same text in every row. */
export interface ReportColumn {
  readonly name: string;
  readonly value: ReportValue | null;
  readonly constant: string | null;
  /** Without a value the row cannot be reported. */
  readonly required: boolean;
}

export const REPORT_DATES = ['YYYY-MM-DD', 'MM/DD/YYYY'] as const;
export type ReportDate = (typeof REPORT_DATES)[number];

/** How a state's system wants completions reported: data, loaded with the policies. */
export interface ReportFormat {
  readonly code: string;
  readonly title: string;
  readonly date: ReportDate;
  readonly columns: readonly ReportColumn[];
}
