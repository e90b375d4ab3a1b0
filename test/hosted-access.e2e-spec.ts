import sql, { raw } from 'sql-template-tag';
import { Refusal, RefusalType, refuse } from '../src/platform/graphql/refusal.js';
import { Database } from '../src/platform/database/database.js';
import type { TenantDb } from '../src/platform/database/tenant-db.js';
import { newId } from '../src/platform/ids/ids.js';
import { AssignmentAccess } from '../src/features/training/placements/assignment-access.service.js';
import {
  ASSIGNMENT,
  clinicWithSupervisor,
  place,
  schoolReadyToPlace,
  shown,
  type ShownAssignment,
} from './support/placements.js';
import { signedInAnew } from './support/practice.js';
import { TestApp, type GraphqlAnswer } from './support/test-app.js';
import {
  agreementOf,
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  insertRow,
  jurisdictionWith,
  placementAt,
  schoolWithPlacement,
  siteOf,
} from './support/training.js';
import { World, type Member } from './support/world.js';

@RefusalType('Only in this test.')
class NotToday extends Refusal {}

describe('records of people placed by another organization', () => {
  let app: TestApp;
  let access: AssignmentAccess;
  beforeAll(async () => {
    app = await TestApp.start();
    access = app.app.get(AssignmentAccess);
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const dbFor = (member: Member): TenantDb => app.app.get(Database).forViewer(member.viewer);
  const count = async (db: TenantDb, table: string, orgId: string): Promise<number> => {
    const [row] = await db.read<{ n: number }>(
      sql`SELECT count(*)::int AS n FROM ${raw(table)} WHERE org_id = ${orgId}`,
    );
    return row!.n;
  };
  const notFound = { code: 'NOT_FOUND' };

  it('are reached by a handle of the school, and those of one own by this very handle', async () => {
    const { school, clinic, supervisor, assignment } = await schoolWithPlacement(app);
    const own = await clinicWithTrainee(app);
    const db = dbFor(supervisor);
    const hosted = await access.dbOf(db, assignment.id);
    expect(hosted.orgId).toBe(school.orgId);
    expect(hosted.viewer.orgId).toBe(clinic.orgId);
    expect(hosted.isHosted).toBe(true);
    const facts = await hosted.load((tx) => access.facts(tx, assignment.id));
    expect(facts).toMatchObject({
      orgId: school.orgId,
      siteOrgId: clinic.orgId,
      personId: assignment.personId,
    });
    const ownDb = dbFor(own.supervisor);
    expect(await access.dbOf(ownDb, own.assignment.id)).toBe(ownDb);
    await expect(access.dbOf(ownDb, assignment.id)).rejects.toMatchObject(notFound);
    await expect(access.dbOfMany(db, [assignment.id, own.assignment.id])).rejects.toMatchObject(notFound);
  });

  it('abuse 7: are what belongs to the placement: no grade, no course, no cohort, no ledger of the school', async () => {
    const { school, supervisor, program, enrollmentId, assignment } = await schoolWithPlacement(app);
    await insertRow(app, 'course_attempt', {
      org_id: school.orgId, id: newId(), enrollment_id: enrollmentId, course_id: program.courses[0]!.id, number: 1,
      outcome: 'PASSED', final_percent: '91.00', decided_at: new Date(),
    }); // prettier-ignore
    const hosted = dbFor(supervisor).hostedIn(school.orgId);
    for (const table of ['training_assignment', 'assignment_standing', 'skill', 'checklist'])
      expect([table, await count(hosted, table, school.orgId)]).toEqual([table, 1]);
    for (const table of [
      'course_attempt',
      'grade_entry',
      'requirement_result',
      'enrollment',
      'cohort',
      'program',
      'program_version',
      'course',
      'membership',
      'ledger_entry',
      'assignment_entry',
      'disclosure',
      'quiz_attempt',
      'accommodation',
      'trainee_contact',
    ])
      // prettier-ignore
      expect([table, await count(hosted, table, school.orgId)]).toEqual([table, 0]);
    const people = await hosted.read<{ id: string }>(
      sql`SELECT id FROM person WHERE id <> ${supervisor.personId}`,
    );
    expect(people.map(({ id }) => id)).toContain(assignment.personId);
    expect(people.map(({ id }) => id)).not.toContain(school.owner.personId);
  });

  it('abuse 9: are never those of another clinic of the same school', async () => {
    const first = await schoolWithPlacement(app);
    const other = await World.create(app, { isClinic: true });
    const site = await siteOf(other, await jurisdictionWith(app));
    const { trainee, enrollmentId } = await first.school.enrolled(first.program);
    const agreementId = await agreementOf(first.school, other);
    const theirs = await placementAt(first.school, other, {
      personId: trainee.personId,
      enrollmentId,
      agreementId,
      site,
      checklistVersionId: first.checklist.versionId,
    });
    const hosted = dbFor(first.supervisor).hostedIn(first.school.orgId);
    const seen = await hosted.read<{ id: string }>(
      sql`SELECT id FROM training_assignment WHERE org_id = ${first.school.orgId}`,
    );
    expect(seen).toEqual([{ id: first.assignment.id }]);
    await expect(hosted.load((tx) => access.facts(tx, theirs.id))).rejects.toMatchObject(notFound);
    await expect(access.dbOf(dbFor(first.supervisor), theirs.id)).rejects.toMatchObject(notFound);
    expect(await count(hosted, 'affiliation_agreement', first.school.orgId)).toBe(1);
    const names = await hosted.read(sql`SELECT id FROM person WHERE id = ${theirs.personId}`);
    expect(names).toEqual([]);
  });

  it('abuse 8: open on the first day and close after the last, at midnight where the site is', async () => {
    const school = await World.create(app);
    const clinic = await World.create(app, { isClinic: true });
    const supervisor = await clinic.member('SUPERVISOR');
    const site = await siteOf(clinic, await jurisdictionWith(app), { timeZone: 'America/Los_Angeles' });
    const checklist = await checklistIn(school, []);
    const { trainee, enrollmentId } = await school.enrolled(await school.program());
    const placed = await placementAt(school, clinic, {
      personId: trainee.personId,
      enrollmentId,
      agreementId: await agreementOf(school, clinic),
      site,
      checklistVersionId: checklist.versionId,
      startsOn: '2027-03-01',
      endsOn: '2027-03-31',
    });
    const opens = async (at: string): Promise<boolean> => {
      app.clock.setTo(new Date(at));
      const db = dbFor(supervisor);
      const [open, found, listed] = await Promise.all([
        db.hostedIn(school.orgId).read(sql`SELECT 1 AS one`).then(() => true, () => false),
        access.dbOf(db, placed.id).then(() => true, () => false),
        count(db, 'training_assignment', school.orgId),
      ]); // prettier-ignore
      expect(found).toBe(open);
      expect(listed).toBe(open ? 1 : 0);
      return open;
    };
    expect(await opens('2027-02-28T23:59:59-08:00')).toBe(false);
    expect(await opens('2027-03-01T00:00:01-08:00')).toBe(true);
    // Summer time has begun: the last day is the site's, seven hours behind UTC
    expect(await opens('2027-03-31T23:59:59-07:00')).toBe(true);
    expect(await opens('2027-04-01T00:00:01-07:00')).toBe(false);
  });

  it('abuse 8: close at once when the placement is cancelled, and are not opened by an agreement alone', async () => {
    const { school, supervisor, assignment } = await schoolWithPlacement(app);
    await app.owner.query('UPDATE assignment_standing SET cancelled = true WHERE assignment_id = $1', [
      assignment.id,
    ]);
    await expect(
      dbFor(supervisor)
        .hostedIn(school.orgId)
        .read(sql`SELECT 1`),
    ).rejects.toMatchObject(notFound);
    await expect(
      dbFor(supervisor)
        .hostedIn(newId())
        .read(sql`SELECT 1`),
    ).rejects.toMatchObject(notFound);
  });

  it('are limited to the sites and cohorts of whoever is limited to some', async () => {
    const { school, clinic, supervisor, cohortId, assignment, site } = await schoolWithPlacement(app);
    const facts = async (member: Member): Promise<unknown> => {
      const db = await access.dbOf(dbFor(member), assignment.id);
      return (await db.load((tx) => access.facts(tx, assignment.id))).id;
    };
    const elsewhere = await siteOf(clinic, site.jurisdiction);
    const limitTo = async (siteId: string): Promise<void> => {
      await app.owner.query('UPDATE membership SET site_limited = true WHERE id = $1', [
        supervisor.membershipId,
      ]);
      await app.owner.query('DELETE FROM membership_site WHERE membership_id = $1', [
        supervisor.membershipId,
      ]);
      await insertRow(app, 'membership_site', {
        org_id: clinic.orgId, membership_id: supervisor.membershipId, site_id: siteId,
      }); // prettier-ignore
    };
    await limitTo(elsewhere.id);
    await expect(facts(supervisor)).rejects.toMatchObject(notFound);
    await limitTo(site.id);
    expect(await facts(supervisor)).toBe(assignment.id);

    const instructor = await school.member('INSTRUCTOR');
    expect(await facts(instructor)).toBe(assignment.id);
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
      instructor.membershipId,
    ]);
    await expect(facts(instructor)).rejects.toMatchObject(notFound);
    await insertRow(app, 'membership_cohort', {
      org_id: school.orgId, membership_id: instructor.membershipId, cohort_id: cohortId,
    }); // prettier-ignore
    expect(await facts(instructor)).toBe(assignment.id);
  });

  it('abuse 5: are the own ones for a trainee, and no other', async () => {
    const { school, clinic, trainee, assignment } = await schoolWithPlacement(app);
    const open = (member: Member): Promise<unknown> =>
      access
        .dbOf(dbFor(member), assignment.id)
        .then((db) => db.load((tx) => access.facts(tx, assignment.id)));
    expect(await open(trainee)).toMatchObject({ id: assignment.id });
    await expect(open(await school.member('TRAINEE'))).rejects.toMatchObject(notFound);
    await expect(open(await clinic.member('TRAINEE'))).rejects.toMatchObject(notFound);
  });

  it('take from the clinic what belongs to the placement, and refuse everything else', async () => {
    const { school, clinic, supervisor, assignment, skill, site, enrollmentId } =
      await schoolWithPlacement(app);
    const hosted = dbFor(supervisor).hostedIn(school.orgId);
    const request = (row: Record<string, unknown> = {}) => {
      const columns = {
        org_id: school.orgId, id: newId(), assignment_id: assignment.id, site_org_id: clinic.orgId, person_id: assignment.personId,
        skill_org_id: school.orgId, skill_id: skill.id, ...row,
      }; // prettier-ignore
      const names = Object.keys(columns).join(', ');
      const values = Object.values(columns).map((value) => `'${value as string}'`);
      return raw(`INSERT INTO observation_request (${names}) VALUES (${values.join(', ')})`);
    };
    const refused = (statement: string | ReturnType<typeof sql>): Promise<unknown> =>
      expect(
        hosted.write((tx) => tx.query(typeof statement === 'string' ? sql`${raw(statement)}` : statement)),
      ).rejects.toMatchObject({ code: '42501' });
    await refused(sql`${request({ site_org_id: newId() })}`);
    await refused(sql`${request({ assignment_id: newId() })}`);
    await refused(
      `INSERT INTO enrollment_hold (org_id, id, enrollment_id, kind, reason) VALUES ('${school.orgId}', '${newId()}', '${enrollmentId}', 'OTHER', 'x')`,
    );
    await refused(
      `INSERT INTO assignment_entry (org_id, id, assignment_id, kind, reason) VALUES ('${school.orgId}', '${newId()}', '${assignment.id}', 'CANCELLED', 'x')`,
    );
    await refused(
      `INSERT INTO site (org_id, id, name, setting, jurisdiction, time_zone) VALUES ('${school.orgId}', '${newId()}', 'x', 'OTHER', 'XX', 'UTC')`,
    );
    const moved = await hosted.write((tx) =>
      tx.query(
        sql`UPDATE assignment_standing SET ends_on = '9999-01-01' WHERE org_id = ${school.orgId} RETURNING assignment_id`,
      ),
    );
    expect(moved).toEqual([]);
    await hosted.write((tx) => tx.query(sql`${request()}`));
    await expect(
      hosted.write((tx) => {
        tx.append({ personId: school.owner.personId, kind: 'observation.recorded', content: {} });
        return Promise.resolve({});
      }),
    ).rejects.toMatchObject({ code: '42501' });
    await hosted.write((tx) => {
      tx.append({
        personId: assignment.personId,
        kind: 'observation.recorded',
        content: { siteId: site.id },
      });
      return Promise.resolve({});
    });
    const { rows } = await app.owner.query(
      'SELECT actor_id FROM ledger_entry WHERE org_id = $1 AND person_id = $2',
      [school.orgId, assignment.personId],
    );
    expect(rows).toEqual([{ actor_id: supervisor.personId }]);
  });

  describe('where the school’s system follows from what the clinic decided', () => {
    const enrolled = sql`SELECT id FROM enrollment`;

    it('it reaches the school’s own tables there alone, and never afterwards', async () => {
      const { school, supervisor, enrollmentId } = await schoolWithPlacement(app);
      const hosted = dbFor(supervisor).hostedIn(school.orgId);
      const seen = await hosted.write(async (tx) => ({
        before: await tx.query(enrolled),
        within: await tx.asSystem((system) => system.query(enrolled)),
        after: await tx.query(enrolled),
      }));
      expect(seen).toEqual({ before: [], within: [{ id: enrollmentId }], after: [] });
    });

    it('it is left again when it fails', async () => {
      const { school, supervisor } = await schoolWithPlacement(app);
      const hosted = dbFor(supervisor).hostedIn(school.orgId);
      const after = await hosted.write(async (tx) => {
        await expect(tx.asSystem(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
        return { seen: await tx.query(enrolled) };
      });
      expect(after).toEqual({ seen: [] });
      const sqlError = hosted.write(async (tx) => {
        await tx.asSystem((system) => system.query(sql`SELECT 1 / 0`)).catch(() => undefined);
        return {};
      });
      await expect(sqlError).rejects.toThrow('had failed');
    });

    it('nothing of it is kept when the decision is refused or fails', async () => {
      const { school, supervisor, enrollmentId } = await schoolWithPlacement(app);
      const hosted = dbFor(supervisor).hostedIn(school.orgId);
      const hold = sql`INSERT INTO enrollment_hold (org_id, id, enrollment_id, kind, reason)
        VALUES (${school.orgId}, ${newId()}, ${enrollmentId}, 'OTHER', 'x')`;
      const answer = await hosted.write(async (tx) => {
        await tx.asSystem(async (system) => {
          await system.query(hold);
          system.append({ personId: supervisor.personId, kind: 'hold.placed', content: {} });
        });
        return refuse(NotToday, 'Not today.');
      });
      expect(answer).toMatchObject({ code: 'NOT_TODAY' });
      const failed = hosted.write(async (tx) => {
        await tx.asSystem((system) => system.query(hold));
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      const { rows } = await app.owner.query('SELECT id FROM enrollment_hold WHERE org_id = $1', [
        school.orgId,
      ]);
      expect(rows).toEqual([]);
    });
  });

  it('keep the key of an operation with the viewer, so that a retry finds its answer', async () => {
    const { school, clinic, supervisor, assignment } = await schoolWithPlacement(app);
    const hosted = dbFor(supervisor).hostedIn(school.orgId);
    const input = { operationId: newId(), to: dayFromToday(0) };
    let runs = 0;
    const verb = async (): Promise<{ id: string }> => {
      runs++;
      return Promise.resolve({ id: assignment.id });
    };
    expect(await hosted.once(input, verb)).toEqual({ id: assignment.id });
    expect(await hosted.once(input, verb)).toEqual({ id: assignment.id });
    expect(runs).toBe(1);
    const { rows } = await app.owner.query('SELECT org_id FROM operation WHERE id = $1', [input.operationId]);
    expect(rows).toEqual([{ org_id: clinic.orgId }]);
  });
});

describe('trainees of other organizations at a site, through the API', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  interface Hosted {
    totalCount: number;
    edges: { node: ShownAssignment; cursor: string }[];
  }
  const hosted = async (by: Member, args = ''): Promise<Hosted> =>
    (
      await by.ask<{ hostedAssignments: Hosted }>(
        `{ hostedAssignments${args} { totalCount edges { cursor node { ${ASSIGNMENT} } } } }`,
      )
    ).hostedAssignments;
  const one = (by: Member, id: string) =>
    by.send<{ assignment: ShownAssignment }>(`query ($id: ID!) { assignment(id: $id) { ${ASSIGNMENT} } }`, {
      id,
    });
  const code = async (answer: Promise<GraphqlAnswer<unknown>>): Promise<string | undefined> =>
    (await answer).errors?.[0]?.extensions.code;
  const log = async (by: Member, personId: string) =>
    (
      await by.ask<{ disclosures: { totalCount: number; edges: { node: Record<string, unknown> }[] } }>(
        `query ($p: ID!) { disclosures(personId: $p) { totalCount edges { node { personId operation viewerName viewerOrganizationName disclosedOn } } } }`,
        { p: personId },
      )
    ).disclosures;

  /** One clinic with trainees of two schools, there since yesterday. */
  const twoSchools = async () => {
    const there = await clinicWithSupervisor(app);
    const schools = [];
    for (let i = 0; i < 2; i++) {
      const ready = await schoolReadyToPlace(app, there.clinic, there.site);
      const placed = await placementAt(ready.school, there.clinic, {
        personId: ready.trainee.personId,
        enrollmentId: ready.enrollmentId,
        agreementId: ready.agreementId,
        site: there.site,
        checklistVersionId: ready.checklist.versionId,
        courseId: ready.course.id,
        startsOn: dayFromToday(-1),
      });
      schools.push({ ...ready, placed });
    }
    return { ...there, schools };
  };

  it('inv 6: are one list over all schools, by name, in a fixed number of statements', async () => {
    const { clinic, supervisor, schools } = await twoSchools();
    const list = await hosted(supervisor);
    expect(list.totalCount).toBe(2);
    expect(list.edges.map(({ node }) => node.trainee!.id).sort()).toEqual(
      schools.map(({ trainee }) => trainee.personId).sort(),
    );
    for (const { node } of list.edges) {
      expect(node.trainee!.name).toBe('Ada Test');
      expect(node.organizationName).toMatch(/^Organization/);
      expect(node.history).toBeNull();
    }
    const [first] = await Promise.all([hosted(supervisor, '(first: 1)')]);
    const rest = await hosted(supervisor, `(first: 1, after: "${first.edges[0]!.cursor}")`);
    expect([...first.edges, ...rest.edges].map(({ node }) => node.id)).toEqual(
      list.edges.map(({ node }) => node.id),
    );
    const names = '{ hostedAssignments { edges { node { id state trainee { name } } } } }';
    const statements = await app.statementsOf(() => supervisor.ask(names));
    // The list, the line in the log, and the names of each school's.
    expect(statements).toHaveLength(2 + schools.length);
    const own = await clinic.owner.ask<{ assignments: { totalCount: number } }>(
      '{ assignments { totalCount } }',
    );
    expect(own.assignments.totalCount).toBe(0);
  });

  it('inv 6: each look is logged with the school, once a day, for the school and the trainee', async () => {
    const { clinic, supervisor, schools } = await twoSchools();
    const [first, second] = schools;
    expect((await log(first!.school.owner, first!.trainee.personId)).totalCount).toBe(0);
    await hosted(supervisor);
    await hosted(supervisor);
    expect(await code(one(supervisor, first!.placed.id))).toBeUndefined();
    const seen = await log(first!.school.owner, first!.trainee.personId);
    const line = {
      personId: first!.trainee.personId,
      viewerName: 'Sam Okoye',
      viewerOrganizationName: expect.stringContaining(clinic.orgId.slice(-6)) as string,
      disclosedOn: dayFromToday(0),
    };
    expect(seen.edges.map(({ node }) => node)).toEqual([
      { ...line, operation: 'hostedAssignments' },
      { ...line, operation: 'assignment' },
    ]);
    expect(await log(first!.trainee, first!.trainee.personId)).toEqual(seen);
    expect((await log(second!.school.owner, second!.trainee.personId)).totalCount).toBe(1);
    expect((await log(second!.school.owner, first!.trainee.personId)).totalCount).toBe(0);
    expect((await log(second!.trainee, first!.trainee.personId)).totalCount).toBe(0);
    await first!.school.owner.ask('{ assignments { edges { node { id trainee { name } } } } }');
    expect((await log(first!.school.owner, first!.trainee.personId)).totalCount).toBe(2);
  });

  it('inv 6: a school sees its placements, and nothing of the clinic’s own people', async () => {
    const { clinic, site, supervisor, schools } = await twoSchools();
    const checklist = await checklistIn(clinic, []);
    const hired = await clinic.member('TRAINEE');
    const employee = await clinic.owner.do<ShownAssignment>(
      'assignEmployee',
      {
        personId: hired.personId,
        siteId: site.id,
        checklistVersionId: checklist.versionId,
        startsOn: dayFromToday(0),
      },
      shown('id'),
    );
    const { school, placed } = schools[0]!;
    const list = await school.owner.ask<{ assignments: Hosted; hostedAssignments: Hosted }>(
      '{ assignments { edges { node { id } } } hostedAssignments { edges { node { id } } } }',
    );
    expect(list.assignments.edges.map(({ node }) => node.id)).toEqual([placed.id]);
    expect(list.hostedAssignments.edges).toEqual([]);
    expect(await code(one(school.owner, employee.id))).toBe('NOT_FOUND');
    expect(await code(one(supervisor, employee.id))).toBeUndefined();
    const own = await hosted(supervisor);
    expect(own.edges.map(({ node }) => node.id)).not.toContain(employee.id);
  });

  it('abuse 7: tell a clinic that a gate of the school does not hold, but not which grade is missing', async () => {
    const { supervisor, schools } = await twoSchools();
    const { school, placed, first, enrollmentId } = schools[0]!;
    const gateOf = async (by: Member) =>
      (await one(by, placed.id)).data!.assignment.gates.find((gate) => gate.code === 'COURSES_PASSED')!;
    expect((await gateOf(school.owner)).because).toContain(first.code);
    expect((await gateOf(supervisor)).because).not.toContain(first.code);
    expect((await gateOf(supervisor)).holds).toBe(false);
    const enrollment = supervisor.send('query ($id: ID!) { enrollment(id: $id) { id } }', {
      id: enrollmentId,
    });
    expect(await code(enrollment)).toBe('NOT_FOUND');
    await insertRow(app, 'assignment_entry', {
      org_id: school.orgId, id: newId(), assignment_id: placed.id, kind: 'GATE_OVERRIDDEN', gate: 'COURSES_PASSED',
      reason: 'Passed it elsewhere with 91 %',
    }); // prettier-ignore
    expect(await gateOf(supervisor)).toMatchObject({ overridden: true, overrideReason: null });
    expect(await gateOf(school.owner)).toMatchObject({ overrideReason: 'Passed it elsewhere with 91 %' });
  });

  it('abuse 8: are announced by name before the first day, open on it, and close with the last', async () => {
    const there = await clinicWithSupervisor(app, { timeZone: 'America/Los_Angeles' });
    const ready = await schoolReadyToPlace(app, there.clinic, there.site);
    const made = await place(
      ready.school.owner,
      { ...ready.placement, startsOn: '2027-03-01', endsOn: '2027-03-31' },
      'id',
    );
    const announced = async (by: Member) =>
      (
        await by.ask<{
          announcedPlacements: { totalCount: number; edges: { node: Record<string, unknown> }[] };
        }>(
          '{ announcedPlacements { totalCount edges { node { assignmentId traineeName startsOn siteName } } } }',
        )
      ).announcedPlacements;
    const at = async (moment: string) => {
      app.clock.setTo(new Date(moment));
      const by = await signedInAnew(app, there.supervisor);
      const [list, direct, coming] = [await hosted(by), await code(one(by, made.id)), await announced(by)];
      expect(list.totalCount).toBe(direct === undefined ? 1 : 0);
      return { open: direct === undefined, coming: coming.totalCount };
    };
    expect(await at('2027-02-28T23:59:50-08:00')).toEqual({ open: false, coming: 1 });
    expect(await at('2027-03-01T00:00:10-08:00')).toEqual({ open: true, coming: 0 });
    expect(await at('2027-03-31T23:59:50-07:00')).toEqual({ open: true, coming: 0 });
    expect(await at('2027-04-01T00:00:10-07:00')).toEqual({ open: false, coming: 0 });
    app.clock.reset();
    const node = (await announced(there.supervisor)).edges[0]!.node;
    expect(node).toMatchObject({ assignmentId: made.id, traineeName: 'Ada Test', startsOn: '2027-03-01' });
    const school = await signedInAnew(app, ready.school.owner);
    expect(await code(one(school, made.id))).toBeUndefined();
  });

  it('abuse 8: close in mid-shift only at the end of the day on which the placement is ended', async () => {
    const { supervisor, schools } = await twoSchools();
    const { school, placed } = schools[0]!;
    const end = (endsOn: string) =>
      school.owner.do<ShownAssignment>(
        'endAssignment',
        { assignmentId: placed.id, endsOn, reason: 'x' },
        shown(),
      );
    expect(await end(dayFromToday(0))).toMatchObject({ state: 'IN_FORCE' });
    expect(await code(one(supervisor, placed.id))).toBeUndefined();
    expect(await end(dayFromToday(-1))).toMatchObject({ state: 'OVER' });
    expect(await code(one(supervisor, placed.id))).toBe('NOT_FOUND');
    expect((await hosted(supervisor)).totalCount).toBe(1);
  });

  it('abuse 9: are never another clinic’s', async () => {
    const first = await twoSchools();
    const other = await clinicWithSupervisor(app);
    const { placed } = first.schools[0]!;
    expect((await hosted(other.supervisor)).totalCount).toBe(0);
    const answers = [await one(other.supervisor, placed.id), await one(other.supervisor, newId())];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]!.errors![0]!.extensions.code).toBe('NOT_FOUND');
  });

  it('are seen by members limited to sites at those alone', async () => {
    const { clinic, supervisor, site } = await twoSchools();
    const elsewhere = await siteOf(clinic, site.jurisdiction);
    await app.owner.query('UPDATE membership SET site_limited = true WHERE id = $1', [
      supervisor.membershipId,
    ]);
    const limit = (siteId: string): Promise<void> =>
      insertRow(app, 'membership_site', {
        org_id: clinic.orgId, membership_id: supervisor.membershipId, site_id: siteId,
      }); // prettier-ignore
    await limit(elsewhere.id);
    expect((await hosted(supervisor)).totalCount).toBe(0);
    await limit(site.id);
    expect((await hosted(supervisor)).totalCount).toBe(2);
  });

  it('inv 1: stay the trainee’s own after persons were merged', async () => {
    const { schools } = await twoSchools();
    const { school, placed, trainee } = schools[0]!;
    const twin = await school.member('TRAINEE');
    const mine = (by: Member) => by.ask<{ myAssignments: { id: string }[] }>('{ myAssignments { id } }');
    expect((await mine(trainee)).myAssignments).toEqual([{ id: placed.id }]);
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      trainee.personId,
      twin.personId,
    ]);
    // Merged persons who have accounts of their own read nothing of each other.
    expect((await mine(twin)).myAssignments).toEqual([]);
  });
});
