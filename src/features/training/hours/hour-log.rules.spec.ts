import fc from 'fast-check';
import { minutesLater } from '../../records/interval.rules.js';
import {
  claimProblem,
  hourLogState,
  type HourLogFacts,
  overlapping,
  wholeMinutes,
} from './hour-log.rules.js';

const START = new Date('2026-03-02T08:00:00Z');
const NOW = new Date('2026-03-05T08:00:00Z');
const claim = (from: number, to: number, breakMinutes = 0) => ({
  startsAt: minutesLater(START, from),
  endsAt: minutesLater(START, to),
  breakMinutes,
});

describe('a claim of hours', () => {
  it.each([
    [claim(0, 480, 30), null],
    [claim(0, 0), 'ENDS_BEFORE_START'],
    [claim(60, 0), 'ENDS_BEFORE_START'],
    [claim(0, 960), null],
    [claim(0, 961), 'TOO_LONG'],
    [claim(0, 60, 60), 'BREAK_NOT_WITHIN'],
    [claim(0, 60, -1), 'BREAK_NOT_WITHIN'],
    [claim(4000, 4400), 'NOT_OVER'],
  ])('inv 34: %j is told %s', (time, problem) => expect(claimProblem(time, NOW)).toBe(problem));

  it('inv 34: touching another is not sharing time with it', () => {
    const others = [claim(120, 180), claim(0, 60)];
    expect(overlapping(claim(60, 120), others)).toEqual([]);
    expect(overlapping(claim(59, 121), others)).toEqual([others[1], others[0]]);
  });

  it('keeps whole minutes', () => {
    const startsAt = new Date('2026-03-02T08:00:59.999Z');
    const kept = { startsAt: START, endsAt: minutesLater(START, 5) };
    expect(wholeMinutes({ startsAt, endsAt: minutesLater(startsAt, 5) })).toEqual(kept);
  });
});

describe('the state of a claim', () => {
  const facts = (more: Partial<HourLogFacts> = {}): HourLogFacts => ({
    withdrawn: false,
    successor: null,
    decisions: [],
    ...more,
  });
  const at = (hours: number): Date => minutesLater(START, hours * 60);

  it('inv 35: reopening returns it to pending, and every earlier state stays readable', () => {
    const decisions = (['VERIFIED', 'REOPENED', 'REJECTED'] as const).map((decision, i) => ({
      decision,
      recordedAt: at(i + 1),
    }));
    const stateAt = [0, 1, 2, 3].map((hours) => hourLogState(facts({ decisions }), at(hours)));
    expect(stateAt).toEqual(['PENDING', 'VERIFIED', 'PENDING', 'REJECTED']);
  });

  it('tells a correction from a withdrawal', () => {
    const successor = (withdrawn: boolean) => ({ withdrawn, recordedAt: at(2) });
    expect(hourLogState(facts({ successor: successor(false) }), at(3))).toBe('CORRECTED');
    expect(hourLogState(facts({ successor: successor(true) }), at(3))).toBe('WITHDRAWN');
    expect(hourLogState(facts({ successor: successor(true) }), at(1))).toBe('PENDING');
    expect(hourLogState(facts({ withdrawn: true }), at(1))).toBe('WITHDRAWN');
  });

  it('inv 71: what is recorded later never changes an earlier answer', () => {
    const decision = fc.constantFrom('VERIFIED' as const, 'REJECTED' as const, 'REOPENED' as const);
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 6 }), fc.nat(6), (kinds, hours) => {
        const decisions = kinds.map((each, i) => ({ decision: each, recordedAt: at(i) }));
        const known = decisions.filter(({ recordedAt }) => recordedAt <= at(hours));
        expect(hourLogState(facts({ decisions }), at(hours))).toBe(
          hourLogState(facts({ decisions: known }), at(100)),
        );
      }),
    );
  });
});
