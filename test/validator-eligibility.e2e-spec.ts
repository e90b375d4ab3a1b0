import { Database } from '../src/platform/database/database.js';
import type { TenantDb } from '../src/platform/database/tenant-db.js';
import type { Eligibility, EligibilityQuestion } from '../src/features/training/supervision/eligibility.js';
import { ValidatorEligibility } from '../src/features/training/supervision/validator-eligibility.service.js';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import {
  agreementOf,
  clinicWithTrainee,
  dayFromToday,
  insertRow,
  jurisdictionWith,
  licenseOf,
  schoolWithPlacement,
  siteOf,
  validatorAt,
} from './support/training.js';
import { World } from './support/world.js';

describe('who may validate', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const of = (db: TenantDb, ...questions: EligibilityQuestion[]): Promise<Eligibility[]> =>
    db.load((tx) => app.app.get(ValidatorEligibility, { strict: false }).of(tx, questions));

  type ClinicWorld = Awaited<ReturnType<typeof clinicWithTrainee>>;

  const question = (
    { clinic, supervisor, trainee, site, skill }: ClinicWorld,
    given: Partial<EligibilityQuestion> = {},
  ): EligibilityQuestion => ({
    key: 'q',
    validatorPersonId: supervisor.personId,
    traineePersonId: trainee.personId,
    siteOrgId: clinic.orgId,
    siteId: site.id,
    jurisdiction: site.jurisdiction,
    setting: 'OUTPATIENT',
    agreementId: null,
    ownerOrgId: clinic.orgId,
    on: dayFromToday(0),
    taskCode: 'transfer_assistance',
    patientContact: true,
    skillCode: skill.code,
    ...given,
  });

  const viewAs = (world: World) => app.app.get(Database).forViewer(world.owner.viewer);

  it('is a supervisor with an active, verified license of an accepted type, authorized at the site', async () => {
    const world = await clinicWithTrainee(app);
    const [answer] = await of(viewAs(world.clinic), question(world));
    expect(answer).toMatchObject({
      key: 'q',
      eligible: true,
      license: { id: world.licenseId, typeCode: 'PT', status: 'ACTIVE', expiresOn: dayFromToday(365) },
      rule: {
        sources: [{ source: 'JURISDICTION', citation: 'Invented Code 1', verifiedOn: '2026-11-23' }],
        levelRank: 'ON_PREMISES',
        licenseTypes: ['PT', 'PTA'],
      },
      printedName: 'Sam Okoye',
      mayApprove: false,
    });
  });

  it('is asked of any number of people, places and days in one statement', async () => {
    const world = await clinicWithTrainee(app);
    const questions = Array.from({ length: 200 }, (_, i) =>
      question(world, { key: String(i), on: dayFromToday(-i * 4) }),
    );
    const db = viewAs(world.clinic);
    const answers: Eligibility[] = [];
    const statements = await app.statementsOf(async () => {
      answers.push(...(await of(db, ...questions)));
    });
    expect(statements).toHaveLength(1);
    expect(answers.map(({ key }) => key)).toEqual(questions.map(({ key }) => key));
    expect(answers.filter(({ eligible }) => eligible)).toHaveLength(92); // a year back, every fourth day
  });

  it('inv 1, abuse 30: is nobody for themselves, nor for the duplicate they were merged with', async () => {
    const world = await clinicWithTrainee(app);
    const { clinic, supervisor, trainee } = world;
    const db = viewAs(clinic);
    const [own] = await of(db, question(world, { traineePersonId: supervisor.personId }));
    expect(own).toMatchObject({ eligible: false, reason: 'SELF' });
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      trainee.personId,
      supervisor.personId,
    ]);
    const [merged] = await of(db, question(world));
    expect(merged).toMatchObject({ eligible: false, reason: 'SELF' });
  });

  it('inv 2, inv 3, abuse 31: goes by the license on the day: valid through its last day, and a later lapse does not matter', async () => {
    const world = await clinicWithTrainee(app);
    const { clinic, site } = world;
    const other = await clinic.member('SUPERVISOR');
    await validatorAt(clinic, other.personId, site.id);
    await licenseOf(clinic, other.personId, site.jurisdiction, { endsOn: dayFromToday(-10) });
    const on = (day: number) =>
      question(world, { key: String(day), validatorPersonId: other.personId, on: dayFromToday(day) });
    expect(await of(viewAs(clinic), on(-11), on(-10), on(-9))).toMatchObject([
      { eligible: true, license: { expiresOn: dayFromToday(-10) } },
      { eligible: true },
      { eligible: false, reason: 'LICENSE_NOT_ACTIVE' },
    ]);
  });

  it('tells a back-dated suspension from what was known before', async () => {
    const world = await clinicWithTrainee(app);
    const before = new Date();
    await insertRow(app, 'license_status_entry', {
      id: newId(),
      license_id: world.licenseId,
      status: 'SUSPENDED',
      starts_on: dayFromToday(-20),
      ends_on: dayFromToday(-10),
      recorded_at: new Date(before.getTime() + 1),
    });
    const on = dayFromToday(-15);
    const then = await of(viewAs(world.clinic), question(world, { on, knownAt: before }));
    const now = await of(viewAs(world.clinic), question(world, { on }));
    expect([then[0], now[0]]).toMatchObject([
      { eligible: true },
      { eligible: false, reason: 'LICENSE_NOT_ACTIVE' },
    ]);
  });

  it('inv 4, abuse 32: needs an authorization at the site in those days, finished assessor training, and the skill in it', async () => {
    const world = await clinicWithTrainee(app);
    const { clinic, site } = world;
    const db = viewAs(clinic);
    const person = async (given: Record<string, unknown> | null) => {
      const { personId } = await clinic.member('SUPERVISOR');
      await licenseOf(clinic, personId, site.jurisdiction);
      if (given)
        await insertRow(app, 'validator_authorization', {
          org_id: clinic.orgId,
          id: newId(),
          person_id: personId,
          site_id: site.id,
          starts_on: dayFromToday(-100),
          assessor_trained_on: dayFromToday(-100),
          ...given,
        });
      const [answer] = await of(db, question(world, { validatorPersonId: personId }));
      return answer!.eligible ? 'ELIGIBLE' : answer!.reason;
    };
    expect(await person(null)).toBe('NOT_AUTHORIZED_AT_SITE');
    expect(await person({ ends_on: dayFromToday(-1) })).toBe('NOT_AUTHORIZED_AT_SITE');
    expect(await person({ starts_on: dayFromToday(1) })).toBe('NOT_AUTHORIZED_AT_SITE');
    expect(await person({ assessor_trained_on: null })).toBe('ASSESSOR_NOT_TRAINED');
    expect(await person({ assessor_trained_on: dayFromToday(1) })).toBe('ASSESSOR_NOT_TRAINED');
    expect(await person({ skill_codes: ['OTHER'] })).toBe('SKILL_NOT_AUTHORIZED');
    expect(await person({ skill_codes: ['OTHER', world.skill.code] })).toBe('ELIGIBLE');
  });

  it('inv 2: is nobody whose license the rule excludes by its status, and the law is named that does', async () => {
    const world = await clinicWithTrainee(app);
    const { clinic } = world;
    const jurisdiction = await jurisdictionWith(app, { supervisor_excluded: ['encumbered'] });
    const site = await siteOf(clinic, jurisdiction);
    const { personId } = await clinic.member('SUPERVISOR');
    await validatorAt(clinic, personId, site.id);
    const licenseId = await licenseOf(clinic, personId, jurisdiction);
    const asked = question(world, { validatorPersonId: personId, siteId: site.id, jurisdiction });
    const answer = async () => (await of(viewAs(clinic), asked))[0]!;
    expect(await answer()).toMatchObject({ eligible: true });
    await insertRow(app, 'license_status_entry', {
      ...{ id: newId(), license_id: licenseId, status: 'ENCUMBERED', starts_on: dayFromToday(-1) },
    });
    expect(await answer()).toMatchObject({
      ...{ eligible: false, reason: 'LICENSE_EXCLUDED', source: { citation: 'Invented Code 1' } },
    });
  });

  it('abuse 31: does not count a license of elsewhere, of another type, not verified, or claimed by its holder alone', async () => {
    const world = await clinicWithTrainee(app);
    const { clinic, site } = world;
    const elsewhere = await jurisdictionWith(app);
    const person = async (jurisdiction: string, given: Parameters<typeof licenseOf>[3]) => {
      const { personId } = await clinic.member('SUPERVISOR');
      await validatorAt(clinic, personId, site.id);
      await licenseOf(clinic, personId, jurisdiction, given);
      const [answer] = await of(viewAs(clinic), question(world, { validatorPersonId: personId }));
      return answer!.eligible ? 'ELIGIBLE' : answer!.reason;
    };
    expect(await person(elsewhere, {})).toBe('NO_LICENSE');
    expect(await person(site.jurisdiction, { type: 'OT' })).toBe('LICENSE_TYPE_NOT_ACCEPTED');
    expect(await person(site.jurisdiction, { verified: false })).toBe('LICENSE_NOT_VERIFIED');
    expect(await person(site.jurisdiction, {})).toBe('ELIGIBLE');
  });

  it('does not let a holder, or another organization, extend a license that was verified before', async () => {
    const world = await clinicWithTrainee(app);
    const { clinic, site, supervisor } = world;
    const elsewhere = await World.create(app, { isClinic: true });
    const { personId } = await clinic.member('SUPERVISOR');
    await validatorAt(clinic, personId, site.id);
    const licenseId = await licenseOf(clinic, personId, site.jurisdiction, { endsOn: dayFromToday(-10) });
    const extended = async (recorded: Record<string, unknown>) => {
      await insertRow(app, 'license_status_entry', {
        id: newId(),
        license_id: licenseId,
        status: 'ACTIVE',
        starts_on: dayFromToday(-9),
        ends_on: dayFromToday(300),
        ...recorded,
      });
      const [answer] = await of(viewAs(clinic), question(world, { validatorPersonId: personId }));
      return answer!.eligible ? 'ELIGIBLE' : answer!.reason;
    };
    expect(await extended({ recorded_by: personId, recorded_in: clinic.orgId })).toBe('LICENSE_NOT_VERIFIED');
    expect(await extended({ recorded_by: supervisor.personId, recorded_in: elsewhere.orgId })).toBe(
      'LICENSE_NOT_VERIFIED',
    );
    expect(await extended({ recorded_by: supervisor.personId, recorded_in: clinic.orgId })).toBe('ELIGIBLE');
  });

  it('inv 31: is decided by the law, the employer and the agreement together; a missing law lets nobody', async () => {
    const { school, clinic, site, supervisor, trainee, skill } = await schoolWithPlacement(app);
    const agreementId = await agreementOf(school, clinic, { supervisor_license_types: ['PTA'] });
    const asked = (given: Partial<EligibilityQuestion> = {}) =>
      question({ clinic, supervisor, trainee, site, skill } as ClinicWorld, {
        ownerOrgId: school.orgId,
        agreementId,
        ...given,
      });
    const clinicDb = app.app.get(Database).forViewer(supervisor.viewer).hostedIn(school.orgId);
    const schoolDb = viewAs(school);
    for (const db of [clinicDb, schoolDb]) {
      expect(await of(db, asked(), asked({ agreementId: null }))).toMatchObject([
        { eligible: false, reason: 'LICENSE_TYPE_NOT_ACCEPTED', source: { source: 'AGREEMENT' } },
        { eligible: true, printedName: 'Sam Okoye' },
      ]);
      expect(await of(db, asked({ jurisdiction: 'XX-NONE', agreementId: null }))).toMatchObject([
        { eligible: false, reason: 'RULE_MISSING' },
      ]);
    }
    await insertRow(app, 'supervision_policy', {
      org_id: clinic.orgId,
      id: newId(),
      site_id: site.id,
      effective_from: dayFromToday(-5),
      citation: 'Handbook 4.2',
      rule: { prohibited_task_codes: ['transfer_assistance'] },
    });
    for (const db of [clinicDb, schoolDb])
      expect(
        await of(db, asked({ agreementId: null }), asked({ agreementId: null, on: dayFromToday(-6) })),
      ).toMatchObject([
        {
          eligible: false,
          reason: 'TASK_PROHIBITED',
          source: { source: 'EMPLOYER', citation: 'Handbook 4.2' },
        },
        { eligible: true },
      ]);
  });

  it('tells an organization nothing of sites it has no agreement with', async () => {
    const world = await clinicWithTrainee(app);
    const stranger = await World.create(app);
    const answers = await of(
      viewAs(stranger),
      question(world),
      question(world, { ownerOrgId: stranger.orgId }),
    );
    expect(answers).toMatchObject([{ reason: 'RULE_MISSING' }, { reason: 'RULE_MISSING' }]);
  });

  it('is refused under a rule that does not say who may', async () => {
    const world = await clinicWithTrainee(app);
    const jurisdiction = await jurisdictionWith(app, { supervisor_license_types: undefined });
    const site = await siteOf(world.clinic, jurisdiction);
    await validatorAt(world.clinic, world.supervisor.personId, site.id);
    await licenseOf(world.clinic, world.supervisor.personId, jurisdiction);
    const [answer] = await of(viewAs(world.clinic), question({ ...world, site }));
    expect(answer).toMatchObject({ eligible: false, reason: 'RULE_INCOMPLETE' });
    expect((answer as { message: string }).message).toContain('supervisor_license_types');
  });
});
