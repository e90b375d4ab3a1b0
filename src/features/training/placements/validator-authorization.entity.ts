import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Site } from '../../organizations/site.entity.js';
import { Person } from '../../people/person.entity.js';

/** Append-only: who may observe and sign at a site. A later row that supersedes another takes its place. */
@Entity('validator_authorization')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_validator_authorization_person' })
@ForeignKey(() => Site, ['orgId', 'siteId'], ['orgId', 'id'], { name: 'fk_validator_authorization_site' })
@ForeignKey(() => ValidatorAuthorizationRecord, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_validator_authorization_superseded',
})
@Unique('uq_validator_authorization_superseded', ['orgId', 'supersedesId'])
@Index('ix_validator_authorization_person', ['orgId', 'personId', 'siteId'])
@Index('ix_validator_authorization_site', ['orgId', 'siteId'])
@Check('ck_validator_authorization_dates', 'ends_on IS NULL OR ends_on >= starts_on - 1')
export class ValidatorAuthorizationRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_validator_authorization' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_validator_authorization' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'site_id' })
  siteId: string;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  /** The last day; the day before `startsOn` takes the authorization back; null: without an end. */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  /** When they finished assessor training; null: not yet, so they may not sign. */
  @Column('date', { name: 'assessor_trained_on', nullable: true })
  assessorTrainedOn: string | null;

  /** Codes of the skills they are attested in; null: all. */
  @Column('text', { name: 'skill_codes', array: true, nullable: true })
  skillCodes: string[] | null;

  @Column('boolean', { name: 'may_approve', default: false })
  mayApprove: boolean;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
