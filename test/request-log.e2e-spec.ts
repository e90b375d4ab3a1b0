import { readFileSync } from 'node:fs';
import path from 'node:path';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase, testServer } from './support/test-database.js';
import { World } from './support/world.js';

interface LogLine {
  requestId?: string;
  operation?: string;
  path?: string;
  status?: number;
  msg: string;
  err?: { stack: string };
}

describe('the log', () => {
  let app: TestApp;
  const file = path.join(testServer().logDir, `request-log-${newId()}.log`);
  beforeAll(async () => {
    app = await TestApp.start({
      database: await ownDatabase(),
      env: { LOG_FILE: file, LOG_LEVEL: 'info', REQUESTS_PER_MINUTE: '40' },
    });
  });
  afterAll(() => app.stop());

  const lines = (): LogLine[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);

  /** The lines of one request, once it is logged. */
  const linesOf = async (response: Response): Promise<LogLine[]> => {
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    await app.eventually(() => lines().some((line) => line.requestId === id && line.status !== undefined));
    return lines().filter((line) => line.requestId === id);
  };

  const post = (query: string, token?: string) =>
    fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query }),
    });

  it('has one line per request, under the id that the client gets too', async () => {
    expect(await linesOf(await post('query Mine { serverTime }'))).toMatchObject([
      { operation: 'query serverTime', method: 'POST', path: '/graphql', status: 200 },
    ]);
  });

  it('ties the trouble to the request, without what it was about', async () => {
    const { owner } = await World.create(app);
    await app.owner.query('ALTER TABLE site RENAME TO elsewhere');
    const [trouble, answered] = await linesOf(await post('{ sites { totalCount } }', owner.token));
    await app.owner.query('ALTER TABLE elsewhere RENAME TO site');
    expect(trouble).toMatchObject({ level: 50, msg: 'A request failed by a fault of ours' });
    expect(trouble!.err!.stack).toMatch(/^\s+at /);
    expect(JSON.stringify(trouble)).not.toMatch(/relation|select/i);
    expect(answered).toMatchObject({ status: 200 });
  });

  it('abuse 69: holds no link, no id of a person and no address of a client', async () => {
    const id = newId();
    const [line] = await linesOf(await fetch(`${app.url}/files/${id}?ticket=eyJhbGciOiJIUzI1NiJ9.e30.x`));
    expect(line).toMatchObject({ path: '/files/…', status: 404 });
    expect(JSON.stringify(line)).not.toMatch(/eyJ|127\.0\.0\.1/);
  });

  it('comes with a limit of requests per address, for every route', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 45; i++)
      statuses.add((await fetch(`${app.url}/files/${newId()}`, { method: 'PUT' })).status);
    expect([...statuses]).toContain(429);
    const limited = await post('{ serverTime }');
    expect(limited.status).toBe(429);
    expect(await limited.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] });
  });
});
