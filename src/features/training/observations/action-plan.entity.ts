import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';
import { TrainingAssignmentRecord } from '../placements/assignment.entity.js';
import { Skill } from '../skills/skill.entity.js';
import { ObservationRecord } from './observation.entity.js';

/** All but WRITTEN end the plan. */
export const ACTION_PLAN_ENTRY_KINDS = ['WRITTEN', 'DONE', 'CANCELLED', 'NOT_NEEDED'] as const;
export type ActionPlanEntryKind = (typeof ACTION_PLAN_ENTRY_KINDS)[number];

/** Append-only: retrain, then be observed again. Blocks the sign-off of the skill while it is open. */
@Entity('action_plan')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_action_plan_person' })
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'personId'],
  ['orgId', 'id', 'personId'],
  {
    name: 'fk_action_plan_assignment',
  },
)
@ForeignKey(() => ObservationRecord, ['orgId', 'observationId'], ['orgId', 'id'], {
  name: 'fk_action_plan_observation',
})
@ForeignKey(() => Skill, ['skillOrgId', 'skillId'], ['orgId', 'id'], { name: 'fk_action_plan_skill' })
@Index('ix_action_plan_skill', ['orgId', 'personId', 'skillId'])
@Index('ix_action_plan_assignment', ['orgId', 'assignmentId'])
export class ActionPlanRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_action_plan' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_action_plan' })
  id: string;

  @Column('uuid', { name: 'assignment_id' })
  assignmentId: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'skill_org_id' })
  skillOrgId: string;

  @Column('uuid', { name: 'skill_id' })
  skillId: string;

  /** The observation with which it became necessary; null when somebody opened it for another reason. */
  @Column('uuid', { name: 'observation_id', nullable: true })
  observationId: string | null;

  @Column('text')
  reason: string;

  @Column('text', { default: '' })
  plan: string;

  @Column('date', { name: 'due_on', nullable: true })
  dueOn: string | null;

  @Column('uuid', { name: 'opened_by', nullable: true })
  openedBy: string | null;

  @Column('timestamptz', { name: 'opened_at', default: () => 'app_now()' })
  openedAt: Date;
}

/** Append-only: what became of a plan. */
@Entity('action_plan_entry')
@ForeignKey(() => ActionPlanRecord, ['orgId', 'actionPlanId'], ['orgId', 'id'], {
  name: 'fk_action_plan_entry_plan',
})
@Index('ix_action_plan_entry_plan', ['orgId', 'actionPlanId'])
@Index('uq_action_plan_entry_end', ['orgId', 'actionPlanId'], { unique: true, where: `kind <> 'WRITTEN'` })
@Check('ck_action_plan_entry_kind', `kind IN ('WRITTEN', 'DONE', 'CANCELLED', 'NOT_NEEDED')`)
export class ActionPlanEntryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_action_plan_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_action_plan_entry' })
  id: string;

  @Column('uuid', { name: 'action_plan_id' })
  actionPlanId: string;

  @Column('text')
  kind: ActionPlanEntryKind;

  @Column('text', { nullable: true })
  plan: string | null;

  @Column('date', { name: 'due_on', nullable: true })
  dueOn: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
