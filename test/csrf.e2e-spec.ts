import { givePassword, PASSWORD } from './support/accounts.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('requests that a page of somebody else could make a browser send', () => {
  let app: TestApp;
  let member: Member;
  beforeAll(async () => {
    app = await TestApp.start();
    member = (await World.create(app)).owner;
    await givePassword(app, member);
  });
  afterAll(() => app.stop());

  const mutation = (): string =>
    `mutation { signIn(input: {email: "${member.email}", password: "${PASSWORD}"}) { __typename } }`;
  const sessions = async (): Promise<number> => {
    const { rows } = await app.owner.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM session WHERE person_id = $1',
      [member.personId],
    );
    return rows[0]!.n;
  };
  /** Sends as a browser would, with the victim's token, and answers the status; nothing may have happened. */
  async function statusOf(path: string, request: RequestInit): Promise<number> {
    const before = await sessions();
    const headers = {
      authorization: `Bearer ${member.token}`,
      ...(request.headers as Record<string, string>),
    };
    const { status } = await fetch(`${app.url}${path}`, { ...request, headers });
    expect(await sessions()).toBe(before);
    return status;
  }

  it('abuse 50: a mutation by GET', async () => {
    const path = `/graphql?query=${encodeURIComponent(mutation())}`;
    expect(await statusOf(path, {})).toBe(400);
    expect(await statusOf(path, { headers: { 'apollo-require-preflight': 'true' } })).toBe(405);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'text/plain; application/json', ''])(
    'abuse 50: a mutation as "%s"',
    async (type) => {
      const body = type.includes('urlencoded')
        ? new URLSearchParams({ query: mutation() }).toString()
        : JSON.stringify({ query: mutation() });
      const status = await statusOf('/graphql', {
        method: 'POST',
        headers: type ? { 'content-type': type } : {},
        body: type ? body : Buffer.from(body),
      });
      expect([400, 415]).toContain(status);
    },
  );

  it('abuse 50: a mutation as multipart form', async () => {
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: mutation() }));
    form.set('map', '{}');
    expect([400, 415]).toContain(await statusOf('/graphql', { method: 'POST', body: form }));
  });

  it('abuse 50: no other origin is let in by CORS', async () => {
    const preflight = await fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('and the same mutation as JSON does sign in', async () => {
    const before = await sessions();
    await app.ask(mutation());
    expect(await sessions()).toBe(before + 1);
  });
});
