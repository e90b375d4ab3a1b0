import fc from 'fast-check';
import {
  OBSERVATION_KINDS,
  observationsKnown,
  observationStanding,
  type ObservationDemand,
  type ObservationFact,
} from './required-observations.rules.js';
import { OBSERVATION_RESULTS } from './step-results.rules.js';

const SCALE = ['S1', 'S2', 'S3', 'S4'];
const at = (day: number, hour = 9): Date => new Date(Date.UTC(2026, 2, day, hour));

const demand = (given: Partial<ObservationDemand> = {}): ObservationDemand => ({
  skillVersionId: 'v1',
  requiredObservations: 3,
  requiredDates: 2,
  requiredValidators: 1,
  consecutive: false,
  maxAttempts: 3,
  methods: ['RETURN_DEMONSTRATION'],
  simulationAllowed: false,
  entrustmentScale: SCALE,
  minEntrustment: 'S3',
  ...given,
});

const fact = (id: string, day: number, given: Partial<ObservationFact> = {}): ObservationFact => ({
  id,
  kind: 'PERFORMANCE',
  result: 'MET',
  skillVersionId: 'v1',
  startsAt: at(day),
  observedOn: at(day).toISOString().slice(0, 10),
  observerId: 'pt',
  method: 'RETURN_DEMONSTRATION',
  simulated: false,
  entrustmentLevel: 'S3',
  recordedAt: at(day, 10),
  voidedAt: null,
  ...given,
});

const anyFact = fc
  .record({
    day: fc.integer({ min: 1, max: 5 }),
    kind: fc.constantFrom('PERFORMANCE' as const, ...OBSERVATION_KINDS),
    result: fc.constantFrom(...OBSERVATION_RESULTS),
    observerId: fc.constantFrom('pt', 'pta'),
    simulated: fc.boolean(),
    entrustmentLevel: fc.constantFrom(...SCALE, null),
    method: fc.constantFrom('RETURN_DEMONSTRATION', 'CASE_STUDY'),
    skillVersionId: fc.constantFrom('v1', 'v1', 'v2'),
    voidedAt: fc.constantFrom(null, null, at(20)),
  })
  .map(
    ({ day, ...given }) =>
      (id: string) =>
        fact(id, day, given),
  );
const anyFacts = fc
  .array(anyFact, { maxLength: 12 })
  .map((all) => all.map((make, index) => make(`o${String(index).padStart(2, '0')}`)));
const anyDemand = fc
  .record({
    requiredObservations: fc.integer({ min: 1, max: 4 }),
    requiredDates: fc.integer({ min: 1, max: 3 }),
    requiredValidators: fc.integer({ min: 1, max: 2 }),
    consecutive: fc.boolean(),
    maxAttempts: fc.integer({ min: 1, max: 4 }),
    simulationAllowed: fc.boolean(),
    minEntrustment: fc.constantFrom(null, 'S2', 'S4'),
  })
  .map(demand);

