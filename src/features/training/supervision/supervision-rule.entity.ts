import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { Site } from '../../organizations/site.entity.js';

/** The law of a jurisdiction for one role and stretch of time, as a file had it. Global: written by the owner alone. */
@Entity('supervision_rule')
@Index('ix_supervision_rule_jurisdiction', ['jurisdiction', 'effectiveFrom'])
export class SupervisionRuleRecord {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_supervision_rule' })
  id: string;

  @Column('text')
  jurisdiction: string;

  /** The name the law has for whom it speaks of. */
  @Column('text')
  role: string;

  /** Both inclusive; null: without a known beginning or end. */
  @Column('date', { name: 'effective_from', nullable: true })
  effectiveFrom: string | null;

  @Column('date', { name: 'effective_to', nullable: true })
  effectiveTo: string | null;

  @Column('date', { name: 'verified_on' })
  verifiedOn: string;

  @Column('text', { array: true })
  authority: string[];

  @Column('jsonb')
  rule: object;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** What an employer asks for besides the law, at all its sites or one. Never changed: replaced, or withdrawn. */
@Entity('supervision_policy')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_supervision_policy_organization' })
@ForeignKey(() => Site, ['orgId', 'siteId'], ['orgId', 'id'], { name: 'fk_supervision_policy_site' })
@ForeignKey(() => SupervisionPolicy, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_supervision_policy_superseded',
})
@Unique('uq_supervision_policy_superseded', ['orgId', 'supersedesId'])
@Check('ck_supervision_policy_dates', 'effective_to IS NULL OR effective_to >= effective_from')
export class SupervisionPolicy {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_supervision_policy' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_supervision_policy' })
  id: string;

  @Column('uuid', { name: 'site_id', nullable: true })
  siteId: string | null;

  @Column('date', { name: 'effective_from' })
  effectiveFrom: string;

  @Column('date', { name: 'effective_to', nullable: true })
  effectiveTo: string | null;

  @Column('text')
  citation: string;

  /** In the words of the file of rules. */
  @Column('jsonb')
  rule: object;

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
