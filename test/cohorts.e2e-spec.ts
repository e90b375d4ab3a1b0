import { newId } from '../src/platform/ids/ids.js';
import { cohortInput, day, limitToCohorts, openCohort, versionAsking } from './support/enrollments.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface CohortList {
  cohorts: {
    totalCount: number;
    edges: { node: { id: string; code: string; state: string } }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  };
}

describe('cohorts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const FIELDS =
    'id code name startsOn endsOn timeZone state closedAt programVersionId milestones { on percent } site { name } instructors { membershipId personId name }';
  const create = (member: Member, input: object) =>
    member.do<Record<string, unknown>>('createCohort', input, `... on Cohort { ${FIELDS} }`);
  const list = async (member: Member, args = 'first: 20') =>
    (await member.ask<CohortList>(
      `{ cohorts(${args}) { totalCount edges { node { id code state } } pageInfo { endCursor hasNextPage } } }`,
    ))!.cohorts;
  const problemOf = async (member: Member, mutation: string, input: object) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const { errors } = await member.send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
      { input: { operationId: newId(), ...input } },
    );
    return errors?.[0]?.extensions;
  };

  it('are made of a published version, with a calendar and a site', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const { id: siteId } = await world.owner.do<{ id: string }>(
      'createSite',
      { name: 'Room 4', setting: 'CLASSROOM', jurisdiction: 'US-TX', timeZone: 'America/Chicago' },
      '... on Site { id }',
    );
    const milestones = [
      { on: day(0), percent: 40 },
      { on: day(30), percent: 100 },
    ];
    const input = { ...cohortInput(program), siteId, milestones };
    const made = await create(world.owner, input);
    expect(made).toMatchObject({
      __typename: 'Cohort',
      code: input.code,
      state: 'RUNNING',
      closedAt: null,
      startsOn: day(-30),
      endsOn: day(60),
      milestones,
      site: { name: 'Room 4' },
      programVersionId: program.versionId,
      instructors: [],
    });
    expect(await create(world.owner, input)).toMatchObject({ code: 'COHORT_CODE_TAKEN' });
  });

  it('are not made of a draft or a retired version, nor of what is not there', async () => {
    const world = await World.create(app);
    const program = await world.program();
    await app.owner.query(`UPDATE program_version SET status = 'RETIRED' WHERE id = $1`, [program.versionId]);
    expect(await create(world.owner, cohortInput(program))).toMatchObject({
      code: 'PROGRAM_VERSION_NOT_OPEN',
    });
    const foreign = await (await World.create(app)).program();
    const draft = await versionAsking(world, program, [], 'DRAFT');
    const input = (programVersionId: string) => ({ ...cohortInput(program), programVersionId });
    expect(await create(world.owner, input(draft))).toMatchObject({ code: 'PROGRAM_VERSION_NOT_OPEN' });
    const missing = await problemOf(world.owner, 'createCohort', input(newId()));
    expect(await problemOf(world.owner, 'createCohort', input(foreign.versionId))).toEqual(missing);
    expect(missing).toMatchObject({ code: 'NOT_FOUND' });
    const site = { ...cohortInput(await world.program()), siteId: newId() };
    expect(await problemOf(world.owner, 'createCohort', site)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('say which field is wrong', async () => {
    const world = await World.create(app);
    const good = cohortInput(await world.program());
    const field = async (wrong: object) =>
      (await problemOf(world.owner, 'createCohort', { ...good, ...wrong }))?.fields?.[0]?.field;
    expect(await field({ code: '' })).toBe('input.code');
    expect(await field({ name: 'x'.repeat(201) })).toBe('input.name');
    expect(await field({ timeZone: 'Mars' })).toBe('input.timeZone');
    expect(await field({ endsOn: day(-31) })).toBe('input.endsOn');
    expect(await field({ milestones: [{ on: day(61), percent: 5 }] })).toBe('input.milestones.0.on');
    expect(await field({ milestones: [{ on: day(1), percent: 101 }] })).toBe('input.milestones.0.percent');
    expect(await problemOf(world.owner, 'createCohort', { ...good, startsOn: '2026-02-30' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('change, keep what is not named, and stay as they are once closed', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const id = await openCohort(world, program, { milestones: [{ on: day(50), percent: 90 }] });
    const other = await openCohort(world, program, { code: 'TAKEN' });
    const update = (input: object) =>
      world.owner.do('updateCohort', { cohortId: id, ...input }, `... on Cohort { ${FIELDS} }`);
    expect(await update({ name: 'Evenings' })).toMatchObject({ name: 'Evenings', endsOn: day(60) });
    expect(await update({ code: 'TAKEN' })).toMatchObject({ code: 'COHORT_CODE_TAKEN' });
    expect(await problemOf(world.owner, 'updateCohort', { cohortId: id, endsOn: day(40) })).toMatchObject({
      fields: [{ field: 'input.milestones.0.on' }],
    });
    expect(await update({ endsOn: day(40), milestones: [] })).toMatchObject({
      endsOn: day(40),
      milestones: [],
    });
    const close = () => world.owner.do('closeCohort', { cohortId: id }, `... on Cohort { ${FIELDS} }`);
    expect(await close()).toMatchObject({ closedAt: expect.any(String) });
    expect(await close()).toMatchObject({ code: 'COHORT_CLOSED' });
    expect(await update({ name: 'Later' })).toMatchObject({ code: 'COHORT_CLOSED' });
    expect(other).not.toBe(id);
  });

  it('are taught by who may teach', async () => {
    const world = await World.create(app);
    const cohortId = await openCohort(world, await world.program());
    const teacher = await world.member('INSTRUCTOR', { givenName: 'Tess', familyName: 'Teach' });
    const add = (member: Member) =>
      world.owner.do(
        'addCohortInstructor',
        { cohortId, membershipId: member.membershipId },
        `... on Cohort { ${FIELDS} }`,
      );
    expect(await add(teacher)).toMatchObject({
      instructors: [{ personId: teacher.personId, name: 'Tess Teach' }],
    });
    expect(await add(teacher)).toMatchObject({ instructors: [{ membershipId: teacher.membershipId }] });
    expect(await add(await world.member('TRAINEE'))).toMatchObject({ code: 'NOT_AN_INSTRUCTOR' });
    const stranger = await (await World.create(app)).member('INSTRUCTOR');
    expect(
      await problemOf(world.owner, 'addCohortInstructor', { cohortId, membershipId: stranger.membershipId }),
    ).toMatchObject({ code: 'NOT_FOUND' });
    const remove = { cohortId, membershipId: teacher.membershipId };
    expect(
      await world.owner.do('removeCohortInstructor', remove, `... on Cohort { ${FIELDS} }`),
    ).toMatchObject({
      instructors: [],
    });
    expect(await world.owner.do('removeCohortInstructor', remove, '')).toMatchObject({
      code: 'NOT_TEACHING',
    });
  });

  it('are listed by start, filtered by program, state and text, a page at a time', async () => {
    const world = await World.create(app);
    const [a, b] = [await world.program(), await world.program()];
    await openCohort(world, a, { code: 'ENDED', startsOn: day(-90), endsOn: day(-2) });
    await openCohort(world, a, { code: 'RUNNING', name: '100%_sure' });
    await openCohort(world, b, { code: 'UPCOMING', startsOn: day(2) });
    const codes = async (args: string) => (await list(world.owner, args)).edges.map(({ node }) => node.code);
    expect(await codes('first: 20')).toEqual(['UPCOMING', 'RUNNING', 'ENDED']);
    for (const state of ['ENDED', 'RUNNING', 'UPCOMING'])
      expect(await codes(`state: ${state}`)).toEqual([state]);
    expect(await codes(`programId: "${a.programId}"`)).toEqual(['RUNNING', 'ENDED']);
    expect(await codes('search: "0%_s"')).toEqual(['RUNNING']);
    expect(await codes('search: "%"')).toEqual(['RUNNING']);
    expect(await codes('search: "upcom"')).toEqual(['UPCOMING']);
    const first = await list(world.owner, 'first: 2');
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(await codes(`first: 2, after: "${first.pageInfo.endCursor}"`)).toEqual(['ENDED']);
  });

  it('change state at midnight of their own zone', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const id = await openCohort(world, program, {
      startsOn: '2026-03-01', endsOn: '2026-03-02', timeZone: 'Pacific/Auckland',
    }); // prettier-ignore
    const stateAt = async (instant: string) => {
      app.clock.setTo(new Date(instant));
      return (await list(world.owner)).edges.find(({ node }) => node.id === id)?.node.state;
    };
    expect(await stateAt('2026-02-28T10:59:00Z')).toBe('UPCOMING');
    expect(await stateAt('2026-02-28T11:01:00Z')).toBe('RUNNING');
    expect(await stateAt('2026-03-02T10:59:00Z')).toBe('RUNNING');
    expect(await stateAt('2026-03-02T11:01:00Z')).toBe('ENDED');
  });

  it('abuse 13: a forged cursor is refused and opens nothing', async () => {
    const [world, other] = [await World.create(app), await World.create(app)];
    await openCohort(other, await other.program());
    for (const key of [['x', 'y'], [day(1), 'y'], [1], "'; DROP TABLE cohort", [day(900), newId()]]) {
      const after = Buffer.from(JSON.stringify(key)).toString('base64url');
      const { data, errors } = await world.owner.send<CohortList>(
        `{ cohorts(after: "${after}") { totalCount edges { node { id } } } }`,
      );
      if (errors) expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
      else expect(data?.cohorts).toEqual({ totalCount: 0, edges: [] });
    }
  });

  it('abuse 6, 14: a member limited to cohorts sees those alone, counts and search included', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const [seen, hidden] = [await openCohort(world, program), await openCohort(world, program)];
    const instructor = await world.member('INSTRUCTOR');
    const read = (id: string) => instructor.send('query ($id: ID!) { cohort(id: $id) { name } }', { id });
    expect((await list(instructor)).totalCount).toBe(2);
    await limitToCohorts(world, instructor, [seen]);
    expect(await list(instructor)).toMatchObject({ totalCount: 1, edges: [{ node: { id: seen } }] });
    expect((await list(instructor, 'search: "Cohort"')).totalCount).toBe(1);
    expect(await read(hidden)).toEqual(await read(newId()));
    const records = await world.member('RECORDS');
    await limitToCohorts(world, records, [seen]);
    expect(await problemOf(records, 'updateCohort', { cohortId: hidden, name: 'Mine' })).toMatchObject({
      code: 'NOT_FOUND',
    });
    const made = await records.do<{ id: string }>(
      'createCohort',
      cohortInput(program),
      '... on Cohort { id }',
    );
    expect((await list(records)).edges.map(({ node }) => node.id).sort()).toEqual([seen, made.id].sort());
  });

  it('abuse 1, 3: ids of another tenant answer as ids of nothing', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const id = await openCohort(a, await a.program());
    const read = (id: string) => b.owner.send('query ($id: ID!) { cohort(id: $id) { name } }', { id });
    expect(await read(id)).toEqual(await read(newId()));
    for (const [mutation, input] of [
      ['updateCohort', { cohortId: id, name: 'Mine' }],
      ['closeCohort', { cohortId: id }],
      ['addCohortInstructor', { cohortId: id, membershipId: b.owner.membershipId }],
    ] as const)
      expect(await problemOf(b.owner, mutation, input)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are neither read nor made by a trainee', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    await expect(list(trainee)).rejects.toThrow('FORBIDDEN');
    await expect(create(trainee, cohortInput(await world.program()))).rejects.toThrow('FORBIDDEN');
  });

  it('cost a fixed number of statements to list, whatever their number', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const instructor = await world.member('INSTRUCTOR');
    const ask = () =>
      world.owner.ask(
        '{ cohorts(first: 50) { totalCount edges { node { code site { name } instructors { name } } } } }',
      );
    const one = async () => {
      const cohortId = await openCohort(world, program);
      await world.owner.do(
        'addCohortInstructor',
        { cohortId, membershipId: instructor.membershipId },
        '... on Cohort { id }',
      );
    };
    await one();
    expect(await app.statementsOf(ask)).toHaveLength(3);
    for (let count = 0; count < 4; count++) await one();
    expect(await app.statementsOf(ask)).toHaveLength(3);
  });

  it('get one of two equal codes when both come at once', async () => {
    const world = await World.create(app);
    const input = cohortInput(await world.program());
    const kinds = (await Promise.all([create(world.owner, input), create(world.owner, input)])).map(
      ({ __typename }) => __typename,
    );
    expect(kinds.sort()).toEqual(['Cohort', 'CohortCodeTaken']);
  });
});
