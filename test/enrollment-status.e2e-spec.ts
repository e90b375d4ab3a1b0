import fc from 'fast-check';
import { LastAttendance } from '../src/features/enrollments/last-attendance.js';
import { newId } from '../src/platform/ids/ids.js';
import { day, ledgerOf, limitToCohorts, openCohort } from './support/enrollments.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Period {
  status: string;
  from: string;
  to: string | null;
}
interface Answer {
  __typename: string;
  code?: string;
  status: string;
  statusSince: string;
  enrolledOn: string;
  withdrawnOn: string | null;
  periods: Period[];
  history: {
    id: string;
    event: string | null;
    effectiveOn: string | null;
    correctsId: string | null;
    recordedAt: string;
  }[];
}

const FIELDS =
  'status statusSince enrolledOn withdrawnOn periods { status from to } history { id event effectiveOn correctsId recordedAt reason }';

describe('the status of an enrollment', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => {
    app.clock.reset();
    app.app.get(LastAttendance).isReadBy(() => Promise.resolve(null));
  });
  afterAll(() => app.stop());

  /** A trainee enrolled ten days ago. */
  async function enrolled(given: { status?: string } = {}) {
    const world = await World.create(app);
    const cohortId = await openCohort(world, await world.program());
    const trainee = await world.member('TRAINEE');
    const { id } = await world.owner.do<{ id: string }>(
      'enrollTrainee',
      { cohortId, personId: trainee.personId, enrolledOn: day(-10), ...given },
      '... on Enrollment { id }',
    );
    return { world, cohortId, trainee, id };
  }
  const changeBy = (member: Member, enrollmentId: string, input: object) =>
    member.do<Answer>(
      'changeEnrollmentStatus',
      { enrollmentId, ...input },
      `... on Enrollment { ${FIELDS} }`,
    );
  const correctBy = (member: Member, enrollmentId: string, input: object) =>
    member.do<Answer>(
      'correctEnrollmentStatus',
      { enrollmentId, reason: 'entered wrongly', ...input },
      `... on Enrollment { ${FIELDS} }`,
    );
  const problemOf = async (member: Member, mutation: string, input: object) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const { errors } = await member.send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
      { input: { operationId: newId(), ...input } },
    );
    return errors?.[0]?.extensions;
  };

  it('inv 44: is a history without gaps or overlaps, and the status follows it', async () => {
    const { world, id, trainee } = await enrolled({ status: 'APPLIED' });
    const change = (event: string, effectiveOn: string) =>
      changeBy(world.owner, id, { event, effectiveOn, reason: 'by request' });
    await change('ENROLLED', day(-8));
    await change('LEAVE_STARTED', day(-6));
    await change('LEAVE_ENDED', day(-4));
    const last = await change('WITHDREW', day(-2));
    expect(last).toMatchObject({
      status: 'WITHDRAWN',
      statusSince: day(-2),
      enrolledOn: day(-10),
      withdrawnOn: day(-3),
      periods: [
        { status: 'APPLIED', from: day(-10), to: day(-9) },
        { status: 'ACTIVE', from: day(-8), to: day(-7) },
        { status: 'ON_LEAVE', from: day(-6), to: day(-5) },
        { status: 'ACTIVE', from: day(-4), to: day(-3) },
        { status: 'WITHDRAWN', from: day(-2), to: null },
      ],
    });
    expect(await change('RE_ENTERED', day(0))).toMatchObject({ status: 'ACTIVE', statusSince: day(0) });
    const ledger = await ledgerOf(world, trainee.personId);
    expect(ledger.map(({ kind }) => kind)).toEqual([
      'enrollment.enrolled',
      ...Array.from({ length: 5 }, () => 'enrollment.status-changed'),
    ]);
    expect(ledger.at(-1)).toMatchObject({
      actor: world.owner.personId,
      content: {
        enrollmentId: id,
        event: 'RE_ENTERED',
        effectiveOn: day(0),
        status: 'ACTIVE',
        reason: 'by request',
      },
    });
  });

  it('inv 44: any sequence of changes and corrections leaves one period for each day', async () => {
    const { world, id } = await enrolled({ status: 'APPLIED' });
    const EVENTS = [
      'APPLIED',
      'ENROLLED',
      'LEAVE_STARTED',
      'LEAVE_ENDED',
      'WITHDREW',
      'DISMISSED',
      'RE_ENTERED',
    ];
    const step = fc.record({
      event: fc.constantFrom(...EVENTS),
      days: fc.integer({ min: -12, max: 0 }),
      target: fc.nat(9),
    });
    const approvedBy = (await world.member('ADMIN')).personId;
    const read = async () =>
      (
        await world.owner.ask<{ enrollment: Answer }>(
          `query ($id: ID!) { enrollment(id: $id) { ${FIELDS} } }`,
          { id },
        )
      ).enrollment;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 5 }), async (steps) => {
        for (const { event, days, target } of steps) {
          const before = await read();
          const entry = before.history[target];
          const claim = { event, effectiveOn: day(days), approvedBy };
          const answer = entry?.event
            ? await correctBy(world.owner, id, { entryId: entry.id, replacement: target % 3 ? claim : null })
            : await changeBy(world.owner, id, { ...claim, reason: 'as it was' });
          const after = await read();
          expect(after.history.length).toBe(
            before.history.length + (answer.__typename === 'Enrollment' ? 1 : 0),
          );
          expect(after.history.slice(0, before.history.length)).toEqual(before.history);
          const { periods } = after;
          expect(periods.map(({ to }) => to)).toEqual([
            ...periods
              .slice(1)
              .map(({ from }) => new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10)),
            null,
          ]);
          expect(after).toMatchObject({ status: periods.at(-1)!.status, statusSince: periods.at(-1)!.from });
          expect(after.enrolledOn).toBe(periods[0]!.from);
        }
      }),
      { numRuns: 5 },
    );
  });

  it('refuses what cannot follow, and what lacks a reason or an approver', async () => {
    const { world, id, trainee } = await enrolled();
    const change = (event: string, more: object = {}) => changeBy(world.owner, id, { event, ...more });
    expect(await change('LEAVE_ENDED')).toMatchObject({ code: 'STATUS_TRANSITION_NOT_ALLOWED' });
    expect(await change('DISMISSED')).toMatchObject({ code: 'STATUS_REASON_MISSING' });
    await change('DISMISSED', { effectiveOn: day(-3), reason: 'conduct' });
    const back = { reason: 'appeal granted', effectiveOn: day(-2) };
    expect(await change('RE_ENTERED', back)).toMatchObject({ code: 'STATUS_APPROVER_MISSING' });
    const approvedBy = (personId: string) => change('RE_ENTERED', { ...back, approvedBy: personId });
    expect(await approvedBy(trainee.personId)).toMatchObject({ code: 'APPROVED_BY_TRAINEE' });
    expect(await approvedBy((await world.member('INSTRUCTOR')).personId)).toMatchObject({
      code: 'APPROVER_NOT_ENTITLED',
    });
    expect(await approvedBy((await world.member('ADMIN')).personId)).toMatchObject({ status: 'ACTIVE' });
  });

  it('is recorded when it holds, not ahead of time, by the day in the zone of the cohort', async () => {
    const world = await World.create(app);
    const cohortId = await openCohort(world, await world.program(), { timeZone: 'Pacific/Auckland' });
    const trainee = await world.member('TRAINEE');
    app.clock.setTo(new Date('2026-07-01T11:30:00Z')); // 23:30 in Auckland
    const { id } = await world.owner.do<{ id: string }>(
      'enrollTrainee',
      { cohortId, personId: trainee.personId },
      '... on Enrollment { id enrolledOn }',
    );
    const leave = { event: 'LEAVE_STARTED', reason: 'illness', effectiveOn: '2026-07-02' };
    expect(await changeBy(world.owner, id, leave)).toMatchObject({ code: 'STATUS_DATE_IN_FUTURE' });
    app.clock.setTo(new Date('2026-07-01T12:30:00Z'));
    expect(await changeBy(world.owner, id, leave)).toMatchObject({
      status: 'ON_LEAVE',
      periods: [
        { status: 'ACTIVE', from: '2026-07-01', to: '2026-07-01' },
        { status: 'ON_LEAVE', from: '2026-07-02' },
      ],
    });
  });

  it('inv 44: a withdrawal holds from the day after the last one attended', async () => {
    const { world, id } = await enrolled();
    const withdraw = (more: object) =>
      changeBy(world.owner, id, { event: 'WITHDREW', reason: 'moved away', ...more });
    const stated = {
      enrollmentId: id,
      event: 'WITHDREW',
      reason: 'x',
      lastAttendedOn: day(-5),
      effectiveOn: day(-1),
    };
    expect(await problemOf(world.owner, 'changeEnrollmentStatus', stated)).toMatchObject({
      fields: [{ field: 'input.effectiveOn' }],
    });
    expect(await withdraw({ lastAttendedOn: day(0) })).toMatchObject({ code: 'STATUS_DATE_IN_FUTURE' });
    app.app.get(LastAttendance).isReadBy(() => Promise.resolve(day(-4)));
    expect(await withdraw({ lastAttendedOn: day(-5) })).toMatchObject({
      code: 'WITHDRAWAL_DATE_NOT_LAST_ATTENDED',
    });
    expect(await withdraw({ effectiveOn: day(0) })).toMatchObject({
      code: 'WITHDRAWAL_DATE_NOT_LAST_ATTENDED',
    });
    expect(await withdraw({})).toMatchObject({
      status: 'WITHDRAWN',
      statusSince: day(-3),
      withdrawnOn: day(-4),
    });
    expect(
      await changeBy(world.owner, id, { event: 'RE_ENTERED', reason: 'back', effectiveOn: day(-2) }),
    ).toMatchObject({ status: 'ACTIVE', withdrawnOn: null });
    expect(await withdraw({ effectiveOn: day(-1) })).toMatchObject({
      status: 'WITHDRAWN',
      withdrawnOn: day(-2),
    });
  });

  it('is corrected by later entries: the wrong one stays readable, and yesterday’s answer stays', async () => {
    const { world, id, trainee } = await enrolled();
    const wrong = await changeBy(world.owner, id, {
      event: 'WITHDREW',
      reason: 'moved',
      effectiveOn: day(-4),
    });
    const entryId = wrong.history[1]!.id;
    const knownAt = new Date(Date.now() + 60_000).toISOString();
    app.clock.advance({ minutes: 3 });
    const put = { entryId, replacement: { event: 'LEAVE_STARTED' } };
    const corrected = await correctBy(world.owner, id, put);
    expect(corrected).toMatchObject({
      status: 'ON_LEAVE',
      statusSince: day(-4),
      history: [
        { event: 'ENROLLED' },
        { id: entryId, event: 'WITHDREW' },
        { event: 'LEAVE_STARTED', correctsId: entryId },
      ],
    });
    expect(await correctBy(world.owner, id, put)).toMatchObject({ code: 'STATUS_ENTRY_ALREADY_CORRECTED' });
    const asked = await world.owner.ask<{ enrollment: { then: Period; now: Period; before: null } }>(
      `query ($id: ID!, $on: Date!, $knownAt: DateTime!, $early: Date!) { enrollment(id: $id) {
        then: statusOn(on: $on, knownAt: $knownAt) { status } now: statusOn(on: $on) { status } before: statusOn(on: $early) { status } } }`,
      { id, on: day(-4), knownAt, early: day(-11) },
    );
    expect(asked.enrollment).toEqual({
      then: { status: 'WITHDRAWN' },
      now: { status: 'ON_LEAVE' },
      before: null,
    });
    const leave = corrected.history[2]!.id;
    expect(await correctBy(world.owner, id, { entryId: leave, replacement: null })).toMatchObject({
      status: 'ACTIVE',
      history: [{}, {}, {}, { event: null, correctsId: leave }],
    });
    const first = corrected.history[0]!.id;
    expect(await correctBy(world.owner, id, { entryId: first })).toMatchObject({ code: 'LAST_STATUS_ENTRY' });
    expect(
      await correctBy(world.owner, id, {
        entryId: first,
        replacement: { event: 'ENROLLED', effectiveOn: day(-12) },
      }),
    ).toMatchObject({ enrolledOn: day(-12), statusSince: day(-12) });
    expect(
      (await ledgerOf(world, trainee.personId)).filter(({ kind }) => kind === 'enrollment.status-corrected'),
    ).toHaveLength(3);
  });

  it('inv 1: nobody decides about their own enrollment, and trainees about none', async () => {
    const { world, cohortId, trainee, id } = await enrolled();
    await expect(changeBy(trainee, id, { event: 'COMPLETED' })).rejects.toThrow('FORBIDDEN');
    const admin = await world.member('ADMIN');
    const own = await world.owner.do<{ id: string; history: { id: string }[] }>(
      'enrollTrainee',
      { cohortId, personId: admin.personId },
      '... on Enrollment { id history { id } }',
    );
    expect(await changeBy(admin, own.id, { event: 'COMPLETED' })).toMatchObject({ code: 'OWN_ENROLLMENT' });
    expect(await correctBy(admin, own.id, { entryId: own.history[0]!.id })).toMatchObject({
      code: 'OWN_ENROLLMENT',
    });
    const hold = { enrollmentId: own.id, kind: 'OTHER', reason: 'x' };
    expect(await admin.do('placeEnrollmentHold', hold, '')).toMatchObject({ code: 'OWN_ENROLLMENT' });
    const self = await admin.do(
      'enrollTrainee',
      { cohortId: await openCohort(world, await world.program()), personId: admin.personId },
      '',
    );
    expect(self).toMatchObject({ code: 'OWN_ENROLLMENT' });
  });

  it('of two changes at once one is first, and the other is judged by it', async () => {
    const { world, id } = await enrolled();
    const change = () => changeBy(world.owner, id, { event: 'LEAVE_STARTED', reason: 'illness' });
    const answers = await Promise.all([change(), change(), change()]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'Enrollment',
      'StatusTransitionNotAllowed',
      'StatusTransitionNotAllowed',
    ]);
    const both = await Promise.all([
      changeBy(world.owner, id, { event: 'LEAVE_ENDED' }),
      changeBy(world.owner, id, { event: 'DISMISSED', reason: 'conduct' }),
    ]);
    expect(both.some(({ __typename }) => __typename === 'Enrollment')).toBe(true);
    const { enrollment } = await world.owner.ask<{ enrollment: Answer }>(
      `query ($id: ID!) { enrollment(id: $id) { ${FIELDS} } }`,
      { id },
    );
    expect(enrollment.periods.at(-1)).toMatchObject({ status: enrollment.status, to: null });
    const times = enrollment.history.map(({ recordedAt }) => recordedAt);
    expect(new Set(times).size).toBe(times.length);
  });

  it('is not changed where the member sees no such cohort, tenant or entry', async () => {
    const { world, id } = await enrolled();
    const records = await world.member('RECORDS');
    await limitToCohorts(world, records, []);
    const change = (member: Member, enrollmentId: string) =>
      problemOf(member, 'changeEnrollmentStatus', { enrollmentId, event: 'COMPLETED' });
    const missing = await change(records, newId());
    expect(missing).toMatchObject({ code: 'NOT_FOUND' });
    expect(await change(records, id)).toEqual(missing);
    expect(await change((await World.create(app)).owner, id)).toEqual(missing);
    const other = await enrolled();
    const entryOf = async (w: World, enrollmentId: string) =>
      (
        await w.owner.ask<{ enrollment: Answer }>(
          `query ($id: ID!) { enrollment(id: $id) { history { id } } }`,
          {
            id: enrollmentId,
          },
        )
      ).enrollment.history[0]!.id;
    const entryId = await entryOf(other.world, other.id);
    expect(
      await problemOf(world.owner, 'correctEnrollmentStatus', { enrollmentId: id, entryId, reason: 'x' }),
    ).toEqual(missing);
  });

  it('cannot be rewritten behind the API', async () => {
    const { rows } = await app.owner.query<{ update: boolean; delete: boolean }>(
      `SELECT has_table_privilege('preceptor_runtime', 'enrollment_status_entry', 'UPDATE') AS update,
         has_table_privilege('preceptor_runtime', 'enrollment_status_entry', 'DELETE') AS delete`,
    );
    expect(rows[0]).toEqual({ update: false, delete: false });
  });
});

