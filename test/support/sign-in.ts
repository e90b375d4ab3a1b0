import { passwordVerifications } from '../../src/features/people/password-hasher.js';
import { PASSWORD } from './accounts.js';
import type { GraphqlAnswer, TestApp } from './test-app.js';

export interface SignInAnswer {
  __typename: string;
  code: string;
  message: string;
  accessToken: string;
  accessTokenExpiresAt: string;
  refreshToken: string;
  refreshTokenExpiresAt: string;
  me: {
    email: string;
    role: string;
    membershipId: string;
    person: { id: string; name: string };
    organization: { id: string; name: string };
    memberships: { id: string; role: string; organization: { id: string } }[];
  };
}

export const ME =
  'person { id name } email role membershipId organization { id name } memberships { id role organization { id } }';
const SIGNED_IN = `__typename ... on Refusal { code message } ... on SignedIn {
  accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt me { ${ME} } }`;

export interface SignInRequest {
  email: string;
  password?: string;
  organizationId?: string;
}

/** As a client sends it, whatever comes back. */
export const sendSignIn = (
  app: TestApp,
  { email, password = PASSWORD, organizationId }: SignInRequest,
): Promise<GraphqlAnswer<{ signIn: SignInAnswer }>> =>
  app.send(`mutation ($input: SignInInput!) { signIn(input: $input) { ${SIGNED_IN} } }`, {
    input: { email, password, organizationId },
  });

/** Must not be locked out: answers the result. */
export async function signIn(app: TestApp, request: SignInRequest): Promise<SignInAnswer> {
  const { data, errors } = await sendSignIn(app, request);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.signIn;
}

export async function refresh(app: TestApp, refreshToken: string): Promise<SignInAnswer> {
  const { refreshSession } = await app.ask<{ refreshSession: SignInAnswer }>(
    `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${SIGNED_IN} } }`,
    { input: { refreshToken } },
  );
  return refreshSession;
}

export async function switchOrganization(
  app: TestApp,
  token: string,
  organizationId: string,
): Promise<SignInAnswer> {
  const data = await app.ask<{ switchOrganization: SignInAnswer }>(
    `mutation ($input: SwitchOrganizationInput!) { switchOrganization(input: $input) { ${SIGNED_IN} } }`,
    { input: { organizationId } },
    token,
  );
  return data.switchOrganization;
}

export async function signOut(app: TestApp, token: string, everywhere = false): Promise<void> {
  await app.ask(
    'mutation ($input: SignOutInput!) { signOut(input: $input) { ... on SignedOut { endedAt } } }',
    { input: { everywhere } },
    token,
  );
}

/** The stable code of the fault that `me` answers with, or OK. */
export async function accessOf(app: TestApp, token: string): Promise<string> {
  const { errors } = await app.send('{ me { membershipId } }', {}, token);
  return errors?.[0]?.extensions.code ?? 'OK';
}

/** How many passwords argon2 has looked at while `work` ran. */
export async function verificationsDuring(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const listen = (): void => void count++;
  passwordVerifications.subscribe(listen);
  try {
    await work();
  } finally {
    passwordVerifications.unsubscribe(listen);
  }
  return count;
}
