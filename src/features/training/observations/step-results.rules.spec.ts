import fc from 'fast-check';
import {
  answerProblems,
  isWithin,
  resultOf,
  type DefinedStep,
  type StepAnswer,
  type StepResult,
} from './step-results.rules.js';

const step = (id: string, given: Partial<DefinedStep> = {}): DefinedStep => ({
  id,
  position: Number(id.slice(1)) || 1,
  text: `Does ${id}`,
  critical: false,
  mayBeNotApplicable: false,
  tolerance: null,
  ...given,
});

const answer = (stepId: string, result: StepResult | null, given: Partial<StepAnswer> = {}): StepAnswer => ({
  stepId,
  result,
  reading: null,
  referenceReading: null,
  reason: null,
  ...given,
});

const result = fc.constantFrom<StepResult>('MET', 'NOT_MET', 'NOT_OBSERVED', 'NOT_APPLICABLE');
const cut = fc.integer({ min: 0, max: 10_000 }).map((n) => (n / 100).toFixed(2));

/** Steps, none measured, each answered; critical ones never "not applicable". */
const answered = fc
  .array(fc.record({ critical: fc.boolean(), result }), { minLength: 1, maxLength: 12 })
  .map((all) => {
    const steps = all.map(({ critical }, at) => step(`s${at + 1}`, { critical }));
    const answers = all.map(({ critical, result }, at) =>
      answer(`s${at + 1}`, critical && result === 'NOT_APPLICABLE' ? 'NOT_OBSERVED' : result),
    );
    return { steps, answers };
  });

describe('the result of an observation', () => {
  it('inv 11: is NOT MET with any critical step not met or not observed, whatever the score', () => {
    fc.assert(
      fc.property(answered, cut, ({ steps, answers }, cutScore) => {
        const missed = steps.some(
          ({ critical }, at) => critical && ['NOT_MET', 'NOT_OBSERVED'].includes(answers[at]!.result!),
        );
        const outcome = resultOf(steps, answers, cutScore);
        expect(outcome.criticalMet).toBe(!missed);
        if (missed) expect(outcome.result).toBe('NOT_MET');
      }),
    );
  });

  it('inv 12: is MET exactly where every critical step is and the share of met steps reaches the cut score', () => {
    fc.assert(
      fc.property(answered, fc.integer({ min: 0, max: 100 }), ({ steps, answers }, cutScore) => {
        const count = (wanted: StepResult) => answers.filter(({ result }) => result === wanted).length;
        const [met, missed] = [count('MET'), count('NOT_MET')];
        const { result, criticalMet, scorePercent } = resultOf(steps, answers, String(cutScore));
        const expected = !criticalMet
          ? 'NOT_MET'
          : met + missed === 0
            ? 'INCOMPLETE'
            : met * 100 >= cutScore * (met + missed)
              ? 'MET'
              : 'NOT_MET';
        expect(result).toBe(expected);
        expect(scorePercent === null).toBe(met + missed === 0);
      }),
    );
  });

  it('inv 12: is INCOMPLETE, not 100 %, when no step applied', () => {
    const steps = [step('s1'), step('s2', { critical: true, mayBeNotApplicable: true })];
    const answers = [
      answer('s1', 'NOT_APPLICABLE'),
      answer('s2', 'NOT_APPLICABLE', { reason: 'No belt in use' }),
    ];
    expect(answerProblems(steps, answers)).toEqual([]);
    expect(resultOf(steps, answers, '0')).toMatchObject({ result: 'INCOMPLETE', scorePercent: null });
  });

  it('N/A on all steps that are not critical leaves the critical ones to decide', () => {
    const steps = [step('s1', { critical: true }), step('s2'), step('s3')];
    const rest = [answer('s2', 'NOT_APPLICABLE'), answer('s3', 'NOT_APPLICABLE')];
    expect(resultOf(steps, [answer('s1', 'MET'), ...rest], '77')).toMatchObject({
      result: 'MET',
      scorePercent: '100.00',
    });
    expect(resultOf(steps, [answer('s1', 'NOT_OBSERVED'), ...rest], '0')).toMatchObject({
      result: 'NOT_MET',
      scorePercent: null,
    });
  });

  it('inv 12: is compared before it is rounded: two of three is below 66.67', () => {
    const steps = [step('s1'), step('s2'), step('s3')];
    const answers = [answer('s1', 'MET'), answer('s2', 'MET'), answer('s3', 'NOT_MET')];
    expect(resultOf(steps, answers, '66.67')).toMatchObject({ result: 'NOT_MET', scorePercent: '66.67' });
    expect(resultOf(steps, answers, '66.66').result).toBe('MET');
  });

  it('never gets worse by one more step met', () => {
    const rank = { NOT_MET: 0, INCOMPLETE: 1, MET: 2 };
    fc.assert(
      fc.property(answered, cut, fc.nat(), ({ steps, answers }, cutScore, at) => {
        const better = answers.with(at % answers.length, answer(answers[at % answers.length]!.stepId, 'MET'));
        expect(rank[resultOf(steps, better, cutScore).result]).toBeGreaterThanOrEqual(
          rank[resultOf(steps, answers, cutScore).result],
        );
      }),
    );
  });

  it('takes a step without an answer for not observed, never for met', () => {
    const { steps, scorePercent } = resultOf([step('s1'), step('s2')], [answer('s1', 'MET')], '50');
    expect(steps.map(({ result }) => result)).toEqual(['MET', 'NOT_OBSERVED']);
    expect(scorePercent).toBe('100.00');
  });
});

