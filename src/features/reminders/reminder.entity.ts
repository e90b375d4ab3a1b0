import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Organization } from '../organizations/organization.entity.js';
import { Person } from '../people/person.entity.js';
import type { DeliveryOutcome, ReminderAudience, ReminderKind } from './reminder.js';

/** When somebody wants to be left in peace. */
@Entity('reminder_setting')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_reminder_setting_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_reminder_setting_person' })
export class ReminderSettingRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_reminder_setting' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'pk_reminder_setting' })
  personId: string;

  /** Null: the zone of where they work or learn. */
  @Column('text', { name: 'time_zone', nullable: true })
  timeZone: string | null;

  @Column('time', { name: 'quiet_from' })
  quietFrom: string;

  @Column('time', { name: 'quiet_until' })
  quietUntil: string;

  @Column('timestamptz', { name: 'updated_at', default: () => 'app_now()' })
  updatedAt: Date;
}

/** One mail to one person. */
@Entity('reminder_digest')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_reminder_digest_organization' })
@ForeignKey(() => Person, ['recipientId'], ['id'], { name: 'fk_reminder_digest_recipient' })
@Index('ix_reminder_digest_recipient', ['orgId', 'recipientId', 'id'])
@Check('ck_reminder_digest_audience', `audience IN ('HOLDER', 'LINE_MANAGER')`)
export class ReminderDigestRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_reminder_digest' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_reminder_digest' })
  id: string;

  @Column('uuid', { name: 'recipient_id' })
  recipientId: string;

  @Column('text')
  audience: ReminderAudience;

  @Column('timestamptz', { name: 'send_after' })
  sendAfter: Date;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** One thing somebody was reminded of. */
@Entity('reminder')
@ForeignKey(() => Person, ['recipientId'], ['id'], { name: 'fk_reminder_recipient' })
@ForeignKey(() => Person, ['holderId'], ['id'], { name: 'fk_reminder_holder' })
@ForeignKey(() => ReminderDigestRecord, ['orgId', 'digestId'], ['orgId', 'id'], {
  name: 'fk_reminder_digest',
})
@Index('ix_reminder_digest', ['orgId', 'digestId'])
@Check(
  'ck_reminder_kind',
  `kind IN ('CREDENTIAL', 'CLEARANCE', 'TRAINING', 'SKILL', 'LICENSE', 'CONTINUING_EDUCATION')`,
)
@Check('ck_reminder_days_before', 'days_before >= -1')
export class ReminderRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_reminder' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'recipient_id', primaryKeyConstraintName: 'pk_reminder' })
  recipientId: string;

  @PrimaryColumn('uuid', { name: 'holder_id', primaryKeyConstraintName: 'pk_reminder' })
  holderId: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_reminder' })
  kind: ReminderKind;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_reminder' })
  code: string;

  @PrimaryColumn('date', { name: 'lapses_on', primaryKeyConstraintName: 'pk_reminder' })
  lapsesOn: string;

  @PrimaryColumn('int', { name: 'days_before', primaryKeyConstraintName: 'pk_reminder' })
  daysBefore: number;

  @Column('text')
  title: string;

  @Column('uuid', { name: 'digest_id' })
  digestId: string;
}

/** What became of a mail at one try. */
@Entity('reminder_delivery')
@ForeignKey(() => ReminderDigestRecord, ['orgId', 'digestId'], ['orgId', 'id'], {
  name: 'fk_reminder_delivery_digest',
})
@Check(
  'ck_reminder_delivery_outcome',
  `outcome IN ('ATTEMPTED', 'ACCEPTED', 'DEFERRED', 'REJECTED', 'NO_ADDRESS')`,
)
export class ReminderDeliveryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_reminder_delivery' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'digest_id', primaryKeyConstraintName: 'pk_reminder_delivery' })
  digestId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_reminder_delivery' })
  number: number;

  @Column('text')
  outcome: DeliveryOutcome;

  @Column('text', { nullable: true })
  answer: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
