import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Made {
  __typename: string;
  code?: string;
  clientId: string;
  secret: string;
  serviceAccount: { id: string; name: string; role: string };
}

describe('service accounts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const CREDENTIALS =
    '__typename ... on ServiceAccountCredentials { clientId secret serviceAccount { id name role } } ... on Refusal { code message }';
  const create = async (by: Member, input: object = {}) =>
    (
      await by.ask<{ createServiceAccount: Made }>(
        `mutation ($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { ${CREDENTIALS} } }`,
        { input: { name: 'Student system', role: 'RECORDS', ...input } },
      )
    ).createServiceAccount;
  const rotate = (by: Member, membershipId: string) =>
    by.send<{ rotateServiceAccountSecret: Made }>(
      `mutation ($input: RotateServiceAccountSecretInput!) { rotateServiceAccountSecret(input: $input) { ${CREDENTIALS} } }`,
      { input: { membershipId } },
    );
  const signIn = async (email: string, password: string) =>
    (
      await app.ask<{ signIn: { __typename: string; accessToken?: string } }>(
        'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on SignedIn { accessToken } } }',
        { input: { email, password } },
      )
    ).signIn;
  const organization = (token?: string) =>
    app.send<{ organization: { id: string } }>('{ organization { id } }', {}, token);

  it('sign in with the client id and the secret that is shown once', async () => {
    const { owner, orgId } = await World.create(app);
    const made = await create(owner);
    expect(made).toMatchObject({ serviceAccount: { name: 'Student system', role: 'RECORDS' } });
    expect(made.clientId).toMatch(/@service\.invalid$/);
    const { accessToken } = await signIn(made.clientId, made.secret);
    expect((await organization(accessToken)).data?.organization.id).toBe(orgId);
  });

  it('are listed apart from the members', async () => {
    const { owner } = await World.create(app);
    await create(owner);
    const data = await owner.ask(
      '{ members { totalCount } serviceAccounts { totalCount edges { node { name clientId state } } } }',
    );
    expect(data).toMatchObject({
      members: { totalCount: 1 },
      serviceAccounts: { totalCount: 1, edges: [{ node: { name: 'Student system', state: 'ACTIVE' } }] },
    });
  });

  it('get a new secret, and the old one ends with its sessions', async () => {
    const { owner } = await World.create(app);
    const made = await create(owner);
    const { accessToken } = await signIn(made.clientId, made.secret);
    const rotated = (await rotate(owner, made.serviceAccount.id)).data!.rotateServiceAccountSecret;
    expect(rotated.clientId).toBe(made.clientId);
    expect((await organization(accessToken)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await signIn(made.clientId, made.secret)).__typename).toBe('InvalidCredentials');
    expect((await signIn(made.clientId, rotated.secret)).__typename).toBe('SignedIn');
  });

  it('abuse 12: end at once when they are revoked', async () => {
    const { owner } = await World.create(app);
    const made = await create(owner);
    const { accessToken } = await signIn(made.clientId, made.secret);
    const input = { membershipId: made.serviceAccount.id, reason: 'System replaced' };
    const revoke = () => owner.do('revokeServiceAccount', input, '... on ServiceAccount { state }');
    expect(await revoke()).toMatchObject({ state: 'REVOKED' });
    expect((await organization(accessToken)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await signIn(made.clientId, made.secret)).__typename).toBe('NoActiveMembership');
    expect(await revoke()).toMatchObject({ code: 'MEMBERSHIP_IS_REVOKED' });
  });

  it('abuse 11: are neither owners nor administrators, and are made by those who run the organization', async () => {
    const world = await World.create(app);
    for (const role of ['OWNER', 'ADMIN', 'TRAINEE'])
      await expect(create(world.owner, { role })).rejects.toThrow('BAD_USER_INPUT');
    await expect(create(await world.member('RECORDS'))).rejects.toThrow('FORBIDDEN');
    expect((await create(world.owner, { role: 'AUDITOR' })).code).toBe('AUDITOR_MUST_EXPIRE');
  });

  it('abuse 1: of another tenant, and members, answer as nonexistent ones', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const made = await create(a.owner);
    const nothing = await rotate(b.owner, newId());
    expect(nothing.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await rotate(b.owner, made.serviceAccount.id)).toEqual(nothing);
    expect(await rotate(a.owner, a.owner.membershipId)).toEqual(nothing);
    expect((await signIn(made.clientId, made.secret)).__typename).toBe('SignedIn');
  });
});
