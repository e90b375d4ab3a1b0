import { PersonService } from '../src/features/people/person.service.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Merge {
  __typename: string;
  from: { id: string; mergedIntoId: string | null };
  into: { id: string; mergedIntoId: string | null };
  mergedBy: { id: string };
  personId?: string;
  mergedIntoId?: string;
}

describe('merging persons', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const merge = (by: Member, from: Member, into: Member, operationId = newId()) =>
    by.do<Merge>(
      'mergePersons',
      {
        operationId,
        fromPersonId: from.personId,
        intoPersonId: into.personId,
        reason: 'Same birth certificate',
      },
      `... on PersonMerge { id from { id mergedIntoId } into { id mergedIntoId } mergedBy { id } reason }
       ... on SamePerson { personId } ... on PersonAlreadyMerged { mergedIntoId }`,
    );
  const isSame = (world: World, a: Member, b: Member): Promise<boolean> =>
    app.app
      .get(Database)
      .forOrganization(world.orgId)
      .load((tx) => app.app.get(PersonService, { strict: false }).isSameIn(tx, a.personId, b.personId));

  it('inv 1: makes two ids one person, and keeps both readable', async () => {
    const world = await World.create(app);
    const [a, b, c] = [
      await world.member('TRAINEE'),
      await world.member('SUPERVISOR'),
      await world.member('TRAINEE'),
    ];
    expect(await isSame(world, a, b)).toBe(false);
    expect(await merge(world.owner, a, b)).toMatchObject({
      from: { id: a.personId, mergedIntoId: b.personId },
      into: { id: b.personId, mergedIntoId: null },
      mergedBy: { id: world.owner.personId },
    });
    expect(await isSame(world, a, b)).toBe(true);
    expect(await isSame(world, a, c)).toBe(false);
    const { rows } = await app.owner.query(
      `SELECT person_id FROM ledger_entry WHERE org_id = $1 AND kind = 'person.merged' ORDER BY person_id`,
      [world.orgId],
    );
    expect(rows.map((row: { person_id: string }) => row.person_id)).toEqual([a.personId, b.personId].sort());
  });

  it('inv 1: follows chains, also where an organization knows only their ends', async () => {
    const world = await World.create(app);
    const [a, b, c, d] = await Promise.all([0, 1, 2, 3].map(() => world.member('TRAINEE')));
    await merge(world.owner, a!, b!);
    await merge(world.owner, b!, c!);
    await merge(world.owner, d!, c!);
    const elsewhere = await World.create(app);
    for (const person of [a!, d!])
      await app.owner.query(
        `INSERT INTO membership (org_id, id, person_id, role) VALUES ($1, $2, $3, 'TRAINEE')`,
        [elsewhere.orgId, newId(), person.personId],
      );
    expect(await isSame(elsewhere, a!, d!)).toBe(true);
  });

  it('is refused for one person, for those merged before, and in a circle', async () => {
    const world = await World.create(app);
    const [a, b, c] = await Promise.all([0, 1, 2].map(() => world.member('TRAINEE')));
    expect(await merge(world.owner, a!, a!)).toMatchObject({
      __typename: 'SamePerson',
      personId: a!.personId,
    });
    await merge(world.owner, a!, b!);
    expect(await merge(world.owner, b!, a!)).toMatchObject({
      __typename: 'SamePerson',
      personId: b!.personId,
    });
    expect(await merge(world.owner, a!, c!)).toMatchObject({
      __typename: 'PersonAlreadyMerged',
      mergedIntoId: b!.personId,
    });
    expect(await merge(world.owner, c!, a!)).toMatchObject({
      __typename: 'PersonAlreadyMerged',
      mergedIntoId: b!.personId,
    });
  });

  it('closes no circle when both directions are asked for at once', async () => {
    const world = await World.create(app);
    const [a, b] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    const answers = await Promise.all([merge(world.owner, a, b), merge(world.owner, b, a)]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual(['PersonMerge', 'SamePerson']);
  });

  it('answers a retry with the first merge', async () => {
    const world = await World.create(app);
    const [a, b] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    const operationId = newId();
    const first = await merge(world.owner, a, b, operationId);
    expect(await merge(world.owner, a, b, operationId)).toEqual(first);
  });

  it("answers another organization's person exactly as a nonexistent one", async () => {
    const [world, other] = [await World.create(app), await World.create(app)];
    const mine = await world.member('TRAINEE');
    const answerFor = (personId: string) =>
      world.owner.send(
        'mutation ($input: MergePersonsInput!) { mergePersons(input: $input) { __typename } }',
        {
          input: {
            operationId: newId(),
            fromPersonId: mine.personId,
            intoPersonId: personId,
            reason: 'Guess',
          },
        },
      );
    const foreign = await answerFor(other.owner.personId);
    expect(foreign).toEqual(await answerFor(newId()));
    expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it.each(['RECORDS', 'INSTRUCTOR', 'TRAINEE', 'AUDITOR'] as const)('is not for %s', async (role) => {
    const world = await World.create(app);
    const member = await world.member(role);
    await expect(merge(member, member, world.owner)).rejects.toThrow('FORBIDDEN');
  });
});

describe('loading persons', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const nameFor = async (viewer: Member, personId: string): Promise<string | null> => {
    const db = app.app.get(Database).forViewer(viewer.viewer);
    const person = await app.app.get(PersonService, { strict: false }).byId(db, personId);
    return person?.name ?? null;
  };

  it('abuse 17: shares nothing between requests, neither of two organizations nor of one', async () => {
    const [here, elsewhere] = [await World.create(app), await World.create(app)];
    const trainee = await here.member('TRAINEE', { givenName: 'Mary', familyName: 'Seacole' });
    const ask = (viewer: Member): Promise<string | null> => nameFor(viewer, trainee.personId);
    expect(await Promise.all([ask(here.owner), ask(elsewhere.owner), ask(here.owner)])).toEqual([
      'Mary Seacole',
      null,
      'Mary Seacole',
    ]);
    await app.owner.query(`UPDATE person SET family_name = 'Grant' WHERE id = $1`, [trainee.personId]);
    expect(await ask(here.owner)).toBe('Mary Grant');
    expect(await ask(elsewhere.owner)).toBeNull();
  });

  it('takes one statement for however many of one request', async () => {
    const world = await World.create(app);
    const members = [world.owner, await world.member('TRAINEE'), await world.member('AUDITOR')];
    const db = app.app.get(Database).forViewer(world.owner.viewer);
    const persons = app.app.get(PersonService, { strict: false });
    const statements = await app.statementsOf(() =>
      Promise.all(members.map((member) => persons.byId(db, member.personId))),
    );
    expect(statements).toHaveLength(1);
  });
});
