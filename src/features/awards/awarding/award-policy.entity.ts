import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { HoldKind } from '../../enrollments/enrollment.entity.js';
import { Person } from '../../people/person.entity.js';
import { Program } from '../../programs/program.entity.js';

/** Append-only: whether what is complete is awarded without being asked, and which holds keep it back. The last one counts. */
@Entity('award_policy')
@ForeignKey(() => Program, ['orgId', 'programId'], ['orgId', 'id'], { name: 'fk_award_policy_program' })
@ForeignKey(() => Person, ['decidedBy'], ['id'], { name: 'fk_award_policy_decided_by' })
@Index('ix_award_policy', ['orgId', 'programId'])
@Check('ck_award_policy_holds', `blocking_holds <@ ARRAY['FINANCIAL', 'DISCIPLINARY', 'RECORDS', 'OTHER']`)
export class AwardPolicy {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_award_policy' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_award_policy' })
  id: string;

  /** Null: for every program that has none of its own. */
  @Column('uuid', { name: 'program_id', nullable: true })
  programId: string | null;

  @Column('boolean')
  automatic: boolean;

  @Column('text', { name: 'blocking_holds', array: true })
  blockingHolds: HoldKind[];

  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', default: () => 'app_now()' })
  decidedAt: Date;
}
