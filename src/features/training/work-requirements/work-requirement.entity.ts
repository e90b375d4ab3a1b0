import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { STANDING_KINDS, type StandingKind } from '../../credentials/standing.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Site } from '../../organizations/site.entity.js';
import type { RequiredFor } from './work-requirement.js';

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** What an organization asks for before somebody works. Never changed: replaced, or withdrawn. */
@Entity('work_requirement')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_work_requirement_organization' })
@ForeignKey(() => Site, ['orgId', 'siteId'], ['orgId', 'id'], { name: 'fk_work_requirement_site' })
@ForeignKey(() => WorkRequirement, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_work_requirement_superseded',
})
@Unique('uq_work_requirement_superseded', ['orgId', 'supersedesId'])
@Check('ck_work_requirement_kind', `kind IN (${quoted(STANDING_KINDS)})`)
@Check('ck_work_requirement_dates', 'effective_to IS NULL OR effective_to >= effective_from')
@Check(
  'ck_work_requirement_for',
  `required_for <@ ARRAY['ASSIGNMENT_START', 'SIGN_OFF', 'HOURS'] AND cardinality(required_for) > 0`,
)
export class WorkRequirement {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_work_requirement' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_work_requirement' })
  id: string;

  @Column('text')
  kind: StandingKind;

  /** Of the type of card, clearance or training. */
  @Column('text')
  code: string;

  @Column('text', { name: 'required_for', array: true })
  requiredFor: RequiredFor[];

  /** Null: at all sites. */
  @Column('uuid', { name: 'site_id', nullable: true })
  siteId: string | null;

  /** Null: for any task. */
  @Column('text', { name: 'task_code', nullable: true })
  taskCode: string | null;

  @Column('date', { name: 'effective_from' })
  effectiveFrom: string;

  @Column('date', { name: 'effective_to', nullable: true })
  effectiveTo: string | null;

  @Column('text')
  citation: string;

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
