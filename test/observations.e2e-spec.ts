import { newId } from '../src/platform/ids/ids.js';
import {
  ObservationVoidings,
  type VoidedObservation,
} from '../src/features/training/observations/observation-voidings.js';
import { hoursFromNow, OBSERVATION, record, seen, type Answered } from './support/observations.js';
import { TestApp } from './support/test-app.js';
import {
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  jurisdictionWith,
  licenseOf,
  schoolWithPlacement,
  siteOf,
  skillIn,
  validatorAt,
} from './support/training.js';
import type { Member } from './support/world.js';

const HOUR = 3_600_000;

describe('observations', () => {
  let app: TestApp;
  const announced: VoidedObservation[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
    app.app.get(ObservationVoidings).isFollowedBy(async (_tx, voided) => {
      announced.push(...voided);
    });
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const ledger = async (personId: string): Promise<{ kind: string; content: Record<string, unknown> }[]> => {
    const { rows } = await app.owner.query<{ kind: string; content: string }>(
      'SELECT kind, content FROM ledger_entry WHERE person_id = $1 ORDER BY seq',
      [personId],
    );
    return rows.map(({ kind, content }) => ({
      kind,
      content: JSON.parse(content) as Record<string, unknown>,
    }));
  };
  const codeOf = async (answer: Promise<unknown>): Promise<string> =>
    answer.then(
      () => 'none',
      (error: Error) => error.message,
    );
  const form = (by: Member, assignmentId: string, skillId: string) =>
    by.ask<{ observationForm: Record<string, unknown> & { standing: Record<string, unknown> } }>(
      `query ($assignmentId: ID!, $skillId: ID!) { observationForm(assignmentId: $assignmentId, skillId: $skillId) {
        skillVersionId title methods cutScorePercent entrustmentScale minEntrustment lateEntryDays timeZone openActionPlanId openRequestId
        steps { id position text critical mayBeNotApplicable measureUnit measureTolerance }
        standing { satisfied missing counted notCounted { id why } attemptsNotMet maxAttempts dates validators } } }`,
      { assignmentId, skillId },
    );

  it('inv 13: are recorded with a result the server computed, under the license of the day, and chained', async () => {
    const { assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    const observation = seen(assignment, skill, { performanceRating: 4, note: 'Steady' });
    const answer = await record(supervisor, observation);
    expect(answer).toMatchObject({
      __typename: 'Observation',
      id: observation.observationId,
      kind: 'PERFORMANCE',
      result: 'MET',
      scorePercent: '100.00',
      criticalMet: true,
      late: hoursFromNow(-1).slice(0, 10) < dayFromToday(0),
      observedBy: supervisor.personId,
      recordedBy: supervisor.personId,
      observerName: 'Sam Okoye',
      entrustmentLevel: 'S3',
      performanceRating: 4,
      voiding: null,
      openActionPlanId: null,
    });
    expect(answer['observerLicense']).toMatch(/^PT \w+, XX-/);
    expect((answer['steps'] as object[]).length).toBe(4);
    expect(await ledger(trainee.personId)).toEqual([
      {
        kind: 'observation.recorded',
        content: expect.objectContaining({
          observationId: answer.id,
          result: 'MET',
          contentHash: answer['contentHash'],
          observedBy: supervisor.personId,
        }) as object,
      },
    ]);
  });

  it('abuse 4: take no result, score or outcome from a client', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    for (const forged of ['result', 'scorePercent', 'criticalMet', 'observedOn', 'personId', 'orgId']) {
      const { errors } = await supervisor.send(
        'mutation ($input: RecordObservationInput!) { recordObservation(input: $input) { __typename } }',
        { input: { operationId: newId(), observation: { ...seen(assignment, skill), [forged]: 'MET' } } },
      );
      expect(errors?.[0]?.message).toContain(`"${forged}" is not defined`);
    }
  });

  it('inv 11: fail by one critical step, not met or not observed, whatever the score; and name one that is not answered', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    expect(await record(supervisor, seen(assignment, skill, { not: 'NOT_MET' }))).toMatchObject({
      result: 'NOT_MET',
      scorePercent: '75.00',
      criticalMet: false,
    });
    const unseen = seen(assignment, skill, { not: 'NOT_OBSERVED', startsAt: hoursFromNow(-2) });
    expect(await record(supervisor, unseen)).toMatchObject({ result: 'NOT_MET', scorePercent: '100.00' });
    const answers = skill.stepIds.slice(1).map((stepId) => ({ stepId, result: 'MET' }));
    const { errors } = await supervisor.send(
      'mutation ($input: RecordObservationInput!) { recordObservation(input: $input) { __typename } }',
      {
        input: {
          operationId: newId(),
          observation: seen(assignment, skill, { answers, startsAt: hoursFromNow(-3) }),
        },
      },
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ message: 'Step 1 ("Step 1") is critical and has to be answered' }],
    });
  });

  it('inv 12: need the cut score besides; nothing applicable is incomplete, not all', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const answered = (startsAt: string, ...results: string[]) =>
      record(
        supervisor,
        seen(assignment, skill, {
          startsAt,
          answers: results.map((result, at) => ({ stepId: skill.stepIds[at], result })),
        }),
      );
    expect(await answered(hoursFromNow(-1), 'MET', 'MET', 'NOT_MET', 'NOT_MET')).toMatchObject({
      result: 'NOT_MET',
      scorePercent: '50.00',
      criticalMet: true,
    });
    expect(await answered(hoursFromNow(-2), 'MET', 'NOT_APPLICABLE', 'NOT_APPLICABLE')).toMatchObject({
      result: 'MET',
      scorePercent: '100.00',
    });
    const { clinic, site, trainee } = await clinicWithTrainee(app);
    const open = await skillIn(clinic, { criticalSteps: 0, patient_contact: false });
    const checklist = await checklistIn(clinic, [open]);
    const other = await employeeAt(clinic, trainee, site, checklist.versionId);
    const watcher = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, watcher.personId, site.jurisdiction);
    await validatorAt(clinic, watcher.personId, site.id);
    const answers = open.stepIds.map((stepId) => ({ stepId, result: 'NOT_APPLICABLE' }));
    expect(await record(watcher, seen(other, open, { answers }))).toMatchObject({
      result: 'INCOMPLETE',
      scorePercent: null,
    });
  });

  it('inv 17: keep both readings and the tolerance of a measured step, and compute whether it is met', async () => {
    const { clinic, site, supervisor, trainee } = await clinicWithTrainee(app);
    const skill = await skillIn(clinic, { tolerance: '0.2' });
    const { versionId } = await checklistIn(clinic, [skill]);
    const assignment = await employeeAt(clinic, trainee, site, versionId);
    const rest = skill.stepIds.slice(1).map((stepId) => ({ stepId, result: 'MET' }));
    const measured = (reading: string, startsAt: string, result?: string) =>
      record(
        supervisor,
        seen(assignment, skill, {
          startsAt,
          answers: [{ stepId: skill.stepIds[0], reading, referenceReading: '0.1', result }, ...rest],
        }),
      );
    const within = await measured('0.3', hoursFromNow(-1));
    expect(within).toMatchObject({ result: 'MET' });
    expect((within['steps'] as object[])[0]).toMatchObject({
      result: 'MET',
      reading: '0.3',
      referenceReading: '0.1',
      tolerance: '0.2',
    });
    expect(await measured('0.300001', hoursFromNow(-2))).toMatchObject({
      result: 'NOT_MET',
      criticalMet: false,
    });
    expect(await codeOf(measured('9', hoursFromNow(-3), 'MET'))).toContain('leave it out');
  });

  it('inv 14: are of the past and of days of the assignment; what is entered late says so, and too late is refused', async () => {
    const { assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    expect(await record(supervisor, seen(assignment, skill, { startsAt: hoursFromNow(0) }))).toMatchObject({
      __typename: 'ObservationInFuture',
    });
    expect(
      await record(supervisor, seen(assignment, skill, { startsAt: hoursFromNow(-31 * 24) })),
    ).toMatchObject({
      __typename: 'ObservationOutsideAssignment',
    });
    const claimedAt = hoursFromNow(-48);
    const late = await record(
      supervisor,
      seen(assignment, skill, { startsAt: hoursFromNow(-49), claimedAt }),
    );
    expect(late).toMatchObject({ __typename: 'Observation', late: true });
    expect(late['observedOn']).toBe(hoursFromNow(-49).slice(0, 10));
    const [entry] = await ledger(trainee.personId);
    expect(entry?.content).toMatchObject({ late: true, observedOn: late['observedOn'] });
    expect(
      await record(supervisor, seen(assignment, skill, { startsAt: hoursFromNow(-9 * 24) })),
    ).toMatchObject({
      __typename: 'ObservationTooLate',
      message: expect.stringContaining('the skill allows 7') as string,
    });
  });

  it('abuse 36: cannot be back-dated silently: the day and the moment of recording are both kept, of the database', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const answer = await record(
      supervisor,
      seen(assignment, skill, { startsAt: hoursFromNow(-72), claimedAt: hoursFromNow(-71) }),
    );
    const { rows } = await app.owner.query<{ late: boolean; recent: boolean }>(
      `SELECT late, recorded_at > now() - interval '1 minute' AS recent FROM observation WHERE id = $1`,
      [answer.id],
    );
    expect(rows).toEqual([{ late: true, recent: true }]);
  });

  it('inv 14: belong to the day of the site, and end with the last day of the assignment', async () => {
    const { clinic, supervisor, skill, checklist, trainee, jurisdiction } = await clinicWithTrainee(app);
    const site = await siteOf(clinic, jurisdiction, { timeZone: 'Pacific/Kiritimati' });
    await validatorAt(clinic, supervisor.personId, site.id);
    const today = new Date(Date.now() + 14 * HOUR).toISOString().slice(0, 10);
    const over = Date.parse(`${today}T00:00:00+14:00`) - 24 * HOUR;
    const lastDay = new Date(over + 2 * HOUR).toISOString().slice(0, 10);
    const assignment = await employeeAt(clinic, trainee, site, checklist.versionId, { endsOn: lastDay });
    const at = (minutes: number) => new Date(over + minutes * 60_000).toISOString();
    expect(await record(supervisor, seen(assignment, skill, { startsAt: at(-15) }))).toMatchObject({
      observedOn: lastDay,
      late: true,
    });
    for (const startsAt of [at(-14), at(0)])
      expect(await record(supervisor, seen(assignment, skill, { startsAt }))).toMatchObject({
        __typename: 'ObservationOutsideAssignment',
        assignmentEndsOn: lastDay,
      });
  });

  it('inv 15: come under the id of the device: twice is once, with another content it is refused', async () => {
    const { assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    const observation = seen(assignment, skill);
    const [first, second] = await Promise.all([
      record(supervisor, observation),
      record(supervisor, observation),
    ]);
    expect(second).toEqual(first);
    expect(await record(supervisor, observation)).toEqual(first);
    expect((await ledger(trainee.personId)).length).toBe(1);
    expect(await record(supervisor, { ...observation, note: 'Changed' })).toMatchObject({
      __typename: 'ObservationIdTaken',
    });
    const { errors } = await supervisor.send('{ __typename }');
    expect(errors).toBeUndefined();
  });

  it('inv 16: are by a method the skill lists; simulated ones count only where it allows that', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    expect(await record(supervisor, seen(assignment, skill, { method: 'CASE_STUDY' }))).toMatchObject({
      __typename: 'ObservationMethodNotListed',
    });
    const { id } = await record(supervisor, seen(assignment, skill, { simulated: true }));
    const { observationForm } = await form(supervisor, assignment.id, skill.id);
    expect(observationForm.standing).toMatchObject({
      satisfied: false,
      counted: [],
      notCounted: [{ id, why: 'SIMULATION_NOT_ALLOWED' }],
      missing: [
        '0 of 1 satisfactory observations: 1 more needed.',
        '0 of 1 different dates: 1 more needed.',
        '0 of 1 different validators: 1 more needed.',
      ],
    });
  });

  it('inv 5: one validator observes one trainee at a time and place, but in a group event', async () => {
    const { clinic, assignment, skill, supervisor, site, checklist, jurisdiction } =
      await clinicWithTrainee(app);
    const peer = await employeeAt(clinic, await clinic.member('TRAINEE'), site, checklist.versionId);
    const startsAt = hoursFromNow(-2);
    const meanwhile = new Date(Date.parse(startsAt) + 5 * 60_000).toISOString();
    const next = new Date(Date.parse(startsAt) + 15 * 60_000).toISOString();
    await record(supervisor, seen(assignment, skill, { startsAt, groupEvent: true }));
    expect(await record(supervisor, seen(peer, skill, { startsAt: meanwhile }))).toMatchObject({
      __typename: 'ObserverElsewhere',
    });
    const group = seen(peer, skill, { startsAt: meanwhile, minutes: 10, groupEvent: true });
    expect(await record(supervisor, group)).toMatchObject({ __typename: 'Observation' });
    expect(await record(supervisor, seen(peer, skill, { startsAt: next }))).toMatchObject({
      __typename: 'Observation',
    });
    const elsewhere = await siteOf(clinic, jurisdiction);
    await validatorAt(clinic, supervisor.personId, elsewhere.id);
    const there = await employeeAt(clinic, await clinic.member('TRAINEE'), elsewhere, checklist.versionId);
    const same = seen(there, skill, { startsAt: meanwhile, minutes: 5, groupEvent: true });
    expect(await record(supervisor, same)).toMatchObject({ __typename: 'ObserverElsewhere' });
  });

  it('inv 5: a validator is at one place also across organizations, and so is a trainee', async () => {
    const { clinic, supervisor, site, assignment, skill, jurisdiction } = await schoolWithPlacement(app);
    const own = await skillIn(clinic);
    const { versionId } = await checklistIn(clinic, [own]);
    const elsewhere = await siteOf(clinic, jurisdiction);
    await validatorAt(clinic, supervisor.personId, elsewhere.id);
    const hire = await employeeAt(clinic, await clinic.member('TRAINEE'), elsewhere, versionId);
    const startsAt = hoursFromNow(-2);
    await record(supervisor, seen(hire, own, { startsAt }));
    expect(await record(supervisor, seen(assignment, skill, { startsAt }))).toMatchObject({
      __typename: 'ObserverElsewhere',
    });
    const second = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, second.personId, jurisdiction);
    await validatorAt(clinic, second.personId, site.id);
    await validatorAt(clinic, second.personId, elsewhere.id);
    const both = await employeeAt(clinic, { personId: assignment.personId }, elsewhere, versionId);
    await record(second, seen(both, own, { startsAt: hoursFromNow(-4) }));
    expect(await record(supervisor, seen(assignment, skill, { startsAt: hoursFromNow(-4) }))).toMatchObject({
      __typename: 'TraineeElsewhere',
    });
  });

  it('inv 1, abuse 30: are never of oneself, through whatever account of the person, nor recorded by oneself', async () => {
    const { clinic, site, supervisor, skill, checklist, jurisdiction } = await clinicWithTrainee(app);
    const own = await employeeAt(clinic, supervisor, site, checklist.versionId);
    expect(await record(supervisor, seen(own, skill))).toMatchObject({ __typename: 'OwnRecord' });
    const owner = clinic.owner;
    expect(await record(owner, seen(own, skill, { observedBy: supervisor.personId }))).toMatchObject({
      __typename: 'ObserverNotEligible',
      ineligibility: 'SELF',
    });
    const double = await clinic.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
    await licenseOf(clinic, double.personId, jurisdiction);
    await validatorAt(clinic, double.personId, site.id);
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      double.personId,
      supervisor.personId,
    ]);
    expect(await record(double, seen(own, skill))).toMatchObject({ __typename: 'OwnRecord' });
    expect(await record(owner, seen(own, skill, { observedBy: double.personId }))).toMatchObject({
      __typename: 'ObserverNotEligible',
    });
  });

  it('abuse 31: are not made under a license that is expired, of another type or of another state; the last day counts', async () => {
    const { clinic, assignment, skill, site, jurisdiction } = await clinicWithTrainee(app);
    const by = async (given: { type?: string; endsOn?: string; jurisdiction?: string }) => {
      const member = await clinic.member('SUPERVISOR');
      await licenseOf(clinic, member.personId, given.jurisdiction ?? jurisdiction, given);
      await validatorAt(clinic, member.personId, site.id);
      return member;
    };
    const startsAt = hoursFromNow(-24);
    const day = startsAt.slice(0, 10);
    const before = new Date(Date.parse(startsAt) - 24 * HOUR).toISOString().slice(0, 10);
    const observe = async (given: { type?: string; endsOn?: string; jurisdiction?: string }) =>
      record(await by(given), seen(assignment, skill, { startsAt }));
    expect(await observe({ endsOn: day })).toMatchObject({ __typename: 'Observation' });
    expect(await observe({ endsOn: before })).toMatchObject({ ineligibility: 'LICENSE_NOT_ACTIVE' });
    expect(await observe({ type: 'AT' })).toMatchObject({ ineligibility: 'LICENSE_TYPE_NOT_ACCEPTED' });
    expect(await observe({ jurisdiction: await jurisdictionWith(app) })).toMatchObject({
      ineligibility: 'NO_LICENSE',
    });
  });

  it('abuse 32: are not made by a supervisor who was not authorized at that site on that day', async () => {
    const { clinic, assignment, skill, jurisdiction, site } = await clinicWithTrainee(app);
    const member = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, member.personId, jurisdiction);
    expect(await record(member, seen(assignment, skill))).toMatchObject({
      __typename: 'ObserverNotEligible',
    });
    await validatorAt(clinic, member.personId, site.id, { startsOn: dayFromToday(0) });
    const yesterday = seen(assignment, skill, { startsAt: hoursFromNow(-30) });
    expect(await record(member, yesterday)).toMatchObject({ __typename: 'ObserverNotEligible' });
  });

  it('may be recorded for somebody who observed: both are kept, and the observer is the one who must be able to', async () => {
    const { clinic, assignment, skill, supervisor } = await clinicWithTrainee(app);
    const observation = seen(assignment, skill, { observedBy: supervisor.personId });
    expect(await record(clinic.owner, observation)).toMatchObject({
      observedBy: supervisor.personId,
      recordedBy: clinic.owner.personId,
    });
    expect(await record(clinic.owner, seen(assignment, skill, { startsAt: hoursFromNow(-3) }))).toMatchObject(
      {
        __typename: 'ObserverNotEligible',
      },
    );
    expect(
      await record(
        clinic.owner,
        seen(assignment, skill, { startsAt: hoursFromNow(-3), observedBy: newId() }),
      ),
    ).toMatchObject({ __typename: 'ObserverNotEligible' });
  });

  it('abuse 5, 9: are read by the trainee and those who may see the assignment, and by nobody else', async () => {
    const { school, clinic, assignment, skill, supervisor, trainee } = await schoolWithPlacement(app);
    const other = await clinicWithTrainee(app);
    const { id } = await record(supervisor, seen(assignment, skill));
    const read = (member: Member, wanted = id) =>
      member.send('query ($id: ID!) { observation(id: $id) { id } }', { id: wanted });
    for (const member of [trainee, supervisor, school.owner])
      expect((await read(member)).data).toEqual({ observation: { id } });
    const peer = await school.member('TRAINEE');
    const hire = await clinic.member('TRAINEE');
    for (const member of [peer, hire, other.supervisor, other.trainee])
      expect(await read(member)).toEqual(await read(member, newId()));
    const list = await peer.send(
      'query ($id: ID!) { observations(assignmentId: $id) { edges { node { id } } } }',
      { id: assignment.id },
    );
    expect(list.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('inv 6: are read by a clinic on the record: who, of which organization, when', async () => {
    const { school, assignment, skill, supervisor, trainee } = await schoolWithPlacement(app);
    const { id } = await record(supervisor, seen(assignment, skill));
    const read = (member: Member) => member.ask('query ($id: ID!) { observation(id: $id) { id } }', { id });
    for (const member of [supervisor, supervisor, trainee, school.owner]) await read(member);
    await form(supervisor, assignment.id, skill.id);
    const { rows } = await app.owner.query(
      'SELECT operation, viewer_person_id FROM disclosure WHERE person_id = $1 ORDER BY operation',
      [trainee.personId],
    );
    expect(rows).toEqual([
      { operation: 'observation', viewer_person_id: supervisor.personId },
      { operation: 'observationForm', viewer_person_id: supervisor.personId },
    ]);
  });

  it('abuse 8: are neither read nor recorded by the clinic when the placement is over', async () => {
    const { school, assignment, skill, supervisor } = await schoolWithPlacement(app);
    const { id } = await record(supervisor, seen(assignment, skill));
    await app.owner.query(
      'UPDATE assignment_standing SET ends_on = current_date - 2 WHERE assignment_id = $1',
      [assignment.id],
    );
    expect(await codeOf(record(supervisor, seen(assignment, skill)))).toContain('NOT_FOUND');
    const read = (member: Member) => member.send('query ($id: ID!) { observation(id: $id) { id } }', { id });
    expect((await read(supervisor)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await read(school.owner)).data).toEqual({ observation: { id } });
  });

  it('are of the version the assignment pins: another one is named, a retired form is not guessed at', async () => {
    const { clinic, assignment, skill, supervisor } = await clinicWithTrainee(app);
    const versionId = newId();
    await app.owner.query(
      `INSERT INTO skill_version (org_id, id, skill_id, number, status, title, task_code, patient_contact, risk_band, methods,
         cut_score_percent, required_observations, published_at)
       SELECT org_id, $2, skill_id, 2, 'PUBLISHED', title, task_code, patient_contact, risk_band, methods, 80, 1, now()
       FROM skill_version WHERE id = $1`,
      [skill.versionId, versionId],
    );
    // Published between opening the form and sending it: the assignment still asks for the version of the form.
    expect(await record(supervisor, seen(assignment, skill))).toMatchObject({ __typename: 'Observation' });
    const moved = await checklistIn(clinic, [{ ...skill, versionId }]);
    await app.owner.query(
      'UPDATE assignment_standing SET checklist_version_id = $2 WHERE assignment_id = $1',
      [assignment.id, moved.versionId],
    );
    expect(await record(supervisor, seen(assignment, skill, { startsAt: hoursFromNow(-3) }))).toMatchObject({
      __typename: 'ObservedVersionNotPinned',
    });
    const foreign = await skillIn(clinic);
    expect(await record(supervisor, seen(assignment, foreign))).toMatchObject({
      __typename: 'ObservedSkillNotAssigned',
    });
  });

  it('inv 18: a no-show is on record and no attempt; inv 15: a self-assessment never counts', async () => {
    const { assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    const { observationId, assignmentId, skillId, skillVersionId, startsAt, endsAt, answers } = seen(
      assignment,
      skill,
    );
    const noShow = { observationId, assignmentId, skillId, skillVersionId, startsAt, endsAt };
    expect(await supervisor.do('recordNoShow', { noShow }, OBSERVATION)).toMatchObject({
      kind: 'NO_SHOW',
      result: null,
      steps: [],
    });
    const about = { ...noShow, observationId: newId(), answers };
    const assessed = await trainee.do<Answered>('recordSelfAssessment', about, OBSERVATION);
    expect(assessed).toMatchObject({ kind: 'SELF_ASSESSMENT', result: null, observedBy: null });
    expect(
      await codeOf(supervisor.do('recordSelfAssessment', { ...about, observationId: newId() }, OBSERVATION)),
    ).toContain('NOT_FOUND');
    const { observationForm } = await form(trainee, assignment.id, skill.id);
    expect(observationForm.standing).toMatchObject({ satisfied: false, counted: [], attemptsNotMet: 0 });
  });

  it('are voided by an entry that says why, by those concerned, once; what follows is told in the same transaction', async () => {
    const { clinic, assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    const { id } = await record(supervisor, seen(assignment, skill));
    const voiding = {
      observationId: id,
      assignmentId: assignment.id,
      reasonCode: 'WRONG_PERSON',
      reason: 'It was Tom',
    };
    const undo = (member: Member) => member.do<Answered>('voidObservation', { voiding }, OBSERVATION);
    expect(await undo(await clinic.member('SUPERVISOR'))).toMatchObject({
      __typename: 'ObservationVoidedByOthersOnly',
    });
    expect(await codeOf(undo(trainee))).toContain('FORBIDDEN');
    expect(await undo(supervisor)).toMatchObject({
      id,
      voiding: { reasonCode: 'WRONG_PERSON', reason: 'It was Tom', voidedBy: supervisor.personId },
    });
    expect(await undo(clinic.owner)).toMatchObject({ __typename: 'ObservationAlreadyVoided' });
    expect(announced.filter(({ observationId }) => observationId === id)).toEqual([
      expect.objectContaining({ assignmentId: assignment.id, skillId: skill.id, personId: trainee.personId }),
    ]);
    expect((await ledger(trainee.personId)).map(({ kind }) => kind)).toEqual([
      'observation.recorded',
      'observation.voided',
    ]);
    const { observationForm } = await form(supervisor, assignment.id, skill.id);
    expect(observationForm.standing).toMatchObject({ counted: [], notCounted: [{ id, why: 'VOIDED' }] });
  });

  it('inv 68: warn of a note that looks as if it told who a patient is', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const note = 'Helped Mrs. Smith, MRN 12345678';
    expect(await record(supervisor, seen(assignment, skill, { note }))).toMatchObject({
      noteWarnings: ['RECORD_NUMBER', 'PERSON_NAME'],
    });
  });

  it('have a form with all that is needed to observe without being online', async () => {
    const { assignment, skill, supervisor, trainee } = await schoolWithPlacement(app);
    for (const member of [supervisor, trainee]) {
      const { observationForm } = await form(member, assignment.id, skill.id);
      expect(observationForm).toMatchObject({
        skillVersionId: skill.versionId,
        methods: ['RETURN_DEMONSTRATION'],
        cutScorePercent: '75.00',
        entrustmentScale: ['S1', 'S2', 'S3', 'S4'],
        minEntrustment: 'S3',
        lateEntryDays: 7,
        timeZone: 'UTC',
        steps: skill.stepIds.map((id, at) => ({
          id,
          position: at + 1,
          critical: at === 0,
          measureUnit: null,
        })),
        standing: { satisfied: false, attemptsNotMet: 0, maxAttempts: 3 },
      });
    }
    expect(await codeOf(form(supervisor, assignment.id, newId()))).toContain('NOT_FOUND');
  });

  it('inv 15: what is missing is told from all of them, until enough was seen', async () => {
    const { clinic, site, supervisor, trainee } = await clinicWithTrainee(app);
    const skill = await skillIn(clinic, { required_observations: 2, required_dates: 2 });
    const { versionId } = await checklistIn(clinic, [skill]);
    const assignment = await employeeAt(clinic, trainee, site, versionId);
    const standing = async () => (await form(trainee, assignment.id, skill.id)).observationForm.standing;
    await record(supervisor, seen(assignment, skill, { startsAt: hoursFromNow(-30) }));
    expect(await standing()).toMatchObject({
      satisfied: false,
      missing: ['1 of 2 satisfactory observations: 1 more needed.', '1 of 2 different dates: 1 more needed.'],
    });
    await record(supervisor, seen(assignment, skill, { startsAt: hoursFromNow(-60) }));
    expect(await standing()).toMatchObject({ satisfied: true, missing: [], dates: 2 });
  });

  it('are listed by assignment and skill, the latest first, page by page', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const ids = [];
    for (const hours of [-3, -2, -1])
      ids.unshift((await record(supervisor, seen(assignment, skill, { startsAt: hoursFromNow(hours) }))).id);
    const page = (after: string | null) =>
      supervisor.ask<{
        observations: {
          totalCount: number;
          edges: { node: { id: string } }[];
          pageInfo: { endCursor: string };
        };
      }>(
        `query ($id: ID!, $skillId: ID, $after: String) { observations(assignmentId: $id, skillId: $skillId, first: 2, after: $after) {
          totalCount edges { node { id steps { position } } } pageInfo { endCursor hasNextPage } } }`,
        { id: assignment.id, skillId: skill.id, after },
      );
    const first = await page(null);
    expect(first.observations).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = await page(first.observations.pageInfo.endCursor);
    const listed = [...first.observations.edges, ...second.observations.edges].map(({ node }) => node.id);
    expect(listed).toEqual(ids);
  });

  it('take few statements: facts, surroundings, eligibility, the observation, its steps, the ledger', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const isSetUp = (statement: string): boolean => /\b(FROM|INTO) operation\b/.test(statement);
    const statements = (await app.statementsOf(() => record(supervisor, seen(assignment, skill)))).filter(
      (statement) => !isSetUp(statement),
    );
    // Besides these: which handle leads to the records before it, and the observation shown after it.
    expect(statements.length).toBeLessThanOrEqual(8);
    const inside = statements.slice(1, -1);
    expect(inside).toHaveLength(6);
  });
});

