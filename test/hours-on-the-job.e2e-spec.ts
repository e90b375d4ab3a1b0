import { newId } from '../src/platform/ids/ids.js';
import {
  CORRECTED,
  courseRecord,
  type DecidedAnswer,
  HOUR_LOG,
  type HourLogAnswer,
  hoursAgo,
  logHours,
  ojtPlacement,
  supervisorOf,
  verifyHours,
} from './support/ojt.js';
import { alsoMemberOf } from './support/second-membership.js';
import { TestApp } from './support/test-app.js';
import {
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  insertRow,
  licenseOf,
  placementAt,
  validatorAt,
} from './support/training.js';

/** A moment so many days from today, in UTC. */
const at = (days: number, time: string): Date => new Date(`${dayFromToday(days)}T${time}:00Z`);

describe('hours on the job', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const kindsOf = async (personId: string): Promise<string[]> =>
    (
      await app.owner.query<{ kind: string }>(
        `SELECT kind FROM ledger_entry WHERE person_id = $1 AND kind LIKE 'hours.%' ORDER BY seq`,
        [personId],
      )
    ).rows.map(({ kind }) => kind);

  it('are logged, verified by a supervisor of the clinic, and counted in the course record of the school at once', async () => {
    const { trainee, supervisor, assignment, enrollmentId, courseId } = await ojtPlacement(app);
    const log = await logHours(trainee, assignment, hoursAgo(30), 8, { breakMinutes: 30 });
    expect(log).toMatchObject({ __typename: 'HourLog', state: 'PENDING', claimedMinutes: 450 });
    expect(await courseRecord(app, enrollmentId, courseId)).toBeNull();
    const answer = await verifyHours(supervisor, assignment, [log.id]);
    expect(answer.hourLogs).toMatchObject([
      {
        state: 'VERIFIED',
        countedMinutes: 450,
        because: 'Verified: 450 of 450 minutes count.',
        decisions: [{ decision: 'VERIFIED', decidedByName: 'Sam Okoye' }],
      },
    ]);
    expect(await courseRecord(app, enrollmentId, courseId)).toMatchObject({
      minutes: 450,
      outcome: 'IN_PROGRESS',
    });
    expect(await kindsOf(trainee.personId)).toEqual(['hours.logged', 'hours.verified']);
    // inv 6: the school sees who of the clinic looked at the trainee's record.
    const { rows } = await app.owner.query<{ operation: string }>(
      'SELECT operation FROM disclosure WHERE person_id = $1',
      [trainee.personId],
    );
    expect(rows).toEqual([{ operation: 'verifyHours' }]);
  });

  describe('as they are claimed', () => {
    it('inv 34: are over, end after they start, last 16 hours at most, and longer than their break', async () => {
      const { trainee, assignment } = await clinicWithTrainee(app);
      const wrong = async (startsAt: Date, hours: number, more: object = {}) =>
        (await logHours(trainee, assignment, startsAt, hours, more)) as unknown as {
          code: string;
          message: string;
        };
      for (const answer of [
        await wrong(hoursAgo(1), 3),
        await wrong(hoursAgo(3), 0),
        await wrong(hoursAgo(30), 16.5),
        await wrong(hoursAgo(30), 1, { breakMinutes: 60 }),
      ])
        expect(answer).toMatchObject({ code: 'HOURS_TIME_NOT_ACCEPTED' });
    });

    it('inv 34: never share time with other claims of the person, at all sites, assignments and organizations', async () => {
      const here = await clinicWithTrainee(app);
      const { trainee, clinic, site, checklist, assignment } = here;
      const first = await logHours(trainee, assignment, hoursAgo(30), 4);
      const second = await employeeAt(clinic, trainee, site, checklist.versionId);
      const touching = await logHours(trainee, second, hoursAgo(26), 2);
      expect(touching.state).toBe('PENDING');
      const over = await logHours(trainee, second, hoursAgo(27), 2);
      expect(over).toMatchObject({ code: 'HOURS_OVERLAP', hourLogIds: [first.id, touching.id] });
      // The same person is employed elsewhere, too, under another id that was merged into this one.
      const there = await clinicWithTrainee(app);
      await app.owner.query('UPDATE person SET merged_into_id = $1 WHERE id = $2', [
        trainee.personId,
        there.trainee.personId,
      ]);
      expect(await logHours(there.trainee, there.assignment, hoursAgo(29), 1)).toMatchObject({
        code: 'HOURS_OVERLAP',
        hourLogIds: [],
      });
      expect((await logHours(there.trainee, there.assignment, hoursAgo(24), 1)).state).toBe('PENDING');
    });

    it('inv 36: never count twice, also when another organization verified the time while a claim stood rejected here', async () => {
      const [here, there] = [await clinicWithTrainee(app), await clinicWithTrainee(app)];
      await app.owner.query('UPDATE person SET merged_into_id = $1 WHERE id = $2', [
        here.trainee.personId,
        there.trainee.personId,
      ]);
      const first = await logHours(here.trainee, here.assignment, hoursAgo(30), 4);
      await verifyHours(here.supervisor, here.assignment, [first.id], 'REJECTED');
      const second = await logHours(there.trainee, there.assignment, hoursAgo(29), 2);
      const [counted] = (await verifyHours(there.supervisor, there.assignment, [second.id])).hourLogs;
      expect(counted).toMatchObject({ countedMinutes: 120 });
      const { id: assignmentId } = here.assignment;
      await here.supervisor.do(
        'reopenHours',
        { assignmentId, hourLogId: first.id, reason: 'Looked at again' },
        '... on HourLog { id }',
      );
      const [again] = (await verifyHours(here.supervisor, here.assignment, [first.id])).hourLogs;
      expect(again).toMatchObject({
        countedMinutes: 120,
        notCounted: [{ code: 'SAME_MINUTES', minutes: 120 }],
      });
    });

    it('inv 34: of two claims of the same time made at once one is taken', async () => {
      const { trainee, assignment } = await clinicWithTrainee(app);
      const answers = await Promise.all([0, 1, 2].map(() => logHours(trainee, assignment, hoursAgo(10), 2)));
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'HourLog',
        'HoursOverlap',
        'HoursOverlap',
      ]);
    });

    it('are told once, however often they are sent under their id; another claim under it is a mistake', async () => {
      const { trainee, assignment } = await clinicWithTrainee(app);
      const id = newId();
      const first = await logHours(trainee, assignment, hoursAgo(10), 2, { id });
      expect(await logHours(trainee, assignment, hoursAgo(10), 2, { id })).toEqual(first);
      await expect(logHours(trainee, assignment, hoursAgo(20), 2, { id })).rejects.toThrow(/CONFLICT/);
      const { rows } = await app.owner.query('SELECT 1 FROM hour_log WHERE id = $1', [id]);
      expect(rows).toHaveLength(1);
    });

    it('are one’s own: neither staff nor other trainees log, correct or withdraw them', async () => {
      const { trainee, assignment, clinic, supervisor } = await clinicWithTrainee(app);
      const peer = await clinic.member('TRAINEE');
      const log = await logHours(trainee, assignment, hoursAgo(10), 2);
      for (const other of [peer, supervisor, clinic.owner]) {
        await expect(logHours(other, assignment, hoursAgo(20), 2)).rejects.toThrow(/NOT_FOUND/);
        await expect(other.do('withdrawHours', { hourLogId: log.id }, HOUR_LOG)).rejects.toThrow(/NOT_FOUND/);
      }
      await expect(peer.ask(`{ hourLogs(assignmentId: "${assignment.id}") { totalCount } }`)).rejects.toThrow(
        /NOT_FOUND/,
      );
    });

    it('name a supervisor of the assignment, and nobody else', async () => {
      const { trainee, assignment, clinic, supervisor } = await clinicWithTrainee(app);
      const named = { supervisorPersonId: supervisor.personId };
      await expect(logHours(trainee, assignment, hoursAgo(10), 2, named)).rejects.toThrow(/NOT_FOUND/);
      await supervisorOf(app, assignment, clinic.orgId, supervisor);
      expect((await logHours(trainee, assignment, hoursAgo(10), 2, named)).state).toBe('PENDING');
    });

    it('are added up for the trainee, who sees what is next', async () => {
      const { trainee, assignment, supervisor } = await clinicWithTrainee(app);
      const query = `{ myHours { assignmentId claimedMinutes pendingMinutes verifiedMinutes countedMinutes rejectedMinutes next
        notCounted { code minutes } } }`;
      const mine = async () => (await trainee.ask<{ myHours: Record<string, unknown>[] }>(query)).myHours;
      expect(await mine()).toMatchObject([
        { claimedMinutes: 0, next: 'No hours yet: log them when they are worked.' },
      ]);
      const logs = [
        await logHours(trainee, assignment, at(-3, '06:00'), 14),
        await logHours(trainee, assignment, at(-2, '06:00'), 1),
        await logHours(trainee, assignment, at(-2, '08:00'), 2),
      ];
      await verifyHours(supervisor, assignment, [logs[0]!.id]);
      await verifyHours(supervisor, assignment, [logs[1]!.id], 'REJECTED');
      expect(await mine()).toEqual([
        {
          assignmentId: assignment.id,
          ...{ claimedMinutes: 17 * 60, pendingMinutes: 120, verifiedMinutes: 14 * 60 },
          ...{ countedMinutes: 12 * 60, rejectedMinutes: 60 },
          next: 'Some hours were rejected: read why, and correct them.',
          notCounted: [{ code: 'OVER_DAILY_LIMIT', minutes: 120 }],
        },
      ]);
    });
  });

  describe('as they are decided', () => {
    it('inv 35: are frozen once verified; reopened they wait again and count nothing, and every step stays', async () => {
      const { trainee, supervisor, assignment, enrollmentId, courseId } = await ojtPlacement(app);
      const log = await logHours(trainee, assignment, hoursAgo(30), 8);
      await verifyHours(supervisor, assignment, [log.id]);
      const correction = {
        hourLogId: log.id,
        startsAt: hoursAgo(30),
        endsAt: hoursAgo(24),
        patientRelated: true,
      };
      const correct = (id: string) =>
        trainee.do<HourLogAnswer>('correctHours', { ...correction, id }, CORRECTED);
      expect(await correct(newId())).toMatchObject({ code: 'HOURS_NOT_OPEN', state: 'VERIFIED' });
      expect(await verifyHours(supervisor, assignment, [log.id], 'REJECTED')).toMatchObject({
        code: 'HOURS_NOT_OPEN',
      });
      const reopened = await supervisor.do<HourLogAnswer>(
        'reopenHours',
        { assignmentId: assignment.id, hourLogId: log.id, reason: 'Two hours too many.' },
        HOUR_LOG,
      );
      expect(reopened).toMatchObject({
        state: 'PENDING',
        countedMinutes: 0,
        because: 'Waits for a supervisor to decide it again: Two hours too many.',
      });
      expect(await courseRecord(app, enrollmentId, courseId)).toMatchObject({ minutes: 0 });
      const corrected = await correct(newId());
      expect(corrected).toMatchObject({ state: 'PENDING', supersedesId: log.id, claimedMinutes: 360 });
      await verifyHours(supervisor, assignment, [corrected.id]);
      expect(await courseRecord(app, enrollmentId, courseId)).toMatchObject({ minutes: 360 });
      const { hourLogs } = await trainee.ask<{ hourLogs: { edges: { node: HourLogAnswer }[] } }>(
        `{ hourLogs(assignmentId: "${assignment.id}") { edges { node { id state decisions { decision } } } } }`,
      );
      expect(hourLogs.edges.map(({ node }) => [node.id, node.state, node.decisions.length]).sort()).toEqual(
        [
          [log.id, 'CORRECTED', 2],
          [corrected.id, 'VERIFIED', 1],
        ].sort(),
      );
      expect(await kindsOf(trainee.personId)).toEqual([
        ...['hours.logged', 'hours.verified', 'hours.reopened', 'hours.logged', 'hours.verified'],
      ]);
    });

    it('inv 1: wait to be decided again when who verified them turns out to be the trainee, and count nothing until then', async () => {
      const { school, clinic, site, jurisdiction, trainee, supervisor, assignment, enrollmentId, courseId } =
        await ojtPlacement(app);
      const colleague = await clinic.member('SUPERVISOR');
      await licenseOf(clinic, colleague.personId, jurisdiction);
      await validatorAt(clinic, colleague.personId, site.id);
      const [one, two] = [
        await logHours(trainee, assignment, hoursAgo(30), 4),
        await logHours(trainee, assignment, hoursAgo(20), 2),
      ];
      await verifyHours(supervisor, assignment, [one.id]);
      await verifyHours(colleague, assignment, [two.id]);
      await alsoMemberOf(school, supervisor, 'INSTRUCTOR');
      await school.owner.do(
        'mergePersons',
        { fromPersonId: trainee.personId, intoPersonId: supervisor.personId, reason: 'One card, two files' },
        '... on PersonMerge { id }',
      );
      await app.until(`SELECT 1 FROM hour_decision WHERE hour_log_id = $1 AND decision = 'REOPENED'`, [
        one.id,
      ]);
      const { hourLogs } = await school.owner.ask<{ hourLogs: { edges: { node: object }[] } }>(
        'query ($id: ID!) { hourLogs(assignmentId: $id) { edges { node { id state countedMinutes because } } } }',
        { id: assignment.id },
      );
      expect(hourLogs.edges.map(({ node }) => node)).toEqual([
        expect.objectContaining({ id: two.id, state: 'VERIFIED', countedMinutes: 120 }),
        expect.objectContaining({
          ...{ id: one.id, state: 'PENDING', countedMinutes: 0 },
          because: expect.stringContaining('turned out to be the trainee') as string,
        }),
      ]);
      expect(await courseRecord(app, enrollmentId, courseId)).toMatchObject({ minutes: 120 });
      expect(await verifyHours(supervisor, assignment, [one.id])).toMatchObject({ code: 'OWN_HOURS' });
      expect((await verifyHours(colleague, assignment, [one.id])).hourLogs).toMatchObject([
        { countedMinutes: 240 },
      ]);
    });

    it('inv 35: rejected ones keep the trail, and may be corrected or withdrawn', async () => {
      const { trainee, supervisor, assignment } = await clinicWithTrainee(app);
      const log = await logHours(trainee, assignment, hoursAgo(10), 2);
      const unexplained = [{ hourLogId: log.id, decision: 'REJECTED' }];
      await expect(
        supervisor.do('verifyHours', { assignmentId: assignment.id, decisions: unexplained }, ''),
      ).rejects.toThrow(/BAD_USER_INPUT/);
      const [rejected] = (await verifyHours(supervisor, assignment, [log.id], 'REJECTED')).hourLogs;
      expect(rejected).toMatchObject({ state: 'REJECTED', countedMinutes: 0 });
      const input = { id: newId(), startsAt: hoursAgo(10), endsAt: hoursAgo(9), patientRelated: false };
      const corrected = await trainee.do<HourLogAnswer>(
        'correctHours',
        { hourLogId: log.id, ...input },
        HOUR_LOG,
      );
      expect(corrected).toMatchObject({ state: 'PENDING', claimedMinutes: 60 });
      expect(await trainee.do('withdrawHours', { hourLogId: corrected.id }, HOUR_LOG)).toMatchObject({
        state: 'WITHDRAWN',
      });
      expect(await verifyHours(supervisor, assignment, [corrected.id])).toMatchObject({
        code: 'HOURS_NOT_OPEN',
      });
      const { rows } = await app.owner.query<{ decision: string; reason: string }>(
        'SELECT decision, reason FROM hour_decision WHERE hour_log_id = $1',
        [log.id],
      );
      expect(rows).toEqual([{ decision: 'REJECTED', reason: 'Not as agreed' }]);
    });

    it('inv 1: never by the trainee, through a second account or a duplicate that was merged, however they supervised before', async () => {
      const { trainee, supervisor, assignment } = await clinicWithTrainee(app);
      const log = await logHours(trainee, assignment, hoursAgo(10), 2);
      const earlier = await logHours(trainee, assignment, hoursAgo(20), 2);
      await verifyHours(supervisor, assignment, [earlier.id]); // A supervised B, as it seemed
      await app.owner.query('UPDATE person SET merged_into_id = $1 WHERE id = $2', [
        supervisor.personId,
        trainee.personId,
      ]);
      expect(await verifyHours(supervisor, assignment, [log.id])).toMatchObject({ code: 'OWN_HOURS' });
      expect(await verifyHours(supervisor, assignment, [log.id], 'REJECTED')).toMatchObject({
        code: 'OWN_HOURS',
      });
      const reopening = { assignmentId: assignment.id, hourLogId: earlier.id, reason: 'Own' };
      expect(await supervisor.do('reopenHours', reopening, HOUR_LOG)).toMatchObject({ code: 'OWN_HOURS' });
      await expect(verifyHours(trainee, assignment, [log.id])).rejects.toThrow(/FORBIDDEN/);
    });

    it('inv 2: only by somebody who could supervise at that site on that day; none of a list is decided otherwise', async () => {
      const { clinic, site, trainee, assignment, jurisdiction } = await clinicWithTrainee(app);
      const lapsed = await clinic.member('SUPERVISOR');
      await validatorAt(clinic, lapsed.personId, site.id);
      await licenseOf(clinic, lapsed.personId, jurisdiction, { endsOn: dayFromToday(-3) });
      const ids = [
        (await logHours(trainee, assignment, at(-3, '08:00'), 2)).id,
        (await logHours(trainee, assignment, at(-2, '08:00'), 2)).id,
      ];
      expect(await verifyHours(lapsed, assignment, ids)).toMatchObject({
        code: 'HOURS_VERIFIER_NOT_ELIGIBLE',
        reason: 'LICENSE_NOT_ACTIVE',
      });
      const { hourLogs } = await verifyHours(lapsed, assignment, ids.slice(0, 1));
      expect(hourLogs[0]).toMatchObject({ state: 'VERIFIED', countedMinutes: 120 });
      expect(await verifyHours(clinic.owner, assignment, ids.slice(1))).toMatchObject({
        reason: 'NOT_AUTHORIZED_AT_SITE',
      });
    });

    it('inv 2: are rejected only by somebody who can supervise at that site today, and reopened by whoever keeps the records', async () => {
      const { clinic, site, trainee, assignment, jurisdiction } = await clinicWithTrainee(app);
      const [lapsed, fresh] = [await clinic.member('SUPERVISOR'), await clinic.member('SUPERVISOR')];
      for (const { personId } of [lapsed, fresh]) await validatorAt(clinic, personId, site.id);
      await licenseOf(clinic, lapsed.personId, jurisdiction, { endsOn: dayFromToday(-1) });
      await licenseOf(clinic, fresh.personId, jurisdiction, { startsOn: dayFromToday(0) });
      const [one, two] = [
        await logHours(trainee, assignment, at(-2, '08:00'), 2),
        await logHours(trainee, assignment, at(-2, '11:00'), 2),
      ];
      expect(await verifyHours(lapsed, assignment, [one.id], 'REJECTED')).toMatchObject({
        code: 'HOURS_VERIFIER_NOT_ELIGIBLE',
        reason: 'LICENSE_NOT_ACTIVE',
      });
      const both = [
        { hourLogId: one.id, decision: 'VERIFIED' },
        { hourLogId: two.id, decision: 'REJECTED', reason: 'Nobody was there' },
      ];
      const decide = { assignmentId: assignment.id, decisions: both };
      expect(await lapsed.do('verifyHours', decide, '')).toMatchObject({
        code: 'HOURS_VERIFIER_NOT_ELIGIBLE',
      });
      expect(await verifyHours(clinic.owner, assignment, [one.id], 'REJECTED')).toMatchObject({
        reason: 'NOT_AUTHORIZED_AT_SITE',
      });
      // Who could not have supervised then may say so today.
      expect(await verifyHours(fresh, assignment, [one.id])).toMatchObject({ reason: 'LICENSE_NOT_ACTIVE' });
      const { hourLogs } = await verifyHours(fresh, assignment, [one.id, two.id], 'REJECTED');
      expect(hourLogs.map(({ state }) => state)).toEqual(['REJECTED', 'REJECTED']);
      const reopening = { assignmentId: assignment.id, hourLogId: one.id, reason: 'He was there' };
      expect(await clinic.owner.do('reopenHours', reopening, HOUR_LOG)).toMatchObject({ state: 'PENDING' });
    });

    it('inv 31: are not verified where no rule of the jurisdiction is on record', async () => {
      const { trainee, assignment, supervisor, jurisdiction } = await clinicWithTrainee(app);
      const log = await logHours(trainee, assignment, hoursAgo(10), 2);
      await app.owner.query('DELETE FROM supervision_rule WHERE jurisdiction = $1', [jurisdiction]);
      expect(await verifyHours(supervisor, assignment, [log.id])).toMatchObject({ reason: 'RULE_MISSING' });
    });

    it('answer a retry as before, and are decided once', async () => {
      const { trainee, assignment, supervisor } = await clinicWithTrainee(app);
      const log = await logHours(trainee, assignment, hoursAgo(10), 2);
      const operationId = newId();
      const input = {
        operationId,
        assignmentId: assignment.id,
        decisions: [{ hourLogId: log.id, decision: 'VERIFIED' }],
      };
      const decide = () =>
        supervisor.do<DecidedAnswer>('verifyHours', input, `... on HoursDecided { hourLogs { id state } }`);
      const answers = await Promise.all([decide(), decide(), decide()]);
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      const { rows } = await app.owner.query('SELECT 1 FROM hour_decision WHERE hour_log_id = $1', [log.id]);
      expect(rows).toHaveLength(1);
    });

    it('wait in one list over all schools and the own employees, the oldest first, without one’s own', async () => {
      const scene = await ojtPlacement(app);
      const { clinic, site, supervisor, school, trainee, assignment } = scene;
      const list = async (args = '') =>
        (
          await supervisor.ask<{
            hoursToVerify: {
              totalCount: number;
              pageInfo: { endCursor: string | null; hasNextPage: boolean };
              edges: { node: { id: string; traineeName: string } }[];
            };
          }>(
            `{ hoursToVerify${args} { totalCount pageInfo { endCursor hasNextPage } edges { node { id traineeName } } } }`,
          )
        ).hoursToVerify;
      expect(await list()).toMatchObject({ totalCount: 0, edges: [] });
      const hire = await clinic.member('TRAINEE', { givenName: 'Nia', familyName: 'Hire' });
      const ofClinic = (await checklistIn(clinic, [])).versionId;
      const employed = await employeeAt(clinic, hire, site, ofClinic);
      const self = await employeeAt(clinic, supervisor, site, ofClinic);
      const second = await logHours(trainee, assignment, hoursAgo(20), 2);
      const first = await logHours(hire, employed, hoursAgo(30), 2);
      await logHours(supervisor, self, hoursAgo(40), 2);
      const page = await list('(first: 1)');
      expect(page).toMatchObject({
        totalCount: 2,
        pageInfo: { hasNextPage: true },
        edges: [{ node: { id: first.id, traineeName: 'Nia Hire' } }],
      });
      expect(await list(`(first: 5, after: "${page.pageInfo.endCursor}")`)).toMatchObject({
        pageInfo: { hasNextPage: false },
        edges: [{ node: { id: second.id, traineeName: 'Ada Test' } }],
      });
      const [inClinic] = await Promise.all([
        verifyHours(supervisor, employed, [first.id]),
        verifyHours(supervisor, assignment, [second.id]),
      ]);
      expect(inClinic.hourLogs).toHaveLength(1);
      expect(await list()).toMatchObject({ totalCount: 0 });
      expect(school.orgId).not.toBe(clinic.orgId);
    });

    it('by a clinic only while the placement lasts, and by no other clinic', async () => {
      const { trainee, supervisor, assignment } = await ojtPlacement(app);
      const log = await logHours(trainee, assignment, hoursAgo(10), 2);
      const elsewhere = await clinicWithTrainee(app);
      await expect(verifyHours(elsewhere.supervisor, assignment, [log.id])).rejects.toThrow(/NOT_FOUND/);
      await app.owner.query('UPDATE assignment_standing SET ends_on = $1 WHERE assignment_id = $2', [
        dayFromToday(-1),
        assignment.id,
      ]);
      await expect(verifyHours(supervisor, assignment, [log.id])).rejects.toThrow(/NOT_FOUND/);
    });

    it('cost the same number of statements, however many they are', async () => {
      const { trainee, supervisor, assignment } = await ojtPlacement(app);
      const ids: string[] = [];
      for (let i = 0; i < 7; i++)
        ids.push((await logHours(trainee, assignment, hoursAgo(200 - i * 12), 4)).id);
      const one = await app.statementsOf(() => verifyHours(supervisor, assignment, ids.slice(0, 1)));
      const six = await app.statementsOf(() => verifyHours(supervisor, assignment, ids.slice(1)));
      expect(six.length).toBe(one.length);
      expect(one.length).toBeLessThanOrEqual(22);
    });
  });

  describe('count', () => {
    it('inv 33: up to midnight, when the placement ends within the shift', async () => {
      const scene = await ojtPlacement(app, { endsOn: dayFromToday(-2) });
      const { school, clinic, site, trainee, assignment, jurisdiction, enrollmentId, courseId } = scene;
      // The clinic's people are out by now; somebody of the school is authorized at the site, too.
      const instructor = await school.member('INSTRUCTOR');
      await licenseOf(school, instructor.personId, jurisdiction);
      await validatorAt(clinic, instructor.personId, site.id);
      const log = await logHours(trainee, assignment, at(-2, '20:00'), 8, { breakMinutes: 30 });
      const [decided] = (await verifyHours(instructor, assignment, [log.id])).hourLogs;
      expect(decided).toMatchObject({
        countedMinutes: 210,
        notCounted: [
          { code: 'OUTSIDE_ASSIGNMENT', minutes: 240 },
          { code: 'UNPAID_BREAK', minutes: 30 },
        ],
      });
      expect(await courseRecord(app, enrollmentId, courseId)).toMatchObject({ minutes: 210 });
    });

    it('inv 33: not on leave, though they were logged; days before count, and after a return again', async () => {
      const { school, trainee, supervisor, assignment, enrollmentId } = await ojtPlacement(app);
      const ids = [
        (await logHours(trainee, assignment, at(-5, '08:00'), 2)).id,
        (await logHours(trainee, assignment, at(-4, '08:00'), 2)).id,
        (await logHours(trainee, assignment, at(-2, '08:00'), 2)).id,
      ];
      const status = (event: string, days: number) =>
        insertRow(app, 'enrollment_status_entry', {
          ...{ org_id: school.orgId, id: newId(), enrollment_id: enrollmentId, event },
          effective_on: dayFromToday(days),
        });
      await status('LEAVE_STARTED', -4);
      await status('LEAVE_ENDED', -2);
      const { hourLogs } = await verifyHours(supervisor, assignment, ids);
      expect(hourLogs.map(({ countedMinutes }) => countedMinutes)).toEqual([120, 0, 120]);
      expect(hourLogs[1]!.notCounted).toEqual([
        {
          code: 'ENROLLMENT_NOT_ACTIVE',
          minutes: 120,
          message: `The enrollment was on leave on ${dayFromToday(-4)}.`,
        },
      ]);
    });

    it('inv 33: not when the agreement was not in force', async () => {
      const { school, clinic, trainee, supervisor, assignment, agreementId } = await ojtPlacement(app);
      await insertRow(app, 'affiliation_ending', {
        ...{ org_id: school.orgId, agreement_id: agreementId, site_org_id: clinic.orgId },
        ...{ ends_on: dayFromToday(-3), reason: 'Closed', ended_by_org_id: school.orgId },
      });
      const ids = [
        (await logHours(trainee, assignment, at(-3, '08:00'), 2)).id,
        (await logHours(trainee, assignment, at(-2, '08:00'), 2)).id,
      ];
      const { hourLogs } = await verifyHours(supervisor, assignment, ids);
      expect(hourLogs.map(({ countedMinutes }) => countedMinutes)).toEqual([120, 0]);
      expect(hourLogs[1]!.notCounted).toMatchObject([{ code: 'AGREEMENT_NOT_IN_FORCE', minutes: 120 }]);
    });

    it('inv 33: through the last day of the license of who supervised, and no further', async () => {
      const { clinic, site, trainee, assignment, supervisor, jurisdiction } = await clinicWithTrainee(app);
      const named = await clinic.member('SUPERVISOR');
      await validatorAt(clinic, named.personId, site.id);
      await licenseOf(clinic, named.personId, jurisdiction, { endsOn: dayFromToday(-3) });
      await supervisorOf(app, assignment, clinic.orgId, named);
      const log = await logHours(trainee, assignment, at(-3, '20:00'), 8, {
        supervisorPersonId: named.personId,
      });
      const [decided] = (await verifyHours(supervisor, assignment, [log.id])).hourLogs;
      expect(decided).toMatchObject({
        countedMinutes: 240,
        notCounted: [{ code: 'SUPERVISOR_NOT_ELIGIBLE', minutes: 240 }],
      });
    });

    it('inv 32: while no more are under the supervisor than the rule allows, of whichever organization they are', async () => {
      const ratios = [{ counts: ['aide'], only_when: 'patient_related_task', max: 1, per: 'PT' }];
      const scene = await ojtPlacement(app, { rule: { supervisor_license_types: ['PT'], ratios } });
      const { clinic, site, trainee, supervisor, assignment } = scene;
      const hire = await clinic.member('TRAINEE');
      const employed = await employeeAt(clinic, hire, site, (await checklistIn(clinic, [])).versionId);
      const first = await logHours(hire, employed, at(-2, '08:00'), 4);
      await verifyHours(supervisor, employed, [first.id]);
      const ids = [
        (await logHours(trainee, assignment, at(-2, '10:00'), 6)).id,
        (await logHours(trainee, assignment, at(-2, '08:00'), 2, { patientRelated: false })).id,
      ];
      const { hourLogs } = await verifyHours(supervisor, assignment, ids);
      expect(hourLogs[0]).toMatchObject({
        countedMinutes: 240,
        notCounted: [{ code: 'SUPERVISION_RATIO_EXCEEDED', minutes: 120 }],
      });
      expect(hourLogs[1]).toMatchObject({ countedMinutes: 120, notCounted: [] });
    });

    it('inv 32: for one of two trainees whose hours are verified at the same moment', async () => {
      const ratios = [{ counts: ['aide'], only_when: 'patient_related_task', max: 1, per: 'PT' }];
      const scene = await ojtPlacement(app, { rule: { supervisor_license_types: ['PT'], ratios } });
      const { school, clinic, site, program, checklist, agreementId, trainee, supervisor, assignment } =
        scene;
      const other = await school.enrolled(program, { cohortId: scene.cohortId });
      const beside = await placementAt(school, clinic, {
        ...{ personId: other.trainee.personId, enrollmentId: other.enrollmentId, agreementId, site },
        ...{ checklistVersionId: checklist.versionId, courseId: scene.courseId },
      });
      const one = await logHours(trainee, assignment, at(-2, '08:00'), 4);
      const two = await logHours(other.trainee, beside, at(-2, '08:00'), 4);
      const answers = await Promise.all([
        verifyHours(supervisor, assignment, [one.id]),
        verifyHours(supervisor, beside, [two.id]),
      ]);
      expect(answers.map(({ hourLogs }) => hourLogs[0]!.countedMinutes).sort()).toEqual([0, 240]);
    });

    it('inv 34: by the minute that passed, in the night the clock goes back', async () => {
      const { clinic, trainee, supervisor, checklist, jurisdiction } = await clinicWithTrainee(app);
      const siteId = newId();
      await insertRow(app, 'site', {
        ...{ org_id: clinic.orgId, id: siteId, name: 'Night', setting: 'OUTPATIENT', jurisdiction },
        time_zone: 'America/Chicago',
      });
      await insertRow(app, 'validator_authorization', {
        ...{ org_id: clinic.orgId, id: newId(), person_id: supervisor.personId, site_id: siteId },
        ...{ starts_on: '2020-01-01', assessor_trained_on: '2020-01-01' },
      });
      await licenseOf(clinic, supervisor.personId, jurisdiction, { startsOn: '2020-01-01' });
      const site = { id: siteId, jurisdiction, timeZone: 'America/Chicago' };
      const night = await employeeAt(clinic, trainee, site, checklist.versionId, { startsOn: '2025-10-01' });
      const log = await logHours(trainee, night, new Date('2025-11-01T22:00:00-05:00'), 9);
      expect((await verifyHours(supervisor, night, [log.id])).hourLogs[0]).toMatchObject({
        countedMinutes: 540, // from 22:00 to 06:00 by the clock on the wall
        notCounted: [],
      });
    });

    it('inv 34: once, when two who claimed the same time turn out to be one person', async () => {
      const { clinic, site, checklist, trainee, assignment, supervisor } = await clinicWithTrainee(app);
      const twin = await clinic.member('TRAINEE');
      const beside = await employeeAt(clinic, twin, site, checklist.versionId);
      const first = await logHours(trainee, assignment, at(-3, '08:00'), 4);
      const second = await logHours(twin, beside, at(-3, '10:00'), 4);
      await verifyHours(supervisor, assignment, [first.id]);
      await clinic.owner.do(
        'mergePersons',
        { fromPersonId: twin.personId, intoPersonId: trainee.personId, reason: 'One card, two files' },
        '... on PersonMerge { id }',
      );
      const [decided] = (await verifyHours(supervisor, beside, [second.id])).hourLogs;
      expect(decided).toMatchObject({
        countedMinutes: 120,
        notCounted: [{ code: 'SAME_MINUTES', minutes: 120 }],
      });
    });

    it('inv 34: up to the limit of a day, over all claims of the day', async () => {
      const { trainee, assignment, supervisor } = await clinicWithTrainee(app);
      const ids = [
        (await logHours(trainee, assignment, at(-3, '00:00'), 8)).id,
        (await logHours(trainee, assignment, at(-3, '09:00'), 8)).id,
      ];
      await verifyHours(supervisor, assignment, ids.slice(0, 1));
      const [second] = (await verifyHours(supervisor, assignment, ids.slice(1))).hourLogs;
      expect(second).toMatchObject({
        countedMinutes: 240,
        notCounted: [
          { code: 'OVER_DAILY_LIMIT', minutes: 240, message: 'At most 720 minutes of one day count.' },
        ],
      });
    });
  });
});
