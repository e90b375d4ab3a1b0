import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('Nobody records, grades, excuses or credits themselves, through whatever account (by person).')
export class OwnRecord extends Refusal {}

@RefusalType('The mark is no number that can be entered.')
export class MarkNotAccepted extends Refusal {
  @Field(() => String, {
    description: 'What is wrong: MARK_NOT_A_DECIMAL, MARK_POSSIBLE_IS_ZERO or MARK_ABOVE_POSSIBLE.',
  })
  problem: string;
}

@RefusalType('The practical attempt may not be recorded.')
export class PracticalNotAccepted extends Refusal {
  @Field(() => String, {
    description:
      'What stands in the way: PRACTICAL_NOT_IN_PROGRAM, ITEM_IS_NO_PRACTICAL, PRACTICAL_SCORE_INVALID, PRACTICAL_ALREADY_PASSED, PRACTICAL_ATTEMPTS_EXHAUSTED or PRACTICAL_ATTEMPT_OUT_OF_ORDER.',
  })
  problem: string;
}

@RefusalType('The item has a mark already: correct that entry instead of entering another.')
export class ItemAlreadyGraded extends Refusal {
  @Field(() => ID, { description: 'The entry that stands.' })
  entryId: string;
}

@RefusalType('The category is closed for the cohort: reopen it first.')
export class CategoryClosed extends Refusal {}

@RefusalType('A later entry has taken the place of this one: look at that one first.')
export class EntrySuperseded extends Refusal {
  @Field(() => ID, { description: 'The entry that took its place.' })
  laterEntryId: string;
}

@RefusalType('The category is open or closed already, as asked.')
export class CategoryUnchanged extends Refusal {}
