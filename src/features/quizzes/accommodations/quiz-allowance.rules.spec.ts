import fc from 'fast-check';
import {
  type Allowances,
  type AttemptEnd,
  deadlineOf,
  type EffectiveRules,
  type GrantedAccommodation,
  laterEnd,
  NO_ALLOWANCES,
  type OverriddenRules,
  type QuizRules,
  settingsFor,
} from './quiz-allowance.rules.js';

const OPENS = new Date('2026-03-02T14:00:00Z');
const CLOSES = new Date('2026-03-06T23:00:00Z');
const QUIZ: QuizRules = {
  opensAt: OPENS,
  closesAt: CLOSES,
  timeLimitMinutes: 30,
  maxAttempts: 2,
  graceSeconds: 10,
};
const NOTHING: OverriddenRules = { opensAt: null, closesAt: null, timeLimitMinutes: null, maxAttempts: null };
const PLAIN: GrantedAccommodation = {
  timeMultiplier: '1.00',
  breakMinutes: 0,
  closingExtensionMinutes: 0,
  extraAttempts: 0,
};

const granted = (...list: Partial<GrantedAccommodation>[]): Allowances => ({
  ...NO_ALLOWANCES,
  accommodations: list.map((each) => ({ ...PLAIN, ...each })),
});

const moment = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2027-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const or = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const minutes = fc.integer({ min: 1, max: 1440 });
const quizzes: fc.Arbitrary<QuizRules> = fc.record({
  opensAt: or(moment),
  closesAt: or(moment),
  timeLimitMinutes: or(minutes),
  maxAttempts: or(fc.integer({ min: 1, max: 50 })),
  graceSeconds: fc.integer({ min: 0, max: 3600 }),
});
const overrides: fc.Arbitrary<OverriddenRules> = fc.record({
  opensAt: or(moment.map((at) => at.toISOString())),
  closesAt: or(moment.map((at) => at.toISOString())),
  timeLimitMinutes: or(minutes),
  maxAttempts: or(fc.integer({ min: 1, max: 50 })),
});
const accommodation: fc.Arbitrary<GrantedAccommodation> = fc.record({
  timeMultiplier: fc.integer({ min: 100, max: 1000 }).map((n) => (n / 100).toFixed(2)),
  breakMinutes: fc.integer({ min: 0, max: 1440 }),
  closingExtensionMinutes: fc.integer({ min: 0, max: 525_600 }),
  extraAttempts: fc.integer({ min: 0, max: 100 }),
});
const allowances: fc.Arbitrary<Allowances> = fc.record({
  cohort: or(overrides),
  person: or(overrides),
  accommodations: fc.array(accommodation, { maxLength: 4 }),
});

/** Larger is more generous; without a limit most of all. */
const size = (limit: Date | number | null): number => (limit === null ? Infinity : Number(limit));

function expectAtLeast(more: EffectiveRules, less: EffectiveRules): void {
  for (const limit of ['closesAt', 'timeLimitSeconds', 'maxAttempts'] as const)
    expect(size(more[limit])).toBeGreaterThanOrEqual(size(less[limit]));
  expect(more.breakSeconds).toBeGreaterThanOrEqual(less.breakSeconds);
  expect(more.opensAt).toEqual(less.opensAt);
}

