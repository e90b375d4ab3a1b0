import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { OperationInput } from '../../../platform/graphql/input.js';
import { HOLD_KINDS, type HoldKind } from '../../enrollments/enrollment.entity.js';
import { HoldKindEnum } from '../../enrollments/enrollment.enums.js';

@InputType({ description: 'How a program is awarded from now on.' })
export class SetAwardPolicyInput extends OperationInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The program; left out: every program without a policy of its own.',
  })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => Boolean, {
    description: 'Whether whoever completes the program is awarded it without being asked.',
  })
  @IsBoolean()
  automatic: boolean;

  @Field(() => [HoldKindEnum], {
    description: 'Which open holds keep a certificate back; none is an answer, too.',
  })
  @IsIn(HOLD_KINDS, { each: true })
  @ArrayMaxSize(HOLD_KINDS.length)
  blockingHolds: HoldKind[];
}
