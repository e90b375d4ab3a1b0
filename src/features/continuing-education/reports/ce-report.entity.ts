import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { CeCompletionRecord } from '../completions/ce-completion.entity.js';
import { CeObligationRecord } from '../cycles/ce-cycle.entity.js';

export const CE_REPORT_ROW_KINDS = ['REPORTED', 'CORRECTED', 'WITHDRAWN'] as const;
export type CeReportRowKind = (typeof CE_REPORT_ROW_KINDS)[number];

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** What was reported at one time to a state's system. Never changed. */
@Entity('ce_report')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_ce_report_organization' })
export class CeReportRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_report' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_report' })
  id: string;

  @Column('text', { name: 'policy_code' })
  policyCode: string;

  /** The format's name, as the policy has it. */
  @Column('text')
  format: string;

  /** The columns' names, as the policy had them. */
  @Column('jsonb')
  columns: string[];

  @Column('jsonb', { name: 'left_out', default: () => `'[]'` })
  leftOut: object;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** A row of a report. A completion is reported once; what changes about it later is a further row. */
@Entity('ce_report_row')
@ForeignKey(() => CeReportRecord, ['orgId', 'reportId'], ['orgId', 'id'], { name: 'fk_ce_report_row_report' })
@ForeignKey(() => CeObligationRecord, ['orgId', 'obligationId'], ['orgId', 'id'], {
  name: 'fk_ce_report_row_obligation',
})
@ForeignKey(() => CeCompletionRecord, ['orgId', 'completionId'], ['orgId', 'id'], {
  name: 'fk_ce_report_row_completion',
})
@Unique('uq_ce_report_row_number', ['orgId', 'obligationId', 'completionId', 'number'])
@Index('ix_ce_report_row_completion', ['orgId', 'completionId'])
@Index('ix_ce_report_row_report', ['orgId', 'reportId', 'position'])
@Check('ck_ce_report_row_kind', `kind IN (${quoted(CE_REPORT_ROW_KINDS)})`)
export class CeReportRowRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_report_row' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_report_row' })
  id: string;

  @Column('uuid', { name: 'report_id' })
  reportId: string;

  @Column('uuid', { name: 'obligation_id' })
  obligationId: string;

  @Column('uuid', { name: 'completion_id' })
  completionId: string;

  /** 1: reported; later: corrected. */
  @Column('int')
  number: number;

  @Column('text')
  kind: CeReportRowKind;

  @Column('int')
  position: number;

  /** One text per column. */
  @Column('jsonb')
  cells: string[];

  /** Of what was reported: what says the same is not reported again. */
  @Column('text', { name: 'content_hash' })
  contentHash: string;
}

/** How a state's system wants completions reported, as a file had it. Global: written by the owner alone; the last one holds. */
@Entity('ce_report_format')
@Index('ix_ce_report_format_code', ['code', 'recordedAt'])
export class CeReportFormatRecord {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_report_format' })
  id: string;

  @Column('text')
  code: string;

  @Column('jsonb')
  format: object;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
