import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importRuleFile } from '../src/cli/import-rule-file.js';
import type { EligibilityQuestion } from '../src/features/training/supervision/eligibility.js';
import { ValidatorEligibility } from '../src/features/training/supervision/validator-eligibility.service.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { REFERENCE_RULES } from './support/rules.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import {
  agreementOf,
  dayFromToday,
  jurisdictionWith,
  licenseOf,
  siteOf,
  validatorAt,
} from './support/training.js';
import { World, type Member } from './support/world.js';

const INVENTED = (given = '') => `
supervision_rules:
  - {jurisdiction: XX-FUN, verified_on: 2026-11-01, role: helper, authority: [Fun Code 7], supervisor_license_types: [JUGGLER],
     level_rank: IN_SESSION, ratios: [{counts: [helper], max: 2, per: licensee}], prohibited_task_codes: [clerical]${given}}
`;

const RULE = `siteId on jurisdiction decides level licenseTypes missing missingForRatios because
  sources { source citation verifiedOn } terms { name values decidedBy { source } }`;

interface Rule {
  decides: boolean;
  licenseTypes: string[];
  missing: string[];
  missingForRatios: string[];
  because: string;
  sources: { source: string; citation: string }[];
  terms: { name: string; values: string[]; decidedBy: { source: string }[] }[];
}

