import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Eligibility, EligibilityQuestion } from './eligibility.js';
import { eligibilityOf } from './eligibility.rules.js';
import { findValidatorFacts } from './validator-facts.queries.js';

/** Whether people may validate: by person, place, day and task, never by who is asking. */
@Injectable()
export class ValidatorEligibility {
  /**
   * Answers each question, in their order; one statement for all of them. In a transaction of the site's organization,
   * of one that is let into the records there, or of the organization that owns the records.
   */
  async of(tx: Transaction, questions: readonly EligibilityQuestion[]): Promise<Eligibility[]> {
    if (!questions.length) return [];
    const facts = await findValidatorFacts(tx, questions);
    return questions.map((question) => eligibilityOf(question, facts, tx.now));
  }
}
