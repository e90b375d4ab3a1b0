import WebSocket from 'ws';
import { once } from 'node:events';
import type { Client as SocketClient } from 'graphql-ws';
import { Client } from 'pg';
import { Database } from '../src/platform/database/database.js';
import { LiveUpdates } from '../src/platform/live/live-updates.js';
import { NewsModule } from './support/news.js';
import { socketClient, Subscribed } from './support/socket.js';
import { TestApp } from './support/test-app.js';
import { testServer } from './support/test-database.js';
import { World, type Member } from './support/world.js';

const NEWS = 'subscription ($channel: String!) { news(channel: $channel) { text } }';

describe('subscriptions', () => {
  let app: TestApp;
  const clients: SocketClient[] = [];
  beforeAll(async () => {
    app = await TestApp.start({ extraModules: [NewsModule] });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await app.eventually(() => live().count === 0);
  });
  afterAll(() => app.stop());

  const live = () => app.app.get(LiveUpdates);

  const clientOf = (member?: Member): SocketClient => {
    const client = socketClient(app, member?.token);
    clients.push(client);
    return client;
  };

  /** Subscribed, and known to the server. */
  const follow = async (member: Member, channel: string, client = clientOf(member)): Promise<Subscribed> => {
    const before = live().count;
    const subscribed = new Subscribed(client, NEWS, { channel });
    await app.eventually(() => live().count === before + 1);
    return subscribed;
  };

  const tell = (orgId: string, topic: string, about: object) =>
    app.app
      .get(Database)
      .forOrganization(orgId)
      .write(async (tx) => tx.notify(topic, about));

  it('bring what committed transactions announce, and nothing of those rolled back', async () => {
    const { owner, orgId } = await World.create(app);
    const news = await follow(owner, 'a');
    const db = app.app.get(Database).forOrganization(orgId);
    await expect(
      db.write(async (tx) => {
        tx.notify('news', { channel: 'a', text: 'never' });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow();
    await tell(orgId, 'news', { channel: 'b', text: 'elsewhere' });
    await tell(orgId, 'news', { channel: 'a', text: 'one' });
    await tell(orgId, 'news', { channel: 'a', text: 'two' });
    expect(await news.count(2)).toEqual([
      { data: { news: { text: 'one' } } },
      { data: { news: { text: 'two' } } },
    ]);
  });

  it('of another organization never hear', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const news = await follow(a.owner, 'x');
    await tell(b.orgId, 'news', { channel: 'x', text: 'theirs' });
    await tell(a.orgId, 'news', { channel: 'x', text: 'ours' });
    expect(await news.count(1)).toEqual([{ data: { news: { text: 'ours' } } }]);
  });

  it('are forgotten when the client leaves', async () => {
    const { owner } = await World.create(app);
    const news = await follow(owner, 'a');
    news.stop();
    await app.eventually(() => live().count === 0);
  });

  it('abuse 15: a subscription ends when access does, before anything more is delivered', async () => {
    const { owner, orgId } = await World.create(app);
    const news = await follow(owner, 'a');
    await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [owner.membershipId]);
    await tell(orgId, 'news', { channel: 'a', text: 'secret' });
    expect(await news.ended).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(news.received).toEqual([]);
  });

  it('abuse 15: a subscription ends at once when it is announced that access has ended', async () => {
    const world = await World.create(app);
    const [stays, leaves] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    const [staying, leaving] = [await follow(stays, 'a'), await follow(leaves, 'a')];
    await app.owner.query(`UPDATE session SET ended_at = now() WHERE id = $1`, [leaves.viewer.sessionId]);
    await tell(world.orgId, 'access', { sessionId: leaves.viewer.sessionId });
    expect(await leaving.ended).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await tell(world.orgId, 'access', { membershipId: stays.membershipId }); // still stands: goes on
    await tell(world.orgId, 'news', { channel: 'a', text: 'on' });
    expect(await staying.count(1)).toEqual([{ data: { news: { text: 'on' } } }]);
  });

  it('need somebody signed in', async () => {
    for (const authorization of [undefined, 'Bearer not.a.token']) {
      const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBe(4401);
    }
  });

  it('obey the same access rules as everything else', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    const denied = new Subscribed(clientOf(trainee), 'subscription { staffNews { text } }');
    expect(await codesOf(denied)).toEqual(['FORBIDDEN']);
  });

  it('tell nothing of an error inside', async () => {
    const { owner, orgId } = await World.create(app);
    const news = await follow(owner, 'a');
    await tell(orgId, 'news', { channel: 'a', text: 'bug' });
    const ended = await news.ended;
    expect(ended).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(ended)).not.toContain('secret');
  });

  it.each([
    ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['too many tokens', `subscription { ${'a '.repeat(5_000)} }`, 'GRAPHQL_PARSE_FAILED'],
    [
      'too many aliases',
      `subscription { news(channel: "a") { ${Array.from({ length: 31 }, (_, i) => `a${i}: text`).join(' ')} } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a missing variable', NEWS, 'BAD_USER_INPUT'],
    ['a query', '{ serverTime }', 'BAD_REQUEST'],
    ['a mutation', 'mutation { __typename }', 'BAD_REQUEST'],
  ])('abuse 51: %s over a socket gets its clear answer', async (_what, query, code) => {
    const { owner } = await World.create(app);
    expect(await codesOf(new Subscribed(clientOf(owner), query))).toEqual([code]);
  });

  it('are limited to 20 on a socket', async () => {
    const { owner } = await World.create(app);
    const client = clientOf(owner);
    for (let i = 0; i < 20; i++) await follow(owner, String(i), client);
    expect(await codesOf(new Subscribed(client, NEWS, { channel: 'one more' }))).toEqual([
      'TOO_MANY_REQUESTS',
    ]);
  });

  it('abuse 55: a message over 64 KB closes the socket', async () => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { filler: 'x'.repeat(70_000) } }));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
  });

  it('have one address', async () => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws');
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('404');
  });

  it('hold no connection to the database while nothing happens', async () => {
    const { owner } = await World.create(app);
    for (let i = 0; i < 15; i++) await follow(owner, `c${i}`);
    const { pool } = app.app.get(Database);
    expect([pool.totalCount - pool.idleCount, pool.waitingCount]).toEqual([0, 0]);
  });

  it('end, with the advice to read anew, when the connection for notifications was lost', async () => {
    const { owner, orgId } = await World.create(app);
    const news = await follow(owner, 'a');
    await asSuperuser(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'preceptor-notifications' AND datname = '${new URL(app.database.databaseUrl).pathname.slice(1)}'`,
    );
    expect(await news.ended).toMatchObject([{ extensions: { code: 'UNAVAILABLE', retryAfter: 1 } }]);
    const again = await follow(owner, 'a');
    await tell(orgId, 'news', { channel: 'a', text: 'back' });
    expect(await again.count(1)).toEqual([{ data: { news: { text: 'back' } } }]);
  });

  async function asSuperuser(statement: string): Promise<void> {
    const superuser = new Client(testServer().superuserUrl);
    await superuser.connect();
    await superuser.query(statement);
    await superuser.end();
  }

  async function codesOf(subscribed: Subscribed): Promise<unknown[]> {
    const ended = await subscribed.ended;
    const errors = subscribed.received[0]?.errors ?? (ended as { extensions: { code: string } }[]);
    return errors.map((error) => error.extensions?.['code']);
  }
});
