import fc from 'fast-check';
import type { Standing } from '../../credentials/standing.js';
import type { RequiredFor, WorkAsked, WorkRequirementFact } from './work-requirement.js';
import { inForce, requiredItems, workItem, type WorkMoment } from './work-requirement.rules.js';

const PLACE = { orgId: 'school', siteOrgId: 'clinic', siteId: 'site' };
const GATE = {
  coursesPassed: [],
  credentialsCurrent: ['BLS'],
  clearancesCurrent: ['TB'],
  trainingsCurrent: ['BBP'],
};

let last = 0;
const row = (more: Partial<WorkRequirementFact> = {}): WorkRequirementFact => ({
  orgId: 'clinic',
  id: `r${++last}`,
  kind: 'CREDENTIAL',
  code: 'FIRST_AID',
  requiredFor: ['ASSIGNMENT_START', 'HOURS'],
  siteId: null,
  taskCode: null,
  effectiveFrom: '2027-01-01',
  effectiveTo: null,
  citation: 'Handbook 3',
  supersedesId: null,
  withdrawn: false,
  recordedAt: '2026-12-01T00:00:00Z',
  ...more,
});
const asked = (more: Partial<WorkAsked> = {}): WorkAsked => ({
  startsOn: '2027-01-10',
  gate: null,
  overridden: [],
  rows: [],
  ...more,
});
const at = (use: RequiredFor, more: Partial<WorkMoment> = {}): WorkMoment => ({
  use,
  on: '2027-02-01',
  knownAt: new Date('2027-06-01'),
  taskCode: null,
  ...more,
});
const codes = (of: WorkAsked, moment: WorkMoment): string[] =>
  requiredItems(of, PLACE, moment).map(({ by, code }) => `${by} ${code}`);
const is = (current: boolean): Standing => ({
  status: current ? 'CURRENT' : 'EXPIRED',
  current,
  currentUntil: null,
  sourceId: null,
  because: '',
});

describe('what work asks for', () => {
  it("inv 20, 33: a program's gate asks for all at the start, cards and clearances of hours, training of a sign-off", () => {
    const of = asked({ gate: GATE });
    expect(codes(of, at('ASSIGNMENT_START'))).toEqual(['PROGRAM BLS', 'PROGRAM TB', 'PROGRAM BBP']);
    expect(codes(of, at('HOURS'))).toEqual(['PROGRAM BLS', 'PROGRAM TB']);
    expect(codes(of, at('SIGN_OFF'))).toEqual(['PROGRAM BBP']);
  });

  it('organizations ask for more, at a site, for a task, from a day on', () => {
    const rows = [
      row(),
      row({ code: 'ELSEWHERE', siteId: 'another' }),
      row({ code: 'HERE', siteId: 'site', orgId: 'school' }),
      row({ code: 'LIFT', requiredFor: ['SIGN_OFF'], taskCode: 'lift_assistance' }),
      row({ code: 'LATER', effectiveFrom: '2027-02-02' }),
      row({ code: 'OVER', effectiveTo: '2027-01-31' }),
    ];
    const of = asked({ rows });
    expect(codes(of, at('HOURS'))).toEqual(['SITE FIRST_AID', 'OWNER HERE']);
    expect(codes(of, at('SIGN_OFF'))).toEqual([]);
    expect(codes(of, at('SIGN_OFF', { taskCode: 'lift_assistance' }))).toEqual(['SITE LIFT']);
    expect(codes(of, at('HOURS', { on: '2027-01-31' }))).toContain('SITE OVER');
    expect(codes(of, at('HOURS', { on: '2027-02-02' }))).toContain('SITE LATER');
  });

  it('the same is asked for once by the owner of the records, and once by the site', () => {
    const rows = [row({ code: 'BLS' }), row({ code: 'BLS', orgId: 'school' })];
    expect(codes(asked({ gate: GATE, rows }), at('HOURS'))).toEqual([
      'PROGRAM BLS',
      'PROGRAM TB',
      'SITE BLS',
    ]);
  });

  it('a requirement that replaces or withdraws another does so from its own first day on, once it is known', () => {
    const first = row();
    const next = row({
      code: 'NEW',
      supersedesId: first.id,
      effectiveFrom: '2027-03-01',
      recordedAt: '2027-02-10T00:00:00Z',
    });
    const gone = row({
      supersedesId: next.id,
      withdrawn: true,
      effectiveFrom: '2027-04-01',
      recordedAt: '2027-02-10T00:00:00Z',
    });
    const on = (day: string, knownAt = '2027-06-01') =>
      inForce([first, next, gone], { on: day, knownAt: new Date(knownAt) }).map(({ code }) => code);
    expect([on('2027-02-28'), on('2027-03-01'), on('2027-04-01')]).toEqual([['FIRST_AID'], ['NEW'], []]);
    expect(on('2027-04-01', '2027-02-01')).toEqual(['FIRST_AID']);
  });
});

describe('whether something that is asked for holds', () => {
  const [item] = requiredItems(asked({ gate: GATE }), PLACE, at('HOURS'));
  const overridden = asked({ overridden: ['CREDENTIALS_CURRENT'] });
  const holds = (use: RequiredFor, of: WorkAsked, then: boolean, atStart: boolean[] = []): boolean =>
    workItem(item!, { use }, of, { then: [is(then)], atStart: atStart.map(is) }).holds;

  it('an assignment starts when it is current on the first day, or on a later one', () => {
    expect(holds('ASSIGNMENT_START', asked(), false, [true])).toBe(true);
    expect(holds('ASSIGNMENT_START', asked(), true, [false])).toBe(true);
    expect(holds('ASSIGNMENT_START', asked(), false, [false])).toBe(false);
  });

  it('inv 33: hours count on days on which it is current', () => {
    expect([holds('HOURS', asked(), true), holds('HOURS', asked(), false)]).toEqual([true, false]);
  });

  it('an override makes up for what was missing on the first day, and for nothing that lapses later', () => {
    expect(holds('ASSIGNMENT_START', overridden, false, [false])).toBe(true);
    expect(holds('HOURS', overridden, false, [false])).toBe(true);
    expect(holds('HOURS', overridden, false, [true])).toBe(false);
  });

  it('evidence of the owner or of the site is enough', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 2 }), (told) => {
        const { holds: does, standing } = workItem(item!, { use: 'HOURS' }, asked(), {
          then: told.map(is),
          atStart: [],
        });
        expect(does).toBe(told.includes(true));
        expect(standing.current).toBe(does);
      }),
    );
  });
});
