import { newId } from '../src/platform/ids/ids.js';
import { alsoMemberOf } from './support/second-membership.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('sites', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const texas = {
    name: 'North clinic',
    setting: 'OUTPATIENT',
    jurisdiction: 'US-TX',
    timeZone: 'America/Chicago',
  };
  const create = (member: Member, input: object) =>
    member.do<{ __typename: string; id: string; name: string }>(
      'createSite',
      input,
      '... on Site { id name }',
    );

  it('are created, read and listed by name', async () => {
    const { owner } = await World.create(app);
    await create(owner, texas);
    await create(owner, { ...texas, name: 'East clinic' });
    const list = await owner.ask<{
      sites: {
        totalCount: number;
        edges: { node: { name: string } }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    }>(
      'query ($after: String) { sites(first: 1, after: $after) { totalCount edges { node { name } } pageInfo { endCursor hasNextPage } } }',
    );
    expect(list.sites).toMatchObject({
      totalCount: 2,
      edges: [{ node: { name: 'East clinic' } }],
      pageInfo: { hasNextPage: true },
    });
    const next = await owner.ask<typeof list>(
      'query ($after: String) { sites(first: 1, after: $after) { edges { node { name } } pageInfo { hasNextPage } } }',
      { after: list.sites.pageInfo.endCursor },
    );
    expect(next.sites).toMatchObject({
      edges: [{ node: { name: 'North clinic' } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('refuse a name that is taken', async () => {
    const { owner } = await World.create(app);
    await create(owner, texas);
    expect(await create(owner, texas)).toMatchObject({
      __typename: 'SiteNameTaken',
      code: 'SITE_NAME_TAKEN',
    });
  });

  it('abuse 26: the use of a key in another organization, by the same person, is an operation of its own', async () => {
    const [here, elsewhere] = [await World.create(app), await World.create(app)];
    const there = await alsoMemberOf(elsewhere, here.owner, 'OWNER');
    const operationId = newId();
    const first = await create(here.owner, { operationId, ...texas });
    const second = await create(there, { operationId, ...texas, name: 'Another clinic' });
    expect(second).toMatchObject({ __typename: 'Site', name: 'Another clinic' });
    expect(await create(here.owner, { operationId, ...texas })).toEqual(first);
    const { data } = await there.send('query ($id: ID!) { site(id: $id) { id } }', { id: first.id });
    expect(data).toBeNull();
  });

  it('answer a retry with the first answer, and another payload under the same key with a fault', async () => {
    const { owner } = await World.create(app);
    const operationId = newId();
    const first = await create(owner, { operationId, ...texas });
    expect(await create(owner, { operationId, ...texas })).toEqual(first);
    await expect(create(owner, { operationId, ...texas, name: 'Other' })).rejects.toThrow(
      'OPERATION_KEY_REUSED',
    );
  });

  it('say which field is wrong and what would be right', async () => {
    const { owner } = await World.create(app);
    const { errors } = await owner.send(
      'mutation ($input: CreateSiteInput!) { createSite(input: $input) { __typename } }',
      { input: { operationId: newId(), ...texas, jurisdiction: 'Texas', timeZone: 'Mars' } },
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ field: 'input.jurisdiction' }, { field: 'input.timeZone' }],
    });
  });

  it('are changed in what is named, closed, and opened again', async () => {
    const { owner } = await World.create(app);
    const { id: siteId } = await create(owner, texas);
    const fields = '... on Site { name timeZone closedAt }';
    expect(await owner.do('updateSite', { siteId, name: ' West clinic ' }, fields)).toMatchObject({
      name: 'West clinic',
      timeZone: 'America/Chicago',
    });
    const closed = await owner.do<{ closedAt: string }>('closeSite', { siteId }, fields);
    expect(closed.closedAt).not.toBeNull();
    expect(await owner.do('closeSite', { siteId }, fields)).toMatchObject({ code: 'SITE_IS_CLOSED' });
    expect(await owner.do('reopenSite', { siteId }, fields)).toMatchObject({ closedAt: null });
    expect(await owner.do('reopenSite', { siteId }, fields)).toMatchObject({ code: 'SITE_IS_OPEN' });
    await create(owner, texas);
    expect(await owner.do('updateSite', { siteId, name: texas.name }, fields)).toMatchObject({
      code: 'SITE_NAME_TAKEN',
    });
  });

  it("answer another tenant's id exactly as a nonexistent one", async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const { id } = await create(a.owner, texas);
    const read = (id: string) => b.owner.send('query ($id: ID!) { site(id: $id) { name } }', { id });
    expect(await read(id)).toEqual(await read(newId()));
    expect((await read(id)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('are not created by a trainee', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    await expect(create(trainee, texas)).rejects.toThrow('FORBIDDEN');
  });
});
