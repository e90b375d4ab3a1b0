import { TestApp } from './support/test-app.js';

describe('the platform', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('tells the time of the database', async () => {
    const { serverTime } = await app.ask<{ serverTime: string }>('{ serverTime }');
    expect(Math.abs(Date.parse(serverTime) - Date.now())).toBeLessThan(60_000);
  });

  it('reads with one statement', async () => {
    expect(await app.statementsOf(() => app.ask('{ serverTime }'))).toHaveLength(1);
  });
});
