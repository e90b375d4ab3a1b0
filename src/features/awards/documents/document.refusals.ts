import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { HoldKindEnum } from '../../enrollments/enrollment.enums.js';
import type { HoldKind } from '../../enrollments/enrollment.entity.js';

@RefusalType('Something to print has letters that no font here has: they would be printed as boxes.')
export class LettersNotPrintable extends Refusal {
  @Field(() => [String], { description: 'The letters.' })
  letters: string[];
}

@RefusalType(
  'A hold keeps transcripts from others, by the organization’s own policy. Trainees always get their own.',
)
export class TranscriptHeld extends Refusal {
  @Field(() => [HoldKindEnum], { description: 'The kinds of holds that stand in the way.' })
  holds: HoldKind[];
}
