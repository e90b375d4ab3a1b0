import { newId } from '../src/platform/ids/ids.js';
import { givePassword, secondAccount } from './support/accounts.js';
import { accessOf, refresh, signIn, signOut, switchOrganization } from './support/sign-in.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface SessionNode {
  id: string;
  isCurrent: boolean;
  organization: { id: string };
}

describe('sessions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const member = async (): Promise<Member> => {
    const { owner } = await World.create(app);
    await givePassword(app, owner);
    return owner;
  };
  const endedBecause = async (sessionOf: string): Promise<string | null> => {
    const { rows } = await app.owner.query<{ end_reason: string | null }>(
      'SELECT end_reason FROM session WHERE person_id = $1 ORDER BY id DESC LIMIT 1',
      [sessionOf],
    );
    return rows[0]!.end_reason;
  };

  describe('go on', () => {
    it('with a new pair of tokens for the used one', async () => {
      const { email } = await member();
      const first = await signIn(app, { email });
      const second = await refresh(app, first.refreshToken);
      expect(second).toMatchObject({ __typename: 'SignedIn', me: first.me });
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(await accessOf(app, second.accessToken)).toBe('OK');
      expect((await refresh(app, second.refreshToken)).__typename).toBe('SignedIn');
    });

    it('abuse 45: until a refresh token is used twice, then nobody has the session', async () => {
      const { email, personId } = await member();
      const stolen = await signIn(app, { email });
      const other = await signIn(app, { email });
      const thief = await refresh(app, stolen.refreshToken);
      expect(await refresh(app, stolen.refreshToken)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
      expect(await accessOf(app, thief.accessToken)).toBe('UNAUTHENTICATED');
      expect(await accessOf(app, stolen.accessToken)).toBe('UNAUTHENTICATED');
      expect(await refresh(app, thief.refreshToken)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
      expect(await accessOf(app, other.accessToken)).toBe('OK');
      const { rows } = await app.owner.query(
        'SELECT end_reason FROM session WHERE person_id = $1 AND ended_at IS NOT NULL',
        [personId],
      );
      expect(rows).toEqual([{ end_reason: 'REFRESH_TOKEN_REUSED' }]);
    });

    it('abuse 45: of parallel uses of one token at most one goes on, and the session ends', async () => {
      const { email } = await member();
      const { refreshToken } = await signIn(app, { email });
      const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(app, refreshToken)));
      const opened = answers.filter((answer) => answer.__typename === 'SignedIn');
      expect(opened).toHaveLength(1);
      expect(await accessOf(app, opened[0]!.accessToken)).toBe('UNAUTHENTICATED');
    });

    it('not with a token that is too old, made up, or of another kind', async () => {
      const { email } = await member();
      const { refreshToken, accessToken } = await signIn(app, { email });
      for (const token of [newId(), 'x', accessToken.slice(0, 43)])
        expect(await refresh(app, token)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
      expect(await accessOf(app, refreshToken)).toBe('UNAUTHENTICATED');
      app.clock.advance({ days: 15 });
      expect(await refresh(app, refreshToken)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
    });

    it('not when membership or account have ended', async () => {
      const [revoked, disabled] = [await member(), await member()];
      const tokens = [
        await signIn(app, { email: revoked.email }),
        await signIn(app, { email: disabled.email }),
      ];
      await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [revoked.membershipId]);
      await app.owner.query('UPDATE account SET disabled_at = now() WHERE id = $1', [
        disabled.viewer.accountId,
      ]);
      for (const { refreshToken } of tokens)
        expect(await refresh(app, refreshToken)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
      expect(await endedBecause(revoked.personId)).toBe('ACCESS_ENDED');
    });

    it('with the role the person has now', async () => {
      const world = await World.create(app);
      await givePassword(app, world.owner);
      const before = await signIn(app, { email: world.owner.email });
      await app.owner.query(`UPDATE membership SET role = 'RECORDS' WHERE id = $1`, [
        world.owner.membershipId,
      ]);
      expect(await accessOf(app, before.accessToken)).toBe('UNAUTHENTICATED');
      const after = await refresh(app, before.refreshToken);
      expect(after.me.role).toBe('RECORDS');
      expect(await accessOf(app, after.accessToken)).toBe('OK');
    });

    it('in a fixed number of statements', async () => {
      const { email } = await member();
      const { refreshToken } = await signIn(app, { email });
      // whose token; used, session, person, memberships, next token
      expect(await app.statementsOf(() => refresh(app, refreshToken))).toHaveLength(6);
    });
  });

  describe('end', () => {
    it('at once, tokens and all, when their person signs out', async () => {
      const { email } = await member();
      const [here, there] = [await signIn(app, { email }), await signIn(app, { email })];
      await signOut(app, here.accessToken);
      expect(await accessOf(app, here.accessToken)).toBe('UNAUTHENTICATED');
      expect(await refresh(app, here.refreshToken)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
      expect(await accessOf(app, there.accessToken)).toBe('OK');
    });

    it('everywhere for the account, and not for the other account of the person', async () => {
      const person = await member();
      const other = await signIn(app, { email: await secondAccount(app, person) });
      const [here, there] = [
        await signIn(app, { email: person.email }),
        await signIn(app, { email: person.email }),
      ];
      await signOut(app, here.accessToken, true);
      for (const token of [here.accessToken, there.accessToken, person.token])
        expect(await accessOf(app, token)).toBe('UNAUTHENTICATED');
      expect(await accessOf(app, other.accessToken)).toBe('OK');
    });

    it('abuse 12: with the membership: a live token opens nothing at its next use', async () => {
      const world = await World.create(app);
      const trainee = await world.member('TRAINEE');
      await givePassword(app, trainee);
      const { accessToken } = await signIn(app, { email: trainee.email });
      expect(await accessOf(app, accessToken)).toBe('OK');
      await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [trainee.membershipId]);
      expect(await accessOf(app, accessToken)).toBe('UNAUTHENTICATED');
      const { errors } = await app.send('{ sites { totalCount } }', {}, accessToken);
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    });

    it('abuse 12: with the account: once it is disabled, a live token opens nothing, nor another session', async () => {
      const trainee = await (await World.create(app)).member('TRAINEE');
      await givePassword(app, trainee);
      const { accessToken } = await signIn(app, { email: trainee.email });
      await app.owner.query('UPDATE account SET disabled_at = now() WHERE email = $1', [trainee.email]);
      expect(await accessOf(app, accessToken)).toBe('UNAUTHENTICATED');
      const { errors } = await app.send(
        'mutation ($input: SwitchOrganizationInput!) { switchOrganization(input: $input) { __typename } }',
        { input: { organizationId: trainee.viewer.orgId } },
        accessToken,
      );
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    });

    it('one by one, seen in a list', async () => {
      const { email, token } = await member();
      const [lost, here] = [await signIn(app, { email }), await signIn(app, { email })];
      const list = async (after?: string) => {
        const data = await app.ask<{
          mySessions: { totalCount: number; edges: { node: SessionNode; cursor: string }[] };
        }>(
          `query ($after: String) { mySessions(first: 2, after: $after) {
            totalCount edges { cursor node { id isCurrent createdAt lastUsedAt organization { id } } } } }`,
          { after },
          here.accessToken,
        );
        return data.mySessions;
      };
      const page = await list();
      expect(page.totalCount).toBe(3);
      expect(page.edges.map(({ node }) => node.isCurrent)).toEqual([true, false]);
      expect((await list(page.edges[1]!.cursor)).edges).toHaveLength(1);
      const end = (sessionId: string, as = here.accessToken) =>
        app.send<{ endSession: { sessionId: string } }>(
          'mutation ($input: EndSessionInput!) { endSession(input: $input) { ... on EndedSession { sessionId endedAt } } }',
          { input: { operationId: newId(), sessionId } },
          as,
        );
      const { id } = page.edges[1]!.node;
      expect((await end(id)).data?.endSession.sessionId).toBe(id);
      expect(await accessOf(app, lost.accessToken)).toBe('UNAUTHENTICATED');
      expect(await accessOf(app, token)).toBe('OK');
      const stranger = await member();
      const foreign = await end(page.edges[0]!.node.id, stranger.token);
      expect(foreign).toEqual(await end(newId(), stranger.token));
      expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      expect(await accessOf(app, here.accessToken)).toBe('OK');
    });
  });

  describe('switch organization', () => {
    it('to another one of the person, and leave nothing open behind', async () => {
      const [person, elsewhere] = [await member(), await World.create(app)];
      await app.owner.query(
        `INSERT INTO membership (org_id, id, person_id, role) VALUES ($1, $2, $3, 'SUPERVISOR')`,
        [elsewhere.orgId, newId(), person.personId],
      );
      const here = await signIn(app, { email: person.email });
      const there = await switchOrganization(app, here.accessToken, elsewhere.orgId);
      expect(there.me).toMatchObject({ role: 'SUPERVISOR', organization: { id: elsewhere.orgId } });
      expect(await accessOf(app, there.accessToken)).toBe('OK');
      expect(await accessOf(app, here.accessToken)).toBe('UNAUTHENTICATED');
      expect(await refresh(app, here.refreshToken)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
      expect((await refresh(app, there.refreshToken)).me.organization.id).toBe(elsewhere.orgId);
    });

    it('never to one the person is not in, and then stay where they are', async () => {
      const [person, elsewhere] = [await member(), await World.create(app)];
      const here = await signIn(app, { email: person.email });
      const answers = [
        await switchOrganization(app, here.accessToken, elsewhere.orgId),
        await switchOrganization(app, here.accessToken, newId()),
      ];
      expect(answers[0]).toMatchObject({ code: 'NO_ACTIVE_MEMBERSHIP' });
      expect(answers[1]).toEqual(answers[0]);
      expect(await accessOf(app, here.accessToken)).toBe('OK');
    });
  });
});
