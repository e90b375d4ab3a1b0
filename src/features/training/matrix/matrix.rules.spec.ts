import fc from 'fast-check';
import type { MatrixFacts, MatrixPerson, MatrixSignOff } from './matrix-facts.js';
import { matrixOf, type MatrixRow } from './matrix.rules.js';
import { taskClearance, type TaskRule } from './task-clearance.rules.js';

const at = (day: number, hour = 0): Date => new Date(Date.UTC(2026, 0, 1 + day, hour));
const dayOf = (day: number): string => at(day).toISOString().slice(0, 10);

const person = (changed: Partial<MatrixPerson> = {}): MatrixPerson => ({
  assignmentId: 'a1',
  orgId: 'o1',
  personId: 'p1',
  name: 'Ana Wu',
  kind: 'EMPLOYEE',
  agreementId: null,
  startsOn: dayOf(0),
  endsOn: null,
  checklistVersionId: 'c1',
  createdAt: at(0),
  entries: [],
  added: [],
  ...changed,
});
const version = {
  number: 1,
  publishedAt: at(0),
  effect: 'NONE',
  revalidateBy: null,
  inactivityMonths: null,
} as const;
const skill = (id: string) => ({
  skillOrgId: 'o1',
  skillId: id,
  code: id.toUpperCase(),
  versions: [{ ...version, id: `${id}-1`, title: id, taskCode: 'transfer_assistance', patientContact: true }],
});
const asked = (id: string) => ({ skillOrgId: 'o1', skillId: id, versionId: `${id}-1`, required: true });
const facts = (changed: Partial<MatrixFacts> = {}): MatrixFacts => ({
  people: [person()],
  checklists: [
    { checklistVersionId: 'c1', checklistId: 'list', skills: [asked('s2'), asked('s1')] },
    { checklistVersionId: 'c2', checklistId: 'other', skills: [asked('s3')] },
  ],
  skills: ['s1', 's2', 's3'].map(skill),
  signOffs: [],
  observed: [],
  ...changed,
});
const signOff = (changed: Partial<MatrixSignOff> = {}): MatrixSignOff => ({
  id: 'so1',
  personId: 'p1',
  skillId: 's1',
  siteOrgId: 'o1',
  skillVersionId: 's1-1',
  effectiveOn: dayOf(3),
  expiresOn: dayOf(300),
  finalApprovalRequired: false,
  signedAt: at(3),
  entries: [],
  ...changed,
});
const cells = (rows: readonly MatrixRow[]) =>
  rows.flatMap((row) => row.cells.map((cell) => [cell.code, cell.status]));

describe('the matrix', () => {
  it('has what the checklist asks for in its order, then what the site added and did not remove', () => {
    const added = { ...asked('s3'), addedAt: at(2), removedAt: at(8) };
    const of = facts({ people: [person({ added: [added] })] });
    const codes = (day: number) =>
      matrixOf(of, { on: dayOf(10), knownAt: at(day) }).flatMap((row) => row.cells.map((c) => c.code));
    expect([1, 2, 8].map(codes)).toEqual([
      ['S2', 'S1'],
      ['S2', 'S1', 'S3'],
      ['S2', 'S1'],
    ]);
  });

  it('follows the checklist and the dates that its assignment got', () => {
    const none = { startsOn: null, endsOn: null, checklistVersionId: null };
    const entries = [
      { ...none, kind: 'CHECKLIST_CHANGED' as const, checklistVersionId: 'c2', recordedAt: at(1) },
      { ...none, kind: 'ENDED' as const, endsOn: dayOf(20), recordedAt: at(2) },
    ];
    const of = facts({ people: [person({ entries })] });
    expect(cells(matrixOf(of, { on: dayOf(20), knownAt: at(9) }))).toEqual([['S3', 'NOT_STARTED']]);
    expect(matrixOf(of, { on: dayOf(21), knownAt: at(9) })).toEqual([]);
    expect(matrixOf(of, { on: dayOf(5), knownAt: at(9) }, 'list')).toEqual([]);
    expect(matrixOf(of, { on: dayOf(5), knownAt: at(9) }, 'other')).toHaveLength(1);
  });

  it('inv 71: tells the same of a moment, whatever is recorded after it', () => {
    const kinds = ['REVOKED', 'SUSPENDED', 'REINSTATED', 'REVIEW_OPENED', 'REVIEW_UPHELD'] as const;
    const entry = fc.record({
      kind: fc.constantFrom(...kinds),
      from: fc.integer({ min: 0, max: 40 }),
      recorded: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), fc.nat(40), fc.nat(40), (happened, on, known) => {
        const all = happened.map(({ kind, from, recorded }) => ({
          kind,
          effectiveFrom: dayOf(from),
          recordedAt: at(recorded),
        }));
        const moment = { on: dayOf(on), knownAt: at(known, 12) };
        const before = all.filter(({ recordedAt }) => recordedAt <= moment.knownAt);
        const told = (entries: typeof all) =>
          cells(matrixOf(facts({ signOffs: [signOff({ entries })] }), moment));
        expect(told(all)).toEqual(told(before));
      }),
    );
  });
});

