import { serverAudits, type AuditResult } from 'graphql-http';
import { TestApp } from './support/test-app.js';

/** What the official audits of GraphQL over HTTP say of the real server. */
describe('GraphQL over HTTP', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('passes 58 audits of 61, and the 3 others are recommendations', async () => {
    const audits = serverAudits({
      url: `${app.url}/graphql`,
      // a GET needs it: otherwise a foreign page could send one without being asked for leave
      fetchFn: (url: string, init: RequestInit = {}) =>
        fetch(url, { ...init, headers: { ...(init.headers as object), 'apollo-require-preflight': 'true' } }),
    });
    const results: AuditResult[] = [];
    for (const audit of audits) results.push(await audit.fn());
    const count = (status: string): number => results.filter((result) => result.status === status).length;
    const others = results.filter((result) => result.status !== 'ok');
    expect({
      ok: count('ok'),
      warn: count('warn'),
      error: count('error'),
      notice: count('notice'),
      others: others.map((result) => `${result.status} ${result.id} ${result.name}`),
    }).toMatchObject({ ok: 58, warn: 3, error: 0, notice: 0 });
  });
});
