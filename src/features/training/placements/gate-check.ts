import type { Transaction } from '../../../platform/database/transaction.js';
import type { AssignmentFacts } from './assignment-facts.js';
import type { ClosedGate, Gate } from './gate.js';

/**
 * Looks at some gates for any number of assignments of one organization. It runs as the system of that organization,
 * whoever asks; on the first day of each, by what is on record now.
 */
export interface GateCheck {
  readonly gates: readonly Gate[];
  check(tx: Transaction, assignments: readonly AssignmentFacts[]): Promise<ClosedGate[]>;
}
