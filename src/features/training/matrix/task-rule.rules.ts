import type { EligibilityQuestion } from '../supervision/eligibility.js';
import { cited, partsOf, ruleRefusal } from '../supervision/eligibility.rules.js';
import { strictest, taskPermission } from '../supervision/supervision.rules.js';
import type { ValidatorFacts } from '../supervision/validator-facts.js';
import type { MatrixPlace } from './matrix-facts.js';
import type { TaskRule } from './task-clearance.rules.js';

/** inv 31: the strictest of law, employer and agreement; where they do not decide, nobody does it. */
export function taskRule(
  question: EligibilityQuestion,
  facts: ValidatorFacts,
  { on, knownAt }: Pick<MatrixPlace, 'on' | 'knownAt'>,
): TaskRule {
  const parts = partsOf(question, facts, { on, knownAt });
  const terms = strictest(parts.map((part) => part.terms));
  const { taskCode, patientContact } = question;
  const refusal = ruleRefusal(question, parts, terms);
  if (refusal)
    return {
      permission: refusal.reason === 'TASK_PROHIBITED' ? 'PROHIBITED' : null,
      because: refusal.message,
    };
  const permission = taskPermission(terms, taskCode, patientContact);
  const how = permission === 'UNSUPERVISED' ? 'without a supervisor present' : 'under supervision';
  const sources = parts.map(({ source }) => cited(source)).join('; ');
  return { permission, because: `Allowed ${how}: ${sources}.` };
}
