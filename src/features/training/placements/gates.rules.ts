import type { ClosedGate, Gate } from './gate.js';

/** A gate that the owner overrode, and why. */
export interface GateOverride {
  readonly assignmentId: string;
  readonly gate: string;
  readonly reason: string;
}

export interface GateStanding extends Omit<Gate, 'toldTo'> {
  readonly holds: boolean;
  readonly because: string | null;
  readonly overridden: boolean;
  readonly overrideReason: string | null;
}

const TOLD_TO_OWNER_ALONE = 'The organization that sent the trainee has not cleared this yet. Ask them.';

/**
 * How every gate of one assignment stands. What is told to the owner alone is told to others without its reason; an
 * override counts only where the gate may be overridden, and says nothing where the gate holds.
 */
export function gatesOf(
  gates: readonly Gate[],
  closed: readonly ClosedGate[],
  overrides: readonly GateOverride[],
  asOwner: boolean,
): GateStanding[] {
  return gates.map(({ toldTo, ...gate }) => {
    const mine = closed.filter(({ code }) => code === gate.code);
    const holds = mine.length === 0;
    const told = asOwner || toldTo === 'BOTH';
    const override = overrides.findLast((each) => each.gate === gate.code);
    const overridden = !holds && gate.overridable && override !== undefined;
    const because = told ? mine.map((each) => each.because).join(' ') : TOLD_TO_OWNER_ALONE;
    return {
      ...gate,
      holds,
      because: holds ? null : because,
      overridden,
      overrideReason: overridden && asOwner ? override.reason : null,
    };
  });
}

/** Whether all gates hold, or are overridden where they may be. */
export const mayStart = (gates: readonly GateStanding[]): boolean =>
  gates.every(({ holds, overridden }) => holds || overridden);