describe('required observations', () => {
  it('inv 15: are n satisfactory ones, on k dates, by m validators', () => {
    const needed = demand({ requiredValidators: 2 });
    const sameDay = [fact('a', 1), fact('b', 1), fact('c', 1)];
    expect(observationStanding(sameDay, needed)).toMatchObject({
      satisfied: false,
      dates: 1,
      validators: 1,
      missing: ['1 of 2 different dates: 1 more needed.', '1 of 2 different validators: 1 more needed.'],
    });
    const other = [...sameDay, fact('d', 2, { observerId: 'pta' })];
    expect(observationStanding(other, needed)).toMatchObject({ satisfied: true, missing: [] });
    expect(observationStanding([fact('a', 1)], demand()).missing).toEqual([
      '1 of 3 satisfactory observations: 2 more needed.',
      '1 of 2 different dates: 1 more needed.',
    ]);
  });

  it('inv 15: one not met lets the count begin anew where it must be in a row, and only there', () => {
    const seen = [fact('a', 1), fact('b', 2), fact('c', 3, { result: 'NOT_MET' }), fact('d', 4)];
    expect(observationStanding(seen, demand()).counted).toEqual(['a', 'b', 'd']);
    const inARow = observationStanding(seen, demand({ consecutive: true }));
    expect(inARow).toMatchObject({ satisfied: false, counted: ['d'] });
    expect(inARow.missing[0]).toBe('1 of 3 satisfactory observations in a row: 2 more needed.');
  });

  it('inv 15: self-assessments, peers and no-shows never count, nor does what was voided', () => {
    fc.assert(
      fc.property(anyFacts, anyDemand, (facts, needed) => {
        const counted = new Set(observationStanding(facts, needed).counted);
        for (const { id, kind, voidedAt } of facts)
          if (kind !== 'PERFORMANCE' || voidedAt !== null) expect(counted).not.toContain(id);
      }),
    );
  });

  it('inv 16: by a method that is not listed, or simulated where that is not allowed, do not count', () => {
    const simulated = [fact('a', 1, { simulated: true })];
    expect(observationStanding(simulated, demand()).notCounted).toEqual([
      { id: 'a', why: 'SIMULATION_NOT_ALLOWED' },
    ]);
    expect(observationStanding(simulated, demand({ simulationAllowed: true })).counted).toEqual(['a']);
    expect(observationStanding([fact('a', 1, { method: 'CASE_STUDY' })], demand()).notCounted).toEqual([
      { id: 'a', why: 'METHOD_NOT_LISTED' },
    ]);
  });

  it('inv 19: count from the lowest accepted level of entrustment on, by its place on the scale', () => {
    const levels = [...SCALE, null].map((entrustmentLevel, index) =>
      fact(`o${index}`, 1, { entrustmentLevel }),
    );
    expect(observationStanding(levels, demand()).counted).toEqual(['o2', 'o3']);
    expect(observationStanding(levels, demand({ minEntrustment: null })).counted).toHaveLength(5);
  });

  it('inv 15: one more satisfactory observation never takes anything away', () => {
    fc.assert(
      fc.property(anyFacts, anyDemand, fc.integer({ min: 1, max: 5 }), (facts, needed, day) => {
        const before = observationStanding(facts, needed);
        const more = fact('z', day, { entrustmentLevel: 'S4' });
        const after = observationStanding([...facts, more], needed);
        expect(after.counted.length).toBeGreaterThanOrEqual(before.counted.length);
        expect(after.dates).toBeGreaterThanOrEqual(before.dates);
        expect(after.validators).toBeGreaterThanOrEqual(before.validators);
        expect(after.satisfied || !before.satisfied).toBe(true);
        expect(after.attemptsNotMet).toBe(before.attemptsNotMet);
      }),
    );
  });

  it('inv 15: do not depend on the order of recording, nor on anything told twice', () => {
    fc.assert(
      fc.property(
        anyFacts.chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
          ),
        ),
        anyDemand,
        ([facts, replayed], needed) => {
          expect(observationStanding(replayed, needed)).toEqual(observationStanding(facts, needed));
        },
      ),
    );
  });

  it('say what is missing exactly while they are not satisfied', () => {
    fc.assert(
      fc.property(anyFacts, anyDemand, (facts, needed) => {
        const { satisfied, missing, counted, notCounted } = observationStanding(facts, needed);
        expect(missing.length === 0).toBe(satisfied);
        expect(counted.length + notCounted.length).toBe(facts.length);
      }),
    );
  });
});

describe('an action plan', () => {
  const missed = (id: string, day: number, given: Partial<ObservationFact> = {}) =>
    fact(id, day, { result: 'NOT_MET', ...given });

  it('inv 18: is needed after the allowed attempts were not met, and a no-show is no attempt', () => {
    const two = [missed('a', 1), missed('b', 2), fact('c', 3, { kind: 'NO_SHOW', result: null })];
    expect(observationStanding(two, demand())).toMatchObject({ attemptsNotMet: 2, actionPlanNeeded: false });
    const three = [...two, missed('d', 4)];
    expect(observationStanding(three, demand())).toMatchObject({ attemptsNotMet: 3, actionPlanNeeded: true });
    expect(observationStanding([...two, missed('d', 4, { voidedAt: at(5) })], demand())).toMatchObject({
      actionPlanNeeded: false,
    });
  });

  it('inv 18: settles the attempts before it ended', () => {
    const seen = [missed('a', 1), missed('b', 2), missed('c', 3), missed('d', 5)];
    expect(observationStanding(seen, demand(), at(4))).toMatchObject({
      attemptsNotMet: 1,
      actionPlanNeeded: false,
    });
  });
});

describe('observations as known at a moment', () => {
  it('are those recorded by then and made up to the day; what was voided later still stands', () => {
    const facts = [
      fact('a', 1),
      fact('late', 1, { recordedAt: at(6) }),
      fact('voided', 2, { voidedAt: at(6) }),
      fact('next', 4),
    ];
    const known = (day: number, known: Date) =>
      observationsKnown(facts, at(day).toISOString().slice(0, 10), known).map(({ id, voidedAt }) => [
        id,
        voidedAt,
      ]);
    expect(known(3, at(5))).toEqual([
      ['a', null],
      ['voided', null],
    ]);
    expect(known(3, at(7))).toEqual([
      ['a', null],
      ['late', null],
      ['voided', at(6)],
    ]);
  });
});
