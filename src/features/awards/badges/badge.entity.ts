import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Award } from '../awarding/award.entity.js';

/** Append-only: an award that somebody asked a badge of, and where its status stands. */
@Entity('badge')
@ForeignKey(() => Award, ['orgId', 'awardId'], ['orgId', 'id'], { name: 'fk_badge_award' })
@Unique('uq_badge_status', ['orgId', 'statusList', 'statusIndex'])
@Check('ck_badge_status_list', `status_list >= 1`)
@Check('ck_badge_status_index', `status_index BETWEEN 0 AND 131071`)
export class Badge {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_badge' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'award_id', primaryKeyConstraintName: 'pk_badge' })
  awardId: string;

  /** The first list of an organization is 1. */
  @Column('int', { name: 'status_list' })
  statusList: number;

  @Column('int', { name: 'status_index' })
  statusIndex: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** Append-only: the badge as it was signed with a key. */
@Entity('badge_signing')
@ForeignKey(() => Badge, ['orgId', 'awardId'], ['orgId', 'awardId'], { name: 'fk_badge_signing_badge' })
export class BadgeSigning {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_badge_signing' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'award_id', primaryKeyConstraintName: 'pk_badge_signing' })
  awardId: string;

  /** As of the ledger's keys: a hash of the public key. */
  @PrimaryColumn('text', { name: 'key_id', primaryKeyConstraintName: 'pk_badge_signing' })
  keyId: string;

  /** The credential with its proof, as JSON. */
  @Column('text')
  document: string;

  @Column('timestamptz', { name: 'signed_at', default: () => 'app_now()' })
  signedAt: Date;
}
