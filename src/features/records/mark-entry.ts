import type { Transaction } from '../../platform/database/transaction.js';
import type { CounterService } from './counters.service.js';
import { type CourseUnderWay, type NewMark, withMark } from './course-record.rules.js';
import { appendMarks } from './grading.queries.js';

/** Enters one mark with the counters that follow from it, and tells the ledger. */
export async function enterMark(
  tx: Transaction,
  counters: CounterService,
  facts: CourseUnderWay,
  mark: NewMark,
): Promise<{ id: string }> {
  const attemptId = facts.attempt.id;
  await counters.keep(tx, [withMark(facts, mark)], { marks: [{ ...mark, attemptId }] });
  appendMarks(tx, [{ facts, mark }]);
  return { id: mark.id };
}
