import type { AuthoredQuestion } from '../../bank/question-content.js';
import type { ExchangedQuestion } from '../exchanged-question.js';

/** A question as an item says it. */
export interface ItemQuestion {
  readonly question: AuthoredQuestion;
  readonly hotspot?: ExchangedQuestion['hotspot'];
}
