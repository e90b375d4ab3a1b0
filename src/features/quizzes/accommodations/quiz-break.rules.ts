/** Where an attempt stands with its breaks. */
export interface BreakState {
  /** The end of the newest break, as planned; null: none, or it was ended early. */
  readonly pausedUntil: Date | null;
  readonly breakBeganAt: Date | null;
  /** Of the breaks before that one. */
  readonly breakSecondsUsed: number;
}

/** In a break: questions are hidden, no answer is taken, time stands still. It ends by itself at `pausedUntil`. */
export const isPaused = ({ pausedUntil }: Pick<BreakState, 'pausedUntil'>, now: Date): boolean =>
  pausedUntil !== null && now < pausedUntil;

/** Seconds of all breaks, the newest as it was planned: so far the end of the attempt has moved. */
export function breakSecondsPlanned({ pausedUntil, breakBeganAt, breakSecondsUsed }: BreakState): number {
  return pausedUntil && breakBeganAt
    ? breakSecondsUsed + secondsBetween(breakBeganAt, pausedUntil)
    : breakSecondsUsed;
}

/** Seconds of break that a break still to begin may have. */
export const breakSecondsLeft = (state: BreakState, granted: number): number =>
  Math.max(0, granted - breakSecondsPlanned(state));

/** A break that begins now and lasts so many seconds; what ran out by itself before is booked as used. */
export function pausedFor(state: BreakState, seconds: number, now: Date): BreakState {
  return {
    pausedUntil: new Date(now.getTime() + seconds * 1000),
    breakBeganAt: now,
    breakSecondsUsed: breakSecondsPlanned(state),
  };
}

/** The break ended early: what was not used of it goes back to the account, begun seconds count as used. */
export function resumedAt(state: BreakState, now: Date): BreakState {
  const { breakBeganAt, breakSecondsUsed } = state;
  if (!breakBeganAt || !isPaused(state, now)) return state;
  const used = breakSecondsUsed + secondsBetween(breakBeganAt, now);
  return { pausedUntil: null, breakBeganAt: null, breakSecondsUsed: used };
}

const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.ceil((to.getTime() - from.getTime()) / 1000));
