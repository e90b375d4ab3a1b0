import type { SkillStanding, SkillStatus } from '../sign-offs/skill-status.rules.js';
import { nextOfAll, type SkillProgress } from './my-training.rules.js';

const progress = (
  status: SkillStatus,
  missing: string[] = [],
  prerequisitesMissing: string[] = [],
): SkillProgress => ({
  standing: {
    status,
    signOffId: null,
    effectiveOn: null,
    expiresOn: '2026-12-01',
    because: [],
  } satisfies SkillStanding,
  observed: {
    satisfied: false,
    counted: [],
    dates: 0,
    validators: 0,
    notCounted: [],
    attemptsNotMet: 0,
    actionPlanNeeded: false,
    missing: [],
  },
  actionPlanOpen: false,
  prerequisitesMissing,
  missing,
  next: missing[0] ?? `Renew ${status}.`,
});
const skill = (code: string, of: SkillProgress, required = true) => ({ code, required, progress: of });

describe('what a trainee begins with', () => {
  it('is the first required skill that nothing else must come before', () => {
    const blocked = skill('B', progress('NOT_STARTED', ['A first.'], ['A']));
    const open = skill('A', progress('NOT_STARTED', ['Be observed.']));
    expect(nextOfAll([blocked, open])).toBe('A: Be observed.');
    expect(nextOfAll([blocked])).toBe('B: A first.');
    expect(nextOfAll([skill('X', progress('NOT_STARTED', ['Optional.']), false), open])).toBe(
      'A: Be observed.',
    );
  });

  it('is what expires where all is signed, and nothing where nothing does', () => {
    expect(nextOfAll([skill('A', progress('CURRENT')), skill('B', progress('EXPIRING'))])).toBe(
      'B: Renew EXPIRING.',
    );
    expect(nextOfAll([skill('A', progress('CURRENT'))])).toBe(
      'Every skill that is asked for is signed and current.',
    );
    expect(nextOfAll([])).toContain('No skills are asked for here yet');
  });
});
