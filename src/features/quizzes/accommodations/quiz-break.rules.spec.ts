import fc from 'fast-check';
import {
  breakSecondsLeft,
  breakSecondsPlanned,
  type BreakState,
  isPaused,
  pausedFor,
  resumedAt,
} from './quiz-break.rules.js';

const NONE: BreakState = { pausedUntil: null, breakBeganAt: null, breakSecondsUsed: 0 };
const START = new Date('2026-03-06T22:00:00Z');
const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

describe('breaks of an attempt', () => {
  it('pause it until their planned end, and end by themselves', () => {
    const state = pausedFor(NONE, 600, START);
    expect(isPaused(NONE, START)).toBe(false);
    expect([after(0), after(599), after(600)].map((now) => isPaused(state, now))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('use up what is granted as planned', () => {
    const state = pausedFor(NONE, 600, START);
    expect(breakSecondsPlanned(state)).toBe(600);
    expect(breakSecondsLeft(state, 900)).toBe(300);
    expect(breakSecondsLeft(pausedFor(state, 300, after(700)), 900)).toBe(0);
  });

  it('give back what was not used of them: a begun second is used', () => {
    const state = resumedAt(pausedFor(NONE, 600, START), after(99.2));
    expect(state).toEqual({ pausedUntil: null, breakBeganAt: null, breakSecondsUsed: 100 });
    expect(breakSecondsLeft(state, 600)).toBe(500);
  });

  it('are over for who comes back after their end: nothing is given back', () => {
    const state = pausedFor(NONE, 600, START);
    expect(resumedAt(state, after(600))).toBe(state);
    expect(resumedAt(NONE, START)).toBe(NONE);
  });

  it('leave nothing below zero when less is granted later', () => {
    expect(breakSecondsLeft(pausedFor(NONE, 600, START), 60)).toBe(0);
  });

  it('never last longer than granted in all, however they are cut', () => {
    const cut = fc.record({
      wish: fc.integer({ min: 1, max: 2000 }),
      stay: fc.integer({ min: 0, max: 3000 }),
      work: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3600 }), fc.array(cut, { maxLength: 20 }), (granted, cuts) => {
        let state = NONE;
        let now = 0;
        let paused = 0;
        for (const { wish, stay, work } of cuts) {
          const seconds = Math.min(wish, breakSecondsLeft(state, granted));
          if (seconds > 0) {
            state = pausedFor(state, seconds, after(now));
            paused += Math.min(stay, seconds);
            state = resumedAt(state, after((now += stay)));
          }
          now += Math.max(work, 2001); // works on, longer than any break
        }
        expect(paused).toBeLessThanOrEqual(granted);
        expect(breakSecondsPlanned(state)).toBe(paused);
      }),
    );
  });
});
