import { newId } from '../src/platform/ids/ids.js';
import { mailsTo, mailTo } from './support/mailbox.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Invited {
  __typename: string;
  id: string;
  code?: string;
  email?: string;
  state?: string;
}

interface Accepted {
  __typename: string;
  code?: string;
  organizationId?: string;
  organizationName?: string;
  membershipId?: string;
  role?: string;
}

const FIELDS = '... on Invitation { id email state role }';
const PASSWORD = 'violet-tramway-74-lantern';

describe('invitations', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const address = () => `${newId()}@example.org`;
  const maria = { givenName: 'Maria', familyName: 'Curie', role: 'INSTRUCTOR' };
  const invite = (by: Member, input: object) =>
    by.do<Invited>('inviteMember', { ...maria, ...input }, FIELDS);
  const tokenIn = async (email: string, nth = 1) =>
    (await mailTo(app, email, nth)).links[0]!.split('#token=')[1]!;
  const preview = (token: string) =>
    app.send<{ invitation: object }>(
      'query ($token: String!) { invitation(token: $token) { organizationName email role givenName hasAccount } }',
      { token },
    );
  const accept = async (input: object, by?: Member) => {
    const query = `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { __typename
      ... on AcceptedInvitation { organizationId organizationName membershipId role } ... on Refusal { code message } } }`;
    const data = await app.ask<{ acceptInvitation: Accepted }>(query, { input }, by?.token);
    return data.acceptInvitation;
  };
  const memberOf = (world: World, id: string) =>
    world.owner.ask<{ member: { role: string; email: string; person: { name: string } } }>(
      'query ($id: ID!) { member(id: $id) { role email externalId person { name } lineManager { id } limitedToSites { name } } }',
      { id },
    );
  /** Somebody who joined another organization with this address. */
  const withAccount = async () => {
    const [elsewhere, email] = [await World.create(app), address()];
    await invite(elsewhere.owner, { email });
    await accept({ token: await tokenIn(email), password: PASSWORD });
    return email;
  };

  describe('to a new address', () => {
    it('bring a link that shows the offer and makes person, account and membership', async () => {
      const world = await World.create(app);
      const email = address();
      expect(await invite(world.owner, { email: email.toUpperCase() })).toMatchObject({
        __typename: 'Invitation',
        email,
        state: 'PENDING',
      });
      const token = await tokenIn(email);
      expect((await preview(token)).data?.invitation).toMatchObject({
        email,
        role: 'INSTRUCTOR',
        givenName: 'Maria',
        hasAccount: false,
      });
      const accepted = await accept({ token, password: PASSWORD, givenName: 'Marie' });
      expect(accepted).toMatchObject({ organizationId: world.orgId, role: 'INSTRUCTOR' });
      expect((await memberOf(world, accepted.membershipId!)).member).toMatchObject({
        role: 'INSTRUCTOR',
        email,
        person: { name: 'Marie Curie' },
      });
      const { rows } = await app.owner.query<{ kind: string }>(
        `SELECT l.kind FROM ledger_entry l JOIN membership m ON m.org_id = l.org_id AND m.person_id = l.person_id WHERE m.id = $1`,
        [accepted.membershipId],
      );
      expect(rows).toEqual([{ kind: 'membership.granted' }]);
    });

    it('keep what the inviter said of sites, line manager and outside id', async () => {
      const world = await World.create(app, { isClinic: true });
      const { id: siteId } = await world.owner.do<{ id: string }>(
        'createSite',
        { name: 'North', setting: 'HOSPITAL', jurisdiction: 'US-TX', timeZone: 'America/Chicago' },
        '... on Site { id }',
      );
      const email = address();
      const lineManagerId = world.owner.membershipId;
      await invite(world.owner, {
        email,
        siteIds: [siteId],
        lineManagerId,
        externalSource: 'hr',
        externalId: '7',
      });
      const { membershipId } = await accept({ token: await tokenIn(email), password: PASSWORD });
      expect((await memberOf(world, membershipId!)).member).toMatchObject({
        externalId: '7',
        lineManager: { id: lineManagerId },
        limitedToSites: [{ name: 'North' }],
      });
    });

    it('refuse a weak password and stay open', async () => {
      const world = await World.create(app);
      const email = address();
      await invite(world.owner, { email });
      const token = await tokenIn(email);
      expect((await accept({ token, password: 'password1234' })).code).toBe('WEAK_PASSWORD');
      expect((await accept({ token, password: PASSWORD })).__typename).toBe('AcceptedInvitation');
    });

    it('work once, also when two accept at the same time', async () => {
      const world = await World.create(app);
      const email = address();
      await invite(world.owner, { email });
      const token = await tokenIn(email);
      const answers = await Promise.all([1, 2].map(() => accept({ token, password: PASSWORD })));
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'AcceptedInvitation',
        'InvitationNotOpen',
      ]);
      expect((await accept({ token, password: PASSWORD })).code).toBe('INVITATION_NOT_OPEN');
      expect((await preview(token)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    });

    it('end after 14 days and can be sent again with another link', async () => {
      const world = await World.create(app);
      const email = address();
      const { id: invitationId } = await invite(world.owner, { email });
      const old = await tokenIn(email);
      app.clock.advance({ days: 15 });
      expect((await accept({ token: old, password: PASSWORD })).code).toBe('INVITATION_NOT_OPEN');
      app.clock.reset();
      await world.owner.do('resendInvitation', { invitationId }, FIELDS);
      const token = await tokenIn(email, 2);
      expect((await accept({ token: old, password: PASSWORD })).code).toBe('INVITATION_NOT_OPEN');
      expect((await accept({ token, password: PASSWORD })).__typename).toBe('AcceptedInvitation');
    });

    it('end when they are taken back', async () => {
      const world = await World.create(app);
      const email = address();
      const { id: invitationId } = await invite(world.owner, { email });
      const token = await tokenIn(email);
      expect(await world.owner.do('revokeInvitation', { invitationId }, FIELDS)).toMatchObject({
        state: 'REVOKED',
      });
      expect((await accept({ token, password: PASSWORD })).code).toBe('INVITATION_NOT_OPEN');
      expect((await invite(world.owner, { email })).__typename).toBe('Invitation');
    });

    it('abuse 48: lead to the configured address, whatever host the request names', async () => {
      const world = await World.create(app);
      const email = address();
      const query = `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { __typename } }`;
      await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${world.owner.token}`,
          'x-forwarded-host': 'evil.example',
        },
        body: JSON.stringify({ query, variables: { input: { operationId: newId(), email, ...maria } } }),
      });
      expect((await mailTo(app, email)).links[0]).toMatch(
        /^http:\/\/localhost:4000\/accept-invitation#token=/,
      );
    });
  });

  describe('to an address that has an account', () => {
    it('answer the inviter exactly as for a new one', async () => {
      const world = await World.create(app);
      const [known, unknown] = [await withAccount(), address()];
      const shape = ({ id, email, ...rest }: Invited) => ({ ...rest, id: typeof id, email: typeof email });
      expect(shape(await invite(world.owner, { email: known }))).toEqual(
        shape(await invite(world.owner, { email: unknown })),
      );
      const list = await world.owner.ask<{ invitations: { edges: { node: object }[] } }>(
        '{ invitations { edges { node { state role membershipId externalId } } } }',
      );
      expect(list.invitations.edges[0]).toEqual(list.invitations.edges[1]);
    });

    it('add a membership to the same person, who proves the password', async () => {
      const [world, email] = [await World.create(app), await withAccount()];
      await invite(world.owner, { email });
      const token = await tokenIn(email, 2);
      expect((await preview(token)).data?.invitation).toMatchObject({ hasAccount: true });
      expect((await accept({ token, password: 'not the password at all' })).code).toBe('WRONG_PASSWORD');
      expect((await accept({ token, password: PASSWORD })).__typename).toBe('AcceptedInvitation');
      const { rows } = await app.owner.query(
        'SELECT count(DISTINCT m.person_id)::int AS persons, count(*)::int AS memberships FROM membership m JOIN account a USING (person_id) WHERE a.email = $1',
        [email],
      );
      expect(rows).toEqual([{ persons: 1, memberships: 2 }]);
    });

    it('are accepted without a password by who is signed in, as their own person', async () => {
      const [world, elsewhere] = [await World.create(app), await World.create(app)];
      const guest = await elsewhere.member('INSTRUCTOR', { givenName: 'Guest', familyName: 'Here' });
      const email = address();
      await invite(world.owner, { email });
      const token = await tokenIn(email);
      const accepted = await accept({ token }, guest);
      expect((await memberOf(world, accepted.membershipId!)).member).toMatchObject({
        email,
        person: { name: 'Guest Here' },
      });
    });

    it('are not made for a member, nor twice for one address', async () => {
      const world = await World.create(app);
      const email = address();
      await invite(world.owner, { email });
      expect((await invite(world.owner, { email })).code).toBe('ALREADY_INVITED');
      await accept({ token: await tokenIn(email), password: PASSWORD });
      expect((await invite(world.owner, { email })).code).toBe('ALREADY_MEMBER');
    });
  });

  describe('by somebody', () => {
    it('abuse 11: who may not give the role are refused, and none is sent', async () => {
      const world = await World.create(app);
      const [admin, records] = [await world.member('ADMIN'), await world.member('RECORDS')];
      for (const [by, role] of [
        [admin, 'OWNER'],
        [records, 'OWNER'],
        [records, 'ADMIN'],
        [records, 'RECORDS'],
      ] as const) {
        const email = address();
        expect((await invite(by, { email, role })).code).toBe('ROLE_ABOVE_YOURS');
        expect(mailsTo(app, email)).toEqual([]);
      }
      const trainee = await world.member('TRAINEE');
      await expect(invite(trainee, { email: address(), role: 'TRAINEE' })).rejects.toThrow('FORBIDDEN');
    });

    it('abuse 11: who may not give the role any more cannot be accepted, until somebody else sends them', async () => {
      const world = await World.create(app);
      const [admin, email] = [await world.member('ADMIN'), address()];
      const { id: invitationId } = await invite(admin, { email, role: 'ADMIN' });
      const token = await tokenIn(email);
      const revoked = { membershipId: admin.membershipId, reason: 'Left' };
      await world.owner.do('revokeMembership', revoked, '... on Membership { id }');
      expect((await accept({ token, password: PASSWORD })).code).toBe('INVITATION_NOT_OPEN');
      await world.owner.do('resendInvitation', { invitationId }, FIELDS);
      expect((await accept({ token: await tokenIn(email, 2), password: PASSWORD })).__typename).toBe(
        'AcceptedInvitation',
      );
    });

    it('abuse 4: take neither organization nor state nor token', async () => {
      const { owner } = await World.create(app);
      for (const field of ['orgId', 'acceptedAt', 'tokenHash', 'invitedBy']) {
        const { errors } = await owner.send(
          'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { __typename } }',
          { input: { operationId: newId(), email: address(), ...maria, [field]: newId() } },
        );
        expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      }
      const { errors } = await app.send(
        'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { __typename } }',
        { input: { token: 'x'.repeat(43), password: PASSWORD, role: 'OWNER' } },
      );
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    });

    it('are read by those who decide about members, newest first', async () => {
      const world = await World.create(app);
      const [first, second] = [address(), address()];
      await invite(world.owner, { email: first });
      await invite(world.owner, { email: second });
      const { invitations } = await world.owner.ask<{
        invitations: { totalCount: number; edges: { node: { email: string } }[] };
      }>('{ invitations(first: 1, states: [PENDING]) { totalCount edges { node { email } } } }');
      expect(invitations).toEqual({ totalCount: 2, edges: [{ node: { email: second } }] });
      const instructor = await world.member('INSTRUCTOR');
      await expect(instructor.ask('{ invitations { totalCount } }')).rejects.toThrow('FORBIDDEN');
    });

    it("abuse 1: answer another tenant's id exactly as a nonexistent one", async () => {
      const [a, b] = [await World.create(app), await World.create(app)];
      const { id } = await invite(a.owner, { email: address() });
      for (const mutation of ['ResendInvitation', 'RevokeInvitation']) {
        const name = `${mutation[0]!.toLowerCase()}${mutation.slice(1)}`;
        const send = (invitationId: string) =>
          b.owner.send(`mutation ($input: ${mutation}Input!) { ${name}(input: $input) { __typename } }`, {
            input: { operationId: newId(), invitationId },
          });
        expect(await send(id)).toEqual(await send(newId()));
        expect((await send(id)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      }
    });
  });

  describe('to sign in', () => {
    const known = { givenName: 'Ola', familyName: 'Nowak', role: 'TRAINEE' };
    const added = (world: World) =>
      world.owner.do<{ id: string }>('addMember', known, '... on Membership { id }');
    const inviteToSignIn = (world: World, membershipId: string, email: string) =>
      world.owner.do<Invited>('inviteToSignIn', { membershipId, email }, FIELDS);

    it('give a member without an account one, and change nothing else', async () => {
      const world = await World.create(app);
      const [{ id }, email] = [await added(world), address()];
      await inviteToSignIn(world, id, email);
      expect((await accept({ token: await tokenIn(email), password: PASSWORD })).membershipId).toBe(id);
      expect((await memberOf(world, id)).member).toMatchObject({ email, person: { name: 'Ola Nowak' } });
      expect((await inviteToSignIn(world, id, address())).code).toBe('ALREADY_MEMBER');
    });

    it('lead somebody with an account elsewhere to the member, as one person', async () => {
      const world = await World.create(app);
      const [{ id }, email] = [await added(world), await withAccount()];
      await inviteToSignIn(world, id, email);
      expect((await accept({ token: await tokenIn(email, 2), password: PASSWORD })).membershipId).toBe(id);
      expect((await memberOf(world, id)).member).toMatchObject({ email, person: { name: 'Maria Curie' } });
    });
  });
});
