import http from 'node:http';
import { newId } from '../src/platform/ids/ids.js';
import { jobsDone } from '../src/platform/jobs/jobs.js';
import { givePassword, PASSWORD, secondAccount } from './support/accounts.js';
import { mailsTo, mailTo } from './support/mailbox.js';
import { accessOf, refresh, sendSignIn, signIn, verificationsDuring } from './support/sign-in.js';
import { TestApp, type GraphqlAnswer } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const NEW_PASSWORD = 'copper Meadow 27 thistle';

describe('passwords', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ env: { PUBLIC_URL: 'https://learn.example.org' } });
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const member = async (): Promise<Member> => {
    const { owner } = await World.create(app);
    await givePassword(app, owner);
    return owner;
  };

  describe('are changed', () => {
    const change = (token: string, currentPassword: string, newPassword: string) =>
      app.send<{ changePassword: { code?: string; message?: string; changedAt?: string } }>(
        `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) {
          ... on PasswordChanged { changedAt } ... on Refusal { code message } } }`,
        { input: { currentPassword, newPassword } },
        token,
      );

    it('by whoever knows the current one, ending the other sessions of the account', async () => {
      const person = await member();
      const [here, there] = [
        await signIn(app, { email: person.email }),
        await signIn(app, { email: person.email }),
      ];
      const elsewhere = await signIn(app, { email: await secondAccount(app, person) });
      expect(
        (await change(here.accessToken, PASSWORD, NEW_PASSWORD)).data?.changePassword.changedAt,
      ).toBeDefined();
      expect(await accessOf(app, here.accessToken)).toBe('OK');
      expect(await accessOf(app, elsewhere.accessToken)).toBe('OK');
      expect(await accessOf(app, there.accessToken)).toBe('UNAUTHENTICATED');
      expect(await refresh(app, there.refreshToken)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
      expect(await signIn(app, { email: person.email })).toMatchObject({ code: 'INVALID_CREDENTIALS' });
      expect(await signIn(app, { email: person.email, password: NEW_PASSWORD })).toMatchObject({
        __typename: 'SignedIn',
      });
      expect((await mailTo(app, person.email)).subject).toBe('Your password was changed');
    });

    it('not without the current one, nor to one that is easy to guess', async () => {
      const person = await member();
      expect((await change(person.token, 'not the one', NEW_PASSWORD)).data?.changePassword).toMatchObject({
        code: 'WRONG_PASSWORD',
      });
      expect((await change(person.token, PASSWORD, 'short')).data?.changePassword).toMatchObject({
        code: 'WEAK_PASSWORD',
        message: 'Use at least 12 characters.',
      });
      expect((await change(person.token, PASSWORD, `${person.email} 1`)).data?.changePassword).toMatchObject({
        code: 'WEAK_PASSWORD',
      });
      expect((await signIn(app, { email: person.email })).__typename).toBe('SignedIn');
    });

    it('abuse 46: a stolen token does not serve to guess the current one', async () => {
      const person = await member();
      const codes: (string | undefined)[] = [];
      const looked = await verificationsDuring(async () => {
        for (let i = 0; i < 8; i++) {
          const { data, errors } = await change(person.token, `guess number ${i}`, NEW_PASSWORD);
          codes.push(data?.changePassword.code ?? errors?.[0]?.extensions.code);
        }
      });
      expect(looked).toBe(5);
      expect(codes.slice(5)).toEqual(Array(3).fill('TOO_MANY_REQUESTS'));
    });

    it('only by one of two requests at the same time', async () => {
      const person = await member();
      const both = await Promise.all(
        [NEW_PASSWORD, `${NEW_PASSWORD}!`].map((to) => change(person.token, PASSWORD, to)),
      );
      const codes = both.map(
        ({ data, errors }) => data?.changePassword.code ?? errors?.[0]?.extensions.code ?? 'OK',
      );
      expect(codes.sort()).toEqual(['CONFLICT', 'OK']);
    });

    it('and are kept as argon2id with the recommended cost, nowhere else', async () => {
      const person = await member();
      await change(person.token, PASSWORD, NEW_PASSWORD);
      const { rows } = await app.owner.query<{ hash: string }>(
        'SELECT hash FROM account_password WHERE account_id = $1',
        [person.viewer.accountId],
      );
      expect(rows[0]!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    });
  });

  describe('that were forgotten', () => {
    const QUERY = `mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) {
      ... on PasswordResetRequested { message } } }`;
    const request = (email: string): Promise<GraphqlAnswer<{ requestPasswordReset: { message: string } }>> =>
      app.send(QUERY, { input: { email } });
    const reset = (token: string, newPassword = NEW_PASSWORD) =>
      app.send<{ resetPassword: { code?: string; changedAt?: string } }>(
        `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) {
          ... on PasswordChanged { changedAt } ... on Refusal { code message } } }`,
        { input: { token, newPassword } },
      );
    /** The token of the nth mail to the address. */
    async function tokenFor(email: string, nth = 1): Promise<string> {
      const { links } = await mailTo(app, email, nth);
      return links[0]!.split('#token=')[1]!;
    }
    const notValid = { data: { resetPassword: { code: 'RESET_LINK_NOT_VALID' } } };

    it('are chosen anew with the mailed link, ending every session', async () => {
      const { email } = await member();
      const here = await signIn(app, { email });
      await request(email.toUpperCase());
      const { subject, links } = await mailTo(app, email);
      expect(subject).toBe('Choose a new password');
      expect(links).toEqual([
        expect.stringMatching(/^https:\/\/learn\.example\.org\/reset-password#token=[\w-]{43}$/),
      ]);
      expect((await reset(await tokenFor(email))).data?.resetPassword.changedAt).toBeDefined();
      expect(await accessOf(app, here.accessToken)).toBe('UNAUTHENTICATED');
      expect(await refresh(app, here.refreshToken)).toMatchObject({ code: 'SESSION_HAS_ENDED' });
      expect(await signIn(app, { email })).toMatchObject({ code: 'INVALID_CREDENTIALS' });
      expect((await signIn(app, { email, password: NEW_PASSWORD })).__typename).toBe('SignedIn');
    });

    it('abuse 48: a token works once, even when sent many times at once', async () => {
      const { email } = await member();
      await request(email);
      const token = await tokenFor(email);
      const answers = await Promise.all(
        Array.from({ length: 4 }, (_, i) => reset(token, `${NEW_PASSWORD} ${i}`)),
      );
      expect(answers.filter(({ data }) => data?.resetPassword.changedAt)).toHaveLength(1);
      expect(await reset(token)).toMatchObject(notValid);
    });

    it('abuse 48: a token works for 30 minutes, and a used one takes the others with it', async () => {
      const { email } = await member();
      await request(email);
      const old = await tokenFor(email);
      app.clock.advance({ minutes: 31 });
      expect(await reset(old)).toMatchObject(notValid);
      await request(email);
      await request(email);
      const [second, third] = [await tokenFor(email, 2), await tokenFor(email, 3)];
      expect((await reset(third)).data?.resetPassword.changedAt).toBeDefined();
      expect(await reset(second)).toMatchObject(notValid);
      expect(await reset('A'.repeat(43))).toMatchObject(notValid);
    });

    it('abuse 48: the link is ours, whatever host a request names', async () => {
      const { email } = await member();
      const body = JSON.stringify({ query: QUERY, variables: { input: { email } } });
      const status = await new Promise((resolve, reject) => {
        const headers = {
          'content-type': 'application/json',
          host: 'evil.example',
          origin: 'https://evil.example',
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'http',
          forwarded: 'host=evil.example;proto=http',
          referer: 'https://evil.example/',
        };
        http
          .request(`${app.url}/graphql`, { method: 'POST', headers }, (response) =>
            resolve(response.statusCode),
          )
          .on('error', reject)
          .end(body);
      });
      expect(status).toBe(200);
      const { links, text } = await mailTo(app, email);
      expect(links[0]).toMatch(/^https:\/\/learn\.example\.org\//);
      expect(text).not.toContain('evil');
    });

    it('abuse 47: the answer and the work are the same for an address without account', async () => {
      const { email } = await member();
      const unknown = `${newId()}@example.org`;
      const bothLookedFor = new Promise<void>((done) => {
        let left = 2;
        const listen = (message: unknown): void => {
          if ((message as { job: string }).job !== 'people.mail-reset-link' || --left > 0) return;
          jobsDone.unsubscribe(listen);
          done();
        };
        jobsDone.subscribe(listen);
      });
      const answers: unknown[] = [];
      const work = [
        await app.statementsOf(async () => answers.push(await request(unknown))),
        await app.statementsOf(async () => answers.push(await request(email))),
      ];
      expect(answers[0]).toEqual(answers[1]);
      await bothLookedFor;
      expect(mailsTo(app, unknown)).toEqual([]);
      expect((await mailTo(app, email)).subject).toBe('Choose a new password');
      const ofTheRequest = work.map((list) => list.filter((text) => /lockout/.test(text)).length);
      expect(ofTheRequest).toEqual([2, 2]);
    });

    it('abuse 46: nobody fills the mailbox of another', async () => {
      const { email } = await member();
      const codes: (string | undefined)[] = [];
      for (let i = 0; i < 6; i++) codes.push((await request(email)).errors?.[0]?.extensions.code);
      expect(codes).toEqual([...Array<undefined>(5).fill(undefined), 'TOO_MANY_REQUESTS']);
    });

    it('are not replaced by easy ones, and the link stays good for a better one', async () => {
      const { email } = await member();
      await request(email);
      const token = await tokenFor(email);
      expect((await reset(token, 'Password1234567')).data?.resetPassword.code).toBe('WEAK_PASSWORD');
      expect((await reset(token)).data?.resetPassword.changedAt).toBeDefined();
    });

    it('let their owner in again after a lockout', async () => {
      const { email } = await member();
      for (let i = 0; i < 5; i++) await sendSignIn(app, { email, password: `wrong ${i}` });
      expect((await sendSignIn(app, { email })).errors?.[0]?.extensions.code).toBe('TOO_MANY_REQUESTS');
      await request(email);
      await reset(await tokenFor(email));
      expect((await signIn(app, { email, password: NEW_PASSWORD })).__typename).toBe('SignedIn');
    });
  });
});
