import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import type { HoldKind } from '../../enrollments/enrollment.entity.js';
import { AwardPolicyUnchanged } from './award.refusals.js';
import { HoldKindEnum } from '../../enrollments/enrollment.enums.js';

@ObjectType('AwardPolicy', { description: 'How a program is awarded.' })
export class AwardPolicyType {
  @Field(() => ID, {
    nullable: true,
    description: 'The program; null: every program without a policy of its own.',
  })
  programId: string | null;

  @Field(() => Boolean, { description: 'Whether whoever completes it is awarded it without being asked.' })
  automatic: boolean;

  @Field(() => [HoldKindEnum], { description: 'Which open holds keep a certificate back.' })
  blockingHolds: HoldKind[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when; null where nobody has said anything yet.',
  })
  decidedAt: Date | null;
}

export const SetAwardPolicyResult = outcome('SetAwardPolicyResult', () => [
  AwardPolicyType,
  AwardPolicyUnchanged,
]);
