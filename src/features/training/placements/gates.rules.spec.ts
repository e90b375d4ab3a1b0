import fc from 'fast-check';
import type { ClosedGate, Gate } from './gate.js';
import { gatesOf, mayStart, type GateOverride } from './gates.rules.js';

const CODES = ['A', 'B', 'C'];
const gates: fc.Arbitrary<Gate[]> = fc.tuple(
  ...CODES.map((code) =>
    fc.record({
      code: fc.constant(code),
      title: fc.constant(code),
      toldTo: fc.constantFrom('OWNER' as const, 'BOTH' as const),
      overridable: fc.boolean(),
    }),
  ),
);
const closed: fc.Arbitrary<ClosedGate[]> = fc.array(
  fc.record({
    assignmentId: fc.constant('x'),
    code: fc.constantFrom(...CODES),
    because: fc.string({ minLength: 1 }),
  }),
  { maxLength: 4 },
);
const overrides: fc.Arbitrary<GateOverride[]> = fc.array(
  fc.record({ assignmentId: fc.constant('x'), gate: fc.constantFrom(...CODES), reason: fc.string() }),
  { maxLength: 4 },
);

describe('gates of an assignment', () => {
  it('let nobody start while one neither holds nor may be and is overridden', () => {
    fc.assert(
      fc.property(gates, closed, overrides, fc.boolean(), (g, c, o, asOwner) => {
        const blocking = c.filter(({ code }) => {
          const gate = g.find((each) => each.code === code)!;
          return !(gate.overridable && o.some((each) => each.gate === code));
        });
        expect(mayStart(gatesOf(g, c, o, asOwner))).toBe(blocking.length === 0);
      }),
    );
  });

  it('inv 31: an override of a gate that may not be overridden changes nothing', () => {
    const gate: Gate = { code: 'A', title: 'A', toldTo: 'BOTH', overridable: false };
    const override = { assignmentId: 'x', gate: 'A', reason: 'because' };
    const standing = gatesOf(
      [gate],
      [{ assignmentId: 'x', code: 'A', because: 'no rule' }],
      [override],
      true,
    );
    expect(standing).toMatchObject([
      { holds: false, overridden: false, because: 'no rule', overrideReason: null },
    ]);
    expect(mayStart(standing)).toBe(false);
  });

  it('abuse 7: tell others than the owner that, but not why, where the reason is the owner’s alone', () => {
    fc.assert(
      fc.property(gates, closed, overrides, (g, c, o) => {
        const own = gatesOf(g, c, o, true);
        for (const [i, standing] of gatesOf(g, c, o, false).entries()) {
          expect(standing.holds).toBe(own[i]!.holds);
          expect(standing.overrideReason).toBeNull();
          if (!standing.holds && g[i]!.toldTo === 'OWNER') expect(standing.because).toMatch(/Ask them/);
          else expect(standing.because).toBe(own[i]!.because);
        }
      }),
    );
  });
});
