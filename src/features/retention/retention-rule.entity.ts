import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RecordClass } from './record-class.js';
import type { CountsFrom, LawfulBasis } from './retention-rule.js';

/** How long one source wants records to be kept, as a file had it. Global: written by the owner alone. */
@Entity('retention_rule')
@Index('ix_retention_rule_class', ['recordClass', 'itemCode'])
@Check('ck_retention_rule_keep_months', 'keep_months >= 0')
@Check('ck_retention_rule_counts_from', `counts_from IN ('RECORD', 'LEAVING')`)
@Check(
  'ck_retention_rule_lawful_basis',
  `lawful_basis IN ('LEGAL_OBLIGATION', 'LEGAL_CLAIMS', 'CONTRACT', 'PUBLIC_INTEREST', 'LEGITIMATE_INTEREST')`,
)
export class RetentionRuleRecord {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_retention_rule' })
  id: string;

  /** Names the rule in its file. */
  @Column('text')
  code: string;

  @Column('text', { name: 'record_class' })
  recordClass: RecordClass;

  @Column('text', { name: 'item_code', nullable: true })
  itemCode: string | null;

  @Column('text', { nullable: true })
  jurisdiction: string | null;

  /** Null: for good. */
  @Column('int', { name: 'keep_months', nullable: true })
  keepMonths: number | null;

  @Column('text', { name: 'counts_from' })
  countsFrom: CountsFrom;

  @Column('text', { name: 'lawful_basis' })
  lawfulBasis: LawfulBasis;

  @Column('text', { array: true })
  authority: string[];

  /** Both inclusive; null: without a known beginning or end. */
  @Column('date', { name: 'effective_from', nullable: true })
  effectiveFrom: string | null;

  @Column('date', { name: 'effective_to', nullable: true })
  effectiveTo: string | null;

  @Column('date', { name: 'verified_on' })
  verifiedOn: string;

  @Column('boolean', { default: false })
  withdrawn: boolean;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