describe('the rules of a quiz for one person', () => {
  it('are those of the version for whom nothing is granted', () => {
    expect(settingsFor(QUIZ, NO_ALLOWANCES)).toEqual({
      opensAt: OPENS,
      closesAt: CLOSES,
      timeLimitSeconds: 1800,
      maxAttempts: 2,
      breakSeconds: 0,
      graceSeconds: 10,
      why: [],
    });
  });

  it('are the person’s before the cohort’s before the version’s, each rule by itself', () => {
    const closesAt = '2026-03-09T23:00:00Z';
    const rules = settingsFor(QUIZ, {
      cohort: { ...NOTHING, timeLimitMinutes: 40, maxAttempts: 5 },
      person: { ...NOTHING, maxAttempts: 1, closesAt },
      accommodations: [],
    });
    expect(rules).toMatchObject({
      opensAt: OPENS,
      closesAt: new Date(closesAt),
      timeLimitSeconds: 2400,
      maxAttempts: 1,
    });
    expect(rules.why.map(({ text }) => text)).toEqual([
      'Closes at a time of its own for you.',
      'Time limit 40 minutes for your cohort.',
      '1 attempt for you.',
    ]);
  });

  it('have accommodations on top of overrides, and say so in words', () => {
    const more = {
      timeMultiplier: '1.50',
      breakMinutes: 75,
      closingExtensionMinutes: 2880,
      extraAttempts: 2,
    };
    const rules = settingsFor(QUIZ, {
      ...granted(more),
      person: { ...NOTHING, timeLimitMinutes: 20, maxAttempts: 3 },
    });
    expect(rules).toMatchObject({
      timeLimitSeconds: 1800,
      maxAttempts: 5,
      breakSeconds: 4500,
      closesAt: new Date('2026-03-08T23:00:00Z'),
    });
    expect(rules.why).toEqual([
      { kind: 'TIME_LIMIT', text: 'Time limit 20 minutes for you.' },
      { kind: 'ATTEMPTS', text: '3 attempts for you.' },
      { kind: 'CLOSING', text: 'Closes 2 days later for you.' },
      { kind: 'TIME_LIMIT', text: 'Time × 1.5.' },
      { kind: 'ATTEMPTS', text: '2 more attempts.' },
      { kind: 'BREAKS', text: 'Breaks of 1 hour 15 minutes in each attempt, while its time stands still.' },
    ]);
  });

  it('take the most generous of several accommodations, each kind by itself, and never their sum', () => {
    const list = granted(
      { timeMultiplier: '1.25', breakMinutes: 10, extraAttempts: 1 },
      { timeMultiplier: '2.00', breakMinutes: 5, extraAttempts: 1 },
    );
    expect(settingsFor(QUIZ, list)).toMatchObject({
      timeLimitSeconds: 3600,
      breakSeconds: 600,
      maxAttempts: 3,
    });
  });

  it('say nothing of what does not concern this quiz', () => {
    const free: QuizRules = { ...QUIZ, closesAt: null, timeLimitMinutes: null, maxAttempts: null };
    const all = granted({ timeMultiplier: '3.00', closingExtensionMinutes: 60, extraAttempts: 9 });
    expect(settingsFor(free, all)).toMatchObject({
      closesAt: null,
      timeLimitSeconds: null,
      maxAttempts: null,
      why: [],
    });
  });

  it.each([
    [1, '1.33', 80], // 79.8 seconds
    [7, '1.15', 483],
    [29, '1.01', 1758], // 1757.4
    [1440, '10.00', 864_000],
  ])(
    '%i minutes × %s are %i seconds: exact, a begun second in full',
    (timeLimitMinutes, multiplier, seconds) => {
      const rules = settingsFor({ ...QUIZ, timeLimitMinutes }, granted({ timeMultiplier: multiplier }));
      expect(rules.timeLimitSeconds).toBe(seconds);
    },
  );

  it('are never less generous with accommodations than without, whatever overrides say', () => {
    fc.assert(
      fc.property(quizzes, allowances, (quiz, given) => {
        expectAtLeast(settingsFor(quiz, given), settingsFor(quiz, { ...given, accommodations: [] }));
      }),
    );
  });

  it('grow with every further accommodation', () => {
    fc.assert(
      fc.property(quizzes, allowances, accommodation, (quiz, given, one) => {
        const more = { ...given, accommodations: [...given.accommodations, one] };
        expectAtLeast(settingsFor(quiz, more), settingsFor(quiz, given));
        expectAtLeast(settingsFor(quiz, more), settingsFor(quiz, { ...given, accommodations: [one] }));
      }),
    );
  });

  it('depend neither on the order of accommodations nor on when they are asked for', () => {
    fc.assert(
      fc.property(quizzes, allowances, (quiz, given) => {
        const reversed = { ...given, accommodations: [...given.accommodations].reverse() };
        expect(settingsFor(quiz, reversed)).toEqual(settingsFor(quiz, given));
      }),
    );
  });

  it('stay the version’s when an override says the same', () => {
    fc.assert(
      fc.property(quizzes, fc.array(accommodation, { maxLength: 3 }), (quiz, accommodations) => {
        const same: OverriddenRules = {
          ...quiz,
          opensAt: quiz.opensAt?.toISOString() ?? null,
          closesAt: quiz.closesAt?.toISOString() ?? null,
        };
        const { why: _, ...plain } = settingsFor(quiz, { cohort: null, person: null, accommodations });
        expect(settingsFor(quiz, { cohort: same, person: null, accommodations })).toMatchObject(plain);
        expect(settingsFor(quiz, { cohort: NOTHING, person: same, accommodations })).toMatchObject(plain);
      }),
    );
  });
});

