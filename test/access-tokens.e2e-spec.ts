import { createHmac, generateKeyPairSync, hkdfSync, sign as signWith } from 'node:crypto';
import { accessOf } from './support/sign-in.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

type Json = Record<string, unknown>;

const encode = (json: Json): string => Buffer.from(JSON.stringify(json)).toString('base64url');
const decode = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;

describe('access tokens', () => {
  let app: TestApp;
  let member: Member;
  let header: Json;
  let claims: Json;
  /** The server's own key: with it every other fault of a token stands alone. */
  let key: Buffer;
  beforeAll(async () => {
    app = await TestApp.start();
    member = (await World.create(app)).owner;
    [header, claims] = member.token.split('.').slice(0, 2).map(decode) as [Json, Json];
    key = Buffer.from(
      hkdfSync('sha256', 'a test secret that is long enough 0123456789', '', 'preceptor access token', 32),
    );
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  /** A token signed as the server signs, but for what is changed. */
  function forged(change: { header?: Json; claims?: Json; with?: Buffer; as?: string } = {}): string {
    const body = `${encode({ ...header, ...change.header })}.${encode({ ...claims, ...change.claims })}`;
    const mac = createHmac(change.as ?? 'sha256', change.with ?? key).update(body);
    return `${body}.${mac.digest('base64url')}`;
  }
  const now = (): number => Math.floor(Date.now() / 1000);

  it('open the API when they are whole, and forging with the right key works', async () => {
    expect(await accessOf(app, member.token)).toBe('OK');
    expect(await accessOf(app, forged())).toBe('OK');
  });

  it('end by themselves', async () => {
    app.clock.advance({ minutes: 16 });
    expect(await accessOf(app, member.token)).toBe('UNAUTHENTICATED');
  });

  it.each(['none', 'None', 'NONE', 'nOnE'])('abuse 43: with alg %s open nothing', async (alg) => {
    const body = `${encode({ ...header, alg })}.${encode(claims)}`;
    for (const token of [`${body}.`, body, `${body}.${member.token.split('.')[2]}`])
      expect(await accessOf(app, token)).toBe('UNAUTHENTICATED');
  });

  it('abuse 43: signed by another algorithm open nothing, with the right key or their own', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rs = `${encode({ ...header, alg: 'RS256' })}.${encode(claims)}`;
    const publicPem = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }));
    const tokens = [
      forged({ header: { alg: 'HS384' }, as: 'sha384' }),
      forged({ header: { alg: 'HS512' }, as: 'sha512' }),
      `${rs}.${signWith('sha256', Buffer.from(rs), privateKey).toString('base64url')}`,
      forged({ with: publicPem }),
      forged({ header: { alg: 'RS256' }, with: key }),
    ];
    for (const token of tokens) expect(await accessOf(app, token)).toBe('UNAUTHENTICATED');
  });

  it.each<[string, () => Parameters<typeof forged>[0]]>([
    ['another issuer', () => ({ claims: { iss: 'https://evil.example' } })],
    ['no issuer', () => ({ claims: { iss: undefined } })],
    ['another audience', () => ({ claims: { aud: 'another-api' } })],
    ['no audience', () => ({ claims: { aud: undefined } })],
    ['an end that has passed', () => ({ claims: { iat: now() - 3600, exp: now() - 1 } })],
    ['no end', () => ({ claims: { exp: undefined } })],
    ['an end that is text', () => ({ claims: { exp: '9999999999' } })],
    ['a beginning that is to come', () => ({ claims: { nbf: now() + 3600 } })],
    ['another key id', () => ({ header: { kid: 'another' } })],
    ['no key id', () => ({ header: { kid: undefined } })],
    ['a path for a key id', () => ({ header: { kid: '../../../../dev/null' }, with: Buffer.alloc(32) })],
    ['another type', () => ({ header: { typ: 'JWT' } })],
    ['a critical header nobody knows', () => ({ header: { crit: ['b64'], b64: false } })],
    ['an empty key', () => ({ with: Buffer.alloc(0) })],
    ['no person', () => ({ claims: { per: undefined } })],
    ['SQL for an organization', () => ({ claims: { org: `' OR true --` } })],
    ['a role nobody has', () => ({ claims: { role: 'ROOT' } })],
  ])('abuse 44: with %s open nothing', async (_, change) => {
    expect(await accessOf(app, forged(change()))).toBe('UNAUTHENTICATED');
  });

  it.each(['jwk', 'jku', 'x5u', 'x5c'])('abuse 44: a key injected by %s is not believed', async (name) => {
    const own = Buffer.from('a key of the attacker, thirty-two');
    const places: Record<string, unknown> = {
      jwk: { kty: 'oct', k: own.toString('base64url'), kid: header['kid'] },
      jku: `${app.url}/keys.json`,
      x5u: `${app.url}/cert.pem`,
      x5c: [own.toString('base64')],
    };
    expect(await accessOf(app, forged({ header: { [name]: places[name] }, with: own }))).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('abuse 44: claims that the database does not confirm open nothing', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    const { orgId, personId, membershipId, sessionId } = trainee.viewer;
    const changes: Json[] = [
      { org: orgId },
      { per: personId },
      { mem: membershipId },
      { sid: sessionId },
      { role: 'ADMIN' },
      { org: orgId, mem: membershipId, sid: sessionId },
    ];
    for (const change of changes)
      expect(await accessOf(app, forged({ claims: change }))).toBe('UNAUTHENTICATED');
  });

  it('are taken from the Authorization header alone, in one form', async () => {
    const ask = async (headers: Record<string, string>, path = '/graphql'): Promise<unknown> => {
      const response = await fetch(`${app.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ me { membershipId } }' }),
      });
      return ((await response.json()) as { errors?: [{ extensions: { code: string } }] }).errors?.[0]
        .extensions.code;
    };
    const { token } = member;
    expect(await ask({ authorization: `Bearer ${token}` })).toBeUndefined();
    expect(await ask({ authorization: token })).toBe('UNAUTHENTICATED');
    expect(await ask({ authorization: `Basic ${token}` })).toBe('UNAUTHENTICATED');
    expect(await ask({ authorization: `Bearer ${token}, Bearer ${token}` })).toBe('UNAUTHENTICATED');
    expect(await ask({ cookie: `access_token=${token}; authorization=Bearer ${token}` })).toBe(
      'UNAUTHENTICATED',
    );
    expect(await ask({}, `/graphql?access_token=${token}`)).toBe('UNAUTHENTICATED');
  });
});
