import type { FieldProblem } from '../../../platform/faults/fault.js';
import type { QuizVersion } from './quiz.entity.js';

/** Settings that must fit together. */
export type SettingsTogether = Partial<Pick<QuizVersion, 'opensAt' | 'closesAt'>>;

/** What does not fit, all at once. */
export const settingsProblems = ({ opensAt, closesAt }: SettingsTogether): FieldProblem[] =>
  opensAt && closesAt && closesAt <= opensAt
    ? [{ field: 'input.closesAt', message: 'must be after opensAt' }]
    : [];
