import fc from 'fast-check';
import type { SkillDefinition } from './skill-definition.js';
import {
  circleThrough,
  effectProblems,
  pathText,
  prerequisiteProblems,
  shapeProblems,
  skillProblems,
  type DefinitionProblem,
} from './skill.rules.js';
import { TASKS } from './tasks.js';

const skill = (changed: Partial<SkillDefinition> = {}): SkillDefinition => ({
  code: 'SK09',
  title: 'Stand-pivot transfer',
  taskCode: 'transfer_assistance',
  patientContact: true,
  riskBand: 'ORANGE',
  methods: ['RETURN_DEMONSTRATION'],
  simulationAllowed: false,
  cutScorePercent: '77.00',
  requiredObservations: 3,
  requiredDates: 2,
  requiredValidators: 1,
  consecutive: false,
  maxAttempts: 3,
  entrustmentScale: ['S1', 'S2', 'S3', 'S4'],
  minEntrustment: 'S3',
  validityMonths: 12,
  renewalWindowDays: 60,
  lateEntryDays: 7,
  inactivityMonths: null,
  finalApproval: false,
  prerequisites: [],
  steps: [{ text: 'Belt on', critical: true, mayBeNotApplicable: false, measure: null }],
  ...changed,
});
const at = (problems: readonly DefinitionProblem[]): string[] => problems.map(({ path }) => pathText(path));
const step = (critical: boolean) => ({ text: 'A step', critical, mayBeNotApplicable: false, measure: null });

describe('a skill that is to be published', () => {
  it('is fine as it stands', () => {
    expect(skillProblems(skill())).toEqual([]);
  });

  it('inv 9: has a step, and with patient contact a critical one, whatever else it has', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 8 }), fc.boolean(), (criticals, patientContact) => {
        const steps = criticals.map(step);
        const taskCode = patientContact ? 'transfer_assistance' : 'equipment_check';
        const fine = steps.length > 0 && (!patientContact || criticals.includes(true));
        expect(at(skillProblems(skill({ steps, patientContact, taskCode })))).toEqual(fine ? [] : ['steps']);
      }),
    );
  });

  it('is for a task of the vocabulary that technicians may have', () => {
    expect(at(skillProblems(skill({ taskCode: 'juggling' })))).toEqual(['taskCode']);
    for (const taskCode of TASKS.NEVER_A_TECHNICIANS)
      expect(at(skillProblems(skill({ taskCode })))).toEqual(['taskCode']);
    for (const taskCode of TASKS.PATIENT_RELATED)
      expect(at(skillProblems(skill({ taskCode, patientContact: false })))).toEqual(['patientContact']);
    for (const taskCode of TASKS.NON_PATIENT) expect(skillProblems(skill({ taskCode }))).toEqual([]);
  });

  it('inv 15, 16: names a method whose observations count', () => {
    expect(at(skillProblems(skill({ methods: [] })))).toEqual(['methods']);
    expect(at(skillProblems(skill({ methods: ['PEER_REVIEW', 'SELF_ASSESSMENT'] })))).toEqual(['methods']);
    expect(skillProblems(skill({ methods: ['PEER_REVIEW', 'TEST'] }))).toEqual([]);
  });

  it('asks for a level of its own scale', () => {
    expect(at(skillProblems(skill({ minEntrustment: 'S9' })))).toEqual(['minEntrustment']);
    expect(skillProblems(skill({ entrustmentScale: [], minEntrustment: null }))).toEqual([]);
  });

  it('asks for no more dates and validators than observations, in a draft too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (requiredObservations, requiredDates, requiredValidators) => {
          const wanted = [
            ...(requiredDates > requiredObservations ? ['requiredDates'] : []),
            ...(requiredValidators > requiredObservations ? ['requiredValidators'] : []),
          ];
          const asked = skill({ requiredObservations, requiredDates, requiredValidators });
          expect(at(shapeProblems(asked))).toEqual(wanted);
          expect(at(skillProblems(asked))).toEqual(wanted);
        },
      ),
    );
  });

  it('names nothing twice', () => {
    expect(at(shapeProblems(skill({ entrustmentScale: ['S3', 'S3'], prerequisites: ['A', 'A'] })))).toEqual([
      'entrustmentScale[1]',
      'prerequisites[1]',
    ]);
  });
});

describe('the effect of a new version', () => {
  const today = '2026-11-23';

  it('inv 8: is none for a first version, and may be anything for a later one', () => {
    expect(effectProblems({ effect: 'NONE', revalidateBy: null }, 1, today)).toEqual([]);
    expect(at(effectProblems({ effect: 'REVALIDATE_AT_EXPIRY', revalidateBy: null }, 1, today))).toEqual([
      'effect',
    ]);
    expect(effectProblems({ effect: 'REVALIDATE_AT_EXPIRY', revalidateBy: null }, 2, today)).toEqual([]);
  });

  it('inv 8: has a day exactly where it asks for one, and none that is past', () => {
    expect(effectProblems({ effect: 'REVALIDATE_BY', revalidateBy: today }, 2, today)).toEqual([]);
    const wrong = [
      { effect: 'REVALIDATE_BY', revalidateBy: null },
      { effect: 'NONE', revalidateBy: today },
      { effect: 'REVALIDATE_BY', revalidateBy: '2026-11-22' },
    ] as const;
    for (const declared of wrong) expect(at(effectProblems(declared, 2, today))).toEqual(['revalidateBy']);
  });
});

describe('prerequisites', () => {
  /** Skills in an order, each building on some of those before it: what has no circle, by construction. */
  const acyclic = fc
    .array(fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
    .map(
      (rows) =>
        new Map(rows.map((row, i) => [`S${i}`, [...new Set(row.filter((n) => n < i))].map((n) => `S${n}`)])),
    );

  it('inv 10: are fine wherever each builds on earlier ones alone', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        for (const code of graph.keys()) expect(prerequisiteProblems(code, graph)).toEqual([]);
      }),
    );
  });

  it('inv 10: go in a circle as soon as an earlier one builds on what builds on it', () => {
    fc.assert(
      fc.property(acyclic, fc.nat(), (graph, pick) => {
        const below = (code: string): Set<string> =>
          new Set((graph.get(code) ?? []).flatMap((next) => [next, ...below(next)]));
        const pairs = [...graph.keys()].flatMap((top) =>
          [...below(top)].map((bottom) => [top, bottom] as const),
        );
        fc.pre(pairs.length > 0);
        const [top, bottom] = pairs[pick % pairs.length]!;
        const closed = new Map([...graph, [bottom, [...graph.get(bottom)!, top]]]);
        const circle = circleThrough(bottom, closed)!;
        expect([circle[0], circle.at(-1)]).toEqual([bottom, bottom]);
        circle.slice(1).forEach((next, i) => expect(closed.get(circle[i]!)).toContain(next));
        expect(at(prerequisiteProblems(bottom, closed))).toEqual(['prerequisites']);
      }),
    );
  });

  it('inv 10: are published', () => {
    const graph = new Map([['A', ['B', 'C']], ['B', []]]); // prettier-ignore
    expect(prerequisiteProblems('A', graph)).toEqual([
      { path: ['prerequisites', 1], message: 'A builds on C, which has no published version' },
    ]);
  });
});
