import type { AwardStanding } from './award.js';
import { nextOfAward } from './award-readiness.rules.js';
import type { DecidedAwardRequirement } from './award-requirement.rules.js';

const requirement = (met: boolean, title = 'Course A'): DecidedAwardRequirement => ({
  kind: 'COURSE_PASSED',
  code: 'A',
  title,
  met,
  because: met ? 'Passed.' : 'Not passed yet.',
});
const award = (status: AwardStanding['status']) => ({
  number: '2345-6789-ABCD-EFGH',
  standing: { status, since: '2026-11-24', byBase: false },
});
const met = [requirement(true)];
const open = [requirement(true), requirement(false, 'Course B'), requirement(false, 'Course C')];

describe('what comes next with an award', () => {
  it('is the first thing that is missing, and how many there are', () => {
    expect(nextOfAward({ requirements: open, automatic: true, award: null })).toBe(
      '2 of 3 requirements are open. Course B: Not passed yet.',
    );
  });

  it('is the award itself, by the policy or by a person', () => {
    expect(nextOfAward({ requirements: met, automatic: true, award: null })).toContain('within the hour');
    expect(nextOfAward({ requirements: met, automatic: false, award: null })).toBe(
      'Everything is met: it can be awarded.',
    );
  });

  it('is where the certificate stands, once there is one', () => {
    for (const status of ['VALID', 'SUSPENDED', 'SUPERSEDED'] as const)
      expect(nextOfAward({ requirements: open, automatic: true, award: award(status) })).toMatch(
        /^Certificate 2345-6789-ABCD-EFGH\. (Valid|Suspended|Replaced)/,
      );
  });

  it('is for a person to decide after a revocation, whatever the policy', () => {
    expect(nextOfAward({ requirements: met, automatic: true, award: award('REVOKED') })).toBe(
      'Certificate 2345-6789-ABCD-EFGH: Revoked since 2026-11-24, for good. Everything is met: it can be awarded.',
    );
  });
});