describe('answers', () => {
  const critical = step('s1', { critical: true });

  it('inv 11: leave no critical step out, and the problem names the step', () => {
    fc.assert(
      fc.property(answered, fc.nat(), ({ steps, answers }, at) => {
        const left = steps[at % steps.length]!;
        const problems = answerProblems(
          steps,
          answers.filter(({ stepId }) => stepId !== left.id),
        );
        expect(problems.map(({ stepId }) => stepId)).toEqual(left.critical ? [left.id] : []);
        if (left.critical) expect(problems[0]!.message).toContain(left.text);
      }),
    );
  });

  it('inv 11: say "not applicable" on a critical step only where the definition allows it, with a reason', () => {
    const allowing = { ...critical, mayBeNotApplicable: true };
    const given = (reason: string | null) => [answer('s1', 'NOT_APPLICABLE', { reason })];
    expect(answerProblems([critical], given('No patient'))).toHaveLength(1);
    expect(answerProblems([allowing], given(null))).toHaveLength(1);
    expect(answerProblems([allowing], given('No patient'))).toEqual([]);
  });

  it('name no step twice and none of another version', () => {
    expect(answerProblems([critical], [answer('s1', 'MET'), answer('s1', 'NOT_MET')])).toMatchObject([
      { stepId: 's1' },
    ]);
    expect(answerProblems([critical], [answer('s1', 'MET'), answer('s9', 'MET')])).toMatchObject([
      { stepId: 's9' },
    ]);
  });

  it('inv 17: of a measured step are readings, and the result follows from them alone', () => {
    const measured = step('s1', { critical: true, tolerance: '4' });
    const readings = { reading: '72', referenceReading: '76' };
    expect(answerProblems([measured], [answer('s1', null, readings)])).toEqual([]);
    expect(resultOf([measured], [answer('s1', null, readings)], '77').steps).toEqual([
      { stepId: 's1', position: 1, result: 'MET', ...readings, tolerance: '4', reason: null },
    ]);
    const apart = [answer('s1', null, { ...readings, reading: '71.9' })];
    expect(resultOf([measured], apart, '0').result).toBe('NOT_MET');
    expect(answerProblems([measured], [answer('s1', 'MET', readings)])).toHaveLength(1);
    expect(answerProblems([measured], [answer('s1', 'MET')])).toHaveLength(1);
    expect(answerProblems([measured], [answer('s1', null, { reading: '72' })])).toHaveLength(1);
    expect(answerProblems([measured], [answer('s1', 'NOT_OBSERVED')])).toEqual([]);
    expect(answerProblems([step('s1')], [answer('s1', 'MET', readings)])).toHaveLength(1);
  });

  it('inv 17: are compared exactly, whatever the number of decimals or the sign', () => {
    expect(isWithin('0.3', '0.1', '0.2')).toBe(true);
    const thousandths = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const text = (n: number) =>
      `${n < 0 ? '-' : ''}${Math.trunc(Math.abs(n) / 1000)}.${String(Math.abs(n) % 1000).padStart(3, '0')}`;
    fc.assert(
      fc.property(thousandths, thousandths, fc.nat(5000), (a, b, tolerance) => {
        expect(isWithin(text(a), text(b), text(tolerance))).toBe(Math.abs(a - b) <= tolerance);
        expect(isWithin(text(a), text(b), text(tolerance))).toBe(isWithin(text(b), text(a), text(tolerance)));
      }),
    );
    expect(() => isWithin('NaN', '1', '1')).toThrow(RangeError);
  });
});
