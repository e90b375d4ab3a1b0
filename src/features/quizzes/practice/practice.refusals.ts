import { RefusalType, Refusal } from '../../../platform/graphql/refusal.js';

@RefusalType(
  'The question cannot be practised now: an attempt that is open asks it, or no quiz shows its right answer at the moment.',
)
export class PracticeHeldBack extends Refusal {}

@RefusalType(
  'The card is another one by now: it was reviewed on another device, or its question has a newer version. Ask for it anew.',
)
export class PracticeCardChanged extends Refusal {}

@RefusalType('There is no review to take back: none was given, or the last one was taken back already.')
export class NoReviewToUndo extends Refusal {}
