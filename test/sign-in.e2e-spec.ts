import { newId } from '../src/platform/ids/ids.js';
import { givePassword, secondAccount } from './support/accounts.js';
import {
  accessOf,
  ME,
  sendSignIn,
  signIn,
  verificationsDuring,
  type SignInAnswer,
} from './support/sign-in.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('signing in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const join = async (world: World, person: Member, role = 'TRAINEE'): Promise<string> => {
    const id = newId();
    await app.owner.query('INSERT INTO membership (org_id, id, person_id, role) VALUES ($1, $2, $3, $4)', [
      world.orgId,
      id,
      person.personId,
      role,
    ]);
    return id;
  };
  const owner = async (): Promise<{ world: World; owner: Member }> => {
    const world = await World.create(app);
    await givePassword(app, world.owner);
    return { world, owner: world.owner };
  };
  /** Wrong passwords, one after the other; answers the codes. */
  async function guess(email: string, times: number): Promise<string[]> {
    const codes: string[] = [];
    for (let i = 0; i < times; i++) {
      const { data, errors } = await sendSignIn(app, { email, password: `wrong guess ${i}` });
      codes.push(data?.signIn.code ?? errors![0]!.extensions.code);
    }
    return codes;
  }

  /** A wrong password with a forwarded address, as a proxy or a liar would send it. */
  async function guessFrom(at: TestApp, email: string, client: string): Promise<void> {
    const query = `mutation { signIn(input: {email: "${email}", password: "wrong guess"}) { __typename } }`;
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': client };
    await fetch(`${at.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  }

  it('gives tokens and says who and where one is', async () => {
    const { world, owner: member } = await owner();
    const answer = await signIn(app, { email: ` ${member.email.toUpperCase()} ` });
    expect(answer).toMatchObject({
      __typename: 'SignedIn',
      me: {
        person: { id: member.personId, name: 'Ada Test' },
        email: member.email,
        role: 'OWNER',
        organization: { id: world.orgId },
        membershipId: member.membershipId,
        memberships: [{ id: member.membershipId, role: 'OWNER' }],
      },
    });
    expect(Date.parse(answer.accessTokenExpiresAt) - Date.now()).toBeGreaterThan(14 * 60_000);
    const { me } = await app.ask<{ me: SignInAnswer['me'] }>(`{ me { ${ME} } }`, {}, answer.accessToken);
    expect(me).toEqual(answer.me);
  });

  it('leads to the organization used last, or to the one asked for, and lists all', async () => {
    const { world, owner: member } = await owner();
    const [second, third] = [await World.create(app), await World.create(app)];
    await join(second, member);
    await join(third, member, 'INSTRUCTOR');
    expect((await signIn(app, { email: member.email })).me.organization.id).toBe(world.orgId);
    const asked = await signIn(app, { email: member.email, organizationId: third.orgId });
    expect(asked.me).toMatchObject({ organization: { id: third.orgId }, role: 'INSTRUCTOR' });
    const again = await signIn(app, { email: member.email });
    expect(again.me.organization.id).toBe(third.orgId);
    expect(again.me.memberships.map(({ organization }) => organization.id)).toEqual([
      third.orgId,
      world.orgId,
      second.orgId,
    ]);
  });

  it('inv 1: two accounts are one person', async () => {
    const { owner: member } = await owner();
    const other = await secondAccount(app, member);
    const answers = [await signIn(app, { email: member.email }), await signIn(app, { email: other })];
    expect(answers.map(({ me }) => me.person.id)).toEqual([member.personId, member.personId]);
    expect(answers.map(({ me }) => me.email)).toEqual([member.email, other]);
  });

  it('is refused without an active membership, there or anywhere', async () => {
    const { world, owner: member } = await owner();
    const elsewhere = await World.create(app);
    for (const organizationId of [elsewhere.orgId, newId()])
      expect(await signIn(app, { email: member.email, organizationId })).toMatchObject({
        code: 'NO_ACTIVE_MEMBERSHIP',
        message: 'You are not an active member of this organization.',
      });
    const expires = await join(elsewhere, member);
    await app.owner.query(`UPDATE membership SET expires_at = now() + interval '1 day' WHERE id = $1`, [
      expires,
    ]);
    await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [member.membershipId]);
    expect((await signIn(app, { email: member.email })).me.memberships).toHaveLength(1);
    app.clock.advance({ days: 2 });
    expect(await signIn(app, { email: member.email })).toMatchObject({ code: 'NO_ACTIVE_MEMBERSHIP' });
    expect(await accessOf(app, world.owner.token)).toBe('UNAUTHENTICATED');
  });

  it('abuse 47: tells unknown, wrong, disabled and without password apart neither by words nor by work', async () => {
    const { owner: wrong } = await owner();
    const { owner: disabled } = await owner();
    await app.owner.query('UPDATE account SET disabled_at = now() WHERE id = $1', [
      disabled.viewer.accountId,
    ]);
    const { owner: without } = await World.create(app);
    const answers: unknown[] = [];
    const ask = async (email: string, password?: string): Promise<void> => {
      expect(
        await verificationsDuring(async () => answers.push(await sendSignIn(app, { email, password }))),
      ).toBe(1);
    };
    await ask(wrong.email, 'not the right one');
    await ask(`${newId()}@example.org`);
    await ask('not an address');
    await ask(disabled.email);
    await ask(without.email);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ data: { signIn: { code: 'INVALID_CREDENTIALS' } } });
  });

  it('abuse 47: locks known and unknown addresses alike', async () => {
    const { owner: member } = await owner();
    const unknown = `${newId()}@example.org`;
    const codes = await guess(member.email, 6);
    expect(codes).toEqual([...Array<string>(5).fill('INVALID_CREDENTIALS'), 'TOO_MANY_REQUESTS']);
    expect(await guess(unknown, 6)).toEqual(codes);
    const locked = await Promise.all([member.email, unknown].map((email) => sendSignIn(app, { email })));
    expect(locked[0]!.errors![0]!.extensions).toMatchObject({ retryAfter: expect.any(Number) });
    for (const { errors } of locked) {
      expect(errors![0]!.message).toMatch(/^There were too many attempts\. Try again in \d+ seconds\.$/);
      expect((errors![0]!.extensions as { retryAfter?: number }).retryAfter).toBeLessThanOrEqual(60);
    }
  });

  it('abuse 46: a lock keeps the right password out too, ends by itself, and grows', async () => {
    const { owner: member } = await owner();
    await guess(member.email, 5);
    const right = () => sendSignIn(app, { email: member.email });
    expect(await verificationsDuring(right)).toBe(0);
    app.clock.advance({ seconds: 61 });
    expect(await guess(member.email, 2)).toEqual(['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS']);
    app.clock.advance({ minutes: 4 });
    expect((await right()).errors?.[0]?.extensions.code).toBe('TOO_MANY_REQUESTS');
    app.clock.advance({ minutes: 2 });
    expect((await right()).data?.signIn.__typename).toBe('SignedIn');
    expect(await guess(member.email, 5)).not.toContain('TOO_MANY_REQUESTS');
  });

  it('abuse 46: letter case, blanks and parallel requests do not give more guesses', async () => {
    const { owner: member } = await owner();
    const spellings = [member.email, member.email.toUpperCase(), ` ${member.email}`];
    const answers: (string | undefined)[] = [];
    const looked = await verificationsDuring(() =>
      Promise.all(
        Array.from({ length: 18 }, async (_, i) => {
          const { errors } = await sendSignIn(app, {
            email: spellings[i % 3]!,
            password: `wrong guess ${i}`,
          });
          answers.push(errors?.[0]?.extensions.code);
        }),
      ),
    );
    expect(looked).toBe(5);
    expect(answers.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(13);
  });

  it('abuse 46: naming other clients in a header does not give more guesses', async () => {
    const { owner: member } = await owner();
    const looked = await verificationsDuring(async () => {
      for (let i = 0; i < 8; i++) await guessFrom(app, member.email, `198.51.100.${i}`);
    });
    expect(looked).toBe(5);
  });

  it('abuse 46: behind a proxy clients are told apart, and all together have 20 guesses', async () => {
    const behindProxy = await TestApp.start({ env: { TRUSTED_PROXIES: '1' } });
    const { owner: member } = await owner();
    try {
      const looked = await verificationsDuring(async () => {
        for (let i = 0; i < 24; i++) await guessFrom(behindProxy, member.email, `198.51.100.${i % 8}`);
      });
      expect(looked).toBe(20);
    } finally {
      await behindProxy.stop();
    }
  });

  it('abuse 46: aliases in one request and batches of requests are not looked at', async () => {
    const { owner: member } = await owner();
    const attempt = (name: string): string =>
      `${name}: signIn(input: {email: "${member.email}", password: "guess ${name}"}) { __typename }`;
    const post = (body: unknown): Promise<Response> =>
      fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const bodies = [
      { query: `mutation { ${attempt('a')} ${attempt('b')} }` },
      { query: `mutation { ...f ...f } fragment f on Mutation { ${attempt('a')} ${attempt('b')} }` },
      { query: `mutation { ... { ${attempt('a')} ${attempt('b')} } }` },
      [{ query: `mutation { ${attempt('a')} }` }, { query: `mutation { ${attempt('b')} }` }],
    ];
    expect(
      await verificationsDuring(async () => {
        for (const body of bodies) expect((await post(body)).status).toBe(400);
      }),
    ).toBe(0);
  });

  it('abuse 4: takes no role, person or organization beside its own fields', async () => {
    const { owner: member } = await owner();
    const { errors } = await app.send(
      'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
      { input: { email: member.email, password: 'x', role: 'OWNER', personId: newId() } },
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('costs a fixed number of statements, whoever signs in', async () => {
    const { owner: member } = await owner();
    for (let i = 0; i < 3; i++) await join(await World.create(app), member);
    const statements = await app.statementsOf(() => signIn(app, { email: member.email }));
    // failures read and counted, account, failures forgotten; memberships, person, session, refresh token
    expect(statements).toHaveLength(8);
    const { accessToken } = await signIn(app, { email: member.email });
    expect(await app.statementsOf(() => app.ask(`{ me { ${ME} } }`, {}, accessToken))).toHaveLength(2);
  });
});
