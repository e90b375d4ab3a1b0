import { importRules } from '../src/cli/import-rule-file.js';
import { newId } from '../src/platform/ids/ids.js';
import { earlier, itemToday, lookAndSign, signedInNow, today, toNoon } from './support/days-pass.js';
import { record, seen, type Answered } from './support/observations.js';
import { logHours, supervisorOf, verifyHours } from './support/ojt.js';
import { alsoMemberOf } from './support/second-membership.js';
import { ticketFor } from './support/signing.js';
import { blocksOf, preview, sign, standing, type Item } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import {
  checklistIn,
  clinicWithTrainee,
  employeeAt,
  jurisdictionWith,
  licenseOf,
  siteOf,
  skillIn,
  validatorAt,
  type AssignmentRow,
  type SkillRow,
} from './support/training.js';
import { World, type Member } from './support/world.js';

describe('what is rare in training, and happens', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => toNoon(app));
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** Watches the skill an hour ago, all steps met. */
  const watch = (by: Member, assignment: Pick<AssignmentRow, 'id'>, skill: SkillRow, given: object = {}) =>
    record(by, seen(assignment, skill, { startsAt: earlier(app), ...given }));

  async function signed(by: Member, item: Item): Promise<string> {
    const { answer } = await lookAndSign(app, by, [item]);
    expect(answer).toMatchObject({ __typename: 'SignOffsMade' });
    return answer.signOffs![0]!.id;
  }

  const statusOf = async (member: Member, id: string, at: { on?: string; knownAt?: Date } = {}) =>
    (await standing(member, id, at)).status;

  /** A PTA and a PT who may validate at the site, with a license there each. */
  async function twoValidators(clinic: World, siteId: string, jurisdictions: readonly string[]) {
    const [pta, pt] = [await clinic.member('SUPERVISOR'), await clinic.member('SUPERVISOR')];
    for (const [person, type] of [
      [pta, 'PTA'],
      [pt, 'PT'],
    ] as const) {
      for (const jurisdiction of jurisdictions)
        await licenseOf(clinic, person.personId, jurisdiction, { type });
      await validatorAt(clinic, person.personId, siteId);
    }
    return { pta, pt };
  }

  it('inv 24: what is signed on 29 February counts through 28 February, or through the next 29 where there is one', async () => {
    app.clock.setTo(new Date('2028-02-29T12:00:00Z'));
    const { clinic, site, trainee, jurisdiction, ...scene } = await clinicWithTrainee(app);
    await licenseOf(clinic, scene.supervisor.personId, jurisdiction, { endsOn: '2040-01-01' });
    const [year, fourYears] = [await skillIn(clinic), await skillIn(clinic, { validity_months: 48 })];
    const checklist = await checklistIn(clinic, [year, fourYears]);
    const assignment = await employeeAt(clinic, trainee, site, checklist.versionId);
    const [first, long] = [
      await watch(scene.supervisor, assignment, year),
      await watch(scene.supervisor, assignment, fourYears, { startsAt: earlier(app, 3) }),
    ];
    const id = await signed(scene.supervisor, itemToday(app, assignment, year, [first.id]));
    const longId = await signed(scene.supervisor, itemToday(app, assignment, fourYears, [long.id]));
    expect((await standing(trainee, id)).expiresOn).toBe('2029-02-28');
    expect((await standing(trainee, longId)).expiresOn).toBe('2032-02-29');
    const on = (day: string, which = id) => statusOf(trainee, which, { on: day });
    expect([await on('2029-02-28'), await on('2029-03-01')]).toEqual(['EXPIRING', 'EXPIRED']);
    expect([await on('2032-02-29', longId), await on('2032-03-01', longId)]).toEqual(['EXPIRING', 'EXPIRED']);

    app.clock.setTo(new Date('2029-02-28T12:00:00Z'));
    const supervisor = await signedInNow(app, scene.supervisor);
    const again = await watch(supervisor, assignment, year);
    const { shown } = await lookAndSign(app, supervisor, [itemToday(app, assignment, year, [again.id])]);
    expect(shown.items[0]).toMatchObject({ kind: 'RENEWAL', expiresOn: '2030-02-28' });
  });

  it('inv 2, 3: a license that ends on the day of the observation is good for that day, also when it is entered on the next', async () => {
    const { clinic, site, trainee, jurisdiction, skill, checklist } = await clinicWithTrainee(app);
    const other = await clinic.member('TRAINEE');
    const assignment = await employeeAt(clinic, other, site, checklist.versionId);
    const late = await employeeAt(clinic, trainee, site, checklist.versionId);
    let last = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, last.personId, jurisdiction, { endsOn: today(app) });
    await validatorAt(clinic, last.personId, site.id);
    const onLastDay = await watch(last, assignment, skill, { startsAt: earlier(app, 3) });
    const id = await signed(last, itemToday(app, assignment, skill, [onLastDay.id]));

    const [lastDay, watchedAt] = [today(app), earlier(app)];
    app.clock.advance({ days: 1 });
    last = await signedInNow(app, last);
    const enteredLate = await watch(last, late, skill, { startsAt: watchedAt });
    expect(enteredLate).toMatchObject({ result: 'MET', observedOn: lastDay, late: true });
    expect(await watch(last, late, skill)).toMatchObject({ ineligibility: 'LICENSE_NOT_ACTIVE' });
    const item = itemToday(app, late, skill, [enteredLate.id], { effectiveOn: lastDay });
    expect(await blocksOf(last, item)).toEqual(['LICENSE_NOT_ACTIVE']);
    const colleague = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, colleague.personId, jurisdiction);
    await validatorAt(clinic, colleague.personId, site.id);
    const { shown, answer } = await lookAndSign(app, colleague, [item]);
    expect(answer.signOffs).toMatchObject([{ late: true }]);
    expect(JSON.parse(shown.items[0]!.content!)).toMatchObject({
      observations: [{ observer: { id: last.personId, license: { expiresOn: lastDay } } }],
    });
    expect(await statusOf(colleague, id)).toBe('CURRENT');
  });

  it('inv 2, 31, 71: a site that moves to another state keeps its past; from then on the other law holds', async () => {
    const clinic = await World.create(app, { isClinic: true });
    const wide = await jurisdictionWith(app);
    const strict = 'XX-STR';
    await importRules(
      app.database.migrationDatabaseUrl,
      `supervision_rules: [{jurisdiction: ${strict}, verified_on: 2026-11-23, role: aide, authority: [Strict Code 1],
        supervisor_license_types: [PT], level_rank: ON_PREMISES, ratios: []}]`,
    );
    const site = await siteOf(clinic, wide);
    let { pta, pt } = await twoValidators(clinic, site.id, [wide, strict]);
    let stayed = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, stayed.personId, wide);
    await validatorAt(clinic, stayed.personId, site.id);
    const [skill, second] = [await skillIn(clinic), await skillIn(clinic)];
    const checklist = await checklistIn(clinic, [skill, second]);
    const trainee = await clinic.member('TRAINEE');
    const assignment = await employeeAt(clinic, trainee, site, checklist.versionId);
    const id = await signed(
      pta,
      itemToday(app, assignment, skill, [(await watch(pta, assignment, skill)).id]),
    );

    const [before, watchedAt] = [today(app), earlier(app, 3)];
    app.clock.advance({ days: 1 });
    const owner = await signedInNow(app, clinic.owner);
    [pta, pt, stayed] = [
      await signedInNow(app, pta),
      await signedInNow(app, pt),
      await signedInNow(app, stayed),
    ];
    await owner.do('updateSite', { siteId: site.id, jurisdiction: strict }, '... on Site { id }');
    expect(await watch(pta, assignment, second)).toMatchObject({
      ineligibility: 'LICENSE_TYPE_NOT_ACCEPTED',
    });
    expect(await watch(stayed, assignment, second)).toMatchObject({ ineligibility: 'NO_LICENSE' });
    const entered = await watch(pta, assignment, second, { startsAt: watchedAt });
    expect(entered).toMatchObject({ result: 'MET', observedOn: before });
    const item = itemToday(app, assignment, second, [entered.id], { effectiveOn: before });
    expect(await blocksOf(pta, item)).toEqual(['LICENSE_TYPE_NOT_ACCEPTED']);
    expect(await blocksOf(stayed, item)).toEqual(['NO_LICENSE']);
    const { shown } = await lookAndSign(app, pt, [item]);
    expect(JSON.parse(shown.items[0]!.content!)).toMatchObject({
      site: { jurisdiction: wide },
      validator: { license: { jurisdiction: wide } },
    });
    expect(await statusOf(owner, id)).toBe('CURRENT');
    const { rows } = await app.owner.query('SELECT 1 FROM sign_off_entry WHERE sign_off_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('inv 31: a rule that changes in the middle of an assignment holds from its day, for observations, signatures and hours', async () => {
    const code = `XX-${newId().slice(-6).toUpperCase()}`;
    const changesOn = today(app, 'UTC', 1);
    const rule = (types: string, effective: string) =>
      `{jurisdiction: ${code}, verified_on: 2026-11-23, role: aide, authority: ["Code ${types}"], supervisor_license_types: [${types}],
        level_rank: REMOTE, ratios: [], effective: ${effective}}`;
    const yaml = `supervision_rules: [${rule('PT, PTA', `{from: null, to: ${today(app)}}`)}, ${rule('PT', `{from: ${changesOn}}`)}]`;
    expect((await importRules(app.database.migrationDatabaseUrl, yaml)).problems).toEqual([]);
    const clinic = await World.create(app, { isClinic: true });
    const site = await siteOf(clinic, code);
    let { pta, pt } = await twoValidators(clinic, site.id, [code]);
    const skill = await skillIn(clinic);
    const trainee = await clinic.member('TRAINEE');
    const assignment = await employeeAt(
      clinic,
      trainee,
      site,
      (await checklistIn(clinic, [skill])).versionId,
    );
    await supervisorOf(app, assignment, clinic.orgId, pta);
    const seenBefore = await watch(pta, assignment, skill);
    const id = await signed(pta, itemToday(app, assignment, skill, [seenBefore.id]));

    app.clock.advance({ days: 1 });
    [pta, pt] = [await signedInNow(app, pta), await signedInNow(app, pt)];
    expect(await watch(pta, assignment, skill)).toMatchObject({
      ineligibility: 'LICENSE_TYPE_NOT_ACCEPTED',
      decidedBy: 'JURISDICTION: Code PT',
    });
    expect(await statusOf(pt, id)).toBe('CURRENT');
    const overMidnight = new Date(`${today(app, 'UTC', -1)}T20:00:00Z`);
    const log = await logHours(await signedInNow(app, trainee), assignment, overMidnight, 8, {
      supervisorPersonId: pta.personId,
    });
    const [decided] = (await verifyHours(pt, assignment, [log.id])).hourLogs;
    expect(decided).toMatchObject({
      countedMinutes: 240,
      notCounted: [{ code: 'SUPERVISOR_NOT_ELIGIBLE', minutes: 240 }],
    });
  });

  it('inv 1: a trainee who becomes supervisor validates ex-peers, and never what is still open of their own', async () => {
    const { clinic, site, jurisdiction, trainee, skill, checklist, assignment, ...scene } =
      await clinicWithTrainee(app);
    const peer = await clinic.member('TRAINEE');
    const beside = await employeeAt(clinic, peer, site, checklist.versionId);
    const own = await watch(scene.supervisor, assignment, skill);
    const hours = await logHours(trainee, assignment, new Date(earlier(app, 20)), 2);
    const changed = await clinic.owner.do<{ __typename: string }>(
      'changeMemberRole',
      { membershipId: trainee.membershipId, role: 'SUPERVISOR', reason: 'Passed the boards' },
      '',
    );
    expect(changed.__typename).toBe('Membership');
    await licenseOf(clinic, trainee.personId, jurisdiction);
    await validatorAt(clinic, trainee.personId, site.id);
    const promoted = await signedInNow(app, trainee, 'SUPERVISOR');
    const ofPeer = await watch(promoted, beside, skill, { startsAt: earlier(app, 3) });
    expect(ofPeer).toMatchObject({ result: 'MET', observedBy: trainee.personId });
    await signed(promoted, itemToday(app, beside, skill, [ofPeer.id]));
    expect(await watch(promoted, assignment, skill)).toMatchObject({ __typename: 'OwnRecord' });
    expect(await blocksOf(promoted, itemToday(app, assignment, skill, [own.id]))).toEqual(['SELF']);
    expect(await verifyHours(promoted, assignment, [hours.id])).toMatchObject({ code: 'OWN_HOURS' });
    const voiding = {
      observationId: own.id,
      assignmentId: assignment.id,
      reasonCode: 'WRONG_PERSON',
      reason: 'Not so',
    };
    expect((await promoted.do<{ __typename: string }>('voidObservation', { voiding }, '')).__typename).toBe(
      'OwnRecord',
    );
    const name = (assignmentId: string) =>
      clinic.owner.do<{ __typename: string }>(
        'nameSupervisor',
        { assignmentId, personId: trainee.personId },
        '',
      );
    expect((await name(assignment.id)).__typename).toBe('OwnAssignment');
    expect((await name(beside.id)).__typename).toBe('AssignmentSupervision');
    await signed(scene.supervisor, itemToday(app, assignment, skill, [own.id]));
  });

  it('inv 1: what somebody signed for a person who turns out to be themselves goes to review, and what they saw counts no more', async () => {
    const { clinic, site, supervisor, skill, checklist, assignment, trainee } = await clinicWithTrainee(app);
    const other = await skillIn(clinic);
    const wider = await checklistIn(clinic, [skill, other]);
    const second = await employeeAt(clinic, trainee, site, wider.versionId);
    const peer = await clinic.member('TRAINEE');
    const beside = await employeeAt(clinic, peer, site, checklist.versionId);
    const [own, unsigned, ofPeer] = [
      await watch(supervisor, assignment, skill),
      await watch(supervisor, second, other, { startsAt: earlier(app, 3) }),
      await watch(supervisor, beside, skill, { startsAt: earlier(app, 5) }),
    ];
    const id = await signed(supervisor, itemToday(app, assignment, skill, [own.id]));
    const peerId = await signed(supervisor, itemToday(app, beside, skill, [ofPeer.id]));
    const colleague = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, colleague.personId, site.jurisdiction);
    await validatorAt(clinic, colleague.personId, site.id);
    const item = itemToday(app, second, other, [unsigned.id]);
    expect(await blocksOf(colleague, item)).toEqual([]);

    const knownAt = app.clock.now();
    app.clock.advance({ minutes: 1 });
    const merge = await clinic.owner.do<{ __typename: string; id: string }>(
      'mergePersons',
      { fromPersonId: trainee.personId, intoPersonId: supervisor.personId, reason: 'One card, two files' },
      '... on PersonMerge { id }',
    );
    await app.until(`SELECT 1 FROM sign_off_entry WHERE sign_off_id = $1 AND kind = 'REVIEW_OPENED'`, [id]);
    expect(await standing(colleague, id)).toMatchObject({
      status: 'IN_REVIEW',
      because: [expect.stringContaining('signed by oneself') as string],
    });
    expect(await statusOf(colleague, id, { knownAt })).toBe('CURRENT');
    expect(await statusOf(colleague, peerId)).toBe('CURRENT');
    expect(await blocksOf(colleague, item)).toEqual(['OBSERVATION_DOES_NOT_COUNT', 'OBSERVATIONS_MISSING']);
    expect(await blocksOf(supervisor, item)).toContain('SELF');
    const { rows } = await app.owner.query<{ cause: string }>(
      'SELECT cause_id AS cause FROM sign_off_entry WHERE sign_off_id = $1',
      [id],
    );
    expect(rows).toEqual([{ cause: merge.id }]);
  });

  it('a number that two states have given tells two licenses: what becomes of one touches nothing of the other', async () => {
    const clinic = await World.create(app, { isClinic: true });
    const sites = [
      await siteOf(clinic, await jurisdictionWith(app)),
      await siteOf(clinic, await jurisdictionWith(app)),
    ];
    const supervisor = await clinic.member('SUPERVISOR');
    const skill = await skillIn(clinic);
    const checklist = await checklistIn(clinic, [skill]);
    const trainee = await clinic.member('TRAINEE');
    const other = await clinic.member('TRAINEE');
    const licenseIds: string[] = [];
    const signOffIds: string[] = [];
    const assignments: AssignmentRow[] = [];
    for (const [at, site] of sites.entries()) {
      licenseIds.push(await licenseOf(clinic, supervisor.personId, site.jurisdiction, { number: 'PT-1000' }));
      await validatorAt(clinic, supervisor.personId, site.id);
      const assignment = await employeeAt(clinic, [trainee, other][at]!, site, checklist.versionId);
      const { id } = await watch(supervisor, assignment, skill, { startsAt: earlier(app, 1 + 2 * at) });
      assignments.push(assignment);
      signOffIds.push(await signed(supervisor, itemToday(app, assignment, skill, [id])));
    }
    await clinic.owner.do(
      'recordLicenseStatus',
      {
        licenseId: licenseIds[0],
        status: 'SUSPENDED',
        startsOn: today(app, 'UTC', -5),
        reason: 'Board order 12',
      },
      '... on License { id }',
    );
    expect(await statusOf(clinic.owner, signOffIds[0]!)).toBe('IN_REVIEW');
    expect(await statusOf(clinic.owner, signOffIds[1]!)).toBe('CURRENT');
    const startsAt = earlier(app, 0.5);
    expect(await watch(supervisor, assignments[0]!, skill, { startsAt, minutes: 5 })).toMatchObject({
      ineligibility: 'LICENSE_NOT_ACTIVE',
    });
    expect(await watch(supervisor, assignments[1]!, skill, { startsAt, minutes: 5 })).toMatchObject({
      __typename: 'Observation',
    });
  });

  it('inv 12: N/A on every step that is not critical leaves the critical ones to decide; on every step there is nothing to sign', async () => {
    const { assignment, skill, supervisor, clinic, site, trainee } = await clinicWithTrainee(app);
    const only = (critical: string, stepIds: readonly string[]) =>
      stepIds.map((stepId, at) => ({ stepId, result: at === 0 ? critical : 'NOT_APPLICABLE' }));
    const failed = await watch(supervisor, assignment, skill, { answers: only('NOT_MET', skill.stepIds) });
    expect(failed).toMatchObject({ result: 'NOT_MET', scorePercent: '0.00', criticalMet: false });
    const startsAt = earlier(app, 2);
    const met = await watch(supervisor, assignment, skill, { startsAt, answers: only('MET', skill.stepIds) });
    expect(met).toMatchObject({ result: 'MET', scorePercent: '100.00', criticalMet: true });
    expect(await blocksOf(supervisor, itemToday(app, assignment, skill, [met.id]))).toEqual([]);

    const open = await skillIn(clinic, { criticalSteps: 0, patient_contact: false });
    const other = await employeeAt(clinic, trainee, site, (await checklistIn(clinic, [open])).versionId);
    const nothing = await watch(supervisor, other, open, {
      startsAt: earlier(app, 4),
      answers: only('NOT_APPLICABLE', open.stepIds),
    });
    expect(nothing).toMatchObject({ result: 'INCOMPLETE', scorePercent: null });
    expect(await blocksOf(supervisor, itemToday(app, other, open, [nothing.id]))).toEqual([
      'OBSERVATION_DOES_NOT_COUNT',
      'OBSERVATIONS_MISSING',
    ]);
  });

  it('inv 7, 8, abuse 35: a version that is published between looking and signing changes nothing; one that is asked for does', async () => {
    const { clinic, assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    const seenOnce: Answered = await watch(supervisor, assignment, skill);
    const item = itemToday(app, assignment, skill, [seenOnce.id]);
    const { payloadHash } = await preview(supervisor, [item]);
    const copied = await clinic.owner.do<{ id: string; revision: number }>(
      'copySkillVersion',
      { skillVersionId: skill.versionId },
      '... on SkillVersion { id revision }',
    );
    const published = await clinic.owner.do<{ __typename: string }>(
      'publishSkillVersion',
      { skillVersionId: copied.id, revision: copied.revision },
      '... on SkillVersion { id }',
    );
    expect(published.__typename).toBe('SkillVersion');
    expect((await preview(supervisor, [item])).payloadHash).toBe(payloadHash);
    const ticket = await ticketFor(app, supervisor, payloadHash!);
    const next = await checklistIn(clinic, [{ ...skill, versionId: copied.id }]);
    const moved = await clinic.owner.do<{ __typename: string }>(
      'transferChecklist',
      { assignmentId: assignment.id, checklistVersionId: next.versionId, reason: 'New belts' },
      '',
    );
    expect(moved.__typename).toBe('Assignment');
    expect(await sign(supervisor, [item], ticket)).toMatchObject({
      __typename: 'SignOffBlocked',
      items: [{ blocks: [{ code: 'OBSERVATION_DOES_NOT_COUNT' }, { code: 'OBSERVATIONS_MISSING' }] }],
    });
    expect(await watch(supervisor, assignment, skill, { startsAt: earlier(app, 3) })).toMatchObject({
      __typename: 'ObservedVersionNotPinned',
    });
    const { signOffs } = await trainee.ask<{ signOffs: { totalCount: number } }>(
      'query ($id: ID!) { signOffs(assignmentId: $id) { totalCount } }',
      { id: assignment.id },
    );
    expect(signOffs.totalCount).toBe(0);
  });

  it('inv 26: a skill that is revoked puts in review what rests on it, and nothing else', async () => {
    const { clinic, site, supervisor, trainee } = await clinicWithTrainee(app);
    const [first, second] = [await skillIn(clinic), await skillIn(clinic)];
    const onFirst = await skillIn(clinic, { prerequisites: [first] });
    const onSecond = await skillIn(clinic, { prerequisites: [second] });
    const skills = [first, second, onFirst, onSecond];
    const assignment = await employeeAt(clinic, trainee, site, (await checklistIn(clinic, skills)).versionId);
    const ids: string[] = [];
    for (const [hours, skill] of skills.entries()) {
      const { id } = await watch(supervisor, assignment, skill, { startsAt: earlier(app, 1 + hours) });
      ids.push(await signed(supervisor, itemToday(app, assignment, skill, [id])));
    }
    const because = { reasonCode: 'INCIDENT', note: 'Seen unsafe' };
    await clinic.owner.do('revokeSignOff', { signOffId: ids[0], ...because }, '... on SignOff { id }');
    expect(await Promise.all(ids.map((id) => statusOf(trainee, id)))).toEqual([
      'REVOKED',
      'CURRENT',
      'IN_REVIEW',
      'CURRENT',
    ]);
  });

  it('inv 19: levels are never averaged: one below what the skill asks for is not made up for by one above', async () => {
    const { clinic, site, supervisor, trainee } = await clinicWithTrainee(app);
    const skill = await skillIn(clinic, { required_observations: 2, min_entrustment: 'S3' });
    const assignment = await employeeAt(
      clinic,
      trainee,
      site,
      (await checklistIn(clinic, [skill])).versionId,
    );
    const level = (entrustmentLevel: string, performanceRating: number, hours: number) =>
      watch(supervisor, assignment, skill, {
        entrustmentLevel,
        performanceRating,
        startsAt: earlier(app, hours),
      });
    const [low, high] = [await level('S2', 5, 5), await level('S4', 1, 4)];
    expect([low['result'], high['result']]).toEqual(['MET', 'MET']);
    expect(await blocksOf(supervisor, itemToday(app, assignment, skill, [low.id, high.id]))).toEqual([
      'OBSERVATION_DOES_NOT_COUNT',
      'OBSERVATIONS_MISSING',
    ]);
    const enough = await level('S3', 2, 3);
    const item = itemToday(app, assignment, skill, [high.id, enough.id], { entrustmentLevel: 'S3' });
    const { shown } = await lookAndSign(app, supervisor, [item]);
    expect(JSON.parse(shown.items[0]!.content!)).toMatchObject({
      entrustmentLevel: 'S3',
      observations: [
        { entrustmentLevel: 'S4', performanceRating: 1 },
        { entrustmentLevel: 'S3', performanceRating: 2 },
      ],
    });
  });

  it('inv 28, 30: what one employer signed clears for nothing at the next, who decides for themselves', async () => {
    const here = await clinicWithTrainee(app);
    const seenHere = await watch(here.supervisor, here.assignment, here.skill);
    await signed(here.supervisor, itemToday(app, here.assignment, here.skill, [seenHere.id]));
    const there = await World.create(app, { isClinic: true });
    const site = await siteOf(there, here.jurisdiction);
    const skill = await skillIn(there, { code: here.skill.code });
    const hired = await alsoMemberOf(there, here.trainee, 'TRAINEE');
    await employeeAt(there, hired, site, (await checklistIn(there, [skill])).versionId);
    const at = async (member: Member, siteId: string) =>
      await member.ask<{ whoMayDo: { people: { mayDo: boolean }[] }; competencyMatrix: unknown }>(
        `query ($siteId: ID!) { whoMayDo(taskCode: "transfer_assistance", siteId: $siteId) { people { mayDo } }
            competencyMatrix(siteId: $siteId) { people { cells { status signOffId } } } }`,
        { siteId },
      );
    expect((await at(here.clinic.owner, here.site.id)).whoMayDo.people).toEqual([{ mayDo: true }]);
    expect(await at(there.owner, site.id)).toEqual({
      whoMayDo: { people: [{ mayDo: false }] },
      competencyMatrix: { people: [{ cells: [{ status: 'NOT_STARTED', signOffId: null }] }] },
    });
    const { signOffs } = await there.owner.ask<{ signOffs: { totalCount: number } }>(
      'query ($id: ID!) { signOffs(personId: $id) { totalCount } }',
      { id: here.trainee.personId },
    );
    expect(signOffs.totalCount).toBe(0);
  });
});
