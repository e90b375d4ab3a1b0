import {
  activityBy,
  attended,
  claim,
  closeCycle,
  correctCompletion,
  correctCycle,
  OBLIGATION,
  policyIn,
  putUnder,
  review,
  statusesOf,
  statusOf,
  withdrawCompletion,
} from './support/ce.js';
import { signedInNow } from './support/days-pass.js';
import { hoursAgo, logHours, supervisorOf, verifyHours } from './support/ojt.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, dayFromToday, licenseOf } from './support/training.js';
import { uploaded } from './support/uploads.js';
import { type Member, World } from './support/world.js';

const DAY = 86_400_000;
const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

describe('a cycle of continuing education', () => {
  let app: TestApp;
  let world: World;
  let staff: Member;
  let person: Member;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    world = await World.create(app, { isClinic: true });
    staff = await world.member('RECORDS');
    person = await world.member('TRAINEE', { givenName: 'Tess', familyName: 'Nowak' });
  });

  /** Something of so many hours that the person attended so many days ago. */
  const earned = async (hours: number, completedOn: string, given: object = {}): Promise<string> => {
    const { id } = await activityBy(staff, { minutes: hours * 60, partialAllowed: true, ...given });
    const { completions } = await attended(staff, id, [person.personId], { completedOn });
    return completions[0]!.id;
  };
  const reasonsOf = (lines: { minutes: number; reason: string }[]) =>
    lines.map(({ minutes, reason }) => [minutes, reason]);
  /** Under ten hours a year since more than a year: the first cycle is over. */
  const pastFirst = async (policy: object = {}) => {
    const code = await policyIn(app, policy);
    const { id } = await putUnder(staff, person.personId, code, { anchorOn: dayFromToday(-500) });
    const { previousCycle, cycle } = await statusOf(person, person.personId);
    return { code, id, first: previousCycle!, second: cycle };
  };

  it('says how far somebody is, what counted where, what is missing, how many days are left and what is next', async () => {
    const code = await policyIn(app, { minimums: [{ category: 'ethics', hours: 2 }] });
    await putUnder(staff, person.personId, code);
    await earned(6, dayFromToday(-10), { title: 'Transfers', categories: [{ code: 'ethics', minutes: 30 }] });
    const { id } = await activityBy(staff, { title: 'Webinar' });
    await claim(person, id, { completedOn: dayFromToday(-5) });
    const status = await statusOf(person, person.personId);
    expect(status).toMatchObject({
      standing: 'ON_THE_WAY',
      percent: 60,
      cycle: { startsOn: dayFromToday(-100), met: false, missingMinutes: 240 },
    });
    expect(status.cycle.requirements).toEqual([
      { key: 'TOTAL', requiredMinutes: 600, countedMinutes: 360, missingMinutes: 240 },
      { key: 'CATEGORY:ethics', requiredMinutes: 120, countedMinutes: 30, missingMinutes: 90 },
    ]);
    expect(
      status.lines.map(({ title, minutes, reason, category }) => [title, minutes, reason, category]),
    ).toEqual([
      ['Transfers', 30, 'COUNTED', 'ethics'],
      ['Transfers', 330, 'COUNTED', null],
      ['Webinar', 60, 'PENDING_REVIEW', null],
    ]);
    expect(status.daysLeft).toBe((Date.parse(status.cycle.endsOn) - Date.parse(dayFromToday(0))) / DAY);
    expect(status.nextStep).toBe(
      `Earn 4 contact hours, with at least 1.5 contact hours of ethics until ${status.cycle.endsOn}: ${status.daysLeft} days left. Hand in 1 completion that you claimed.`,
    );
  });

  it('is empty for whoever is under no policy, and says what that means', async () => {
    expect(await person.ask('{ myCeStatus { statuses { percent } summary } }')).toEqual({
      myCeStatus: {
        statuses: [],
        summary:
          'No policy of continuing education holds on this day: nothing is to be earned. What is done can be claimed all the same.',
      },
    });
  });

  it('is counted from a day of somebody who lives: a mistyped year is refused, and breaks nobody’s overview', async () => {
    const code = await policyIn(app);
    for (const days of [{ anchorOn: '0026-03-01' }, { startsOn: '2926-03-01' }, { endsOn: '9999-12-31' }])
      await expect(putUnder(staff, person.personId, code, days)).rejects.toThrow(
        'must be from 1900-01-01 to 2199-12-31',
      );
    expect(await putUnder(staff, person.personId, code, { anchorOn: '1940-02-29' })).toHaveProperty('id');
    expect((await statusOf(person, person.personId)).cycle.startsOn.slice(5)).toMatch(/^02-2[89]$/);
  });

  it('refuses to judge by a policy that does not say enough, and says so', async () => {
    const code = await policyIn(app, { cycle: { anchor: 'hire_date' } });
    await putUnder(staff, person.personId, code);
    await earned(6, dayFromToday(-10));
    const status = await statusOf(person, person.personId);
    expect(status).toMatchObject({ standing: 'NOT_JUDGED', percent: null, cycle: null, lines: [] });
    expect(status.missingInPolicy).not.toEqual([]);
    expect(status.nextStep).toContain('nobody is judged by it');
  });

  it('inv 36: minutes that count as placement hours are no continuing education, and the other way round', async () => {
    const made = await clinicWithTrainee(app);
    const { clinic, trainee, supervisor, assignment } = made;
    await supervisorOf(app, assignment, clinic.orgId, supervisor);
    const records = await clinic.member('RECORDS');
    await putUnder(records, trainee.personId, await policyIn(app));
    const from = hoursAgo(48);
    const log = await logHours(trainee, assignment, from, 4);
    await verifyHours(supervisor, assignment, [log.id]);
    const { id } = await activityBy(records, { minutes: 120 });
    const at = (hours: number): Date => new Date(from.getTime() + hours * 3_600_000);
    await attended(records, id, [trainee.personId], { startsAt: at(3), endsAt: at(5) });
    const { lines } = await statusOf(records, trainee.personId);
    expect(reasonsOf(lines)).toEqual(expect.arrayContaining([[60, 'COUNTED'], [60, 'ALREADY_USED']])); // prettier-ignore
    expect(lines).toHaveLength(2);
  });

  it('inv 36: nor are those that count as class hours', async () => {
    const school = await World.create(app, { isSchool: true });
    const program = await school.program();
    const { trainee, enrollmentId, cohortId } = await school.enrolled(program);
    const records = await school.member('RECORDS');
    await putUnder(records, trainee.personId, await policyIn(app));
    const [startsAt, endsAt] = [hoursAgo(48), hoursAgo(46)];
    const session = await school.owner.do<{ id: string }>(
      'scheduleClassSession',
      {
        cohortId,
        courseId: program.courses[0]!.id,
        kind: 'LECTURE',
        title: 'A class',
        startsAt,
        endsAt,
        breakMinutes: 0,
      },
      '... on ClassSession { id }',
    );
    const lines = [{ enrollmentId, status: 'PRESENT' }];
    await school.owner.do('takeAttendance', { sessionId: session.id, lines }, '');
    const { id } = await activityBy(records, { minutes: 180 });
    await attended(records, id, [trainee.personId], { startsAt, endsAt: hoursAgo(45) });
    const status = await statusOf(records, trainee.personId);
    expect(reasonsOf(status.lines)).toEqual(expect.arrayContaining([[60, 'COUNTED'], [120, 'ALREADY_USED']])); // prettier-ignore
  });

  it('abuse 39: counts once what two ids of one person did, merged since', async () => {
    const double = await world.member('TRAINEE');
    await putUnder(staff, person.personId, await policyIn(app, { repeated_course: 'each_time' }));
    const { id } = await activityBy(staff, { minutes: 120 });
    await attended(staff, id, [person.personId, double.personId], { completedOn: dayFromToday(-10) });
    const merge = { fromPersonId: double.personId, intoPersonId: person.personId, reason: 'One person' };
    expect(await world.owner.do('mergePersons', merge, '')).not.toHaveProperty('code');
    const { lines } = await statusOf(staff, person.personId);
    expect(reasonsOf(lines).sort()).toEqual([[120, 'ALREADY_USED'], [120, 'COUNTED']]); // prettier-ignore
  });

  it('inv 54: serves two credentials, and of each one cycle', async () => {
    const license = await licenseOf(world, person.personId, 'XX-AA');
    const [employer, state] = [await policyIn(app), await policyIn(app, { required: 6 })];
    await putUnder(staff, person.personId, employer);
    await putUnder(staff, person.personId, state, { licenseId: license, anchorOn: dayFromToday(-200) });
    await earned(6, dayFromToday(-10));
    const { statuses, summary } = await statusesOf(person, person.personId);
    const by = new Map(statuses.map((status) => [status.obligation.policyCode, status]));
    expect(by.get(employer)).toMatchObject({ standing: 'ON_THE_WAY', percent: 60 });
    expect(by.get(state)).toMatchObject({ standing: 'MET', percent: 100 });
    expect(summary).toMatch(/^1 of 2 policies not done yet\. Next: Earn 4 contact hours/);
    expect(await statusOf(staff, person.personId, { policyCode: state })).toMatchObject({ standing: 'MET' });
  });

  it('inv 54, 58: counts in one cycle only; what is more is carried once, if the policy carries', async () => {
    const { id, first, second } = await pastFirst({ carry_over: 3 });
    await earned(12, dayAfter(first.startsOn, 20));
    expect(await statusOf(person, person.personId)).toMatchObject({
      previousCycle: { met: true, carriedOutMinutes: 120 },
      cycle: { carriedInMinutes: 120, missingMinutes: 480 },
    });
    const closed = await closeCycle(staff, id, first.startsOn);
    expect(closed).toMatchObject({ standing: 'CLOSED', cycle: { met: true, carriedOutMinutes: 120 } });
    expect(await statusOf(person, person.personId)).toMatchObject({
      cycle: { startsOn: second.startsOn, carriedInMinutes: 120, missingMinutes: 480 },
    });
  });

  it('inv 55: the same course counts once in a cycle, by its identity and not its title', async () => {
    await putUnder(staff, person.personId, await policyIn(app));
    await earned(2, dayFromToday(-20), { title: 'Ethics', courseIdentity: 'rl 5' });
    await earned(2, dayFromToday(-10), { title: 'Ethics, once more', courseIdentity: 'RL 5' });
    await earned(2, dayFromToday(-5), { title: 'Ethics', courseIdentity: 'Other 5' });
    const { lines, cycle } = await statusOf(person, person.personId);
    expect(reasonsOf(lines).sort()).toEqual([[120, 'COUNTED'], [120, 'COUNTED'], [120, 'REPEATED_COURSE']]); // prettier-ignore
    expect(cycle.missingMinutes).toBe(360);
  });

  it('inv 56: is made of the days from its first to its last, in the zone of the person', async () => {
    const { first, second } = await pastFirst();
    await earned(1, first.startsOn);
    await earned(1, first.endsOn);
    const last = second.startsOn;
    const { id } = await activityBy(staff, { minutes: 60 });
    const night = {
      startsAt: `${last}T05:00:00Z`,
      endsAt: `${last}T06:30:00Z`,
      timeZone: 'America/Los_Angeles',
    };
    await attended(staff, id, [person.personId], night); // 23:30 on the last day there
    await earned(1, last);
    const { previousCycle, cycle } = await statusOf(person, person.personId);
    expect(previousCycle!.requirements[0]!.countedMinutes).toBe(180);
    expect(cycle.requirements[0]!.countedMinutes).toBe(60);
  });

  it('inv 57: above a maximum counts nothing', async () => {
    const code = await policyIn(app, { maximums: [{ delivery: 'self_paced', hours: 3 }] });
    await putUnder(staff, person.personId, code);
    await earned(5, dayFromToday(-10), { delivery: 'SELF_PACED' });
    const { lines, cycle } = await statusOf(person, person.personId);
    expect(reasonsOf(lines)).toEqual([[180, 'COUNTED'], [120, 'OVER_MAXIMUM']]); // prettier-ignore
    expect(cycle.missingMinutes).toBe(420);
  });

  it('inv 60: is not filled by orientation, nor by what nobody had approved on the day', async () => {
    await putUnder(staff, person.personId, await policyIn(app, { accepted_approvers: ['BOARD'] }));
    const approvals = [{ approver: 'BOARD', startsOn: dayFromToday(-30), endsOn: dayFromToday(-10) }];
    await earned(1, dayFromToday(-10), { approvals });
    await earned(1, dayFromToday(-9), { approvals });
    await earned(1, dayFromToday(-20), { approvals, nature: 'ORIENTATION' });
    const { lines } = await statusOf(person, person.personId);
    expect(reasonsOf(lines).sort()).toEqual([[60, 'COUNTED'], [60, 'EXCLUDED_KIND'], [60, 'NOT_APPROVED_ON_DAY']]); // prettier-ignore
  });

  it('inv 61: closed, stays as it was decided, whatever changes, until it is corrected with a reason', async () => {
    const { id, first } = await pastFirst();
    const evidenceFileIds = [await uploaded(app, person, 'certificate', { name: 'certificate.txt' })];
    const { id: activityId } = await activityBy(staff, { minutes: 600, partialAllowed: true });
    const claimed = await claim(person, activityId, { completedOn: first.endsOn, evidenceFileIds });
    expect(await closeCycle(staff, id, first.startsOn)).toMatchObject({ code: 'CE_REVIEWS_OPEN' });
    await review(staff, claimed.id);
    const closed = await closeCycle(staff, id, first.startsOn);
    expect(closed).toMatchObject({
      standing: 'CLOSED',
      percent: 100,
      closing: { number: 1 },
      cycle: { met: true },
    });
    expect(closed.nextStep).toBe(`Closed: everything until ${first.endsOn} was done.`);
    expect(await closeCycle(staff, id, first.startsOn)).toMatchObject({ code: 'CE_CYCLE_CLOSED_ALREADY' });

    expect(await withdrawCompletion(person, claimed.id)).toMatchObject({ code: 'CE_CYCLE_IS_CLOSED' });
    await correctCompletion(staff, claimed.id, { completedOn: first.endsOn, minutes: 300 });
    const on = first.startsOn;
    expect(await statusOf(person, person.personId, { on })).toMatchObject({
      closing: { number: 1 },
      cycle: { met: true },
    });
    const { rows: moment } = await app.owner.query<{ now: Date }>('SELECT now() AS now');

    const corrected = await correctCycle(staff, id, first.startsOn);
    expect(corrected).toMatchObject({
      percent: 50,
      cycle: { met: false, missingMinutes: 300 },
      closing: { number: 2, reason: 'A certificate came late' },
    });
    const before = await statusOf(person, person.personId, { on, knownAt: moment[0]!.now.toISOString() });
    expect(before.closing).toEqual(closed.closing);
    expect(before.lines).toEqual(closed.lines);
    const { rows: ledger } = await app.owner.query<{ hash: string; number: number }>(
      `SELECT content::jsonb ->> 'contentHash' AS hash, (content::jsonb ->> 'number')::int AS number FROM ledger_entry
       WHERE person_id = $1 AND kind = 'ce.cycle-closed' ORDER BY seq`,
      [person.personId],
    );
    expect(ledger).toEqual([
      { hash: closed.closing!.contentHash, number: 1 },
      { hash: corrected.closing!.contentHash, number: 2 },
    ]);
  });

  it('abuse 39: is closed once, however often at the same time', async () => {
    const { id, first } = await pastFirst();
    const answers = await Promise.all([1, 2, 3, 4].map(() => closeCycle(staff, id, first.startsOn)));
    expect(answers.map(({ code }) => code ?? 'closed').sort()).toEqual([
      'CE_CYCLE_CLOSED_ALREADY', 'CE_CYCLE_CLOSED_ALREADY', 'CE_CYCLE_CLOSED_ALREADY', 'closed',
    ]); // prettier-ignore
  });

  it('is closed by somebody else than the person, and only when it is over', async () => {
    const { id, second } = await pastFirst();
    expect(await closeCycle(staff, id, second.startsOn)).toMatchObject({ code: 'CE_CYCLE_NOT_OVER' });
    expect(await closeCycle(staff, id, dayAfter(second.startsOn))).toMatchObject({
      code: 'CE_CYCLE_UNKNOWN',
    });
    expect(await correctCycle(staff, id, second.startsOn)).toMatchObject({ code: 'CE_CYCLE_NOT_CLOSED' });
    const code = await policyIn(app);
    expect(await putUnder(staff, staff.personId, code)).toMatchObject({ code: 'OWN_CE_OBLIGATION' });
    const own = await putUnder(world.owner, staff.personId, code, { anchorOn: dayFromToday(-500) });
    const { previousCycle } = await statusOf(staff, staff.personId);
    expect(await closeCycle(staff, own.id, previousCycle!.startsOn)).toMatchObject({
      code: 'OWN_CE_OBLIGATION',
    });
  });

  it('a gap stays a gap: a cycle that ended with something missing has lapsed until somebody closes it', async () => {
    const { id, first, second } = await pastFirst();
    await earned(10, dayFromToday(-5));
    const lapsed = await statusOf(person, person.personId);
    expect(lapsed).toMatchObject({ standing: 'LAPSED', previousCycle: { met: false }, cycle: { met: true } });
    expect(lapsed.nextStep).toBe(
      `The cycle until ${first.endsOn} ended without 10 contact hours: ask how to renew late. Of the cycle until ${second.endsOn}: everything is done.`,
    );
    await closeCycle(staff, id, first.startsOn);
    expect(await statusOf(person, person.personId)).toMatchObject({ standing: 'MET' });
  });

  describe('waivers', () => {
    const grant = (given: object) =>
      staff.do<{ code?: string; id: string }>(
        'grantCeWaiver',
        { kind: 'WAIVER', reasonCode: 'MEDICAL', reason: 'Ill', ...given },
        '... on CeWaiver { id }',
      );

    it('are granted before the cycle is over, never to oneself, and are taken back by a later entry', async () => {
      const { id, first, second } = await pastFirst();
      const of = { ceObligationId: id };
      expect(await grant({ ...of, cycleStartsOn: first.startsOn })).toMatchObject({
        code: 'CE_WAIVER_TOO_LATE',
      });
      const waiver = await grant({
        ...of,
        cycleStartsOn: second.startsOn,
        minutes: 120,
        requirement: 'TOTAL',
      });
      expect((await statusOf(person, person.personId)).cycle.requirements[0]).toMatchObject({
        requiredMinutes: 480,
      });
      const revoke = () =>
        staff.do<{ code?: string }>(
          'revokeCeWaiver',
          { ceWaiverId: waiver.id, reason: 'A mistake' },
          '... on CeWaiver { revoked }',
        );
      expect(await revoke()).toMatchObject({ revoked: true });
      expect(await revoke()).toMatchObject({ code: 'CE_WAIVER_REVOKED_ALREADY' });
      expect((await statusOf(person, person.personId)).cycle.requirements[0]).toMatchObject({
        requiredMinutes: 600,
      });
      const own = await putUnder(world.owner, staff.personId, await policyIn(app));
      const mine = { ceObligationId: own.id, cycleStartsOn: dayFromToday(-100) };
      expect(await grant(mine)).toMatchObject({ code: 'OWN_CE_OBLIGATION' });
    });

    it('give more time: what is done in it fills the cycle before', async () => {
      const code = await policyIn(app, { cycle: { months: 1, anchor: 'hire_date' } });
      const { id } = await putUnder(staff, person.personId, code, { anchorOn: dayFromToday(-20) });
      const { cycle } = await statusOf(person, person.personId);
      const extendedTo = dayAfter(cycle.endsOn, 60);
      const given = { ceObligationId: id, cycleStartsOn: cycle.startsOn, kind: 'EXTENSION' };
      await expect(grant(given)).rejects.toThrow('give the last day');
      await grant({ ...given, extendedTo });
      expect((await statusOf(person, person.personId)).cycle.lastDay).toBe(extendedTo);
      app.clock.advance({ days: 20 });
      try {
        [staff, person] = [await signedInNow(app, staff), await signedInNow(app, person)];
        expect(await statusOf(person, person.personId)).toMatchObject({
          standing: 'ON_THE_WAY',
          previousCycle: { met: false },
        });
        await earned(10, dayAfter(cycle.endsOn, 2));
        expect(await statusOf(person, person.personId)).toMatchObject({
          previousCycle: { startsOn: cycle.startsOn, met: true },
          cycle: { met: false, missingMinutes: 600 },
        });
      } finally {
        app.clock.reset();
      }
    });
  });

  it('follows a correction of what it is counted from, and ends with the obligation', async () => {
    const code = await policyIn(app);
    const { id } = await putUnder(staff, person.personId, code);
    expect(await putUnder(staff, person.personId, code)).toMatchObject({
      code: 'CE_OBLIGATION_KNOWN_ALREADY',
    });
    expect(await putUnder(staff, person.personId, 'NO-SUCH')).toMatchObject({ code: 'CE_POLICY_UNKNOWN' });
    const correct = (given: object) =>
      staff.do('correctCeObligation', { ceObligationId: id, reason: 'Mistyped', ...given }, OBLIGATION);
    await correct({ anchorOn: dayFromToday(-50) });
    expect((await statusOf(person, person.personId)).cycle.startsOn).toBe(dayFromToday(-50));
    await correct({ anchorOn: dayFromToday(-50), endsOn: dayFromToday(-1) });
    expect(await statusOf(person, person.personId)).toMatchObject({
      standing: 'NOT_UNDER_POLICY',
      percent: null,
    });
    const { ceObligation } = await person.ask<{ ceObligation: { entries: object[] } }>(
      'query ($id: ID!) { ceObligation(id: $id) { entries { number anchorOn reason } waivers { id } } }',
      { id },
    );
    expect(ceObligation.entries).toHaveLength(3);
  });

  it('is judged by the version of the policy that was in force when it began', async () => {
    const from = dayFromToday(-50);
    const code = await policyIn(app, {}, { effectiveTo: dayAfter(from, -1) });
    await policyIn(app, { required: 20 }, { code, effectiveFrom: from });
    const other = await world.member('TRAINEE');
    await putUnder(staff, person.personId, code);
    await putUnder(staff, other.personId, code, { anchorOn: dayFromToday(-40) });
    expect((await statusOf(staff, person.personId)).cycle.requirements[0]!.requiredMinutes).toBe(600);
    expect((await statusOf(staff, other.personId)).cycle.requirements[0]!.requiredMinutes).toBe(1200);
  });

  describe('the overview', () => {
    const overview = async (args: string, by: Member = staff) => {
      const { ceOverview } = await by.ask<{
        ceOverview: {
          totalCount: number;
          pageInfo: { hasNextPage: boolean; endCursor: string };
          edges: { node: { standing: string; obligation: { personId: string } } }[];
        };
      }>(
        `{ ceOverview(${args}) { totalCount pageInfo { hasNextPage endCursor } edges { node { standing obligation { personId } } } } }`,
      );
      return ceOverview;
    };

    it('shows who lapses when, page by page, and counts them', async () => {
      const code = await policyIn(app);
      const others = await Promise.all([1, 2, 3].map(() => world.member('TRAINEE')));
      for (const [i, { personId }] of others.entries())
        await putUnder(staff, personId, code, { anchorOn: dayFromToday(-360 + i * 10) });
      await putUnder(staff, person.personId, code, { anchorOn: dayFromToday(-10) });
      await earned(10, dayFromToday(-5));
      const first = await overview('first: 2');
      expect(first.totalCount).toBe(4);
      expect(first.edges.map(({ node }) => node.obligation.personId)).toEqual(
        others.slice(0, 2).map(({ personId }) => personId),
      );
      const rest = await overview(`first: 2, after: "${first.pageInfo.endCursor}"`);
      expect(rest.edges.map(({ node }) => node.obligation.personId)).toEqual([
        others[2]!.personId,
        person.personId,
      ]);
      expect(rest.pageInfo.hasNextPage).toBe(false);
      expect((await overview('withinDays: 20')).totalCount).toBe(2);
      expect((await overview('first: 10, notMet: true')).totalCount).toBe(3);
      const { ceCounts } = await staff.ask<{ ceCounts: object[] }>(
        '{ ceCounts { policyCode people met onTheWay lapsed closed notJudged dueWithin90Days } }',
      );
      expect(ceCounts).toEqual([
        {
          policyCode: code,
          people: 4,
          met: 1,
          onTheWay: 3,
          lapsed: 0,
          closed: 0,
          notJudged: 0,
          dueWithin90Days: 3,
        },
      ]);
      expect((await person.send('{ ceCounts { people } }')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      const stranger = await world.member('TRAINEE');
      const asked = await stranger.send(`{ ceStatus(personId: "${person.personId}") { summary } }`);
      expect(asked.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    });

    it('takes as many statements for many people as for one', async () => {
      const code = await policyIn(app);
      const fill = async (count: number): Promise<void> => {
        for (let i = 0; i < count; i++) {
          const { personId } = await world.member('TRAINEE');
          await putUnder(staff, personId, code);
          const { id } = await activityBy(staff);
          const at = { startsAt: hoursAgo(30), endsAt: hoursAgo(28) };
          await attended(staff, id, [personId], at);
        }
      };
      const query =
        '{ ceOverview(first: 100) { edges { node { percent lines { reason } obligation { entries { number } waivers { id } } } } } }';
      await fill(1);
      const one = await app.statementsOf(() => staff.ask(query));
      await fill(5);
      const many = await app.statementsOf(() => staff.ask(query));
      expect(many).toHaveLength(one.length);
      expect(one.length).toBeLessThanOrEqual(12);
      const counts = await app.statementsOf(() => staff.ask('{ ceCounts { people } }'));
      expect(counts.length).toBeLessThanOrEqual(10);
    });
  });
});
