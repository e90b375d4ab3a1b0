import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Site, type SiteSetting } from './site.entity.js';

/**
 * Append-only, written by the database whenever a site is opened or moves: where it was from which day on. Of the entries
 * that had begun on a day the last one holds; the first has no day and says where the site was from its beginning.
 */
@Entity('site_jurisdiction')
@ForeignKey(() => Site, ['orgId', 'siteId'], ['orgId', 'id'], { name: 'fk_site_jurisdiction_site' })
@Check('ck_site_jurisdiction_first', '(number = 1) = (effective_on IS NULL)')
export class SiteJurisdiction {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_site_jurisdiction' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'site_id', primaryKeyConstraintName: 'pk_site_jurisdiction' })
  siteId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_site_jurisdiction' })
  number: number;

  @Column('date', { name: 'effective_on', nullable: true })
  effectiveOn: string | null;

  @Column('text')
  jurisdiction: string;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('text')
  setting: SiteSetting;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
