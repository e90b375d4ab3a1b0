import { newId } from '../src/platform/ids/ids.js';
import { Database } from '../src/platform/database/database.js';
import { AssignmentRecords } from '../src/features/training/placements/assignment-record.service.js';
import {
  ASSIGNMENT,
  clinicWithSupervisor,
  closedGates,
  place,
  schoolReadyToPlace,
  shown,
  type ShownAssignment,
} from './support/placements.js';
import { signedInAnew } from './support/practice.js';
import { TestApp } from './support/test-app.js';
import { checklistIn, dayFromToday, insertRow, skillIn, siteOf } from './support/training.js';
import { World, type Member } from './support/world.js';

describe('clinical placements', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const ready = async (timeZone?: string) => {
    const there = await clinicWithSupervisor(app, { timeZone });
    return { ...there, ...(await schoolReadyToPlace(app, there.clinic, there.site)) };
  };
  const read = async (member: Member, id: string): Promise<ShownAssignment> =>
    (
      await member.ask<{ assignment: ShownAssignment }>(
        `query ($id: ID!) { assignment(id: $id) { ${ASSIGNMENT} } }`,
        { id },
      )
    ).assignment;
  const passed = (school: World, enrollmentId: string, courseId: string): Promise<void> =>
    insertRow(app, 'course_attempt', {
      org_id: school.orgId, id: newId(), enrollment_id: enrollmentId, course_id: courseId, number: 1, outcome: 'PASSED',
      decided_at: new Date(),
    }); // prettier-ignore

  it('are made for days that an agreement covers, with the ledger and the standing row', async () => {
    const { school, clinic, site, trainee, placement, agreementId } = await ready();
    const made = await place(school.owner, placement);
    expect(made).toMatchObject({
      __typename: 'Assignment',
      kind: 'CLINICAL_PLACEMENT',
      state: 'UPCOMING',
      startsOn: placement.startsOn,
      endsOn: placement.endsOn,
      orgId: school.orgId,
      agreementId,
      checklistVersionId: placement.checklistVersionId,
      trainee: { id: trainee.personId },
      history: [],
      sideBySideIds: [],
    });
    expect(made.siteOrganizationName).toMatch(/^Organization/);
    const { rows } = await app.owner.query(
      `SELECT l.kind, l.content::jsonb ->> 'siteId' AS site, s.site_org_id AS clinic FROM ledger_entry l
       JOIN assignment_standing s ON s.org_id = l.org_id AND s.assignment_id = $2 WHERE l.org_id = $1 AND l.person_id = $3`,
      [school.orgId, made.id, trainee.personId],
    );
    expect(rows).toEqual([{ kind: 'assignment.created', site: site.id, clinic: clinic.orgId }]);
  });

  it('inv 14, 33: are refused on days without an agreement, after their time, and for an enrollment that is not active', async () => {
    const { school, placement, agreementId, enrollmentId } = await ready();
    await app.owner.query('UPDATE affiliation_agreement SET ends_on = $2 WHERE id = $1', [
      agreementId,
      dayFromToday(39),
    ]);
    expect((await place(school.owner, placement)).__typename).toBe('AgreementNotInForce');
    expect(await place(school.owner, { ...placement, endsOn: dayFromToday(39) }, 'id')).toHaveProperty('id');
    const past = { ...placement, startsOn: dayFromToday(-9), endsOn: dayFromToday(-2) };
    expect(await place(school.owner, past)).toMatchObject({
      code: 'ASSIGNMENT_DATES_NOT_POSSIBLE',
    });
    const turned = { ...placement, startsOn: dayFromToday(20), endsOn: dayFromToday(19) };
    expect((await place(school.owner, turned)).__typename).toBe('AssignmentDatesNotPossible');
    await app.owner.query(`UPDATE enrollment SET status = 'ON_LEAVE' WHERE id = $1`, [enrollmentId]);
    expect((await place(school.owner, { ...placement, endsOn: dayFromToday(30) })).__typename).toBe(
      'EnrollmentNotActive',
    );
  });

  it('serve a course with hours in placement, by its checklist', async () => {
    const { school, placement, first, course, checklist } = await ready();
    expect((await place(school.owner, { ...placement, courseId: first.id })).__typename).toBe(
      'CourseWithoutPlacement',
    );
    const foreign = await school.owner.send(
      'mutation ($input: CreateClinicalPlacementInput!) { createClinicalPlacement(input: $input) { __typename } }',
      { input: { operationId: newId(), ...placement, courseId: newId() } },
    );
    expect(foreign.errors![0]!.extensions.code).toBe('NOT_FOUND');
    const { checklistVersionId: _, ...without } = placement;
    expect((await place(school.owner, without)).__typename).toBe('ChecklistNotUsable');
    await asked(course.id, {
      org_id: school.orgId, id: newId(), program_version_id: await versionOf(course.id), course_id: course.id, kind: 'CHECKLIST',
      position: 0, code: 'OJT', title: 'On the job', resolved_id: checklist.versionId,
    }); // prettier-ignore
    expect(await place(school.owner, without)).toMatchObject({ checklistVersionId: checklist.versionId });
    const draft = await checklistIn(school, []);
    await app.owner.query(`UPDATE checklist_version SET status = 'RETIRED' WHERE id = $1`, [draft.versionId]);
    expect(
      (await place(school.owner, { ...placement, checklistVersionId: draft.versionId })).__typename,
    ).toBe('ChecklistNotUsable');
  });

  /** Behind the back of a published version. */
  const asked = async (courseId: string, row: Record<string, unknown>): Promise<void> => {
    await app.owner.query('ALTER TABLE course_requirement DISABLE TRIGGER USER');
    await insertRow(app, 'course_requirement', { ...row, course_id: courseId });
    await app.owner.query('ALTER TABLE course_requirement ENABLE TRIGGER USER');
  };
  const versionOf = async (courseId: string): Promise<string> =>
    (
      await app.owner.query<{ id: string }>('SELECT program_version_id AS id FROM course WHERE id = $1', [
        courseId,
      ])
    ).rows[0]!.id;

  it('may run side by side, which is said', async () => {
    const { school, placement } = await ready();
    const one = await place(school.owner, placement, 'id');
    const two = await place(school.owner, {
      ...placement,
      startsOn: placement.endsOn,
      endsOn: dayFromToday(60),
    });
    expect(two.sideBySideIds).toEqual([one.id]);
    const three = await place(school.owner, {
      ...placement,
      startsOn: dayFromToday(61),
      endsOn: dayFromToday(70),
    });
    expect(three.sideBySideIds).toEqual([]);
  });

  it('inv 1: are never decided by the trainee themselves, through whatever account', async () => {
    const { school, trainee, placement } = await ready();
    const made = await place(school.owner, placement, 'id');
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      trainee.personId,
      school.owner.personId,
    ]);
    expect((await place(school.owner, placement)).__typename).toBe('OwnAssignment');
    const ended = await school.owner.do('cancelAssignment', { assignmentId: made.id, reason: 'x' }, '');
    expect(ended['__typename']).toBe('OwnAssignment');
  });

  describe('gates of the first day', () => {
    it('hold when everything is there, and say what is missing otherwise', async () => {
      const { school, clinic, supervisor, enrollmentId, first, placement } = await ready();
      const made = await place(school.owner, placement);
      expect(closedGates(made)).toEqual(['COURSES_PASSED', 'SUPERVISOR_NAMED']);
      expect(made.mayStart).toBe(false);
      expect(made.gates.find(({ code }) => code === 'COURSES_PASSED')!.because).toContain(first.code);
      await passed(school, enrollmentId, first.id);
      const named = await clinic.owner.do<Record<string, unknown>>(
        'nameSupervisor',
        { assignmentId: made.id, personId: supervisor.personId },
        '... on AssignmentSupervision { name startsOn endsOn }',
      );
      expect(named).toMatchObject({ name: 'Sam Okoye', startsOn: placement.startsOn, endsOn: null });
      const now = await read(school.owner, made.id);
      expect(closedGates(now)).toEqual([]);
      expect(now.mayStart).toBe(true);
      expect(now.supervisors).toMatchObject([{ name: 'Sam Okoye' }]);
      await insertRow(app, 'enrollment_hold', {
        org_id: school.orgId, id: newId(), enrollment_id: enrollmentId, kind: 'RECORDS', reason: 'Papers',
      }); // prettier-ignore
      expect(closedGates(await read(school.owner, made.id))).toEqual(['NO_HOLD']);
      await app.owner.query(`UPDATE enrollment SET status = 'ON_LEAVE' WHERE id = $1`, [enrollmentId]);
      expect(closedGates(await read(school.owner, made.id))).toEqual(['ENROLLMENT_ACTIVE', 'NO_HOLD']);
    });

    it('are overridden for the record where they may be', async () => {
      const { school, placement } = await ready();
      const made = await place(school.owner, placement);
      const override = (gate: string): Promise<ShownAssignment> =>
        school.owner.do(
          'overrideAssignmentGate',
          { assignmentId: made.id, gate, reason: 'Shown in the lab' },
          shown(),
        );
      const after = await override('COURSES_PASSED');
      expect(after.gates.find(({ code }) => code === 'COURSES_PASSED')).toMatchObject({
        holds: false,
        overridden: true,
        overrideReason: 'Shown in the lab',
      });
      expect(closedGates(after)).toEqual(['SUPERVISOR_NAMED']);
      expect(after.history).toMatchObject([
        { kind: 'GATE_OVERRIDDEN', gate: 'COURSES_PASSED', recordedBy: school.owner.personId },
      ]);
      expect((await override('SUPERVISOR_NAMED')).__typename).toBe('GateNotOverridable');
      expect((await override('NO_HOLD')).__typename).toBe('GateHolds');
    });

    it('inv 31: never open for patients where no rule of supervision is known, or one says too little', async () => {
      const { school, jurisdiction, placement } = await ready();
      const made = await place(school.owner, placement);
      await app.owner.query(`UPDATE supervision_rule SET rule = '{}' WHERE jurisdiction = $1`, [
        jurisdiction,
      ]);
      expect(closedGates(await read(school.owner, made.id))).toContain('SUPERVISION_RULE');
      await app.owner.query('DELETE FROM supervision_rule WHERE jurisdiction = $1', [jurisdiction]);
      const now = await read(school.owner, made.id);
      const gate = now.gates.find(({ code }) => code === 'SUPERVISION_RULE')!;
      expect(gate).toMatchObject({ holds: false, overridable: false });
      expect(gate.because).toContain(jurisdiction);
      const no = await school.owner.do(
        'overrideAssignmentGate',
        { assignmentId: made.id, gate: 'SUPERVISION_RULE', reason: 'x' },
        '',
      );
      expect(no['__typename']).toBe('GateNotOverridable');
    });

    it('inv 10: say which skills are prohibited at the site', async () => {
      const there = await clinicWithSupervisor(app, {
        rule: { prohibited_task_codes: ['transfer_assistance'] },
      });
      const { school, placement, skill } = await schoolReadyToPlace(app, there.clinic, there.site);
      const made = await place(school.owner, placement);
      const gate = made.gates.find(({ code }) => code === 'TASKS_ALLOWED')!;
      expect(gate.holds).toBe(false);
      expect(gate.because).toContain(skill.code);
    });

    it('are judged by where the site is on the first day: a site that moves keeps its past', async () => {
      const { school, clinic, site, jurisdiction, placement } = await ready();
      const made = await place(school.owner, placement);
      expect(closedGates(made)).not.toContain('SUPERVISION_RULE');
      await clinic.owner.do('updateSite', { siteId: site.id, jurisdiction: 'ZZ' }, '... on Site { id }');
      expect(closedGates(await read(school.owner, made.id))).toContain('SUPERVISION_RULE');
      const { rows } = await app.owner.query(
        `SELECT number, jurisdiction, effective_on::text AS "on" FROM site_jurisdiction WHERE site_id = $1 ORDER BY number`,
        [site.id],
      );
      expect(rows).toEqual([
        { number: 1, jurisdiction, on: null },
        { number: 2, jurisdiction: 'ZZ', on: dayFromToday(0) },
      ]);
      const before = await app.owner.query('SELECT (site_on($1, $2, $3)).jurisdiction', [
        clinic.orgId,
        site.id,
        dayFromToday(-1),
      ]);
      expect(before.rows).toEqual([{ jurisdiction }]);
    });
  });

  describe('changes', () => {
    const change = (member: Member, mutation: string, input: object): Promise<ShownAssignment> =>
      member.do<ShownAssignment>(mutation, { reason: 'Because.', ...input }, shown());

    it('move days ahead within the agreement, each with its entry', async () => {
      const { school, placement, agreementId } = await ready();
      const { id: assignmentId } = await place(school.owner, placement, 'id');
      const moved = await change(school.owner, 'changeAssignmentDates', {
        assignmentId,
        endsOn: dayFromToday(50),
      });
      expect(moved).toMatchObject({
        endsOn: dayFromToday(50),
        history: [{ kind: 'DATES_CHANGED', reason: 'Because.' }],
      });
      await app.owner.query('UPDATE affiliation_agreement SET ends_on = $2 WHERE id = $1', [
        agreementId,
        dayFromToday(50),
      ]);
      const beyond = { assignmentId, endsOn: dayFromToday(51) };
      expect((await change(school.owner, 'changeAssignmentDates', beyond)).__typename).toBe(
        'AgreementNotInForce',
      );
      const open = await change(school.owner, 'changeAssignmentDates', { assignmentId, openEnded: true });
      expect(open.code).toBe('ASSIGNMENT_DATES_NOT_POSSIBLE');
      app.clock.advance({ days: 12 });
      const later = await signedInAnew(app, school.owner);
      const start = { assignmentId, startsOn: dayFromToday(20) };
      expect((await change(later, 'changeAssignmentDates', start)).code).toBe(
        'ASSIGNMENT_DATES_NOT_POSSIBLE',
      );
    });

    it('cancel what has not begun, and end what has', async () => {
      const { school, placement } = await ready();
      const { id: assignmentId } = await place(school.owner, placement, 'id');
      const other = await place(school.owner, placement, 'id');
      expect(await change(school.owner, 'cancelAssignment', { assignmentId })).toMatchObject({
        state: 'CANCELLED',
      });
      expect(
        (await change(school.owner, 'endAssignment', { assignmentId, endsOn: dayFromToday(11) })).__typename,
      ).toBe('AssignmentNotOpen');
      app.clock.advance({ days: 12 });
      const later = await signedInAnew(app, school.owner);
      expect((await change(later, 'cancelAssignment', { assignmentId: other.id })).__typename).toBe(
        'AssignmentBegun',
      );
      const ended = await change(later, 'endAssignment', {
        assignmentId: other.id,
        endsOn: dayFromToday(11),
      });
      expect(ended).toMatchObject({ state: 'OVER', endsOn: dayFromToday(11) });
      const { rows } = await app.owner.query(
        `SELECT kind FROM ledger_entry WHERE org_id = $1 AND kind LIKE 'assignment.%' ORDER BY person_id, seq`,
        [school.orgId],
      );
      expect(rows.map(({ kind }: { kind: string }) => kind)).toEqual([
        'assignment.created', 'assignment.created', 'assignment.ended', 'assignment.ended',
      ]); // prettier-ignore
    });

    it('leave standing rows that are the same when they are made anew from the entries', async () => {
      const { school, placement } = await ready();
      const { id: assignmentId } = await place(school.owner, placement, 'id');
      const { id: cancelled } = await place(school.owner, placement, 'id');
      await change(school.owner, 'changeAssignmentDates', { assignmentId, endsOn: dayFromToday(50) });
      await change(school.owner, 'changeAssignmentDates', { assignmentId, startsOn: dayFromToday(12) });
      await change(school.owner, 'cancelAssignment', { assignmentId: cancelled });
      const standing = async (): Promise<unknown[]> =>
        (
          await app.owner.query(
            `SELECT assignment_id, person_id, site_org_id, site_id, time_zone, checklist_version_id, starts_on, ends_on, cancelled
             FROM assignment_standing WHERE org_id = $1 ORDER BY 1`,
            [school.orgId],
          )
        ).rows;
      const before = await standing();
      await app.owner.query('DELETE FROM assignment_standing WHERE org_id = $1', [school.orgId]);
      const system = app.app.get(Database).forOrganization(school.orgId);
      expect(await system.write((tx) => app.app.get(AssignmentRecords).rebuildIn(tx))).toBe(2);
      expect(await standing()).toEqual(before);
    });
  });

  describe('supervisors', () => {
    it('inv 5: are named by the site among its own who are authorized there, before the first day', async () => {
      const { school, clinic, supervisor, placement } = await ready();
      const { id: assignmentId } = await place(school.owner, placement, 'id');
      const name = (by: Member, personId: string): Promise<Record<string, unknown>> =>
        by.do(
          'nameSupervisor',
          { assignmentId, personId },
          '... on AssignmentSupervision { id startsOn endsOn }',
        );
      expect((await name(school.owner, supervisor.personId))['__typename']).toBe('SiteNamesSupervisors');
      const unauthorized = await clinic.member('SUPERVISOR');
      expect((await name(clinic.owner, unauthorized.personId))['__typename']).toBe('SupervisorNotAuthorized');
      const named = await name(clinic.owner, supervisor.personId);
      expect(named['__typename']).toBe('AssignmentSupervision');
      expect((await name(clinic.owner, supervisor.personId))['__typename']).toBe('SupervisorNamedAlready');
      const stranger = await World.create(app, { isClinic: true });
      const sent = await stranger.owner.send(
        'mutation ($input: NameSupervisorInput!) { nameSupervisor(input: $input) { __typename } }',
        { input: { operationId: newId(), assignmentId, personId: stranger.owner.personId } },
      );
      expect(sent.errors![0]!.extensions.code).toBe('NOT_FOUND');
      const ended = await clinic.owner.do(
        'endSupervision',
        { supervisionId: named['id'], endsOn: dayFromToday(0) },
        '... on AssignmentSupervision { startsOn endsOn }',
      );
      expect(ended).toMatchObject({ startsOn: placement.startsOn, endsOn: dayFromToday(9) });
      expect((await read(school.owner, assignmentId)).supervisors).toEqual([]);
      expect((await name(clinic.owner, supervisor.personId))['__typename']).toBe('AssignmentSupervision');
    });
  });

  it('are listed with their gates in a fixed number of statements', async () => {
    const { school, placement, program, clinic, supervisor, cohortId } = await ready();
    const list = `{ assignments(first: 50) { totalCount edges { node { ${ASSIGNMENT} checklistVersion { title } } } } }`;
    const statements = async (): Promise<number> =>
      (await app.statementsOf(() => school.owner.ask(list))).length;
    await place(school.owner, placement, 'id');
    const one = await statements();
    for (let i = 0; i < 4; i++) {
      const { enrollmentId } = await school.enrolled(program, { cohortId });
      const { id: assignmentId } = await place(school.owner, { ...placement, enrollmentId }, 'id');
      await clinic.owner.do('nameSupervisor', { assignmentId, personId: supervisor.personId }, '');
    }
    expect(await statements()).toBe(one);
    expect(one).toBeLessThanOrEqual(12);
  });

  describe('employees of a clinic', () => {
    const hired = async () => {
      const there = await clinicWithSupervisor(app);
      const skill = await skillIn(there.clinic);
      const checklist = await checklistIn(there.clinic, [skill]);
      const trainee = await there.clinic.member('TRAINEE');
      const input = {
        personId: trainee.personId,
        siteId: there.site.id,
        checklistVersionId: checklist.versionId,
        startsOn: dayFromToday(0),
      };
      return { ...there, skill, checklist, trainee, input };
    };
    const assign = (by: Member, input: object): Promise<ShownAssignment> =>
      by.do<ShownAssignment>('assignEmployee', input, shown());

    it('are assigned to a site of their own, without a last day', async () => {
      const { clinic, trainee, supervisor, input } = await hired();
      const made = await assign(clinic.owner, input);
      expect(made).toMatchObject({ kind: 'EMPLOYEE', state: 'IN_FORCE', endsOn: null, agreementId: null });
      expect(closedGates(made)).toEqual(['SUPERVISOR_NAMED']);
      await clinic.owner.do('nameSupervisor', { assignmentId: made.id, personId: supervisor.personId }, '');
      expect((await read(clinic.owner, made.id)).mayStart).toBe(true);
      const mine = await trainee.ask<{ myAssignments: ShownAssignment[] }>(
        `{ myAssignments { ${ASSIGNMENT} } }`,
      );
      expect(mine.myAssignments).toMatchObject([{ id: made.id, mayStart: true, history: [] }]);
      const other = await clinic.member('TRAINEE');
      const empty = await other.ask<{ myAssignments: unknown[] }>('{ myAssignments { id } }');
      expect(empty.myAssignments).toEqual([]);
    });

    it('are members, at open sites, by published checklists, and never oneself', async () => {
      const { clinic, site, input } = await hired();
      const stranger = await World.create(app, { isClinic: true });
      const send = (changed: object) =>
        clinic.owner.send(
          'mutation ($input: AssignEmployeeInput!) { assignEmployee(input: $input) { __typename } }',
          { input: { operationId: newId(), ...input, ...changed } },
        );
      for (const changed of [
        { personId: stranger.owner.personId },
        { siteId: (await siteOf(stranger, 'ZZ')).id },
      ])
        expect((await send(changed)).errors![0]!.extensions.code).toBe('NOT_FOUND');
      const foreign = await checklistIn(stranger, []);
      expect(
        (await assign(clinic.owner, { ...input, checklistVersionId: foreign.versionId })).__typename,
      ).toBe('ChecklistNotUsable');
      expect((await assign(clinic.owner, { ...input, personId: clinic.owner.personId })).__typename).toBe(
        'OwnAssignment',
      );
      await clinic.owner.do('closeSite', { siteId: site.id }, '');
      expect((await assign(clinic.owner, input)).__typename).toBe('SiteIsClosed');
    });

    it('abuse 6: are not chosen by members who are limited away from them', async () => {
      const { clinic, supervisor, site, input } = await hired();
      const records = await clinic.member('RECORDS');
      const elsewhere = await siteOf(clinic, site.jurisdiction);
      const limit = async (member: Member, siteId: string): Promise<void> => {
        await app.owner.query('UPDATE membership SET site_limited = true WHERE id = $1', [
          member.membershipId,
        ]);
        await insertRow(app, 'membership_site', {
          org_id: clinic.orgId, membership_id: member.membershipId, site_id: siteId,
        }); // prettier-ignore
      };
      await limit(records, elsewhere.id);
      await limit(supervisor, site.id);
      const { id: assignmentId } = await assign(clinic.owner, input);
      const sent = await records.send(
        'mutation ($input: NameSupervisorInput!) { nameSupervisor(input: $input) { __typename } }',
        { input: { operationId: newId(), assignmentId, personId: supervisor.personId } },
      );
      expect(sent.errors![0]!.extensions.code).toBe('NOT_FOUND');
    });

    it('follow another checklist version after its effect was seen', async () => {
      const { clinic, input, skill } = await hired();
      const added = await skillIn(clinic);
      const other = await checklistIn(clinic, [added]);
      const made = await assign(clinic.owner, input);
      const { checklistTransferPreview: preview } = await clinic.owner.ask<{
        checklistTransferPreview: { skills: { code: string; change: string }[] };
      }>(
        'query ($a: ID!, $c: ID!) { checklistTransferPreview(assignmentId: $a, checklistVersionId: $c) { skills { code change fromVersion toVersion effect } } }',
        { a: made.id, c: other.versionId },
      );
      expect(preview.skills.toSorted((a, b) => (a.change < b.change ? -1 : 1))).toEqual([
        { code: added.code, change: 'ADDED', fromVersion: null, toVersion: 1, effect: null },
        { code: skill.code, change: 'REMOVED', fromVersion: 1, toVersion: null, effect: null },
      ]);
      const transfer = { assignmentId: made.id, checklistVersionId: other.versionId, reason: 'New edition' };
      const moved = await clinic.owner.do<ShownAssignment>('transferChecklist', transfer, shown());
      expect(moved).toMatchObject({
        checklistVersionId: other.versionId,
        history: [{ kind: 'CHECKLIST_CHANGED' }],
      });
      expect((await clinic.owner.do('transferChecklist', transfer, ''))['__typename']).toBe(
        'ChecklistUnchanged',
      );
    });
  });
});
