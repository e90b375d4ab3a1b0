import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { Database } from '../src/platform/database/database.js';
import { TestApp, type GraphqlAnswer } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { World } from './support/world.js';

/** A page of sites in full. */
const PAGE = 'edges { node { id name setting jurisdiction timeZone closedAt } cursor } totalCount';

interface Refused {
  status: number;
  code: unknown;
  message: string;
}

describe('limits of a request', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`${app.url}/graphql`, { method: 'POST', body, headers });

  const refusal = async (response: Response): Promise<Refused> => {
    const { errors, data } = (await response.json()) as GraphqlAnswer;
    expect(data ?? null).toBeNull();
    return {
      status: response.status,
      code: errors?.[0]?.extensions.code,
      message: errors?.map((error) => error.message).join('\n') ?? '',
    };
  };

  const ask = async (query: string): Promise<Refused> => refusal(await post(JSON.stringify({ query })));

  const times = (n: number, make: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => make(i)).join(' ');

  describe('in the document', () => {
    it.each([
      [
        'depth',
        `{ sites { ${'edges { node { '.repeat(1)} ${'... { '.repeat(14)} name ${'} '.repeat(14)} } } } }`,
        /depth/i,
      ],
      ['1,000 aliases', `{ ${times(1_000, (i) => `a${i}: serverTime`)} }`, /Aliases limit of 30/],
      ['500 directives', `{ serverTime ${times(500, () => '@skip(if: false)')} }`, /Directives limit of 30/],
      [
        'aliases hidden in fragments',
        `{ ${times(20, () => '...A')} } fragment A on Query { x: serverTime y: serverTime }`,
        /Aliases limit of 30/,
      ],
      ['cost', `{ ${times(14, (i) => `s${i}: sites(first: 100) { ${PAGE} }`)} }`, /cost/i],
      [
        'cost hidden in fragments',
        `{ ${times(14, (i) => `s${i}: sites(first: 100) { ...A }`)} } fragment A on SiteConnection { ...B } fragment B on SiteConnection { ${PAGE} }`,
        /cost/i,
      ],
      [
        'cost hidden in a variable',
        `query ($n: Int! = 100) { ${times(14, (i) => `s${i}: sites(first: $n) { ${PAGE} }`)} }`,
        /cost/i,
      ],
      [
        'cost of pages nobody sized',
        `{ ${times(30, (i) => `s${i}: sites { ${times(3, () => PAGE)} }`)} }`,
        /cost/i,
      ],
    ])('abuse 51: %s is refused', async (_what, query, message) => {
      const refused = await ask(query);
      expect(refused).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
      expect(refused.message).toMatch(message);
    });

    it('abuse 51: fragments that double 100 times cost no time', async () => {
      const chain = times(100, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
      const started = performance.now();
      await ask(`{ ...F0 } ${chain} fragment F100 on Query { serverTime }`);
      expect(performance.now() - started).toBeLessThan(2_000);
    });

    it('abuse 51: a fragment cycle is refused', async () => {
      const refused = await ask('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }');
      expect(refused).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
    });

    it('abuse 51: more tokens than any real document has are not even parsed', async () => {
      for (const query of [
        `{ ${'serverTime '.repeat(5_000)} }`,
        `{ serverTime ${times(1_000, () => '@skip(if: false)')} }`,
      ])
        expect(await ask(query)).toMatchObject({
          status: 400,
          code: 'GRAPHQL_PARSE_FAILED',
          message: expect.stringContaining('4000 tokens') as string,
        });
    });

    it('abuse 51: an array of operations is refused', async () => {
      const batch = JSON.stringify(Array.from({ length: 50 }, () => ({ query: '{ serverTime }' })));
      expect(await refusal(await post(batch))).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    });

    it('abuse 46: a mutation takes one field, however it is written', async () => {
      const two = 'a: createUpload(input: $i) { __typename } b: createUpload(input: $i) { __typename }';
      for (const query of [
        `mutation ($i: CreateUploadInput!) { ${two} }`,
        `mutation ($i: CreateUploadInput!) { ...F } fragment F on Mutation { ${two} }`,
        `mutation ($i: CreateUploadInput!) { ... { ${two} } }`,
      ])
        expect(await ask(query)).toMatchObject({
          status: 400,
          code: 'GRAPHQL_VALIDATION_FAILED',
          message: 'A mutation takes exactly one field, written directly in the operation.',
        });
    });

    it.each([1_000_000_000, 101, 0, -1])('abuse 52: first: %d is refused', async (first) => {
      const { owner } = await World.create(app);
      const { errors } = await owner.send(`{ sites(first: ${first}) { totalCount } }`);
      expect(errors?.[0]?.extensions.code).toBe(
        first > 1_000 ? 'GRAPHQL_VALIDATION_FAILED' : 'BAD_USER_INPUT', // by its cost, or by its bounds
      );
    });
  });

  describe('abuse 53: in production', () => {
    let closed: TestApp;
    beforeAll(async () => {
      closed = await TestApp.start({ env: { INTROSPECTION: 'false' } });
    });
    afterAll(() => closed.stop());

    it('the schema is not told', async () => {
      for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Site") { name } }']) {
        const { data, errors } = await closed.send(query);
        expect(data ?? null).toBeNull();
        expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      }
    });

    it('nothing is suggested', async () => {
      const answers = [
        await closed.send('{ serverTim }'),
        await closed.send('{ sites(frist: 1) { totalCount } }'),
        await closed.send('mutation ($i: CreateUploadInpu!) { createUpload(input: $i) { __typename } }'),
        await closed.send('mutation { createUpload(input: { operationIdd: "x" }) { __typename } }'),
        await closed.send('mutation ($i: CreateUploadInput!) { createUpload(input: $i) { __typename } }', {
          i: { operationIdd: 'x' },
        }),
      ];
      for (const { errors } of answers) {
        expect(errors?.length).toBeGreaterThan(0);
        expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
      }
    });
  });

  it('abuse 54: an error inside tells neither SQL nor places in the code', async () => {
    const broken = await TestApp.start({ database: await ownDatabase() });
    try {
      const { owner } = await World.create(broken);
      await broken.owner.query('ALTER TABLE site RENAME TO elsewhere');
      const answer = await owner.send('{ sites { edges { node { name } } } }');
      expect(answer.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
      expect(JSON.stringify(answer)).not.toMatch(/select|relation|elsewhere|site_|\.[jt]s:|node_modules/i);
    } finally {
      await broken.stop();
    }
  });

  describe('abuse 50: no foreign page can send', () => {
    const mutation = 'mutation { __typename }';

    it('a mutation by GET', async () => {
      const url = `${app.url}/graphql?query=${encodeURIComponent(mutation)}`;
      const response = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
      expect(response.status).toBe(405);
    });

    it('a query by GET without being asked for leave', async () => {
      const response = await fetch(`${app.url}/graphql?query=${encodeURIComponent('{ serverTime }')}`);
      expect(await refusal(response)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
      'a body of type %s',
      async (type) => {
        const response = await post(JSON.stringify({ query: mutation }), { 'content-type': type });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
        expect(JSON.stringify(await response.json())).not.toContain('__typename');
      },
    );

    it('and read the answer: no origin is allowed unless configured', async () => {
      const response = await post(JSON.stringify({ query: '{ serverTime }' }), {
        'content-type': 'application/json',
        origin: 'https://evil.example',
      });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  describe('in the body', () => {
    /** Sends headers that promise `length` bytes and the beginning of them; answers what comes back. */
    async function promising(length: number | null, start: string): Promise<Refused> {
      const sent = request(`${app.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(length === null ? { 'transfer-encoding': 'chunked' } : { 'content-length': length }),
        },
      });
      sent.on('error', () => undefined); // the server hangs up on what it will not read
      sent.write(start);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const body = (await json(response)) as GraphqlAnswer;
      sent.destroy();
      return {
        status: response.statusCode ?? 0,
        code: body.errors?.[0]?.extensions.code,
        message: body.errors?.[0]?.message ?? '',
      };
    }

    it('abuse 55: 50 MB are refused before they are read', async () => {
      expect(await promising(50_000_000, '{"query":"')).toMatchObject({
        status: 413,
        code: 'PAYLOAD_TOO_LARGE',
      });
    });

    it('abuse 55: a body that does not say its size is cut off', async () => {
      expect(
        await promising(null, `{"query":"{ serverTime }","variables":{"x":"${'x'.repeat(1_100_000)}`),
      ).toMatchObject({
        status: 413,
        code: 'PAYLOAD_TOO_LARGE',
      });
    });

    it.each([
      '{"query":',
      'null',
      '"text"',
      '{}',
      '{"query":7}',
      '{"query":"{ serverTime }","variables":[]}',
    ])('that is not a request, %s, gets a clear answer', async (body) => {
      const refused = await refusal(await post(body));
      expect(refused.status).toBe(400);
      expect(refused.code).toBe('BAD_REQUEST');
      expect(refused.message.length).toBeGreaterThan(10);
    });
  });

  describe('abuse 46: requests of one client', () => {
    it('are counted, whatever they ask and however its address is written, and those of others are not', async () => {
      const limited = await TestApp.start({ env: { REQUESTS_PER_MINUTE: '3', TRUSTED_PROXIES: '1' } });
      const ask = async (address: string) => {
        const response = await fetch(`${limited.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
          body: JSON.stringify({ query: '{ serverTime }' }),
        });
        return response.ok ? 200 : ((await response.json()) as GraphqlAnswer).errors?.[0]?.extensions.code;
      };
      try {
        const answers = [];
        for (let i = 1; i <= 5; i++) answers.push(await ask(`2001:db8:1:2::${i}`));
        expect(answers).toEqual([200, 200, 200, 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
        expect(await ask('2001:db8:1:3::1')).toBe(200);
        expect(await ask('203.0.113.9, 2001:db8:1:2::9')).toBe('TOO_MANY_REQUESTS');
      } finally {
        await limited.stop();
      }
    });
  });

  describe('abuse 56: slow clients', () => {
    const busy = (): number => {
      const { pool } = app.app.get(Database);
      return pool.totalCount - pool.idleCount + pool.waitingCount;
    };

    it('that send half a body hold no connection to the database, and nobody waits for them', async () => {
      const sockets: Socket[] = [];
      for (let i = 0; i < 50; i++) {
        const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
        socket.write(
          'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"query":"{ ser',
        );
        sockets.push(socket);
      }
      await Promise.all(sockets.map((socket) => once(socket, 'connect')));
      expect(busy()).toBe(0);
      await app.ask('{ serverTime }');
      sockets.forEach((socket) => socket.destroy());
    });

    it('that do not read their answers hold no connection to the database', async () => {
      const { owner } = await World.create(app);
      const body = JSON.stringify({ query: '{ sites { totalCount } }' });
      const message = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      const sockets = Array.from({ length: 30 }, () => {
        const socket = connect(Number(new URL(app.url).port), '127.0.0.1').pause();
        socket.write(message);
        return socket;
      });
      await Promise.all(sockets.map((socket) => once(socket, 'connect')));
      await app.ask('{ serverTime }');
      await app.eventually(() => busy() === 0);
      sockets.forEach((socket) => socket.destroy());
    });

    it('are given 30 seconds for a whole request', () => {
      const server = app.app.getHttpServer() as { requestTimeout: number };
      expect(server.requestTimeout).toBe(30_000);
    });
  });
});
