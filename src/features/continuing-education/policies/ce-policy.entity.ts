import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';

/** A version of a policy for everybody, as a file had it. Global: written by the owner alone. */
@Entity('ce_policy')
@Index('ix_ce_policy_code', ['code', 'effectiveFrom'])
export class CePolicyRecord {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_policy' })
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  title: string;

  /** Both inclusive; null: without a known beginning or end. */
  @Column('date', { name: 'effective_from', nullable: true })
  effectiveFrom: string | null;

  @Column('date', { name: 'effective_to', nullable: true })
  effectiveTo: string | null;

  /** Null: an example that nobody has verified. */
  @Column('date', { name: 'verified_on', nullable: true })
  verifiedOn: string | null;

  @Column('text', { array: true })
  authority: string[];

  @Column('jsonb')
  policy: object;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** A version of what an employer asks of its own people. Never changed: replaced, or withdrawn. */
@Entity('employer_ce_policy')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_employer_ce_policy_organization' })
@ForeignKey(() => EmployerCePolicy, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_employer_ce_policy_superseded',
})
@Unique('uq_employer_ce_policy_superseded', ['orgId', 'supersedesId'])
@Index('uq_employer_ce_policy_code', ['orgId', 'code'], { unique: true, where: 'supersedes_id IS NULL' })
export class EmployerCePolicy {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_employer_ce_policy' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_employer_ce_policy' })
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  title: string;

  @Column('date', { name: 'effective_from' })
  effectiveFrom: string;

  @Column('text')
  citation: string;

  /** In the words of the file of policies. */
  @Column('jsonb')
  policy: object;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  @Column('boolean', { default: false })
  withdrawn: boolean;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