describe('rules of supervision', () => {
  let app: TestApp;
  let database: Awaited<ReturnType<typeof ownDatabase>>;
  beforeAll(async () => {
    database = await ownDatabase();
    app = await TestApp.start({ database });
    await load(REFERENCE_RULES);
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** Runs `npm run rules:import` with such a file. */
  async function load(text: string, ...more: string[]) {
    mkdirSync(app.dataDir, { recursive: true });
    const file = path.join(app.dataDir, 'rules.yaml');
    writeFileSync(file, text);
    const lines: string[] = [];
    const env = {
      NODE_ENV: 'test',
      DATA_DIR: app.dataDir,
      DATABASE_URL: database.databaseUrl,
      MIGRATION_DATABASE_URL: database.migrationDatabaseUrl,
    };
    const exitCode = await importRuleFile([file, ...more], env, (line) =>
      lines.push(line.replace(file, 'FILE')),
    );
    return { exitCode, lines };
  }

  /** A site there, with somebody who holds a license of the type and may validate; answers what is asked about them. */
  async function validatorIn(jurisdiction: string, type: string, given: Partial<EligibilityQuestion> = {}) {
    const world = await World.create(app, { isClinic: true });
    const [site, supervisor, trainee] = [
      await siteOf(world, jurisdiction),
      await world.member('SUPERVISOR'),
      await world.member('TRAINEE'),
    ];
    await licenseOf(world, supervisor.personId, jurisdiction, { type });
    await validatorAt(world, supervisor.personId, site.id);
    const question: EligibilityQuestion = {
      key: 'q',
      validatorPersonId: supervisor.personId,
      traineePersonId: trainee.personId,
      siteOrgId: world.orgId,
      siteId: site.id,
      jurisdiction,
      setting: 'OUTPATIENT',
      agreementId: null,
      ownerOrgId: world.orgId,
      on: dayFromToday(0),
      taskCode: 'transfer_assistance',
      patientContact: true,
      skillCode: null,
      ...given,
    };
    const [answer] = await app.app
      .get(Database)
      .forViewer(world.owner.viewer)
      .load((tx) => app.app.get(ValidatorEligibility, { strict: false }).of(tx, [question]));
    return answer!;
  }

  const ruleAt = async (by: Member, siteId: string, given: object = {}) =>
    (
      await by.ask<{ supervisionRule: Rule }>(
        `query ($siteId: ID!, $on: Date, $knownAt: DateTime, $agreementId: ID) {
          supervisionRule(siteId: $siteId, on: $on, knownAt: $knownAt, agreementId: $agreementId) { ${RULE} } }`,
        { siteId, ...given },
      )
    ).supervisionRule;

  describe('in a file', () => {
    it('are recorded once, changed ones anew, and missing ones of the same jurisdiction as withdrawn', async () => {
      const rows = async () =>
        (
          await app.owner.query<{ count: string }>(
            `SELECT count(*) FROM supervision_rule WHERE jurisdiction = 'XX-FUN'`,
          )
        ).rows[0]!.count;
      expect((await load(INVENTED())).lines.at(-1)).toContain(
        '1 added, 0 changed, 0 withdrawn, 0 as they were',
      );
      expect((await load(INVENTED())).lines.at(-1)).toContain(
        '0 added, 0 changed, 0 withdrawn, 1 as they were',
      );
      expect(await rows()).toBe('1');
      expect((await load(INVENTED(', aide_min_age: 18'))).lines.at(-1)).toContain('1 changed');
      expect(await rows()).toBe('2');
      const other = INVENTED().replace('role: helper', 'role: assistant');
      expect((await load(other)).lines.at(-1)).toContain('1 added, 0 changed, 1 withdrawn');
      expect((await load(other)).lines.at(-1)).toContain('0 added, 0 changed, 0 withdrawn, 1 as they were');
      expect((await load(INVENTED())).lines.at(-1)).toContain('1 added, 0 changed, 1 withdrawn');
    });

    it('are not recorded at all when one has no source, no date or no jurisdiction', async () => {
      const bad = `supervision_rules: [{jurisdiction: Utopia, role: aide, verified_on: someday},
        {jurisdiction: XX-OK, role: aide, authority: [Code], verified_on: 2026-01-01, effective: {from: 2026-02-30}}]`;
      const { exitCode, lines } = await load(bad);
      expect(exitCode).toBe(1);
      expect(lines).toEqual([
        expect.stringContaining('FILE: supervision_rules.0.jurisdiction'),
        expect.stringContaining('supervision_rules.0.authority'),
        expect.stringContaining('supervision_rules.0.verified_on'),
        expect.stringContaining('supervision_rules.1.effective.from'),
        'Nothing was recorded: 4 error(s).',
      ]);
      await expect(load(':\n- [')).rejects.toThrow('not YAML');
      await expect(load('42', 'another')).rejects.toThrow('Name one file');
      expect((await load('just text')).exitCode).toBe(1);
    });

    it('cannot be written by the application itself', async () => {
      const client = app.app.get(Database).forOrganization(newId());
      await expect(
        client.write((tx) => tx.executeSql(`UPDATE supervision_rule SET role = 'x'`)),
      ).rejects.toThrow();
      await expect(client.write((tx) => tx.executeSql('DELETE FROM supervision_rule'))).rejects.toThrow();
    });
  });

  describe('of the eight jurisdictions that are shipped as examples', () => {
    it('are all loaded; those that lack something say what', async () => {
      const { exitCode, lines } = await load(REFERENCE_RULES);
      expect(exitCode).toBe(0);
      expect(lines.at(-1)).toContain('0 added, 0 changed, 0 withdrawn, 8 as they were');
      expect(lines.slice(0, -1).map((line) => line.replace(/, incomplete.*/, ''))).toHaveLength(4);
      const { rows } = await app.owner.query<{ jurisdiction: string }>(
        `SELECT jurisdiction FROM supervision_rule WHERE jurisdiction LIKE 'US-%' ORDER BY 1`,
      );
      expect(rows).toHaveLength(8);
      const missing = Object.fromEntries(
        await Promise.all(
          rows.map(async ({ jurisdiction }) => {
            const world = await World.create(app, { isClinic: true });
            const rule = await ruleAt(world.owner, (await siteOf(world, jurisdiction)).id);
            return [jurisdiction, [rule.decides, rule.missing.join(), rule.missingForRatios.join()]];
          }),
        ),
      );
      expect(missing).toEqual({
        'US-AZ': [true, '', ''],
        'US-CA': [true, '', ''],
        'US-FL': [true, '', ''],
        'US-GA': [true, '', expect.stringContaining('aiding_evaluation_or_intervention')],
        'US-MT': [true, '', 'ratios'],
        'US-NY': [false, 'level_rank,supervisor_license_types', 'ratios'],
        'US-TX': [true, '', ''],
        'US-WA': [false, 'supervisor_license_types', 'ratios'],
      });
    });

    it('inv 4: accept a PTA in one and refuse a PTA in another, from data alone', async () => {
      expect(await validatorIn('US-TX', 'PTA')).toMatchObject({
        eligible: true,
        license: { typeCode: 'PTA' },
      });
      const refused = await validatorIn('US-CA', 'PTA');
      expect(refused).toMatchObject({
        eligible: false,
        reason: 'LICENSE_TYPE_NOT_ACCEPTED',
        source: { source: 'JURISDICTION', verifiedOn: '2026-11-23' },
      });
      expect((refused as { message: string }).message).toContain('Bus & Prof Code 2630.4');
      expect(await validatorIn('US-CA', 'PT')).toMatchObject({ eligible: true });
      expect(await validatorIn('US-CA', 'PT_student')).toMatchObject({ reason: 'LICENSE_EXCLUDED' });
    });

    it('inv 31: let nobody validate where they do not say who may', async () => {
      expect(await validatorIn('US-WA', 'PT')).toMatchObject({ reason: 'RULE_INCOMPLETE' });
      expect(await validatorIn('US-NY', 'PT')).toMatchObject({ reason: 'TASK_PROHIBITED' });
      const nursingHome = { setting: 'LONG_TERM_CARE', taskCode: 'walking_assistance' };
      expect(await validatorIn('US-NY', 'PT', nursingHome)).toMatchObject({ reason: 'RULE_INCOMPLETE' });
      expect(await validatorIn('US-ZZ', 'PT')).toMatchObject({ reason: 'RULE_MISSING' });
    });

    it('inv 10: prohibit and allow tasks each in their own way', async () => {
      const answer = async (jurisdiction: string, taskCode: string) => {
        const given = await validatorIn(jurisdiction, 'PT', { taskCode });
        return given.eligible ? 'ELIGIBLE' : given.reason;
      };
      expect(await answer('US-FL', 'transfer_assistance')).toBe('ELIGIBLE');
      expect(await answer('US-FL', 'goal_setting')).toBe('TASK_PROHIBITED');
      expect(await answer('US-MT', 'transfer_assistance')).toBe('ELIGIBLE');
      expect(await answer('US-MT', 'exercise_assistance')).toBe('TASK_PROHIBITED');
      expect(await answer('US-TX', 'exercise_assistance')).toBe('ELIGIBLE');
    });
  });

  it('of an invented jurisdiction are one row of a file, and everything works under it', async () => {
    await load(INVENTED());
    expect(await validatorIn('XX-FUN', 'JUGGLER')).toMatchObject({
      eligible: true,
      rule: { levelRank: 'IN_SESSION', licenseTypes: ['JUGGLER'], sources: [{ citation: 'Fun Code 7' }] },
    });
    expect(await validatorIn('XX-FUN', 'PT')).toMatchObject({ reason: 'LICENSE_TYPE_NOT_ACCEPTED' });
    expect(await validatorIn('XX-FUN', 'JUGGLER', { taskCode: 'clerical' })).toMatchObject({
      reason: 'TASK_PROHIBITED',
      source: { citation: 'Fun Code 7' },
    });
  });

  it('change on the day they say: what was decided before stands by the rule of then', async () => {
    const rule = (types: string, effective: string) =>
      `{jurisdiction: XX-CHG, verified_on: 2026-11-01, role: aide, authority: [Code ${types}], supervisor_license_types: [${types}],
        level_rank: REMOTE, ratios: [], effective: ${effective}}`;
    await load(
      `supervision_rules: [${rule('PTA', `{from: null, to: ${dayFromToday(-11)}}`)}, ${rule('PT', `{from: ${dayFromToday(-10)}}`)}]`,
    );
    expect(await validatorIn('XX-CHG', 'PTA', { on: dayFromToday(-11) })).toMatchObject({ eligible: true });
    expect(await validatorIn('XX-CHG', 'PTA', { on: dayFromToday(-10) })).toMatchObject({
      reason: 'LICENSE_TYPE_NOT_ACCEPTED',
      source: { citation: 'Code PT' },
    });
  });

  describe('of an employer', () => {
    const record = (by: Member, input: object) =>
      by.do<{ id: string; code?: string }>(
        'recordSupervisionPolicy',
        { effectiveFrom: dayFromToday(-30), citation: 'Handbook 4.2', rule: {}, ...input },
        '... on SupervisionPolicy { id siteId citation supersedesId }',
      );
    const withdraw = (by: Member, policyId: string, effectiveFrom: string) =>
      by.do<{ id: string; code?: string }>(
        'withdrawSupervisionPolicy',
        { policyId, effectiveFrom, reason: 'No longer needed' },
        '... on SupervisionPolicy { id withdrawn supersedesId }',
      );

    it('inv 31: make the law stricter, never looser, and each field names who decided it', async () => {
      const world = await World.create(app, { isClinic: true });
      const site = await siteOf(world, await jurisdictionWith(app));
      const other = await siteOf(world, site.jurisdiction);
      await record(world.owner, {
        siteId: site.id,
        rule: {
          level: 'IN_SESSION',
          licenseTypes: ['PT', 'OT'],
          prohibitedTasks: ['superficial_heat'],
          unsupervisedTasks: ['clerical'],
          ratios: [{ counts: ['aide'], max: 2, onlyWhen: 'PATIENT_RELATED' }],
        },
      });
      const rule = await ruleAt(world.owner, site.id);
      expect(rule).toMatchObject({ decides: true, level: 'IN_SESSION', licenseTypes: ['PT'] });
      expect(rule.terms).toEqual(
        expect.arrayContaining([
          { name: 'LEVEL', values: ['IN_SESSION'], decidedBy: [{ source: 'EMPLOYER' }] },
          {
            name: 'LICENSE_TYPES',
            values: ['PT'],
            decidedBy: [{ source: 'JURISDICTION' }, { source: 'EMPLOYER' }],
          },
          {
            name: 'RATIOS',
            values: ['per licensee: at most 2 of aide, counted in patient related tasks'],
            decidedBy: [{ source: 'EMPLOYER' }],
          },
          { name: 'UNSUPERVISED_TASKS', values: [], decidedBy: [{ source: 'JURISDICTION' }] },
        ]),
      );
      expect(rule.sources.map(({ source }) => source)).toEqual(['JURISDICTION', 'EMPLOYER']);
      expect(await ruleAt(world.owner, other.id)).toMatchObject({
        level: 'ON_PREMISES',
        licenseTypes: ['PT', 'PTA'],
      });
      expect((await ruleAt(world.owner, site.id, { on: dayFromToday(-31) })).sources).toHaveLength(1);
    });

    it('are replaced and withdrawn from a day on, as it was known then', async () => {
      const world = await World.create(app, { isClinic: true });
      const site = await siteOf(world, await jurisdictionWith(app));
      const first = await record(world.owner, { rule: { licenseTypes: ['PT'] } });
      const before = new Date();
      app.clock.advance({ minutes: 1 });
      const replaced = {
        rule: { licenseTypes: ['PTA'] },
        replacesId: first.id,
        effectiveFrom: dayFromToday(-10),
      };
      const second = await record(world.owner, replaced);
      expect(await record(world.owner, replaced)).toMatchObject({ code: 'SUPERVISION_POLICY_SUPERSEDED' });
      await withdraw(world.owner, second.id, dayFromToday(-5));
      expect(await withdraw(world.owner, second.id, dayFromToday(-4))).toMatchObject({
        code: 'SUPERVISION_POLICY_SUPERSEDED',
      });
      const types = async (days: number, given: object = {}) =>
        (await ruleAt(world.owner, site.id, { on: dayFromToday(days), ...given })).licenseTypes;
      expect([await types(-11), await types(-10), await types(-5)]).toEqual([['PT'], ['PTA'], ['PT', 'PTA']]);
      expect(await types(-5, { knownAt: before.toISOString() })).toEqual(['PT']);
      const { supervisionPolicies } = await world.owner.ask<{ supervisionPolicies: object[] }>(
        '{ supervisionPolicies { withdrawn supersedesId } }',
      );
      expect(supervisionPolicies).toEqual([
        { withdrawn: true, supersedesId: second.id },
        { withdrawn: false, supersedesId: first.id },
        { withdrawn: false, supersedesId: null },
      ]);
    });

    it('say what is wrong with them, and are recorded by who may', async () => {
      const world = await World.create(app, { isClinic: true });
      await expect(record(world.owner, { rule: { prohibitedTasks: ['juggling'] } })).rejects.toThrow(
        'juggling (no task of the vocabulary)',
      );
      await expect(record(world.owner, { effectiveTo: dayFromToday(-31) })).rejects.toThrow('effectiveTo');
      await expect(record(world.owner, { siteId: newId() })).rejects.toThrow('NOT_FOUND');
      await expect(record(world.owner, { replacesId: newId() })).rejects.toThrow('NOT_FOUND');
      await expect(record(await world.member('SUPERVISOR'), {})).rejects.toThrow('FORBIDDEN');
    });
  });

  it('in an unknown jurisdiction say what is missing and what to do', async () => {
    const world = await World.create(app, { isClinic: true });
    const rule = await ruleAt(world.owner, (await siteOf(world, 'XX-NIL')).id);
    expect(rule).toMatchObject({ decides: false, sources: [], terms: [], licenseTypes: [] });
    expect(rule.because).toContain('No supervision rule for XX-NIL is on record');
    expect(rule.because).toContain('loaded');
  });

  it('of an agreement are shown to both sides, and to nobody else', async () => {
    const [school, clinic, stranger] = [
      await World.create(app),
      await World.create(app, { isClinic: true }),
      await World.create(app),
    ];
    const site = await siteOf(clinic, await jurisdictionWith(app));
    const agreementId = await agreementOf(school, clinic, { supervisor_license_types: ['PT'] });
    for (const { owner } of [school, clinic]) {
      const rule = await ruleAt(owner, site.id, { agreementId });
      expect(rule).toMatchObject({ licenseTypes: ['PT'] });
      expect(rule.sources.map(({ source }) => source)).toEqual(['JURISDICTION', 'AGREEMENT']);
    }
    expect(await ruleAt(clinic.owner, site.id)).toMatchObject({ licenseTypes: ['PT', 'PTA'] });
    for (const given of [{ agreementId }, {}])
      await expect(ruleAt(stranger.owner, site.id, given)).rejects.toThrow('NOT_FOUND');
    await expect(ruleAt(school.owner, site.id)).rejects.toThrow('NOT_FOUND');
  });
});
