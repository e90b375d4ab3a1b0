import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';
import { TrainingAssignmentRecord } from '../placements/assignment.entity.js';
import { Skill } from '../skills/skill.entity.js';
import { ObservationRecord } from './observation.entity.js';

export const REQUEST_ANSWERS = ['OBSERVED', 'WITHDRAWN', 'DECLINED', 'REPEATED'] as const;
export type RequestAnswer = (typeof REQUEST_ANSWERS)[number];

/** A trainee asks to be observed. One is open for a skill at a time. */
@Entity('observation_request')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_observation_request_person' })
@ForeignKey(() => Person, ['askedPersonId'], ['id'], { name: 'fk_observation_request_asked' })
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'personId'],
  ['orgId', 'id', 'personId'],
  {
    name: 'fk_observation_request_assignment',
  },
)
@ForeignKey(() => Skill, ['skillOrgId', 'skillId'], ['orgId', 'id'], { name: 'fk_observation_request_skill' })
@ForeignKey(() => ObservationRecord, ['orgId', 'observationId'], ['orgId', 'id'], {
  name: 'fk_observation_request_observation',
})
@Index('uq_observation_request_open', ['orgId', 'assignmentId', 'skillId'], {
  unique: true,
  where: 'answered_at IS NULL',
})
@Index('ix_observation_request_assignment', ['orgId', 'assignmentId'])
@Check('ck_observation_request_answer', `answer IN ('OBSERVED', 'WITHDRAWN', 'DECLINED', 'REPEATED')`)
@Check('ck_observation_request_answered', '(answered_at IS NULL) = (answer IS NULL)')
export class ObservationRequestRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_observation_request' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_observation_request' })
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

  /** Null: whoever has time. */
  @Column('uuid', { name: 'asked_person_id', nullable: true })
  askedPersonId: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('timestamptz', { name: 'requested_at', default: () => 'app_now()' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;

  @Column('text', { nullable: true })
  answer: RequestAnswer | null;

  @Column('uuid', { name: 'observation_id', nullable: true })
  observationId: string | null;

  @Column('uuid', { name: 'answered_by', nullable: true })
  answeredBy: string | null;

  /** Of one that was declined. */
  @Column('text', { nullable: true })
  reason: string | null;
}
