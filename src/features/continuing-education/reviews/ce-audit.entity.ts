import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CeObligationRecord } from '../cycles/ce-cycle.entity.js';

/** What an auditor was given about a cycle. Never changed. */
@Entity('ce_audit')
@ForeignKey(() => CeObligationRecord, ['orgId', 'obligationId'], ['orgId', 'id'], {
  name: 'fk_ce_audit_obligation',
})
@Index('ix_ce_audit_obligation', ['orgId', 'obligationId'])
export class CeAuditRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_audit' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_audit' })
  id: string;

  @Column('uuid', { name: 'obligation_id' })
  obligationId: string;

  @Column('date', { name: 'cycle_starts_on' })
  cycleStartsOn: string;

  /** JSON, as text: whoever has it makes the same hash of it. */
  @Column('text')
  packet: string;

  @Column('text', { name: 'content_hash' })
  contentHash: string;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