describe('who may do a task', () => {
  const rule = (permission: TaskRule['permission']): TaskRule => ({ permission, because: 'The law.' });
  const row = (signOffs: MatrixSignOff[]): MatrixRow =>
    matrixOf(facts({ signOffs }), { on: dayOf(10), knownAt: at(10) })[0]!;

  const lasting = signOff({ id: 'so2', skillId: 's2', skillVersionId: 's2-1' });

  it('inv 28, 31: exactly who is cleared where the rules allow it', () => {
    const permissions = [null, 'PROHIBITED', 'SUPERVISED', 'UNSUPERVISED'] as const;
    const answers = (signed: MatrixSignOff[], task: string) =>
      permissions.map((permission) => taskClearance(row(signed), task, rule(permission)).mayDo);
    const nobody = [false, false, false, false];
    expect(answers([signOff(), lasting], 'transfer_assistance')).toEqual([false, false, true, true]);
    expect(answers([], 'transfer_assistance')).toEqual(nobody);
    expect(answers([signOff()], 'transfer_assistance')).toEqual(nobody);
    expect(answers([signOff({ expiresOn: dayOf(9) }), lasting], 'transfer_assistance')).toEqual(nobody);
    expect(answers([signOff()], 'clerical')).toEqual([false, false, false, true]);
  });

  it('inv 28: every required skill for the task is current, and none was lost', () => {
    const entry = (kind: string) => ({ kind, effectiveFrom: dayOf(5), recordedAt: at(5) });
    const may = (signed: MatrixSignOff[], required = [true, true]) => {
      const skills = ['s1', 's2'].map((id, i) => ({ ...asked(id), required: required[i]! }));
      const checklists = [{ checklistVersionId: 'c1', checklistId: 'list', skills }];
      const [found] = matrixOf(facts({ checklists, signOffs: signed }), { on: dayOf(10), knownAt: at(10) });
      return taskClearance(found!, 'transfer_assistance', rule('SUPERVISED'));
    };
    expect(may([signOff(), lasting])).toMatchObject({ mayDo: true, skillId: 's1' });
    const oneOfTwo = may([signOff()]);
    expect(oneOfTwo).toMatchObject({ mayDo: false, skillId: 's2' });
    expect(oneOfTwo.because).toEqual(['The law.', expect.stringContaining('S2 s2: Not observed yet.')]);
    expect(may([signOff()], [true, false])).toMatchObject({ mayDo: true, skillId: 's1' });
    const expired = signOff({ ...lasting, expiresOn: dayOf(9) });
    for (const required of [true, false]) {
      expect(may([signOff(), expired], [true, required])).toMatchObject({ mayDo: false, skillId: 's2' });
      for (const kind of ['SUSPENDED', 'REVOKED', 'REVIEW_OPENED'] as const) {
        const lost = { ...lasting, entries: [entry(kind)] } as MatrixSignOff;
        expect([kind, may([signOff(), lost], [true, required]).mayDo]).toEqual([kind, false]);
      }
    }
    expect(may([], [false, false])).toMatchObject({ mayDo: false });
    expect(may([lasting], [false, false])).toMatchObject({ mayDo: true, skillId: 's2' });
  });
});
