import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';

/** DRAFT may be edited; PUBLISHED never changes again and can be earned; RETIRED is earned no more. */
export const TRACK_VERSION_STATUSES = ['DRAFT', 'PUBLISHED', 'RETIRED'] as const;
export type TrackVersionStatus = (typeof TRACK_VERSION_STATUSES)[number];

/** A specialty on top of a certificate, through all its versions. */
@Entity('specialty_track')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_specialty_track_organization' })
@Unique('uq_specialty_track_code', ['orgId', 'code'])
export class SpecialtyTrack {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_specialty_track' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_specialty_track' })
  id: string;

  @Column('text')
  code: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** What the specialty asks for on top of the certificate of a program. Frozen when it is published. */
@Entity('specialty_track_version')
@ForeignKey(() => SpecialtyTrack, ['orgId', 'trackId'], ['orgId', 'id'], {
  name: 'fk_specialty_track_version_track',
})
@Unique('uq_specialty_track_version_in_track', ['orgId', 'trackId', 'id'])
@Unique('uq_specialty_track_version_label', ['orgId', 'trackId', 'label'])
@Index('uq_specialty_track_version_draft', ['orgId', 'trackId'], {
  unique: true,
  where: `status = 'DRAFT'`,
})
@Index('uq_specialty_track_version_published', ['orgId', 'trackId'], {
  unique: true,
  where: `status = 'PUBLISHED'`,
})
@Check('ck_specialty_track_version_status', `status IN ('DRAFT', 'PUBLISHED', 'RETIRED')`)
export class SpecialtyTrackVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_specialty_track_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_specialty_track_version' })
  id: string;

  @Column('uuid', { name: 'track_id' })
  trackId: string;

  /** Unique in the track, e.g. `2026.1`. */
  @Column('text')
  label: string;

  @Column('text')
  title: string;

  @Column('text', { default: '' })
  summary: string;

  @Column('text', { default: 'DRAFT' })
  status: TrackVersionStatus;

  /** Whoever holds the certificate of this program may earn the specialty. */
  @Column('text', { name: 'base_program_code' })
  baseProgramCode: string;

  /** In the words of a program's award: `<CHECKLIST>_complete`, `<CREDENTIAL>_current`. */
  @Column('text', { name: 'award_requirements', array: true })
  awardRequirements: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;

  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy: string | null;

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt: Date | null;

  @Column('uuid', { name: 'retired_by', nullable: true })
  retiredBy: string | null;
}
