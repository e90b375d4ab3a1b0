import { type TOTP, URI } from 'otpauth';
import { AccessTokens } from '../src/platform/access/access-tokens.js';
import { Viewer } from '../src/platform/access/viewer.js';
import { Database } from '../src/platform/database/database.js';
import { isRefusal } from '../src/platform/graphql/refusal.js';
import { newId } from '../src/platform/ids/ids.js';
import { contentHash } from '../src/platform/ids/canonical-json.js';
import { SigningTickets } from '../src/features/training/signing/signing-tickets.js';
import { givePassword, PASSWORD } from './support/accounts.js';
import { TestApp } from './support/test-app.js';
import { insertRow } from './support/training.js';
import { Member, World } from './support/world.js';

const PAYLOAD = contentHash({ trainee: 'somebody', skill: 'SK09' });
const OTHER = contentHash({ trainee: 'somebody', skill: 'SK10' });

interface TicketAnswer {
  readonly __typename: string;
  readonly token: string;
  readonly expiresAt: string;
  readonly code?: string;
}

describe('signing', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const supervisor = async (): Promise<Member> => {
    const world = await World.create(app, { isClinic: true });
    const member = await world.member('SUPERVISOR');
    await givePassword(app, member);
    return member;
  };

  const run = async <Result>(member: Member, mutation: string, input: object, fields: string) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const answer = await member.send<Record<string, Result & { __typename: string; code?: string }>>(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ${fields} ... on Refusal { code message } } }`,
      { input },
    );
    if (!answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data[mutation]!;
  };

  const ticket = (member: Member, proof: object, payloadHash = PAYLOAD): Promise<TicketAnswer> =>
    run<TicketAnswer>(
      member,
      'createSigningTicket',
      { purpose: 'SIGN_OFF', payloadHash, ...proof },
      '... on SigningTicket { token expiresAt }',
    );

  /** What a verb that signs gets: the authentication, or why the ticket opens nothing. */
  const use = async (
    member: Member,
    token: string,
    payloadHash = PAYLOAD,
    purpose: 'SIGN_OFF' | 'APPROVE' = 'SIGN_OFF',
  ): Promise<string> => {
    const used = await app.app
      .get(Database)
      .forViewer(member.viewer)
      .write((tx) => app.app.get(SigningTickets, { strict: false }).use(tx, { token, purpose, payloadHash }));
    return isRefusal(used) ? used.reason : used.authentication;
  };

  /** The same person, signed in once more, as on another device. */
  const inAnotherSession = async ({ viewer, email, token }: Member): Promise<Member> => {
    const { orgId, personId, accountId, membershipId, role } = viewer;
    const sessionId = newId();
    await insertRow(app, 'session', {
      ...{ id: sessionId, person_id: personId, account_id: accountId, org_id: orgId },
      membership_id: membershipId,
    });
    return new Member(
      app,
      new Viewer(orgId, personId, accountId, membershipId, sessionId, role),
      email,
      token,
    );
  };

  it('abuse 33: takes a password, and gives five minutes', async () => {
    const member = await supervisor();
    expect(await ticket(member, { password: 'not the password' })).toMatchObject({
      code: 'SIGNING_PROOF_WRONG',
    });
    const { token } = await ticket(member, { password: PASSWORD });
    app.clock.advance({ minutes: 4, seconds: 50 });
    expect(await use(member, token)).toBe('PASSWORD');
    app.clock.reset();
    const late = await ticket(member, { password: PASSWORD });
    app.clock.advance({ minutes: 5, seconds: 1 });
    expect(await use(member, late.token)).toBe('EXPIRED');
  });

  it('abuse 34: signs once, exactly what it was made for, in the session that asked for it', async () => {
    const [member, other] = [await supervisor(), await supervisor()];
    const { token } = await ticket(member, { password: PASSWORD });
    expect(await use(member, token, OTHER)).toBe('OTHER_CONTENT');
    expect(await use(member, token, PAYLOAD, 'APPROVE')).toBe('OTHER_PURPOSE');
    expect(await use(other, token)).toBe('UNKNOWN');
    expect(await use(await inAnotherSession(member), token)).toBe('UNKNOWN');
    expect(await use(member, token)).toBe('PASSWORD');
    expect(await use(member, token)).toBe('USED');
  });

  it('signs once, also when a ticket is used many times at once', async () => {
    const member = await supervisor();
    const { token } = await ticket(member, { password: PASSWORD });
    const answers = await Promise.all(Array.from({ length: 8 }, () => use(member, token)));
    expect(answers.sort()).toEqual(['PASSWORD', ...Array<string>(7).fill('USED')]);
  });

  it('keeps a ticket whole when the signature is rolled back', async () => {
    const member = await supervisor();
    const { token } = await ticket(member, { password: PASSWORD });
    const failing = app.app
      .get(Database)
      .forViewer(member.viewer)
      .write(async (tx) => {
        await app.app
          .get(SigningTickets, { strict: false })
          .use(tx, { token, purpose: 'SIGN_OFF', payloadHash: PAYLOAD });
        throw new Error('something else went wrong');
      });
    await expect(failing).rejects.toThrow('something else');
    expect(await use(member, token)).toBe('PASSWORD');
  });

  it('asks for exactly one proof', async () => {
    const member = await supervisor();
    for (const proof of [{}, { password: PASSWORD, pin: '380517' }]) {
      const { errors } = await member.send(
        `mutation ($input: CreateSigningTicketInput!) { createSigningTicket(input: $input) { __typename } }`,
        { input: { purpose: 'SIGN_OFF', payloadHash: PAYLOAD, ...proof } },
      );
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('stops who guesses: after a few tries even the right password has to wait', async () => {
    const member = await supervisor();
    for (let tries = 0; tries < 6; tries++)
      await member.send(
        `mutation ($input: CreateSigningTicketInput!) { createSigningTicket(input: $input) { __typename } }`,
        { input: { purpose: 'SIGN_OFF', payloadHash: PAYLOAD, pin: `38051${tries}` } },
      );
    const { errors } = await member.send(
      `mutation ($input: CreateSigningTicketInput!) { createSigningTicket(input: $input) { __typename } }`,
      { input: { purpose: 'SIGN_OFF', payloadHash: PAYLOAD, password: PASSWORD } },
    );
    expect(errors?.[0]?.extensions.code).toBe('TOO_MANY_REQUESTS');
  });

  it('abuse 42: is refused to who works in another person’s place', async () => {
    const [member, admin] = [await supervisor(), await supervisor()];
    const { orgId, personId, accountId, membershipId, sessionId, role } = member.viewer;
    const inTheirPlace = new Viewer(
      orgId,
      personId,
      accountId,
      membershipId,
      sessionId,
      role,
      admin.personId,
    );
    const { token } = await app.app.get(AccessTokens).sign(inTheirPlace);
    const refused = async (mutation: string, input: object): Promise<string | undefined> => {
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
      return (await app.send(query, { input }, token)).errors?.[0]?.extensions.code;
    };
    const proof = { password: PASSWORD };
    expect([
      await refused('createSigningTicket', { purpose: 'SIGN_OFF', payloadHash: PAYLOAD, ...proof }),
      await refused('setSigningPin', { ...proof, pin: '380517' }),
      await refused('beginOneTimeCodes', proof),
      await refused('confirmOneTimeCodes', { oneTimeCode: '123456' }),
      await refused('removeSigningMethods', proof),
    ]).toEqual(Array(5).fill('FORBIDDEN'));
  });

  describe('by PIN', () => {
    const SINCE = '... on SigningMethods { pinSince oneTimeCodesSince }';

    it('works once one is set with the password', async () => {
      const member = await supervisor();
      expect(await ticket(member, { pin: '380517' })).toMatchObject({ code: 'SIGNING_METHOD_NOT_SET' });
      expect(
        await run(member, 'setSigningPin', { password: 'not the password', pin: '380517' }, SINCE),
      ).toMatchObject({ code: 'SIGNING_PROOF_WRONG' });
      expect(await run(member, 'setSigningPin', { password: PASSWORD, pin: '123456' }, SINCE)).toMatchObject({
        code: 'WEAK_PIN',
      });
      expect(await run(member, 'setSigningPin', { password: PASSWORD, pin: '380517' }, SINCE)).toMatchObject({
        pinSince: expect.any(String) as string,
        oneTimeCodesSince: null,
      });
      expect(await ticket(member, { pin: '380518' })).toMatchObject({ code: 'SIGNING_PROOF_WRONG' });
      expect(await use(member, (await ticket(member, { pin: '380517' })).token)).toBe('PIN');
    });

    it('is forgotten on demand', async () => {
      const member = await supervisor();
      await run(member, 'setSigningPin', { password: PASSWORD, pin: '380517' }, SINCE);
      expect(await run(member, 'removeSigningMethods', { password: PASSWORD }, SINCE)).toMatchObject({
        pinSince: null,
      });
      expect(await ticket(member, { pin: '380517' })).toMatchObject({ code: 'SIGNING_METHOD_NOT_SET' });
    });

    it('belongs to one person in one organization', async () => {
      const [member, other] = [await supervisor(), await supervisor()];
      await run(member, 'setSigningPin', { password: PASSWORD, pin: '380517' }, SINCE);
      expect(await ticket(other, { pin: '380517' })).toMatchObject({ code: 'SIGNING_METHOD_NOT_SET' });
    });
  });

  describe('by one-time code', () => {
    const withCodes = async (): Promise<{ member: Member; code: () => string }> => {
      const member = await supervisor();
      const { uri } = await run<{ uri: string }>(
        member,
        'beginOneTimeCodes',
        { password: PASSWORD },
        '... on OneTimeCodesBegun { uri }',
      );
      const totp = URI.parse(uri) as TOTP;
      const code = (): string => totp.generate({ timestamp: app.clock.now().getTime() });
      const confirmed = await run<{ oneTimeCodesSince: string }>(
        member,
        'confirmOneTimeCodes',
        { oneTimeCode: code() },
        '... on SigningMethods { oneTimeCodesSince }',
      );
      expect(confirmed.oneTimeCodesSince).toEqual(expect.any(String));
      app.clock.advance({ seconds: 60 });
      return { member, code };
    };

    it('abuse 49: takes each code once, also when it is sent twice at the same moment', async () => {
      const { member, code } = await withCodes();
      const oneTimeCode = code();
      const answers = await Promise.all([
        ticket(member, { oneTimeCode }),
        ticket(member, { oneTimeCode }),
        ticket(member, { oneTimeCode }),
      ]);
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'SigningProofWrong',
        'SigningProofWrong',
        'SigningTicket',
      ]);
      expect(await ticket(member, { oneTimeCode })).toMatchObject({ code: 'SIGNING_PROOF_WRONG' });
      app.clock.advance({ seconds: 60 });
      const later = await ticket(member, { oneTimeCode: code() });
      expect(await use(member, later.token)).toBe('ONE_TIME_CODE');
    });

    it('takes no code of a device that was never confirmed', async () => {
      const member = await supervisor();
      const { uri } = await run<{ uri: string }>(
        member,
        'beginOneTimeCodes',
        { password: PASSWORD },
        '... on OneTimeCodesBegun { uri }',
      );
      const code = (URI.parse(uri) as TOTP).generate({ timestamp: app.clock.now().getTime() });
      expect(await ticket(member, { oneTimeCode: code })).toMatchObject({ code: 'SIGNING_METHOD_NOT_SET' });
    });

    it('keeps the seed from whoever reads the database', async () => {
      const { member } = await withCodes();
      const { rows } = await app.owner.query<{ secret: string }>(
        `SELECT secret FROM signing_secret WHERE person_id = $1`,
        [member.personId],
      );
      expect(rows[0]!.secret).not.toMatch(/^[A-Z2-7]{32}$/);
    });

    it('has nothing to confirm before it is begun', async () => {
      const member = await supervisor();
      expect(
        await run(
          member,
          'confirmOneTimeCodes',
          { oneTimeCode: '123456' },
          '... on SigningMethods { pinSince }',
        ),
      ).toMatchObject({ code: 'ONE_TIME_CODES_NOT_BEGUN' });
    });
  });
});
