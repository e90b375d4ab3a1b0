import fc from 'fast-check';
import {
  type PracticalAttempt,
  type PracticalPolicy,
  judgePractical,
  practicalStanding,
  refusePracticalAttempt,
} from './practical.rules.js';

const policy: PracticalPolicy = {
  criticalSteps: 'ALL',
  technicalMinPct: '77',
  maxAttempts: 3,
  repeatScoreCapPct: '77',
};

const attempt = (attemptNumber: number, technicalPct: string, criticalStepsMet = true): PracticalAttempt => ({
  attemptNumber,
  technicalPct,
  criticalStepsMet,
});

const attempts = fc
  .array(fc.record({ technical: fc.integer({ min: 0, max: 1000 }), criticalStepsMet: fc.boolean() }), {
    maxLength: 3,
  })
  .map((all) =>
    all.map((each, index) => attempt(index + 1, (each.technical / 10).toFixed(1), each.criticalStepsMet)),
  );

describe('practical', () => {
  it('fails on one missed critical step whatever the score', () => {
    const result = judgePractical(policy, attempt(1, '100', false));
    expect(result).toMatchObject({
      passed: false,
      failures: [{ code: 'CRITICAL_STEP_MISSED', attemptNumber: 1 }],
    });
  });

  it('fails below the technical minimum, unrounded, and passes at it', () => {
    expect(judgePractical(policy, attempt(1, '76.9999'))).toMatchObject({
      passed: false,
      failures: [{ code: 'TECHNICAL_SCORE_TOO_LOW' }],
    });
    expect(judgePractical(policy, attempt(1, '77'))).toMatchObject({ passed: true, failures: [] });
  });

  it('caps the score of a repeat, never of the first attempt', () => {
    expect(judgePractical(policy, attempt(1, '95'))).toMatchObject({ scorePct: '95.00', capped: false });
    expect(judgePractical(policy, attempt(2, '95'))).toMatchObject({
      passed: true,
      scorePct: '77.00',
      capped: true,
    });
    expect(judgePractical(policy, attempt(2, '60'))).toMatchObject({ scorePct: '60.00', capped: false });
  });

  it('passes exactly when both gates are passed', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        for (const each of all) {
          const expected = each.criticalStepsMet && Number(each.technicalPct) >= 77;
          expect(judgePractical(policy, each).passed).toBe(expected);
        }
      }),
    );
  });

  it('refuses an attempt over the limit, out of order, after a pass, or with an impossible score', () => {
    const failed = [attempt(1, '50'), attempt(2, '50')];
    expect(refusePracticalAttempt(policy, failed, attempt(3, '90'))).toBeNull();
    expect(refusePracticalAttempt(policy, [...failed, attempt(3, '50')], attempt(4, '90'))).toMatchObject({
      code: 'PRACTICAL_ATTEMPTS_EXHAUSTED',
      maxAttempts: 3,
    });
    expect(refusePracticalAttempt(policy, [], attempt(4, '90'))).toMatchObject({
      code: 'PRACTICAL_ATTEMPTS_EXHAUSTED',
    });
    for (const wrong of [2, 0, 1.5]) {
      const refusal = refusePracticalAttempt(policy, [], attempt(wrong, '90'));
      expect(refusal).toMatchObject({ code: 'PRACTICAL_ATTEMPT_OUT_OF_ORDER', expected: 1, got: wrong });
    }
    expect(refusePracticalAttempt(policy, [attempt(1, '80')], attempt(2, '99'))).toMatchObject({
      code: 'PRACTICAL_ALREADY_PASSED',
      passedAttempt: 1,
    });
    for (const score of ['100.01', 'NaN', '-3']) {
      expect(refusePracticalAttempt(policy, [], attempt(1, score))).toMatchObject({
        code: 'PRACTICAL_SCORE_INVALID',
      });
    }
  });

  it('stands by the attempt that passed, else by the latest, whatever order they come in', () => {
    const standing = (all: PracticalAttempt[]) => practicalStanding(policy, all);
    expect(standing([])).toEqual({ state: 'NOT_ATTEMPTED', attemptsLeft: 3, result: null });
    expect(standing([attempt(2, '60'), attempt(1, '70')])).toMatchObject({
      state: 'MAY_REPEAT',
      attemptsLeft: 1,
      result: { scorePct: '60.00' },
    });
    expect(standing([attempt(2, '90'), attempt(1, '70')])).toMatchObject({
      state: 'PASSED',
      result: { scorePct: '77.00' },
    });
    expect(standing([attempt(1, '1'), attempt(2, '2'), attempt(3, '3')])).toMatchObject({
      state: 'FAILED',
      attemptsLeft: 0,
    });
    fc.assert(fc.property(attempts, (all) => expect(standing([...all].reverse())).toEqual(standing(all))));
  });
});
