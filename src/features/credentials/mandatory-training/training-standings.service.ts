import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Standing, StandingQuestion } from '../standing.js';
import { factsFrom, trainingFacts, type TrainingFactsRow } from './training-facts.queries.js';
import { trainingStanding } from './training-standing.rules.js';

/** What mandatory trainings are worth: one statement, however many questions. */
@Injectable()
export class TrainingStandings {
  /** In the order of the questions, of what the transaction's organization has on record. */
  async of(tx: Transaction, questions: readonly StandingQuestion[]): Promise<Standing[]> {
    if (!questions.length) return [];
    const persons = questions.map(({ personId }) => personId);
    const codes = questions.map(({ code }) => code);
    const [row] = await tx.query<TrainingFactsRow>(trainingFacts(tx.orgId, persons, codes));
    const factsOf = factsFrom(row!);
    return questions.map(({ personId, code, on, knownAt = tx.now, siteId = null }) => {
      const { lapsedOn: _, ...standing } = trainingStanding(factsOf(personId, code), { on, knownAt, siteId });
      return standing;
    });
  }
}
