import sql, { raw } from 'sql-template-tag';
import { Refusal, RefusalType, refuse } from '../src/platform/graphql/refusal.js';
import { Database } from '../src/platform/database/database.js';
import type { TenantDb } from '../src/platform/database/tenant-db.js';
import { newId } from '../src/platform/ids/ids.js';
import { AssignmentAccess } from '../src/features/training/placements/assignment-access.service.js';
import { TestApp } from './support/test-app.js';
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
