import type { FieldProblem } from '../../../platform/faults/fault.js';
import type { Approval, CategoryMinutes } from './ce-activity.js';

/** What is wrong with the subjects of something that lasts so many minutes: no minute is of two subjects. */
export function categoryProblem(
  categories: readonly CategoryMinutes[],
  minutes: number,
  field: string,
): FieldProblem | null {
  const codes = categories.map(({ code }) => code);
  if (new Set(codes).size < codes.length) return { field, message: 'names a subject twice' };
  const sum = categories.reduce((total, category) => total + category.minutes, 0);
  if (sum > minutes)
    return { field, message: `has ${sum} minutes of ${minutes}: no minute is of two subjects` };
  return null;
}

/** What is wrong with the days of approvals. */
export function approvalProblem(approvals: readonly Approval[], field: string): FieldProblem | null {
  const odd = approvals.findIndex(({ startsOn, endsOn }) => endsOn !== null && endsOn < startsOn);
  return odd < 0 ? null : { field: `${field}.${odd}.endsOn`, message: 'must not be before startsOn' };
}

/** The approvals that are in force on the day of a completion (inv 60): later ones and lapsed ones are none. */
export const approvalsOn = (approvals: readonly Approval[], on: string): Approval[] =>
  approvals.filter(({ startsOn, endsOn }) => startsOn <= on && (endsOn === null || on <= endsOn));

/** The subjects of a part: each its share, rounded down, so that no minute is made up. */
export const categoriesOfPart = (
  categories: readonly CategoryMinutes[],
  part: number,
  whole: number,
): CategoryMinutes[] =>
  categories
    .map(({ code, minutes }) => ({ code, minutes: Math.floor((minutes * part) / whole) }))
    .filter(({ minutes }) => minutes > 0);
