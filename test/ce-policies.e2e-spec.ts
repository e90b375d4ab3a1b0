import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importRuleFile } from '../src/cli/import-rule-file.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { REFERENCE_POLICIES } from './support/ce-policies.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase, type TestDatabase } from './support/test-database.js';
import { World, type Member } from './support/world.js';

const POLICY = `id code title source authority verifiedOn effectiveFrom effectiveTo complete incomplete assumed because
  terms { unit minutesPerUnit requiredMinutes requiredUnits months anchor beginsOn carryOverMinutes proration roundingStepMinutes reportVia
    keepEvidenceYears minimums { key kind code minutes basisPoints } maximums { key minutes }
    separateCycles { category minutes months } firstCycle { when months onTimeMinutes lateMinutes keep } }`;

interface Policy {
  id: string;
  code: string;
  source: string;
  complete: boolean;
  incomplete: string[];
  assumed: string[];
  because: string;
  terms: { requiredMinutes: number; requiredUnits: string; months: number } | null;
}

describe('policies of continuing education', () => {
  let app: TestApp;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await ownDatabase(); // policies for everybody are for everybody
    app = await TestApp.start({ database });
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** Runs `npm run rules:import` with such a file. */
  async function load(text: string): Promise<{ exitCode: number; lines: string[] }> {
    mkdirSync(app.dataDir, { recursive: true });
    const file = path.join(app.dataDir, 'policies.yaml');
    writeFileSync(file, text);
    const lines: string[] = [];
    const env = {
      NODE_ENV: 'test',
      DATA_DIR: app.dataDir,
      DATABASE_URL: database.databaseUrl,
      MIGRATION_DATABASE_URL: database.migrationDatabaseUrl,
    };
    const exitCode = await importRuleFile([file], env, (line) => lines.push(line.replace(file, 'FILE')));
    return { exitCode, lines };
  }

  const policies = async (by: Member, on?: string): Promise<Policy[]> =>
    (
      await by.ask<{ cePolicies: Policy[] }>(`query ($on: Date) { cePolicies(on: $on) { ${POLICY} } }`, {
        on,
      })
    ).cePolicies;
  const policy = async (by: Member, code: string, given: object = {}): Promise<Policy> =>
    (
      await by.ask<{ cePolicy: Policy }>(
        `query ($code: String!, $on: Date, $knownAt: DateTime) { cePolicy(code: $code, on: $on, knownAt: $knownAt) { ${POLICY} } }`,
        { code, ...given },
      )
    ).cePolicy;

  const TERMS = { unit: 'CONTACT_HOUR', minutesPerHour: 60, required: '12', months: 12, anchor: 'HIRE_DATE' };
  const define = (by: Member, input: object) =>
    by.do<{ id: string; code?: string; message?: string }>(
      'defineCePolicy',
      {
        code: 'OUR-AIDES',
        title: 'Our aides',
        citation: 'Handbook 7',
        effectiveFrom: '2026-01-01',
        terms: TERMS,
        ...input,
      },
      `... on CePolicyVersion { id supersedesId effectiveFrom withdrawn policy { ${POLICY} } }`,
    );
  const withdraw = (by: Member, policyId: string, effectiveFrom: string) =>
    by.do<{ id: string; code?: string }>(
      'withdrawCePolicy',
      { policyId, effectiveFrom, reason: 'No longer asked for' },
      '... on CePolicyVersion { id withdrawn supersedesId policy { id } }',
    );

  it('are loaded from the reference file once; those that lack something say what and judge nobody', async () => {
    const first = await load(REFERENCE_POLICIES);
    expect(first.exitCode).toBe(0);
    expect(first.lines).toEqual([
      expect.stringMatching(/^US-IA-PT: incomplete, so it judges nobody \(cycle\.months/),
      expect.stringMatching(/^US-IA-PTA: incomplete/),
      expect.stringMatching(
        /^US-AK-PT: incomplete, so it judges nobody \(cycle\.months; applies_to\.license/,
      ),
      'Policies of continuing education: 13 added, 0 changed, 0 withdrawn, 0 as they were.',
    ]);
    expect((await load(REFERENCE_POLICIES)).lines.at(-1)).toContain(
      '0 added, 0 changed, 0 withdrawn, 13 as they were',
    );
    const world = await World.create(app);
    const all = await policies(await world.member('TRAINEE'));
    expect(all).toHaveLength(13);
    const incomplete = all.filter(({ complete }) => !complete);
    expect(incomplete.map(({ code, terms }) => [code, terms])).toEqual([
      ['US-AK-PT', null],
      ['US-IA-PT', null],
      ['US-IA-PTA', null],
    ]);
    expect(incomplete[0]!.because).toContain('does not say enough to judge anybody');
    expect(await policy(world.owner, 'US-FL-PT')).toMatchObject({
      source: 'REFERENCE',
      verifiedOn: null,
      authority: [],
      terms: {
        minutesPerUnit: 50,
        requiredMinutes: 1200,
        requiredUnits: '24',
        roundingStepMinutes: 25,
        reportVia: 'CE_BROKER',
        keepEvidenceYears: 4,
        minimums: [{ key: 'DELIVERY:LIVE', minutes: 600 }],
        maximums: [{ key: 'DELIVERY:SELF_PACED', minutes: 600 }],
      },
      because: expect.stringContaining('An example that nobody has verified') as string,
    });
    expect((await policy(world.owner, 'US-CT-PT')).assumed).toHaveLength(2);
  });

  it('that are wrong are not recorded at all; changed and missing ones are recorded anew', async () => {
    const bad = await load('ce_policies: [{code: lower, authority: none, verified_on: someday}, 7]');
    expect(bad.exitCode).toBe(1);
    expect(bad.lines.map((line) => line.replace(/: must.*/, ''))).toEqual([
      'FILE: ce_policies.0.code',
      'FILE: ce_policies.0.title',
      'FILE: ce_policies.0.authority',
      'FILE: ce_policies.0.verified_on',
      'FILE: ce_policies.1',
      'Nothing was recorded: 5 error(s).',
    ]);
    const [before, after] = [
      `{code: XX-FUN, title: Fun, authority: [Fun Code 7], verified_on: 2026-01-02, effective: {to: 2026-06-30}, required: 10, cycle: {months: 12}}`,
      `{code: XX-FUN, title: Fun, authority: [Fun Code 8], verified_on: 2026-06-02, effective: {from: 2026-07-01}, required: 20, cycle: {months: 12}}`,
    ];
    expect((await load(`ce_policies: [${before}]`)).lines.at(-1)).toContain('1 added');
    expect((await load(`ce_policies: [${before}, ${after}]`)).lines.at(-1)).toContain(
      '1 added, 0 changed, 0 withdrawn, 1 as',
    );
    const world = await World.create(app);
    const required = async (on: string) => (await policy(world.owner, 'XX-FUN', { on })).terms!.requiredUnits;
    expect([await required('2026-06-30'), await required('2026-07-01')]).toEqual(['10', '20']);
    const known = new Date();
    app.clock.advance({ minutes: 1 });
    expect(
      (await load(`ce_policies: [${after.replace('required: 20', 'required: 25')}]`)).lines.at(-1),
    ).toContain('0 added, 1 changed, 1 withdrawn');
    expect(await required('2026-07-01')).toBe('25');
    await expect(policy(world.owner, 'XX-FUN', { on: '2026-06-30' })).rejects.toThrow('NOT_FOUND');
    const then = await policy(world.owner, 'XX-FUN', { on: '2026-06-30', knownAt: known.toISOString() });
    expect(then.terms!.requiredUnits).toBe('10');
  });

  it('for everybody cannot be written by the application itself', async () => {
    const client = app.app.get(Database).forOrganization(newId());
    await expect(client.write((tx) => tx.executeSql(`UPDATE ce_policy SET code = 'x'`))).rejects.toThrow();
    await expect(client.write((tx) => tx.executeSql('DELETE FROM employer_ce_policy'))).rejects.toThrow();
    await expect(
      client.write((tx) => tx.executeSql(`UPDATE employer_ce_policy SET code = 'x'`)),
    ).rejects.toThrow();
  });

  describe('of an employer', () => {
    it('are defined, replaced and withdrawn from a day on; what was defined stays as it was', async () => {
      const world = await World.create(app, { isClinic: true });
      const first = await define(world.owner, {});
      const before = new Date();
      app.clock.advance({ minutes: 1 });
      const second = await define(world.owner, {
        replacesId: first.id,
        effectiveFrom: '2027-01-01',
        terms: { ...TERMS, required: '16.5' },
        reason: 'More hours',
      });
      const units = async (on: string, given: object = {}) =>
        (await policy(world.owner, 'OUR-AIDES', { on, ...given })).terms!.requiredUnits;
      expect([await units('2026-12-31'), await units('2027-01-01')]).toEqual(['12', '16.5']);
      expect(await units('2027-01-01', { knownAt: before.toISOString() })).toBe('12');
      expect(await define(world.owner, { replacesId: first.id, effectiveFrom: '2027-02-01' })).toMatchObject({
        code: 'CE_POLICY_SUPERSEDED',
      });
      expect(await withdraw(world.owner, second.id, '2028-01-01')).toMatchObject({
        withdrawn: true,
        policy: null,
      });
      expect(await withdraw(world.owner, second.id, '2028-02-01')).toMatchObject({
        code: 'CE_POLICY_SUPERSEDED',
      });
      await expect(policy(world.owner, 'OUR-AIDES', { on: '2028-01-01' })).rejects.toThrow('NOT_FOUND');
      const { cePolicyVersions } = await world.owner.ask<{ cePolicyVersions: object[] }>(
        '{ cePolicyVersions(code: "OUR-AIDES") { withdrawn supersedesId reason policy { terms { requiredUnits } } } }',
      );
      expect(cePolicyVersions).toEqual([
        { withdrawn: true, supersedesId: second.id, reason: 'No longer asked for', policy: null },
        {
          withdrawn: false,
          supersedesId: first.id,
          reason: 'More hours',
          policy: { terms: { requiredUnits: '16.5' } },
        },
        { withdrawn: false, supersedesId: null, reason: null, policy: { terms: { requiredUnits: '12' } } },
      ]);
    });

    it('say everything a policy can say', async () => {
      const world = await World.create(app, { isClinic: true });
      const terms = {
        ...TERMS,
        unit: 'CEU',
        minutesPerHour: 50,
        required: '2.4',
        anchor: 'FIXED_CALENDAR',
        window: '04-01..03-31',
        minimums: [
          { kind: 'CATEGORY', code: 'ethics', hours: '2' },
          { kind: 'CATEGORY', code: 'clinical', percent: '25' },
          { kind: 'DELIVERY', code: 'LIVE', hours: '12' },
        ],
        maximums: [{ kind: 'DELIVERY', code: 'SELF_PACED', hours: '12' }],
        separateCycles: [{ category: 'law', hours: '2', months: 60 }],
        carryOver: '0.5',
        proration: 'BY_FULL_MONTH',
        prorationStepHours: '1',
        prorationRounds: 'DOWN',
        firstCycle: { when: 'LAST_MONTHS', months: 6, amount: '1.2', lateAmount: '2.4', keep: ['ethics'] },
        lateWindowDays: 30,
        counts: ['MANDATORY_TRAINING'],
        partialCredit: true,
        roundingStepMinutes: 25,
        repeatedCourse: 'ONCE_EVER',
        teachingCounts: true,
        teachingFirstTimeOnly: true,
        acceptedApprovers: ['APTA'],
        evidenceRequired: false,
        keepEvidenceYears: 4,
      };
      await define(world.owner, { terms });
      const { cePolicy } = await world.owner.ask<{ cePolicy: Policy }>(
        `{ cePolicy(code: "OUR-AIDES") { ${POLICY.replace('terms {', 'terms { prorationStepMinutes prorationRounds lateWindowDays counts partialCredit repeatedCourse teaching { counts firstTimeOnly } acceptedApprovers evidenceRequired')} } }`,
      );
      expect(cePolicy).toMatchObject({
        complete: true,
        assumed: [],
        source: 'EMPLOYER',
        authority: ['Handbook 7'],
      });
      expect(cePolicy.terms).toEqual({
        unit: 'CEU',
        minutesPerUnit: 500,
        requiredMinutes: 1200,
        requiredUnits: '2.4',
        months: 12,
        anchor: 'FIXED_CALENDAR',
        beginsOn: '04-01',
        carryOverMinutes: 250,
        proration: 'BY_FULL_MONTH',
        prorationStepMinutes: 50,
        prorationRounds: 'DOWN',
        lateWindowDays: 30,
        counts: ['MANDATORY_TRAINING'],
        partialCredit: true,
        roundingStepMinutes: 25,
        repeatedCourse: 'ONCE_EVER',
        teaching: { counts: true, firstTimeOnly: true },
        acceptedApprovers: ['APTA'],
        evidenceRequired: false,
        keepEvidenceYears: 4,
        reportVia: null,
        minimums: [
          { key: 'CATEGORY:ethics', kind: 'CATEGORY', code: 'ethics', minutes: 100, basisPoints: null },
          { key: 'CATEGORY:clinical', kind: 'CATEGORY', code: 'clinical', minutes: null, basisPoints: 2500 },
          { key: 'DELIVERY:LIVE', kind: 'DELIVERY', code: 'LIVE', minutes: 600, basisPoints: null },
        ],
        maximums: [{ key: 'DELIVERY:SELF_PACED', minutes: 600 }],
        separateCycles: [{ category: 'law', minutes: 100, months: 60 }],
        firstCycle: {
          when: 'LAST_MONTHS',
          months: 6,
          onTimeMinutes: 600,
          lateMinutes: 1200,
          keep: ['ethics'],
        },
      });
    });

    it('are refused when they contradict themselves or another has the code, and defined by who may', async () => {
      await load(REFERENCE_POLICIES);
      const world = await World.create(app, { isClinic: true });
      expect(await define(world.owner, { code: 'US-FL-PT' })).toMatchObject({ code: 'CE_POLICY_CODE_TAKEN' });
      const first = await define(world.owner, {});
      expect(await define(world.owner, {})).toMatchObject({ code: 'CE_POLICY_CODE_TAKEN' });
      const minimums = [{ kind: 'CATEGORY', code: 'ethics', hours: '13' }];
      await expect(define(world.owner, { code: 'X', terms: { ...TERMS, minimums } })).rejects.toThrow(
        'minimums of categories are more than is required in all',
      );
      const crossing = [
        { kind: 'DELIVERY', code: 'LIVE', hours: '1' },
        { kind: 'BESIDE', code: 'certified', hours: '1' },
      ];
      await expect(
        define(world.owner, { code: 'X', terms: { ...TERMS, minimums: crossing } }),
      ).rejects.toThrow('cross');
      await expect(define(world.owner, { replacesId: first.id })).rejects.toThrow('must be after 2026-01-01');
      await expect(define(world.owner, { replacesId: newId() })).rejects.toThrow('NOT_FOUND');
      await expect(withdraw(world.owner, newId(), '2027-01-01')).rejects.toThrow('NOT_FOUND');
      await expect(define(await world.member('INSTRUCTOR'), {})).rejects.toThrow('FORBIDDEN');
      const stranger = await World.create(app, { isClinic: true });
      await expect(policy(stranger.owner, 'OUR-AIDES')).rejects.toThrow('NOT_FOUND');
      await expect(withdraw(stranger.owner, first.id, '2027-01-01')).rejects.toThrow('NOT_FOUND');
      expect((await policies(stranger.owner)).map(({ source }) => source)).not.toContain('EMPLOYER');
    });
  });
});