describe('requests to be observed', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const REQUEST =
    '... on ObservationRequest { id answer observationId declinedBecause traineeName skillCode }';
  const ask = (trainee: Member, assignmentId: string, skillId: string, requestId = newId()) =>
    trainee.do<Answered>(
      'requestObservation',
      { request: { requestId, assignmentId, skillId, note: 'Today?' } },
      REQUEST,
    );
  const open = async (member: Member): Promise<string[]> => {
    const { openObservationRequests } = await member.ask<{
      openObservationRequests: { totalCount: number; edges: { node: { id: string } }[] };
    }>('{ openObservationRequests { totalCount edges { node { id } } } }');
    expect(openObservationRequests.totalCount).toBe(openObservationRequests.edges.length);
    return openObservationRequests.edges.map(({ node }) => node.id);
  };

  it('are one at a time for a skill, seen by supervisors at their sites, and answered by an observation', async () => {
    const { assignment, skill, supervisor, trainee, school } = await schoolWithPlacement(app);
    expect(await open(supervisor)).toEqual([]);
    const { id, ...request } = await ask(trainee, assignment.id, skill.id);
    expect(request).toMatchObject({ answer: null, traineeName: 'Ada Test', skillCode: skill.code });
    expect(await ask(trainee, assignment.id, skill.id, id)).toMatchObject({ id, answer: null });
    expect(await ask(trainee, assignment.id, skill.id)).toMatchObject({
      __typename: 'ObservationAlreadyRequested',
    });
    for (const member of [supervisor, trainee, school.owner]) expect(await open(member)).toEqual([id]);
    expect(await open(await school.member('TRAINEE'))).toEqual([]);
    await record(supervisor, seen(assignment, skill));
    expect(await open(supervisor)).toEqual([]);
    expect(
      await supervisor.do('declineObservationRequest', { observationRequestId: id, reason: 'No' }, REQUEST),
    ).toMatchObject({
      __typename: 'ObservationRequestAnswered',
    });
  });

  it('are withdrawn by the trainee alone, and declined with a reason', async () => {
    const { assignment, skill, supervisor, trainee, clinic } = await clinicWithTrainee(app);
    const first = await ask(trainee, assignment.id, skill.id);
    const withdraw = (member: Member, observationRequestId: string) =>
      member.do('withdrawObservationRequest', { observationRequestId }, REQUEST);
    await expect(withdraw(supervisor, first.id)).rejects.toThrow('NOT_FOUND');
    await expect(withdraw(await clinic.member('TRAINEE'), first.id)).rejects.toThrow('NOT_FOUND');
    expect(await withdraw(trainee, first.id)).toMatchObject({ answer: 'WITHDRAWN' });
    const second = await ask(trainee, assignment.id, skill.id);
    expect(
      await supervisor.do(
        'declineObservationRequest',
        { observationRequestId: second.id, reason: 'Tomorrow' },
        REQUEST,
      ),
    ).toMatchObject({ answer: 'DECLINED', declinedBecause: 'Tomorrow' });
  });

  it('are made by the trainee, for skills of their own assignment', async () => {
    const { assignment, skill, supervisor, trainee, clinic } = await clinicWithTrainee(app);
    expect(await ask(supervisor, assignment.id, skill.id)).toMatchObject({
      __typename: 'ObservedSkillNotAssigned',
    });
    expect(await ask(trainee, assignment.id, newId())).toMatchObject({
      __typename: 'ObservedSkillNotAssigned',
    });
    await expect(ask(await clinic.member('TRAINEE'), assignment.id, skill.id)).rejects.toThrow('NOT_FOUND');
  });
});