describe('the end of an attempt', () => {
  const startedAt = new Date('2026-03-06T22:00:00Z');
  const rules = settingsFor(QUIZ, NO_ALLOWANCES);
  const at = (deadline: string, acceptUntil: string): AttemptEnd => ({
    deadline: new Date(deadline),
    acceptUntil: new Date(acceptUntil),
  });

  it('is its time limit, with the grace after it', () => {
    expect(deadlineOf({ ...rules, startedAt, breakSeconds: 0 })).toEqual(
      at('2026-03-06T22:30:00Z', '2026-03-06T22:30:10Z'),
    );
  });

  it('is the closing of the quiz when that comes first', () => {
    const late = new Date('2026-03-06T22:45:00Z');
    expect(deadlineOf({ ...rules, startedAt: late, breakSeconds: 0 })).toEqual(
      at('2026-03-06T23:00:00Z', '2026-03-06T23:00:10Z'),
    );
  });

  it('moves by the breaks, also past the closing: time stands still', () => {
    const late = new Date('2026-03-06T22:45:00Z');
    expect(deadlineOf({ ...rules, startedAt: late, breakSeconds: 600 }).deadline).toEqual(
      new Date('2026-03-06T23:10:00Z'),
    );
  });

  it('is none without limit and closing', () => {
    const free = { ...rules, closesAt: null, timeLimitSeconds: null };
    expect(deadlineOf({ ...free, startedAt, breakSeconds: 600 })).toEqual({
      deadline: null,
      acceptUntil: null,
    });
  });

  const ends: fc.Arbitrary<AttemptEnd> = or(moment).map((deadline) => ({
    deadline,
    acceptUntil: deadline && new Date(deadline.getTime() + 5000),
  }));

  it('never moves closer in a running attempt', () => {
    fc.assert(
      fc.property(ends, ends, (promised, computed) => {
        const end = laterEnd(promised, computed);
        for (const which of ['deadline', 'acceptUntil'] as const) {
          expect(size(end[which])).toBe(Math.max(size(promised[which]), size(computed[which])));
        }
        expect(laterEnd(computed, promised)).toEqual(end);
      }),
    );
  });

  it('comes no sooner with more granted, with more breaks, or for who starts later', () => {
    fc.assert(
      fc.property(
        quizzes,
        allowances,
        moment,
        fc.integer({ min: 0, max: 9999 }),
        (quiz, given, start, breaks) => {
          const without = settingsFor(quiz, { ...given, accommodations: [] });
          const plain = { startedAt: start, breakSeconds: 0 };
          const least = size(deadlineOf({ ...without, ...plain }).deadline);
          const granted = deadlineOf({ ...settingsFor(quiz, given), ...plain });
          expect(size(granted.deadline)).toBeGreaterThanOrEqual(least);
          const later = new Date(start.getTime() + 1000);
          const ends = [
            deadlineOf({ ...without, startedAt: start, breakSeconds: breaks }),
            deadlineOf({ ...without, startedAt: later, breakSeconds: 0 }),
          ];
          for (const { deadline } of ends) expect(size(deadline)).toBeGreaterThanOrEqual(least);
        },
      ),
    );
  });
});
