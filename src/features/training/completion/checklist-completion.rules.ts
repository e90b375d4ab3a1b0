import type { SkillStanding, SkillStatus } from '../sign-offs/skill-status.rules.js';

/** What a checklist asks for: hours, skills, or both. */
export interface ChecklistDemand {
  readonly completion: 'HOURS' | 'SKILLS' | 'HYBRID';
  /** Of HOURS and HYBRID. */
  readonly requiredMinutes: number;
}

export interface ChecklistStanding {
  readonly complete: boolean;
  /** Whether anything of it is done: before that there is nothing to record. */
  readonly begun: boolean;
  /** How far, in a sentence. */
  readonly because: string;
}

/** A skill in these may be used on that day. */
const SIGNED: readonly SkillStatus[] = ['CURRENT', 'EXPIRING'];

/**
 * Whether a checklist is complete, from where its required skills stand and what counts of the hours. Hours never
 * complete skills, nor skills hours: a checklist that asks for both needs both (inv 37).
 */
export function checklistStanding(
  { completion, requiredMinutes }: ChecklistDemand,
  skills: readonly Pick<SkillStanding, 'status'>[],
  countedMinutes: number,
): ChecklistStanding {
  const signed = skills.filter(({ status }) => SIGNED.includes(status)).length;
  const asksSkills = completion !== 'HOURS';
  const asksHours = completion !== 'SKILLS';
  const parts = [
    ...(asksSkills ? [`${signed} of ${skills.length} skills are signed${lapsed(skills)}`] : []),
    ...(asksHours ? [`${hours(countedMinutes)} of ${hours(requiredMinutes)} hours are verified`] : []),
  ];
  return {
    complete: (!asksSkills || signed === skills.length) && (!asksHours || countedMinutes >= requiredMinutes),
    begun: (asksSkills && signed > 0) || (asksHours && countedMinutes > 0),
    because: `${parts.join('; ')}.`,
  };
}

const LAPSED: Partial<Record<SkillStatus, string>> = {
  EXPIRED: 'expired',
  SUSPENDED: 'suspended',
  REVOKED: 'revoked',
  IN_REVIEW: 'in review',
};

/** Skills that were signed and may not be used, told apart: ` (1 expired, 2 in review)`. */
function lapsed(skills: readonly Pick<SkillStanding, 'status'>[]): string {
  const counts = Object.entries(LAPSED).flatMap(([code, word]) => {
    const count = skills.filter(({ status }) => status === code).length;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  return counts.length > 0 ? ` (${counts.join(', ')})` : '';
}

/** Whole hours as they are spoken of; a begun hour is not an hour yet. */
const hours = (minutes: number): number => Math.floor(minutes / 60);
