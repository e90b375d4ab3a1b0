import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { alsoMemberOf } from './support/second-membership.js';
import { World, type Member } from './support/world.js';

interface Answered {
  __typename: string;
  code?: string;
  id?: string;
  role?: string;
  state?: string;
}

interface Members {
  members: {
    totalCount: number;
    edges: { cursor: string; node: { id: string; role: string; person: { name: string } } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

const FIELDS = '... on Membership { id role state revocationReason externalId person { name } }';

describe('memberships', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const reason = 'As agreed on Monday';
  const change = (by: Member, mutation: string, membershipId: string, rest: object = {}) =>
    by.do<Answered>(mutation, { membershipId, reason, ...rest }, FIELDS);
  const list = (by: Member, args = '') =>
    by.ask<Members>(
      `{ members${args} { totalCount edges { cursor node { id role person { name } } } pageInfo { hasNextPage endCursor } } }`,
    );
  const names = ({ members }: Members) => members.edges.map(({ node }) => node.person.name);
  const ledgerOf = async (personId: string) =>
    (
      await app.owner.query<{ kind: string; content: string }>(
        'SELECT kind, content FROM ledger_entry WHERE person_id = $1 ORDER BY seq',
        [personId],
      )
    ).rows.map(({ kind, content }) => ({ kind, ...(JSON.parse(content) as object) }));
  const alive = (member: Member) => member.send<{ organization: { id: string } }>('{ organization { id } }');

  describe('the list', () => {
    const some = async () => {
      const world = await World.create(app);
      await world.member('INSTRUCTOR', { givenName: 'Ewa', familyName: 'Nowak' });
      await world.member('TRAINEE', { givenName: 'Łukasz', familyName: 'Nowicki' });
      await world.member('TRAINEE', { givenName: 'Ann', familyName: 'Abel' });
      return world;
    };

    it('goes by family name, page after page', async () => {
      const { owner } = await some();
      const first = await list(owner, '(first: 2)');
      expect(names(first)).toEqual(['Ann Abel', 'Ewa Nowak']);
      expect(first.members).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
      const rest = await list(owner, `(first: 2, after: "${first.members.pageInfo.endCursor}")`);
      expect(names(rest)).toEqual(['Łukasz Nowicki', 'Ada Test']);
      expect(rest.members.pageInfo.hasNextPage).toBe(false);
    });

    it('is searched by the beginning of a name, in any letter case, and filtered by role', async () => {
      const { owner } = await some();
      expect(names(await list(owner, '(search: "now")'))).toEqual(['Ewa Nowak', 'Łukasz Nowicki']);
      expect(names(await list(owner, '(search: "łUK")'))).toEqual(['Łukasz Nowicki']);
      expect(names(await list(owner, '(search: "ewa now")'))).toEqual(['Ewa Nowak']);
      expect(names(await list(owner, '(search: "now", roles: [TRAINEE])'))).toEqual(['Łukasz Nowicki']);
    });

    it('abuse 67: takes what a search means as text, never as a pattern or as SQL', async () => {
      const { owner } = await some();
      for (const search of ['%', '_', "' OR true --", '\\\\'])
        expect((await list(owner, `(search: "${search}")`)).members.totalCount).toBe(0);
    });

    it('is filtered by state', async () => {
      const world = await World.create(app);
      const gone = await world.member('TRAINEE', { givenName: 'Gone', familyName: 'Away' });
      await change(world.owner, 'revokeMembership', gone.membershipId);
      expect(names(await list(world.owner, '(states: [REVOKED])'))).toEqual(['Gone Away']);
      expect(names(await list(world.owner, '(states: [ACTIVE])'))).toEqual(['Ada Test']);
    });

    it('takes at most 5 statements, however many members it shows with all their edges', async () => {
      const { owner } = await some();
      const seen = await app.statementsOf(() =>
        owner.ask(
          '{ members(first: 50) { totalCount edges { node { id email person { name } lineManager { id } limitedToSites { name } limitedToCohortIds } } } }',
        ),
      );
      expect(seen.length).toBeLessThanOrEqual(5);
    });

    it('abuse 14: shows and counts for a member limited to a cohort only the trainees of it', async () => {
      const world = await World.create(app);
      const program = await world.program();
      const { cohortId, trainee } = await world.enrolled(program);
      const hidden = await world.enrolled(program);
      const instructor = await world.member('INSTRUCTOR', { givenName: 'Ines', familyName: 'Limited' });
      await change(world.owner, 'limitMember', instructor.membershipId, { cohortIds: [cohortId] });
      const seen = await list(instructor, '(roles: [TRAINEE])');
      expect(seen.members.edges.map(({ node }) => node.id)).toEqual([trainee.membershipId]);
      expect(seen.members.totalCount).toBe(1);
      const read = (id: string) => instructor.send('query ($id: ID!) { member(id: $id) { id } }', { id });
      expect(await read(hidden.trainee.membershipId)).toEqual(await read(newId()));
      expect((await list(world.owner, '(roles: [TRAINEE])')).members.totalCount).toBe(2);
    });

    it('abuse 14: shows a member limited to a site nobody of other sites', async () => {
      const world = await World.create(app, { isClinic: true });
      const site = async (name: string) =>
        (
          await world.owner.do<{ id: string }>(
            'createSite',
            { name, setting: 'HOSPITAL', jurisdiction: 'US-TX', timeZone: 'America/Chicago' },
            '... on Site { id }',
          )
        ).id;
      const [north, south] = [await site('North'), await site('South')];
      const at = async (familyName: string, siteIds: string[]) => {
        const member = await world.member('INSTRUCTOR', { givenName: 'Dr', familyName });
        await change(world.owner, 'limitMember', member.membershipId, { siteIds });
        return member;
      };
      const seer = await at('Seer', [north]);
      await at('Both', [north, south]);
      await at('Beyond', [south]);
      expect(names(await list(seer))).toEqual(['Dr Both', 'Dr Seer', 'Ada Test']);
      const data = await seer.ask<{ member: { limitedToSites: { name: string }[] } }>(
        `{ member(id: "${seer.membershipId}") { limitedToSites { name } } }`,
      );
      expect(data.member.limitedToSites).toEqual([{ name: 'North' }]);
    });

    it('abuse 13: never crosses tenants, whatever the cursor names', async () => {
      const [a, b] = [await some(), await World.create(app)];
      const { members } = await list(a.owner, '(first: 1)');
      const seen = await list(b.owner, `(after: "${members.edges[0]!.cursor}")`);
      expect(seen.members.edges.every(({ node }) => node.id === b.owner.membershipId)).toBe(true);
    });

    it('is nothing for a trainee', async () => {
      const trainee = await (await World.create(app)).member('TRAINEE');
      await expect(list(trainee)).rejects.toThrow('FORBIDDEN');
    });
  });

  describe('a role', () => {
    it('is changed with a reason that stays in the ledger', async () => {
      const world = await World.create(app);
      const member = await world.member('TRAINEE');
      expect(
        await change(world.owner, 'changeMemberRole', member.membershipId, { role: 'INSTRUCTOR' }),
      ).toMatchObject({
        __typename: 'Membership',
        role: 'INSTRUCTOR',
      });
      expect(await ledgerOf(member.personId)).toMatchObject([
        { kind: 'membership.changed', before: { role: 'TRAINEE' }, after: { role: 'INSTRUCTOR' }, reason },
      ]);
    });

    it('ends tokens issued under the old one at once', async () => {
      const world = await World.create(app);
      const member = await world.member('ADMIN');
      await change(world.owner, 'changeMemberRole', member.membershipId, { role: 'INSTRUCTOR' });
      expect((await alive(member)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    });

    it('abuse 10: is not changed by oneself', async () => {
      const { owner } = await World.create(app);
      for (const [mutation, rest] of [
        ['changeMemberRole', { role: 'ADMIN' }],
        ['limitMember', { siteIds: null }],
        ['setMemberExpiry', { expiresAt: null }],
        ['revokeMembership', {}],
      ] as const)
        expect((await change(owner, mutation, owner.membershipId, rest)).code).toBe('OWN_MEMBERSHIP');
    });

    it('abuse 11: is not given above the own, nor taken from somebody above', async () => {
      const world = await World.create(app);
      const [admin, records, trainee] = [
        await world.member('ADMIN'),
        await world.member('RECORDS'),
        await world.member('TRAINEE'),
      ];
      for (const [by, of, role] of [
        [admin, trainee, 'OWNER'],
        [admin, world.owner, 'TRAINEE'],
        [records, trainee, 'RECORDS'],
        [records, admin, 'TRAINEE'],
        [records, world.owner, 'TRAINEE'],
      ] as const)
        expect((await change(by, 'changeMemberRole', of.membershipId, { role })).code).toBe(
          'ROLE_ABOVE_YOURS',
        );
    });

    it('abuse 4: is in no other input, nor is the organization', async () => {
      const { owner } = await World.create(app);
      for (const [type, field] of [
        ['LimitMemberInput', 'role'],
        ['SetMemberExpiryInput', 'role'],
        ['RestoreMembershipInput', 'role'],
        ['AddMemberInput', 'orgId'],
        ['UpdateOrganizationInput', 'id'],
        ['UpdateSiteInput', 'orgId'],
      ] as const) {
        const mutation = `${type[0]!.toLowerCase()}${type.slice(1).replace('Input', '')}`;
        const { errors } = await owner.send(
          `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
          { input: { operationId: newId(), [field]: 'OWNER' } },
        );
        expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
        expect(errors?.map(({ message }) => message).join()).toContain(
          `Field "${field}" is not defined by type "${type}"`,
        );
      }
    });

    it('of an auditor always ends', async () => {
      const world = await World.create(app);
      const member = await world.member('SUPERVISOR');
      expect(
        (await change(world.owner, 'changeMemberRole', member.membershipId, { role: 'AUDITOR' })).code,
      ).toBe('AUDITOR_MUST_EXPIRE');
      const auditor = await world.member('AUDITOR');
      expect(
        (await change(world.owner, 'setMemberExpiry', auditor.membershipId, { expiresAt: null })).code,
      ).toBe('AUDITOR_MUST_EXPIRE');
    });
  });

  describe('owners', () => {
    it('leave at least one without an end', async () => {
      const world = await World.create(app);
      const second = await world.member('OWNER');
      await change(world.owner, 'setMemberExpiry', second.membershipId, {
        expiresAt: new Date(Date.now() + 86_400_000),
      });
      for (const [mutation, rest] of [
        ['changeMemberRole', { role: 'ADMIN' }],
        ['revokeMembership', {}],
        ['setMemberExpiry', { expiresAt: new Date(Date.now() + 86_400_000) }],
      ] as const)
        expect((await change(second, mutation, world.owner.membershipId, rest)).code).toBe('LAST_OWNER');
    });

    it('who demote each other in the same moment do not both succeed', async () => {
      const world = await World.create(app);
      const second = await world.member('OWNER');
      await Promise.allSettled([
        change(world.owner, 'changeMemberRole', second.membershipId, { role: 'ADMIN' }),
        change(second, 'changeMemberRole', world.owner.membershipId, { role: 'ADMIN' }),
      ]);
      const { rows } = await app.owner.query(
        `SELECT 1 FROM membership WHERE org_id = $1 AND role = 'OWNER' AND revoked_at IS NULL`,
        [world.orgId],
      );
      expect(rows).toHaveLength(1);
    });
  });

  describe('the end', () => {
    it('abuse 12: of a membership ends a live token at once, and restoring revives no session', async () => {
      const world = await World.create(app);
      const member = await world.member('INSTRUCTOR');
      expect((await alive(member)).data?.organization.id).toBe(world.orgId);
      expect(await change(world.owner, 'revokeMembership', member.membershipId)).toMatchObject({
        state: 'REVOKED',
        revocationReason: reason,
      });
      expect((await alive(member)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect(await change(world.owner, 'restoreMembership', member.membershipId)).toMatchObject({
        state: 'ACTIVE',
      });
      expect((await alive(member)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect((await ledgerOf(member.personId)).map(({ kind }) => kind)).toEqual([
        'membership.revoked',
        'membership.changed',
      ]);
    });

    it('comes by itself at the date set', async () => {
      const world = await World.create(app);
      const member = await world.member('INSTRUCTOR');
      await change(world.owner, 'setMemberExpiry', member.membershipId, {
        expiresAt: new Date(Date.now() + 60_000),
      });
      expect((await alive(member)).errors).toBeUndefined();
      app.clock.advance({ minutes: 2 });
      expect((await alive(member)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    });

    it('is not set in the past', async () => {
      const world = await World.create(app);
      const member = await world.member('INSTRUCTOR');
      await expect(
        change(world.owner, 'setMemberExpiry', member.membershipId, { expiresAt: new Date(0) }),
      ).rejects.toThrow('BAD_USER_INPUT');
    });

    it('of a membership that has ended is refused, and nothing else changes until it is restored', async () => {
      const world = await World.create(app);
      const member = await world.member('INSTRUCTOR');
      await change(world.owner, 'revokeMembership', member.membershipId);
      for (const [mutation, rest] of [
        ['revokeMembership', {}],
        ['changeMemberRole', { role: 'TRAINEE' }],
      ] as const)
        expect((await change(world.owner, mutation, member.membershipId, rest)).code).toBe(
          'MEMBERSHIP_IS_REVOKED',
        );
    });
  });

  describe('the limits', () => {
    it('of a member keep them from deciding about members', async () => {
      const world = await World.create(app);
      const { cohortId, trainee } = await world.enrolled(await world.program());
      const records = await world.member('RECORDS');
      await change(world.owner, 'limitMember', records.membershipId, { cohortIds: [cohortId] });
      await expect(change(records, 'revokeMembership', trainee.membershipId)).rejects.toThrow('FORBIDDEN');
    });

    it('abuse 3: name only sites and cohorts of the organization', async () => {
      const [a, b] = [await World.create(app), await World.create(app)];
      const foreign = await b.cohort(await b.program());
      const member = await a.member('INSTRUCTOR');
      for (const cohortId of [foreign, newId()])
        await expect(
          change(a.owner, 'limitMember', member.membershipId, { cohortIds: [cohortId] }),
        ).rejects.toThrow('NOT_FOUND');
    });

    it('stay where they are not named', async () => {
      const world = await World.create(app);
      const { cohortId } = await world.enrolled(await world.program());
      const member = await world.member('INSTRUCTOR');
      await change(world.owner, 'limitMember', member.membershipId, { cohortIds: [cohortId] });
      await change(world.owner, 'limitMember', member.membershipId, { siteIds: [] });
      const { member: read } = await world.owner.ask<{ member: object }>(
        `{ member(id: "${member.membershipId}") { limitedToCohortIds limitedToSites { id } } }`,
      );
      expect(read).toEqual({ limitedToCohortIds: [cohortId], limitedToSites: [] });
    });
  });

  describe('the name', () => {
    const right = { givenName: 'Zoë', familyName: 'Nowak-Łęcka' };
    const correct = (by: Member, { membershipId }: { membershipId: string }, rest: object = {}) =>
      change(by, 'correctMemberName', membershipId, { ...right, ...rest });

    it('is corrected once, with what it was and why in the ledger', async () => {
      const world = await World.create(app);
      const member = await world.member('TRAINEE', { givenName: 'Zoe', familyName: 'Nowak' });
      const operationId = newId();
      for (const _ of ['sent', 'sent again'])
        expect(await correct(world.owner, member, { operationId })).toMatchObject({
          __typename: 'Membership',
          id: member.membershipId,
          person: { name: 'Zoë Nowak-Łęcka' },
        });
      expect(await correct(world.owner, member)).toMatchObject({ __typename: 'Membership' });
      expect(await ledgerOf(member.personId)).toEqual([
        {
          kind: 'person.name-corrected',
          before: { givenName: 'Zoe', familyName: 'Nowak' },
          after: right,
          reason,
        },
      ]);
      expect(names(await list(world.owner, '(search: "zoë")'))).toEqual(['Zoë Nowak-Łęcka']);
    });

    it('of somebody without an account, or whose membership has ended, is corrected, too', async () => {
      const world = await World.create(app);
      const added = await world.owner.do<{ id: string }>(
        'addMember',
        { givenName: 'Zoe', familyName: '', role: 'TRAINEE' },
        FIELDS,
      );
      const gone = await world.member('TRAINEE');
      await change(world.owner, 'revokeMembership', gone.membershipId);
      for (const membershipId of [added.id, gone.membershipId])
        expect(await correct(world.owner, { membershipId })).toMatchObject({ __typename: 'Membership' });
    });

    it('abuse 11: is corrected neither by oneself nor of somebody above', async () => {
      const world = await World.create(app);
      const [admin, records] = [await world.member('ADMIN'), await world.member('RECORDS')];
      expect((await correct(world.owner, world.owner)).code).toBe('OWN_MEMBERSHIP');
      for (const [by, of] of [
        [admin, world.owner],
        [records, admin],
      ] as const)
        expect((await correct(by, of)).code).toBe('ROLE_ABOVE_YOURS');
      await expect(correct(await world.member('INSTRUCTOR'), admin)).rejects.toThrow('FORBIDDEN');
    });

    it('abuse 3: of a member of another organization, too, is corrected by neither', async () => {
      const [a, b] = [await World.create(app), await World.create(app)];
      const member = await a.member('TRAINEE', { givenName: 'Zoe', familyName: 'Nowak' });
      const there = await alsoMemberOf(b, member, 'TRAINEE');
      for (const [by, of] of [
        [a.owner, member],
        [b.owner, there],
      ] as const)
        expect((await correct(by, of)).code).toBe('NAME_KNOWN_ELSEWHERE');
      expect(names(await list(a.owner, '(roles: [TRAINEE])'))).toEqual(['Zoe Nowak']);
      expect(await ledgerOf(member.personId)).toEqual([]);
    });

    it('abuse 3: is not corrected from outside, nor of an integration, nor by whoever is limited', async () => {
      const [a, b] = [await World.create(app), await World.create(app)];
      const hidden = await a.member('TRAINEE');
      for (const membershipId of [hidden.membershipId, newId()])
        await expect(correct(b.owner, { membershipId })).rejects.toThrow('NOT_FOUND');
      const integration = newId();
      await app.owner.query(
        `INSERT INTO membership (org_id, id, person_id, role, is_service) VALUES ($1, $2, $3, 'INSTRUCTOR', true)`,
        [b.orgId, integration, (await a.member('TRAINEE')).personId],
      );
      await expect(correct(b.owner, { membershipId: integration })).rejects.toThrow('NOT_FOUND');
      const records = await a.member('RECORDS');
      const cohortId = await a.cohort(await a.program());
      await change(a.owner, 'limitMember', records.membershipId, { cohortIds: [cohortId] });
      for (const membershipId of [hidden.membershipId, newId()])
        await expect(correct(records, { membershipId })).rejects.toThrow('FORBIDDEN');
      expect(await ledgerOf(hidden.personId)).toEqual([]);
    });
  });

  describe('the line manager', () => {
    it('leads nobody who leads them', async () => {
      const world = await World.create(app);
      const [a, b, c] = [
        await world.member('ADMIN'),
        await world.member('INSTRUCTOR'),
        await world.member('TRAINEE'),
      ];
      const lead = (member: Member, by: Member) =>
        change(world.owner, 'setLineManager', member.membershipId, { lineManagerId: by.membershipId });
      expect(await lead(b, a)).toMatchObject({ __typename: 'Membership' });
      expect(await lead(c, b)).toMatchObject({ __typename: 'Membership' });
      expect((await lead(a, c)).code).toBe('LINE_MANAGER_CYCLE');
      expect((await lead(a, a)).code).toBe('LINE_MANAGER_CYCLE');
      const { member } = await world.owner.ask<{ member: object }>(
        `{ member(id: "${c.membershipId}") { lineManager { id lineManager { id } } } }`,
      );
      expect(member).toEqual({ lineManager: { id: b.membershipId, lineManager: { id: a.membershipId } } });
    });
  });

  describe('without an account', () => {
    const add = (by: Member, input: object) =>
      by.do<Answered & { externalId: string; person: { name: string } }>('addMember', input, FIELDS);
    const known = {
      givenName: 'Maria',
      familyName: 'Curie',
      role: 'TRAINEE',
      externalSource: 'sis',
      externalId: 'S-1',
    };

    it('are added with the id an outside system knows them by, which is unique', async () => {
      const { owner } = await World.create(app);
      const added = await add(owner, known);
      expect(added).toMatchObject({
        __typename: 'Membership',
        externalId: 'S-1',
        person: { name: 'Maria Curie' },
      });
      expect((await add(owner, known)).code).toBe('EXTERNAL_ID_TAKEN');
      const elsewhere = await World.create(app);
      expect((await add(elsewhere.owner, known)).__typename).toBe('Membership');
    });

    it('abuse 11: are added below the own role only', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      for (const role of ['OWNER', 'ADMIN', 'RECORDS', 'AUDITOR'])
        expect((await add(records, { ...known, role })).code).toBe('ROLE_ABOVE_YOURS');
    });

    it('abuse 57: have names that are text, whatever they look like, and of one line', async () => {
      const { owner } = await World.create(app);
      const givenName = `<img src=x onerror=alert(1)>`;
      expect((await add(owner, { ...known, givenName })).person.name).toBe(`${givenName} Curie`);
      for (const wrong of ['a\u0007b', 'a\nb', 'a\u202Eb', '   '])
        await expect(add(owner, { ...known, externalId: newId(), givenName: wrong })).rejects.toThrow(
          'input.givenName',
        );
    });
  });

  it("answer another tenant's id exactly as a nonexistent one", async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const member = await a.member('TRAINEE');
    const revoke = (membershipId: string) =>
      b.owner.send(
        'mutation ($input: RevokeMembershipInput!) { revokeMembership(input: $input) { __typename } }',
        { input: { operationId: newId(), membershipId, reason } },
      );
    expect(await revoke(member.membershipId)).toEqual(await revoke(newId()));
    expect((await revoke(newId())).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
