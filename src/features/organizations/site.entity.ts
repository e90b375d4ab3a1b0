import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from './organization.entity.js';

/** Kinds of place: supervision rules may differ by setting. */
export const SITE_SETTINGS = [
  'CLASSROOM',
  'OUTPATIENT',
  'HOSPITAL',
  'LONG_TERM_CARE',
  'SPORTS',
  'HOME_HEALTH',
  'OTHER',
] as const;
export type SiteSetting = (typeof SITE_SETTINGS)[number];

@Entity('site')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_site_organization' })
@Unique('uq_site_name', ['orgId', 'name'])
@Check(
  'ck_site_setting',
  `setting IN ('CLASSROOM', 'OUTPATIENT', 'HOSPITAL', 'LONG_TERM_CARE', 'SPORTS', 'HOME_HEALTH', 'OTHER')`,
)
export class Site {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_site' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_site' })
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  setting: SiteSetting;

  /** ISO 3166-2 code of the state or country whose law applies, e.g. `XX-ST`. */
  @Column('text')
  jurisdiction: string;

  /** IANA zone: dates at this site are read in it. */
  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}
