import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { Person } from '../../people/person.entity.js';

/** What the credits renew. */
export const CE_RENEWS = ['LICENSE', 'CARD', 'EMPLOYMENT'] as const;
export type CeRenews = (typeof CE_RENEWS)[number];

export const CE_WAIVER_KINDS = ['WAIVER', 'EXTENSION'] as const;
export type CeWaiverKind = (typeof CE_WAIVER_KINDS)[number];

export const CE_WAIVER_REASONS = ['MEDICAL', 'MILITARY', 'HARDSHIP', 'OTHER'] as const;
export type CeWaiverReason = (typeof CE_WAIVER_REASONS)[number];

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** That somebody has to earn by a policy, and for what. */
@Entity('ce_obligation')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_ce_obligation_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_ce_obligation_person' })
@Unique('uq_ce_obligation', ['orgId', 'personId', 'policyCode', 'renewsId'])
@Index('ix_ce_obligation_policy', ['orgId', 'policyCode'])
@Check('ck_ce_obligation_renews', `renews IN (${quoted(CE_RENEWS)})`)
export class CeObligationRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_obligation' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_obligation' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'policy_code' })
  policyCode: string;

  @Column('text')
  renews: CeRenews;

  /** The license, the card, or the organization that employs. */
  @Column('uuid', { name: 'renews_id' })
  renewsId: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** From when to when somebody is held to it, and what its cycles are counted from. Never changed: a later entry holds. */
@Entity('ce_obligation_entry')
@ForeignKey(() => CeObligationRecord, ['orgId', 'obligationId'], ['orgId', 'id'], {
  name: 'fk_ce_obligation_entry_obligation',
})
@Unique('uq_ce_obligation_entry_number', ['orgId', 'obligationId', 'number'])
@Check('ck_ce_obligation_entry_dates', 'ends_on IS NULL OR ends_on >= starts_on')
export class CeObligationEntryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_obligation_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_obligation_entry' })
  id: string;

  @Column('uuid', { name: 'obligation_id' })
  obligationId: string;

  @Column('int')
  number: number;

  @Column('date', { name: 'anchor_on' })
  anchorOn: string;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  /** The day on which the first cycle was renewed, timely or late. */
  @Column('date', { name: 'first_renewed_on', nullable: true })
  firstRenewedOn: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** Less to earn in a cycle, or more time; or that an earlier one was taken back. */
@Entity('ce_waiver')
@ForeignKey(() => CeObligationRecord, ['orgId', 'obligationId'], ['orgId', 'id'], {
  name: 'fk_ce_waiver_obligation',
})
@ForeignKey(() => CeWaiverRecord, ['orgId', 'revokesId'], ['orgId', 'id'], { name: 'fk_ce_waiver_revoked' })
@Unique('uq_ce_waiver_revoked', ['orgId', 'revokesId'])
@Index('ix_ce_waiver_obligation', ['orgId', 'obligationId'])
@Check('ck_ce_waiver_kind', `kind IN (${quoted(CE_WAIVER_KINDS)})`)
@Check('ck_ce_waiver_reason_code', `reason_code IN (${quoted(CE_WAIVER_REASONS)})`)
@Check('ck_ce_waiver_minutes', 'minutes > 0')
@Check(
  'ck_ce_waiver_kind_says',
  `(kind = 'EXTENSION') = (extended_to IS NOT NULL) AND (kind = 'WAIVER' OR (minutes IS NULL AND requirement IS NULL))`,
)
export class CeWaiverRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_waiver' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_waiver' })
  id: string;

  @Column('uuid', { name: 'obligation_id' })
  obligationId: string;

  @Column('date', { name: 'cycle_starts_on' })
  cycleStartsOn: string;

  @Column('text')
  kind: CeWaiverKind;

  @Column('text', { name: 'reason_code' })
  reasonCode: CeWaiverReason;

  /** Of a waiver: key of the requirement, TOTAL among them; null: all of them. */
  @Column('text', { nullable: true })
  requirement: string | null;

  /** Of a waiver: minutes less; null: all. */
  @Column('int', { nullable: true })
  minutes: number | null;

  @Column('date', { name: 'extended_to', nullable: true })
  extendedTo: string | null;

  @Column('date', { name: 'granted_on' })
  grantedOn: string;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'revokes_id', nullable: true })
  revokesId: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** What a closed cycle came to. Never changed: a correction is a later one with a reason (inv 61). */
@Entity('ce_cycle_closing')
@ForeignKey(() => CeObligationRecord, ['orgId', 'obligationId'], ['orgId', 'id'], {
  name: 'fk_ce_cycle_closing_obligation',
})
@Unique('uq_ce_cycle_closing_number', ['orgId', 'obligationId', 'cycleStartsOn', 'number'])
@Check('ck_ce_cycle_closing_reason', 'number = 1 OR reason IS NOT NULL')
export class CeCycleClosingRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_cycle_closing' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_cycle_closing' })
  id: string;

  @Column('uuid', { name: 'obligation_id' })
  obligationId: string;

  @Column('date', { name: 'cycle_starts_on' })
  cycleStartsOn: string;

  @Column('date', { name: 'cycle_ends_on' })
  cycleEndsOn: string;

  @Column('int')
  number: number;

  @Column('text', { nullable: true })
  reason: string | null;

  /** The policy, the cycle, the completions with their evidence, and what counted where. */
  @Column('jsonb')
  decided: object;

  @Column('text', { name: 'content_hash' })
  contentHash: string;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
