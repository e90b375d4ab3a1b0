import { TestApp } from './support/test-app.js';
import { emptyDatabase } from './support/test-database.js';
import { Health } from '../src/platform/health/health.js';

const TOKEN = 'a token for prometheus';

describe('health and metrics', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ env: { METRICS_TOKEN: TOKEN } });
  });
  afterAll(() => app.stop());

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${app.url}${path}`, { headers });

  it('is alive and ready', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const response = await get(path);
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    }
  });

  it('is not ready without its migrations, but alive', async () => {
    const database = await emptyDatabase();
    const unmigrated = await TestApp.start({ database, withoutJobs: true });
    try {
      const ready = await fetch(`${unmigrated.url}/health/ready`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ status: 'unavailable' });
      expect((await fetch(`${unmigrated.url}/health/live`)).status).toBe(200);
    } finally {
      await unmigrated.stop();
    }
  });

  it('is not ready once it stops', async () => {
    const stopping = await TestApp.start();
    try {
      stopping.app.get(Health).beginStop();
      const ready = await fetch(`${stopping.url}/health/ready`);
      expect([ready.status, await ready.json()]).toEqual([
        503,
        { status: 'unavailable', reason: 'stopping' },
      ]);
      expect((await stopping.send('{ serverTime }')).errors).toBeUndefined();
    } finally {
      await stopping.stop();
    }
  });

  it('tells metrics to whoever has the token, and to nobody else that there are any', async () => {
    expect((await get('/metrics')).status).toBe(404);
    expect((await get('/metrics', { authorization: 'Bearer wrong' })).status).toBe(404);
    expect((await get('/metrics', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('counts requests by root field, never by what a client calls them', async () => {
    await app.send('query NameOfMyOwn { other: serverTime }');
    await app.send('query { nothingOfTheKind }');
    const text = await (await get('/metrics', { authorization: `Bearer ${TOKEN}` })).text();
    expect(text).toContain('preceptor_request_seconds_count{operation="query serverTime",outcome="ok"}');
    expect(text).toContain('preceptor_request_seconds_count{operation="invalid",outcome="error"}');
    expect(text).not.toMatch(/NameOfMyOwn|nothingOfTheKind/);
    for (const name of ['statements_total', 'pool_connections', 'pool_waiting', 'subscriptions'])
      expect(text).toMatch(new RegExp(`^preceptor_${name} \\d+$`, 'm'));
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });
});
