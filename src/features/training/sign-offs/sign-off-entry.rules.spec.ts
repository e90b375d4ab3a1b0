import fc from 'fast-check';
import { entryDay, entryProblem, openReviewsOf, type SignOffSoFar } from './sign-off-entry.rules.js';
import { SIGN_OFF_ENTRY_KINDS, type SignOffEntryKind } from './skill-status.rules.js';

const ANSWERS: readonly SignOffEntryKind[] = ['ACKNOWLEDGED', 'ACKNOWLEDGEMENT_REFUSED'];
const signOff = (...kinds: SignOffEntryKind[]): SignOffSoFar => ({
  finalApprovalRequired: false,
  effectiveOn: '2026-03-01',
  entries: kinds.map((kind) => ({ kind, effectiveFrom: '2026-03-10' })),
});

/** A history in which nothing was added that could not be. */
const history = fc
  .record({
    finalApprovalRequired: fc.boolean(),
    wanted: fc.array(fc.constantFrom(...SIGN_OFF_ENTRY_KINDS), { maxLength: 15 }),
  })
  .map(({ finalApprovalRequired, wanted }) =>
    wanted.reduce<SignOffSoFar>(
      (soFar, kind) =>
        entryProblem(soFar, kind) === null
          ? { ...soFar, entries: [...soFar.entries, { kind, effectiveFrom: '2026-03-10' }] }
          : soFar,
      { finalApprovalRequired, effectiveOn: '2026-03-01', entries: [] },
    ),
  );

describe('what can still happen to a sign-off', () => {
  it('inv 26: nothing after a revocation, a correction or a refused approval, but the word of the trainee', () => {
    fc.assert(
      fc.property(history, ({ entries }) => {
        const end = entries.findIndex(({ kind }) =>
          ['REVOKED', 'CORRECTED', 'APPROVAL_REFUSED'].includes(kind),
        );
        const after = end < 0 ? [] : entries.slice(end + 1);
        expect(after.filter(({ kind }) => !ANSWERS.includes(kind))).toEqual([]);
      }),
    );
  });

  it('inv 26: suspensions and reinstatements take turns, beginning with a suspension', () => {
    fc.assert(
      fc.property(history, ({ entries }) => {
        const turns = entries.filter(({ kind }) => kind === 'SUSPENDED' || kind === 'REINSTATED');
        expect(turns.map(({ kind }) => kind)).toEqual(
          turns.map((_, at) => (at % 2 === 0 ? 'SUSPENDED' : 'REINSTATED')),
        );
      }),
    );
  });

  it('inv 22, 23: one answer of the trainee, one final approval, and that only where it is asked for', () => {
    fc.assert(
      fc.property(history, ({ finalApprovalRequired, entries }) => {
        const count = (...kinds: SignOffEntryKind[]) =>
          entries.filter(({ kind }) => kinds.includes(kind)).length;
        expect(count(...ANSWERS)).toBeLessThanOrEqual(1);
        expect(count('APPROVED')).toBeLessThanOrEqual(finalApprovalRequired ? 1 : 0);
        expect(count('APPROVAL_REFUSED')).toBeLessThanOrEqual(finalApprovalRequired ? 1 : 0);
      }),
    );
  });

  it('a review is upheld only while one is open, and then none is', () => {
    fc.assert(
      fc.property(history, (soFar) => {
        const last = soFar.entries.at(-1);
        if (last?.kind === 'REVIEW_UPHELD') expect(openReviewsOf(soFar)).toEqual([]);
        if (openReviewsOf(soFar).length === 0) expect(entryProblem(soFar, 'REVIEW_UPHELD')).not.toBeNull();
      }),
    );
  });
});

describe('the day an entry takes effect on', () => {
  it('is today unless another is given, and never ahead', () => {
    expect(entryDay(signOff(), 'REVOKED', null, '2026-04-01')).toEqual({ day: '2026-04-01' });
    expect(entryDay(signOff(), 'REVOKED', '2026-02-01', '2026-04-01')).toEqual({ day: '2026-02-01' });
    expect(entryDay(signOff(), 'REVOKED', '2026-04-02', '2026-04-01')).toHaveProperty('problem');
  });

  it('of a reinstatement is not before the suspension', () => {
    expect(entryDay(signOff('SUSPENDED'), 'REINSTATED', '2026-03-09', '2026-04-01')).toHaveProperty(
      'problem',
    );
    expect(entryDay(signOff('SUSPENDED'), 'REINSTATED', '2026-03-10', '2026-04-01')).toEqual({
      day: '2026-03-10',
    });
  });

  it('of upholding is the first that was in doubt', () => {
    const reviewed: SignOffSoFar = {
      ...signOff(),
      entries: [
        { kind: 'REVIEW_OPENED', effectiveFrom: '2026-03-20' },
        { kind: 'REVIEW_OPENED', effectiveFrom: '2026-03-05' },
      ],
    };
    expect(entryDay(reviewed, 'REVIEW_UPHELD', null, '2026-04-01')).toEqual({ day: '2026-03-05' });
  });
});
