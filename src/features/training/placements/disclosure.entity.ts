import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { Person } from '../../people/person.entity.js';

/** Append-only: somebody of another organization looked at records of a person; once a day, viewer and operation. */
@Entity('disclosure')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_disclosure_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_disclosure_person' })
@ForeignKey(() => Organization, ['viewerOrgId'], ['id'], { name: 'fk_disclosure_viewer_organization' })
@ForeignKey(() => Person, ['viewerPersonId'], ['id'], { name: 'fk_disclosure_viewer' })
export class DisclosureRecord {
  /** Whose records they are. */
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_disclosure' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'pk_disclosure' })
  personId: string;

  @PrimaryColumn('uuid', { name: 'viewer_org_id', primaryKeyConstraintName: 'pk_disclosure' })
  viewerOrgId: string;

  @PrimaryColumn('uuid', { name: 'viewer_person_id', primaryKeyConstraintName: 'pk_disclosure' })
  viewerPersonId: string;

  /** The operation of the API, or what of it was read. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_disclosure' })
  operation: string;

  /** The day in UTC. */
  @PrimaryColumn('date', { name: 'disclosed_on', primaryKeyConstraintName: 'pk_disclosure' })
  disclosedOn: string;

  /** The viewer as the clinic knows them. */
  @Column('text', { name: 'printed_name' })
  printedName: string;

  @Column('timestamptz', { name: 'first_at', default: () => 'app_now()' })
  firstAt: Date;
}
