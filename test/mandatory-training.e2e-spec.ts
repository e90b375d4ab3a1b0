import { newId } from '../src/platform/ids/ids.js';
import {
  BBP,
  CURRICULUM_TRAININGS,
  importTrainings,
  recordTraining,
  session,
  STANDING,
  trained,
  trainingIn,
  trainingOf,
  type ShownTraining,
} from './support/mandatory-training.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, dayFromToday, employeeAt, schoolWithPlacement } from './support/training.js';
import { uploaded } from './support/uploads.js';
import { World, type Member } from './support/world.js';

describe('mandatory training', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** A clinic that gives BBP, with an employee since 30 days. */
  const clinicGivingBbp = async () => {
    const world = await clinicWithTrainee(app);
    await importTrainings(world.clinic.owner, BBP);
    return world;
  };
  const clinicWith = async (document: string) => {
    const clinic = await World.create(app, { isClinic: true });
    await importTrainings(clinic.owner, document);
    return clinic;
  };
  const due = async (member: Member, withinDays = 30, first = 20) =>
    (
      await member.ask<{
        mandatoryTrainingsDue: { totalCount: number; edges: { node: ShownTraining; cursor: string }[] };
      }>(
        `query ($withinDays: Int!, $first: Int!) { mandatoryTrainingsDue(withinDays: $withinDays, first: $first) {
          totalCount edges { cursor node { ${STANDING} } } } }`,
        { withinDays, first },
      )
    ).mandatoryTrainingsDue;

  describe('is data', () => {
    it('brought in from the curriculum, with what it does not say told by line; the same again changes nothing', async () => {
      const clinic = await World.create(app, { isClinic: true });
      const report = await importTrainings(clinic.owner, CURRICULUM_TRAININGS);
      expect(report).toMatchObject({
        applied: true,
        added: ['BBP', 'PRIVACY', 'FIRE'],
        kept: [],
        errors: [],
      });
      expect(report.remarks.map(({ line, what }) => [line, what.split(' is not said')[0]])).toEqual([
        [2, 'BBP: live_questions'],
        [2, 'BBP: site_specific'],
        [3, 'PRIVACY: live_questions'],
        [3, 'PRIVACY: site_specific'],
        [4, 'FIRE: live_questions'],
        [4, 'FIRE: site_specific'],
      ]);
      const again = await importTrainings(clinic.owner, CURRICULUM_TRAININGS);
      expect(again).toMatchObject({ added: [], kept: ['BBP', 'PRIVACY', 'FIRE'] });
      const { mandatoryTrainings } = await clinic.owner.ask<{ mandatoryTrainings: object[] }>(
        '{ mandatoryTrainings { code dueAt intervalMonths intervalByPolicy alsoOn retentionMonths retentionFrom effectiveFrom warnDays } }',
      );
      expect(mandatoryTrainings).toEqual([
        { code: 'BBP', dueAt: 'INITIAL_ASSIGNMENT', intervalMonths: 12, intervalByPolicy: false, alsoOn: ['exposure_change'], retentionMonths: 36, retentionFrom: 'TRAINING_DATE', effectiveFrom: null, warnDays: [90, 60, 30, 7] },
        { code: 'FIRE', dueAt: 'HIRE', intervalMonths: 12, intervalByPolicy: false, alsoOn: [], retentionMonths: null, retentionFrom: null, effectiveFrom: null, warnDays: [90, 60, 30, 7] },
        { code: 'PRIVACY', dueAt: 'JOINING', intervalMonths: 12, intervalByPolicy: true, alsoOn: ['material_policy_change'], retentionMonths: 72, retentionFrom: 'LAST_IN_EFFECT', effectiveFrom: null, warnDays: [90, 60, 30, 7] },
      ]); // prettier-ignore
    });

    it.each([
      ['then_every: 12mo', 'then_every: yearly', 'trainings[0].frequency.then_every'],
      ['at: initial_assignment', 'at: birthday', 'trainings[0].frequency.at'],
      ['3y_from_training_date', '3y_from_birth', 'trainings[0].retain'],
      ['"2026-11-24"', '"2026-02-30"', 'trainings[0].verified_on'],
      ['also_on: exposure_change', 'also_on: "Exposure!"', 'trainings[0].frequency.also_on'],
      ['trainer_name', 'trainer_shoe_size', 'trainings[0].evidence[2]'],
    ])('is refused where it says %s as %s', async (right, wrong, path) => {
      const clinic = await World.create(app, { isClinic: true });
      const report = await importTrainings(clinic.owner, BBP.replace(right, wrong));
      expect(report).toMatchObject({ applied: false, added: [], errors: [{ path }] });
    });

    it('is only tried by a dry run', async () => {
      const clinic = await World.create(app, { isClinic: true });
      expect(await importTrainings(clinic.owner, BBP, { dryRun: true })).toMatchObject({
        applied: false,
        added: ['BBP'],
      });
      expect(await clinic.owner.ask('{ mandatoryTrainings { id } }')).toEqual({ mandatoryTrainings: [] });
    });

    it('has versions, none of which reaches back', async () => {
      const clinic = await clinicWith(BBP);
      const given = {
        code: 'FIRE',
        title: 'Fire',
        dueAt: 'HIRE',
        intervalMonths: 12,
        liveQuestions: false,
        siteSpecific: false,
      };
      const make = (more: object = {}) =>
        clinic.owner.do<{ id: string; effectiveFrom: string | null }>(
          'defineMandatoryTraining',
          { ...given, ...more },
          '... on MandatoryTraining { id effectiveFrom }',
        );
      const first = await make();
      expect(first.effectiveFrom).toBeNull();
      expect(await make()).toEqual(first);
      expect(await make({ intervalMonths: 6 })).toMatchObject({ effectiveFrom: dayFromToday(0) });
      const past = { intervalMonths: 3, effectiveFrom: dayFromToday(-1) };
      expect(await make(past)).toMatchObject({ code: 'MANDATORY_TRAINING_BACKDATED' });
      const other = BBP.replace('max_days: 365', 'max_days: 300').replace(
        'live_questions',
        'effective_from: "2020-01-01"\n    live_questions',
      );
      expect(await importTrainings(clinic.owner, other)).toMatchObject({
        applied: false,
        errors: [
          { path: 'trainings[0]', line: 2, message: expect.stringContaining('begins today or later') },
        ],
      });
    });

    it('is defined by staff alone', async () => {
      const { trainee } = await clinicGivingBbp();
      await expect(importTrainings(trainee, BBP)).rejects.toThrow('FORBIDDEN');
      await expect(recordTraining(trainee, session([trainee.personId]))).rejects.toThrow('FORBIDDEN');
    });
  });

  describe('is recorded', () => {
    it('for a whole list of attendees at once, with their names and job titles as they are', async () => {
      const clinic = await clinicWith(BBP);
      const people = [
        await clinic.member('SUPERVISOR', { givenName: 'Łukasz' }),
        await clinic.member('TRAINEE'),
      ];
      const ids = people.map(({ personId }) => personId);
      const done = await recordTraining(clinic.owner, session(ids));
      expect(done).toMatchObject({ __typename: 'RecordedMandatoryTraining', shortcoming: null });
      expect(done.completions.map(({ attendeeName }) => attendeeName).toSorted()).toEqual([
        'Ada Test',
        'Łukasz Test',
      ]);
      for (const id of ids)
        expect(await trainingOf(clinic.owner, id, 'BBP')).toMatchObject({
          status: 'CURRENT',
          currentUntil: dayFromToday(365),
        });
      const { rows } = await app.owner.query(
        `SELECT kind, content::jsonb ->> 'attendeeJobTitle' AS title FROM ledger_entry WHERE org_id = $1 AND person_id = $2`,
        [clinic.orgId, ids[0]],
      );
      expect(rows).toEqual([{ kind: 'training.completed', title: 'Technician' }]);
    });

    it('inv 51: not without what is to be written down', async () => {
      const clinic = await clinicWith(BBP);
      const { personId } = await clinic.member('TRAINEE');
      const input = session([personId], { trainerQualification: null, attendees: [{ personId }] });
      expect(await recordTraining(clinic.owner, input)).toMatchObject({
        code: 'TRAINING_EVIDENCE_MISSING',
        missing: ['TRAINER_QUALIFICATION', 'ATTENDEE_JOB_TITLE'],
      });
    });

    it('inv 51: of an online quiz alone, and does not count then', async () => {
      const clinic = await clinicWith(BBP);
      const { personId } = await clinic.member('TRAINEE');
      const online = { liveQuestions: false, trainerName: null, trainerQualification: null };
      const done = await recordTraining(clinic.owner, session([personId], online));
      expect(done.shortcoming).toBe(
        'It does not count by itself, because nobody was there to answer questions.',
      );
      expect(await trainingOf(clinic.owner, personId, 'BBP')).toMatchObject({
        status: 'REJECTED',
        current: false,
      });
      await recordTraining(clinic.owner, session([personId]));
      expect(await trainingOf(clinic.owner, personId, 'BBP')).toMatchObject({ current: true });
    });

    it('inv 51: late only with a reason, and the gap stays a gap', async () => {
      const { clinic, trainee } = await clinicGivingBbp();
      const { personId } = trainee;
      expect(await trainingOf(clinic.owner, personId, 'BBP')).toMatchObject({
        ...{ status: 'MISSING', dueOn: dayFromToday(-30), overdue: true, plannedOn: null },
      });
      expect(await recordTraining(clinic.owner, session([personId]))).toMatchObject({
        code: 'LATE_TRAINING_WITHOUT_REASON',
        late: [{ personId, dueOn: dayFromToday(-30) }],
      });
      const plan = await clinic.owner.do(
        'planLateTraining',
        { personId, code: 'BBP', plannedOn: dayFromToday(3), reason: 'The trainer was ill.' },
        '... on MandatoryTrainingDelay { dueOn plannedOn }',
      );
      expect(plan).toMatchObject({ dueOn: dayFromToday(-30), plannedOn: dayFromToday(3) });
      const planned = await trainingOf(clinic.owner, personId, 'BBP');
      expect(planned).toMatchObject({ plannedOn: dayFromToday(3) });
      expect(planned!.because).toContain('It is late: The trainer was ill. Planned for');
      expect(await recordTraining(clinic.owner, session([personId]))).toMatchObject({ shortcoming: null });
      expect(await trainingOf(clinic.owner, personId, 'BBP', { on: dayFromToday(-1) })).toMatchObject({
        current: false,
      });
      expect(await trainingOf(clinic.owner, personId, 'BBP')).toMatchObject({ current: true });
    });

    it('inv 51: late with the reason told at once', async () => {
      const { clinic, trainee } = await clinicGivingBbp();
      const { personId } = trainee;
      const attendees = [{ personId, jobTitle: 'Technician', lateReason: 'Was on leave.' }];
      expect(await recordTraining(clinic.owner, session([personId], { attendees }))).toMatchObject({
        shortcoming: null,
      });
    });

    it('inv 52: a renewal on day 400 does not make day 380 compliant', async () => {
      const clinic = await World.create(app, { isClinic: true });
      await trainingIn(clinic, 'BBP');
      const { personId } = await clinic.member('TRAINEE');
      await trained(clinic, personId, 'BBP', dayFromToday(-400));
      const attendees = [{ personId, lateReason: 'Nobody noticed.' }];
      await recordTraining(clinic.owner, session([personId], { attendees }));
      const on = (days: number) => trainingOf(clinic.owner, personId, 'BBP', { on: dayFromToday(days) });
      expect([(await on(-35))!.current, (await on(-20))!.current, (await on(0))!.current]).toEqual([
        true,
        false,
        true,
      ]);
    });

    it('is corrected and taken back by later entries, and what was known then stays', async () => {
      const clinic = await clinicWith(BBP);
      const { personId } = await clinic.member('TRAINEE');
      const { completions } = await recordTraining(clinic.owner, session([personId]));
      const completionId = completions[0]!.id;
      app.clock.advance({ minutes: 4 });
      const { attendees: _, code: __, ...given } = session([personId]) as Record<string, unknown>;
      const correction = {
        ...given,
        completionId,
        jobTitle: 'Aide',
        completedOn: dayFromToday(-2),
        reason: 'Wrong day',
      };
      const corrected = await clinic.owner.do<{ __typename: string; id: string }>(
        'correctMandatoryTraining',
        correction,
        '... on MandatoryTrainingCompletion { id completedOn supersedesId reason }',
      );
      expect(corrected).toMatchObject({
        completedOn: dayFromToday(-2),
        supersedesId: completionId,
        reason: 'Wrong day',
      });
      expect(await trainingOf(clinic.owner, personId, 'BBP')).toMatchObject({
        currentUntil: dayFromToday(363),
      });
      const withdraw = (id: string) =>
        clinic.owner.do(
          'withdrawMandatoryTraining',
          { completionId: id, reason: 'Was not there' },
          '... on MandatoryTrainingCompletion { withdrawn }',
        );
      expect(await withdraw(completionId)).toMatchObject({ code: 'MANDATORY_TRAINING_SUPERSEDED' });
      app.clock.advance({ minutes: 4 });
      expect(await withdraw(corrected.id)).toMatchObject({ withdrawn: true });
      expect(await trainingOf(clinic.owner, personId, 'BBP')).toMatchObject({ status: 'MISSING' });
      const before = new Date(Date.now() + 2 * 60_000).toISOString();
      expect(await trainingOf(clinic.owner, personId, 'BBP', { knownAt: before })).toMatchObject({
        ...{ current: true, currentUntil: dayFromToday(365) },
      });
    });

    it('inv 1: by somebody else than who was there', async () => {
      const clinic = await clinicWith(BBP);
      expect(await recordTraining(clinic.owner, session([clinic.owner.personId]))).toMatchObject({
        code: 'OWN_MANDATORY_TRAINING',
      });
    });

    it('of nobody the organization does not know, and of no training it does not have', async () => {
      const [clinic, other] = [await clinicWith(BBP), await clinicWith(BBP)];
      const stranger = await other.member('TRAINEE');
      await expect(recordTraining(clinic.owner, session([stranger.personId]))).rejects.toThrow('NOT_FOUND');
      await expect(recordTraining(clinic.owner, session([newId()]))).rejects.toThrow('NOT_FOUND');
      const { personId } = await clinic.member('TRAINEE');
      expect(await recordTraining(clinic.owner, session([personId], { code: 'NONE' }))).toMatchObject({
        code: 'MANDATORY_TRAINING_UNDEFINED',
      });
      await expect(
        recordTraining(clinic.owner, session([personId], { completedOn: dayFromToday(2) })),
      ).rejects.toThrow('BAD_USER_INPUT');
    });

    it('by a clinic of a trainee who is placed there, in its own records', async () => {
      const { school, clinic, trainee } = await schoolWithPlacement(app);
      await importTrainings(clinic.owner, BBP);
      const { personId } = trainee;
      const done = await recordTraining(clinic.owner, session([personId]));
      expect(done.completions).toMatchObject([{ personId, attendeeName: 'Ada Test' }]);
      expect(await trainingOf(clinic.owner, personId, 'BBP')).toMatchObject({ current: true });
      expect(await trainingOf(school.owner, personId, 'BBP')).toBeUndefined();
    });
  });

  describe('is asked for anew', () => {
    const changeOf = (member: Member, more: object) =>
      member.do<{ __typename: string; id: string }>(
        'recordTrainingChange',
        {
          code: 'BBP',
          event: 'exposure_change',
          changedOn: dayFromToday(0),
          description: 'New sharps',
          ...more,
        },
        '... on MandatoryTrainingChange { id renewBy }',
      );

    it('inv 51: after a change of exposure, at its site alone; and not when it is taken back', async () => {
      const { clinic, trainee, site } = await clinicGivingBbp();
      const elsewhere = await clinic.member('TRAINEE');
      for (const { personId } of [trainee, elsewhere])
        await trained(clinic, personId, 'BBP', dayFromToday(-40));
      expect(await trainingOf(clinic.owner, trainee.personId, 'BBP')).toMatchObject({ current: true });
      const { id } = await changeOf(clinic.owner, { siteId: site.id });
      expect(await trainingOf(clinic.owner, trainee.personId, 'BBP')).toMatchObject({
        ...{ status: 'EXPIRED', dueOn: dayFromToday(-1), overdue: true },
      });
      expect(await trainingOf(clinic.owner, elsewhere.personId, 'BBP')).toMatchObject({ current: true });
      const back = { changeId: id, reason: 'Another site' };
      await clinic.owner.do('withdrawTrainingChange', back, '... on MandatoryTrainingChange { id }');
      expect(await trainingOf(clinic.owner, trainee.personId, 'BBP')).toMatchObject({ current: true });
    });

    it('of the persons it concerns, through the day given', async () => {
      const { clinic, trainee } = await clinicGivingBbp();
      const other = await clinic.member('TRAINEE');
      for (const { personId } of [trainee, other]) await trained(clinic, personId, 'BBP', dayFromToday(-40));
      await changeOf(clinic.owner, { personIds: [other.personId], renewBy: dayFromToday(5) });
      expect(await trainingOf(clinic.owner, other.personId, 'BBP')).toMatchObject({
        ...{ status: 'EXPIRING', currentUntil: dayFromToday(5) },
      });
      expect(await trainingOf(clinic.owner, trainee.personId, 'BBP')).toMatchObject({
        currentUntil: dayFromToday(325),
      });
      expect(await changeOf(clinic.owner, { event: 'full_moon' })).toMatchObject({
        code: 'TRAINING_CHANGE_UNKNOWN',
      });
    });
  });

  it('has its list of attendees opened by staff and by whoever is on it, and by nobody else', async () => {
    const clinic = await clinicWith(BBP);
    const [trainee, other] = [await clinic.member('TRAINEE'), await clinic.member('TRAINEE')];
    const evidenceFileId = await uploaded(app, clinic.owner, 'Ada Test', { name: 'list.txt' });
    const { completions } = await recordTraining(
      clinic.owner,
      session([trainee.personId], { evidenceFileId }),
    );
    const open = async (member: Member) => {
      const { data, errors } = await member.send<{ mandatoryTrainingEvidence: { url: string } }>(
        'query ($id: ID!) { mandatoryTrainingEvidence(completionId: $id) { url } }',
        { id: completions[0]!.id },
      );
      return errors?.[0]?.extensions.code ?? data!.mandatoryTrainingEvidence.url.includes('/files/');
    };
    expect([await open(clinic.owner), await open(trainee), await open(other)]).toEqual([
      true,
      true,
      'NOT_FOUND',
    ]);
  });

  describe('is listed', () => {
    it('for oneself, with what is next, and for nobody else', async () => {
      const { clinic, trainee } = await clinicGivingBbp();
      const mine = await trainee.ask<{ myMandatoryTraining: { standings: ShownTraining[]; next: string } }>(
        `{ myMandatoryTraining { next standings { ${STANDING} } completions { id } delays { id } } }`,
      );
      expect(mine.myMandatoryTraining).toMatchObject({
        next: 'To be done: Bloodborne pathogens.',
        standings: [{ code: 'BBP', status: 'MISSING' }],
      });
      const other = await clinic.member('TRAINEE');
      await expect(trainingOf(other, trainee.personId, 'BBP')).rejects.toThrow('FORBIDDEN');
    });

    it('by the day it is due, for staff; in a fixed number of statements', async () => {
      const { clinic, trainee } = await clinicGivingBbp();
      expect(await due(clinic.owner)).toMatchObject({
        totalCount: 1,
        edges: [{ node: { personId: trainee.personId, overdue: true } }],
      });
      const one = await app.statementsOf(() => due(clinic.owner));
      await importTrainings(clinic.owner, CURRICULUM_TRAININGS);
      for (let i = 0; i < 5; i++) await clinic.member('TRAINEE');
      const many = await due(clinic.owner);
      expect(many.totalCount).toBeGreaterThan(6);
      expect(await app.statementsOf(() => due(clinic.owner))).toHaveLength(one.length);
      const page = await due(clinic.owner, 30, 2);
      const next = await clinic.owner.ask<{ mandatoryTrainingsDue: { edges: { node: ShownTraining }[] } }>(
        `query ($after: String) { mandatoryTrainingsDue(first: 2, after: $after) { edges { node { ${STANDING} } } } }`,
        { after: page.edges.at(-1)!.cursor },
      );
      expect(next.mandatoryTrainingsDue.edges.map(({ node }) => node)).toEqual(
        many.edges.slice(2, 4).map(({ node }) => node),
      );
    });

    it('what nothing asks for any more is not due, and due again from the next assignment on', async () => {
      const { clinic, trainee, site, checklist } = await clinicWithTrainee(app);
      await trainingIn(clinic, 'BBP');
      const over = await clinic.member('TRAINEE');
      const dates = { startsOn: dayFromToday(-500), endsOn: dayFromToday(-100) };
      await employeeAt(clinic, over, site, checklist.versionId, dates);
      await trained(clinic, over.personId, 'BBP', dayFromToday(-500));
      expect((await due(clinic.owner)).edges.map(({ node }) => node.personId)).toEqual([trainee.personId]);
      await employeeAt(clinic, over, site, checklist.versionId, { startsOn: dayFromToday(5) });
      expect((await due(clinic.owner)).edges.at(-1)!.node).toMatchObject({
        ...{ personId: over.personId, dueOn: dayFromToday(5), overdue: false, status: 'EXPIRED' },
      });
    });

    it('an organization that trains in nothing has nothing due', async () => {
      const clinic = await World.create(app, { isClinic: true });
      expect(await due(clinic.owner)).toEqual({ totalCount: 0, edges: [] });
      expect(await clinic.owner.ask('{ myMandatoryTraining { next standings { code } } }')).toEqual({
        myMandatoryTraining: { next: 'No mandatory training is asked for.', standings: [] },
      });
    });
  });
});
