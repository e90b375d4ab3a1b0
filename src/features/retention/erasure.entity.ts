import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That a person was erased or, with nobody named, that the organization was deleted. Written by `ledger_erase` alone. */
@Entity('erasure')
@Index('ix_erasure_person', ['orgId', 'personId'])
@Index('ix_erasure_txid', ['txid'])
export class ErasureRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_erasure' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_erasure' })
  id: string;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId: string | null;

  @Column('text')
  reason: string;

  @Column('timestamptz', { name: 'erased_at', default: () => 'app_now()' })
  erasedAt: Date;

  /** The transaction that erased. */
  @Column('bigint')
  txid: string;
}
