import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { CE_REPORT_ROW_KINDS, type CeReportRowKind } from './ce-report.entity.js';
import { CeNothingToReport, CePolicyNotReported } from './ce-report.refusals.js';

export const CeReportRowKindEnum = Object.fromEntries(CE_REPORT_ROW_KINDS.map((each) => [each, each]));
registerEnumType(CeReportRowKindEnum, {
  name: 'CeReportRowKind',
  description: 'What a row of a report says.',
  valuesMap: {
    REPORTED: { description: 'A completion that was not reported before.' },
    CORRECTED: { description: 'It is otherwise than was reported.' },
    WITHDRAWN: { description: 'What was reported counts no more.' },
  },
});

@ObjectType({ description: 'A row of a report.' })
export class CeReportRow {
  @Field(() => ID, { description: 'The completion.' })
  completionId: string;

  @Field(() => CeReportRowKindEnum, { description: 'What it says.' })
  kind: CeReportRowKind;

  @Field(() => Int, { description: '1: reported; later: what changed about it since.' })
  number: number;

  @Field(() => [String], { description: 'One text per column.' })
  cells: string[];
}

@ObjectType({ description: 'What could not be reported, and why.' })
export class CeReportLeftOut {
  @Field(() => ID, { description: 'The completion.' })
  completionId: string;

  @Field(() => ID, { description: 'Whose it is.' })
  personId: string;

  @Field(() => String, { description: 'Why, and what would help.' })
  message: string;
}

@ObjectType({ description: 'What would be reported now.' })
export class CeReportPreview {
  @Field(() => String, { description: 'Code of the policy.' })
  policyCode: string;

  @Field(() => [String], { description: 'Names of the columns.' })
  columns: string[];

  @Field(() => [CeReportRow], { description: 'Rows that are new.' })
  rows: CeReportRow[];

  @Field(() => [CeReportLeftOut], { description: 'What cannot be reported, and why.' })
  leftOut: CeReportLeftOut[];

  @Field(() => String, { description: 'The same in words.' })
  message: string;
}

@ObjectType({ description: 'What was reported to a state’s system at one time; it never changes.' })
export class CeReport {
  @Field(() => ID, { description: 'Identifies the report within the organization.' })
  id: string;

  @Field(() => String, { description: 'Code of the policy.' })
  policyCode: string;

  @Field(() => String, { description: 'Name of the format.' })
  format: string;

  @Field(() => [String], { description: 'Names of the columns.' })
  columns: string[];

  @Field(() => [CeReportRow], { description: 'Its rows.' })
  rows: CeReportRow[];

  @Field(() => [CeReportLeftOut], { description: 'What could not be reported then, and why.' })
  leftOut: CeReportLeftOut[];

  @Field(() => String, {
    description:
      'The same as a table to send (RFC 4180). Text that a spreadsheet would run as a formula is defused.',
  })
  csv: string;

  @Field(() => DateTime, { description: 'When it was made: its rows count as reported since.' })
  recordedAt: Date;
}

export const CeReportConnection = connectionOf('CeReport', () => CeReport);

export const CreateCeReportResult = outcome('CreateCeReportResult', () => [
  CeReport,
  CeNothingToReport,
  CePolicyNotReported,
]);