describe('holds', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('are placed and released with reasons, kept, and found by a filter', async () => {
    const world = await World.create(app);
    const { trainee, enrollmentId, cohortId } = await world.enrolled(await world.program());
    await world.enrolled(await world.program(), { cohortId });
    const HOLDS =
      '... on Enrollment { holds { id kind reason placedBy { id } releasedAt releaseReason releasedBy { name } } }';
    const placed = await world.owner.do<{ holds: { id: string }[] }>(
      'placeEnrollmentHold',
      { enrollmentId, kind: 'FINANCIAL', reason: 'Fees of May are open' },
      HOLDS,
    );
    expect(placed.holds).toMatchObject([
      { kind: 'FINANCIAL', placedBy: { id: world.owner.personId }, releasedAt: null, releaseReason: null },
    ]);
    const onHold = async (is: boolean) =>
      (
        await world.owner.ask<{ enrollments: { totalCount: number } }>(
          `{ enrollments(onHold: ${is}) { totalCount } }`,
        )
      ).enrollments.totalCount;
    expect([await onHold(true), await onHold(false)]).toEqual([1, 1]);
    const release = () =>
      world.owner.do('releaseEnrollmentHold', { holdId: placed.holds[0]!.id, reason: 'Paid' }, HOLDS);
    const both = await Promise.all([release(), release()]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['Enrollment', 'HoldAlreadyReleased']);
    expect([await onHold(true), await onHold(false)]).toEqual([0, 2]);
    const mine = await trainee.ask<{ myEnrollments: { holds: object[] }[] }>(
      '{ myEnrollments { holds { reason releaseReason } } }',
    );
    expect(mine.myEnrollments[0]?.holds).toEqual([{ reason: 'Fees of May are open', releaseReason: 'Paid' }]);
    expect((await ledgerOf(world, trainee.personId)).map(({ kind }) => kind)).toEqual([
      'enrollment.hold-placed',
      'enrollment.hold-released',
    ]);
  });

  it('abuse 1: are not placed on, nor released of, what is not there', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const { enrollmentId } = await a.enrolled(await a.program());
    const place = (member: Member, id: string) =>
      member.do(
        'placeEnrollmentHold',
        { enrollmentId: id, kind: 'OTHER', reason: 'x' },
        '... on Enrollment { holds { id } }',
      );
    await expect(place(b.owner, enrollmentId)).rejects.toThrow('NOT_FOUND');
    await expect(place(b.owner, newId())).rejects.toThrow('NOT_FOUND');
    const { holds } = (await place(a.owner, enrollmentId)) as { holds: { id: string }[] };
    for (const holdId of [holds[0]!.id, newId()])
      await expect(b.owner.do('releaseEnrollmentHold', { holdId, reason: 'x' }, '')).rejects.toThrow(
        'NOT_FOUND',
      );
    await expect(place(await a.member('INSTRUCTOR'), enrollmentId)).rejects.toThrow('FORBIDDEN');
  });
});
