import type { CourseFacts, StandingMark } from './course-facts.js';
import { type NewMark } from './course-record.rules.js';
import { practicalPolicyOf } from './course-standing.rules.js';
import { type MarkRefusal, refuseMark } from './gradebook.rules.js';
import { judgePractical, type PracticalRefusal, refusePracticalAttempt } from './practical.rules.js';
import { compare, decimal, isDecimal } from './rational.js';

/** A mark as somebody wishes to enter it: decimals are text. */
export interface WishedMark {
  readonly earned: string;
  readonly possible: string;
  readonly weight?: string | null;
}

/** One attempt at a practical, as somebody wishes to enter it. */
export interface WishedPractical {
  readonly item: string;
  readonly categoryId: string;
  readonly attemptNumber: number;
  readonly technicalPercent: string;
  readonly criticalStepsMet: boolean;
}

export type PracticalProblem =
  | PracticalRefusal
  | { readonly code: 'PRACTICAL_NOT_IN_PROGRAM' | 'ITEM_IS_NO_PRACTICAL'; readonly message: string };

/** Whether the mark may be entered: no NaN, nothing negative, huge or above what is possible (abuse 28). */
export function refuseWishedMark({ earned, possible, weight }: WishedMark): MarkRefusal | null {
  if (weight === undefined || weight === null || isDecimal(weight)) return refuseMark({ earned, possible });
  const message = 'The weight must be a number like 2.5, not negative, at most four decimals.';
  return { code: 'MARK_NOT_A_DECIMAL', field: 'weight', message };
}

/** Whether the next attempt at the practical may be recorded, after those that stand but for `exceptId`. */
export function refusePractical(
  facts: CourseFacts,
  wished: WishedPractical,
  exceptId: string | null = null,
): PracticalProblem | null {
  const policy = practicalPolicyOf(facts);
  if (!policy) {
    const message = 'The program has no rule for practical examinations.';
    return { code: 'PRACTICAL_NOT_IN_PROGRAM', message };
  }
  const plain = facts.marks.some(
    (mark) => isSameItem(mark, wished) && mark.technicalPercent === null && mark.earned !== null,
  );
  if (plain) {
    const message = `“${wished.item}” has a mark that is no practical.`;
    return { code: 'ITEM_IS_NO_PRACTICAL', message };
  }
  const next = attemptOf(wished);
  const earlier = facts.marks
    .filter((mark) => isSamePractical(mark, wished) && mark.id !== exceptId)
    .map((mark) => attemptOf({ ...wished, ...scoresOf(mark), attemptNumber: mark.attemptNumber }));
  const before =
    exceptId === null ? earlier : earlier.filter((each) => each.attemptNumber < next.attemptNumber);
  return refusePracticalAttempt(policy, before, next);
}

/** What a practical attempt is worth in the gradebook: its score out of 100, capped on a repeat. */
export function practicalMark(facts: CourseFacts, wished: WishedPractical): WishedMark {
  const policy = practicalPolicyOf(facts);
  if (!policy) throw new RangeError('A practical in a program without practicals');
  return { earned: judgePractical(policy, attemptOf(wished)).scorePct, possible: '100' };
}

/** The latest entry for an item, voided or not; of a practical, for one attempt at it. */
export function standingMark(
  facts: CourseFacts,
  { categoryId, item }: { categoryId: string; item: string },
  attemptNumber = 1,
): StandingMark | null {
  const found = facts.marks.find(
    (mark) => mark.categoryId === categoryId && mark.item === item && mark.attemptNumber === attemptNumber,
  );
  return found ?? null;
}

/** A new entry for the item: later in the chain of a voided one, and tied to the quiz that goes by its name. */
export function newMark(
  facts: CourseFacts,
  { categoryId, item }: { categoryId: string; item: string },
  voided: StandingMark | null,
) {
  const quiz = facts.requirements.find((each) => each.categoryId === categoryId && each.code === item);
  const chain = voided && { supersedesId: voided.id, reason: 'Graded after an earlier mark was voided.' };
  return { ...plainMark, ...chain, categoryId, item, requirementId: quiz?.id ?? null };
}

/** The same points, however they are written. */
export function isSameMark(mark: StandingMark, { earned, possible }: WishedMark): boolean {
  if (mark.earned === null) return false;
  return (
    compare(decimal(mark.earned), decimal(earned)) === 0 &&
    compare(decimal(mark.possible), decimal(possible)) === 0
  );
}

/** A mark entered by hand, before what makes it special. */
const plainMark = {
  requirementId: null,
  weight: null,
  attemptNumber: 1,
  technicalPercent: null,
  criticalStepsMet: null,
  quizAttemptId: null,
  reason: null,
  supersedesId: null,
} satisfies Partial<NewMark>;

function isSamePractical(mark: StandingMark, wished: WishedPractical): boolean {
  return isSameItem(mark, wished) && mark.technicalPercent !== null && mark.earned !== null;
}

function isSameItem(mark: StandingMark, { categoryId, item }: WishedPractical): boolean {
  return mark.categoryId === categoryId && mark.item === item;
}

function scoresOf({ technicalPercent, criticalStepsMet }: StandingMark) {
  return { technicalPercent: technicalPercent ?? '0', criticalStepsMet: criticalStepsMet ?? false };
}

function attemptOf({ attemptNumber, technicalPercent, criticalStepsMet }: WishedPractical) {
  return { attemptNumber, technicalPct: technicalPercent, criticalStepsMet };
}
