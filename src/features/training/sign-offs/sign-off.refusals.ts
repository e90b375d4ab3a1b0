import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@ObjectType('SignOffBlock', { description: 'Something that stands in the way of a sign-off.' })
export class SignOffBlockType {
  @Field(() => String, { description: 'Stable name, in SCREAMING_CASE.' })
  code: string;

  @Field(() => String, { description: 'What it is and what would help.' })
  message: string;
}

@ObjectType({ description: 'What cannot be signed, and why.' })
export class BlockedSignOff {
  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => [SignOffBlockType], { description: 'All that stands in the way.' })
  blocks: SignOffBlockType[];
}

@RefusalType(
  'Something stands in the way of at least one item. A ceremony is all or nothing: nothing was signed.',
)
export class SignOffBlocked extends Refusal {
  @Field(() => [BlockedSignOff], { description: 'Every item that cannot be signed, in their order.' })
  items: BlockedSignOff[];
}

@RefusalType('What already happened to the sign-off leaves no place for this.')
export class SignOffEntryNotPossible extends Refusal {}

@RefusalType('Nobody decides about their own sign-off, nor approves what they have signed themselves.')
export class OwnSignOff extends Refusal {}

@RefusalType(
  'The final approval takes somebody who is authorized to give it at this site and may validate the skill there.',
)
export class MayNotApprove extends Refusal {
  @Field(() => String, { description: 'Why, in SCREAMING_CASE.' })
  reason: string;
}
