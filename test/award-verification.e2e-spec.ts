import { createHash } from 'node:crypto';
import { awarded, becomes, newNumber, type Awarded } from './support/awarded.js';
import { TestApp } from './support/test-app.js';
import { World } from './support/world.js';

describe('the verification of a certificate', () => {
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    app = await TestApp.start({ env: { PUBLIC_URL: 'https://learn.example.org' } });
    world = await World.create(app);
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const get = (path: string, accept = 'text/html'): Promise<Response> =>
    fetch(`${app.url}${path}`, { headers: { accept }, redirect: 'manual' });
  const pageOf = async (number: string): Promise<string> => (await get(`/verify/${number}`)).text();
  const headingOf = (page: string): string => /<h1>(.*?)<\/h1>/s.exec(page)![1]!;
  const today = (days = 0): string =>
    new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'America/Chicago' }).format(
      Date.now() + days * 86_400_000,
    );

  it('shows what is printed on it, to whoever has the number', async () => {
    const { number } = await awarded(world, { recipientName: 'Łukasz Żak', title: 'Technician Certificate' });
    const page = await pageOf(number);
    expect(headingOf(page)).toBe('This certificate is valid');
    for (const shown of ['Łukasz Żak', 'Technician Certificate', number, today()])
      expect(page).toContain(shown);
    const { rows } = await app.owner.query<{ name: string }>('SELECT name FROM organization WHERE id = $1', [
      world.orgId,
    ]);
    expect(page).toContain(rows[0]!.name);
  });

  it('abuse 41: says that it is suspended, revoked or replaced, and since when, from the same moment on', async () => {
    const [suspended, revoked, replaced] = [await awarded(world), await awarded(world), await awarded(world)];
    await becomes(world, suspended, 'SUSPENDED', -1);
    await becomes(world, revoked, 'REVOKED');
    await awarded(world, { supersedes: replaced });
    const headings = async (...awards: Awarded[]) =>
      Promise.all(awards.map(async ({ number }) => headingOf(await pageOf(number))));
    expect(await headings(suspended, revoked, replaced)).toEqual([
      `Suspended since ${today(-1)}`,
      `Revoked on ${today()}`,
      `Replaced on ${today()}`,
    ]);
    await becomes(world, suspended, 'REINSTATED');
    await becomes(world, revoked, 'REINSTATED');
    expect(await headings(suspended, revoked)).toEqual([
      'This certificate is valid',
      `Revoked on ${today()}`,
    ]);
  });

  it('inv 46, abuse 40: tells no grade, no reason, and nobody’s name but the one that is printed', async () => {
    const award = await awarded(world, { recipientName: 'Somebody Else' });
    await becomes(world, award, 'REVOKED');
    for (const accept of ['text/html', 'application/json']) {
      const text = await (await get(`/verify/${award.number}`, accept)).text();
      expect(text).toContain('Somebody Else');
      expect(text).not.toMatch(/87\.5|Anatomy|Passed|A reason|Ada|@example/);
      for (const id of [award.personId, award.awardId, award.enrollmentId, world.orgId])
        expect(text).not.toContain(id);
    }
  });

  it('takes the number as it is typed', async () => {
    const { number } = await awarded(world);
    const typed = ` ${number.toLowerCase().replaceAll('-', ' ')} `;
    expect(headingOf(await pageOf(encodeURIComponent(typed)))).toBe('This certificate is valid');
  });

  it('asks for a number, and leads to its page', async () => {
    const form = await get('/verify');
    expect([form.status, headingOf(await form.text())]).toEqual([200, 'Verify a certificate']);
    const { number } = await awarded(world);
    const led = await get(`/verify?number=${encodeURIComponent(` ${number} `)}`);
    expect([led.status, led.headers.get('location')]).toEqual([303, `/verify/${number}`]);
    const elsewhere = await get(`/verify?number=${encodeURIComponent('//evil.example/')}`);
    expect(elsewhere.headers.get('location')).toBe('/verify/%2F%2Fevil.example%2F');
    expect((await get('/verify?number=%20')).status).toBe(200);
    expect((await get('/verify?number=1&number=2')).status).toBe(200);
  });

  it('needs no script, loads nothing, and is kept by nobody', async () => {
    const { number } = await awarded(world);
    const answer = await get(`/verify/${number}`);
    const page = await answer.text();
    expect(page).not.toMatch(/<script|<img|<link|<iframe|javascript:|style="| on\w+=/i);
    expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/i);
    const style = createHash('sha256')
      .update(/<style>(.*)<\/style>/s.exec(page)![1]!)
      .digest('base64');
    const named = ['content-type', 'cache-control', 'content-security-policy', 'referrer-policy'];
    expect(named.map((name) => answer.headers.get(name))).toEqual([
      'text/html; charset=utf-8',
      'no-store',
      `default-src 'none'; style-src 'sha256-${style}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'no-referrer',
    ]);
  });

  it('abuse 57: shows names and titles as text, whatever they hold', async () => {
    const { number } = await awarded(world, {
      recipientName: '<script>alert(1)</script>',
      title: "\"><b onclick='x'>&",
    });
    const page = await pageOf(number);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('&quot;&gt;&lt;b onclick=&#39;x&#39;&gt;&amp;');
    expect(await pageOf(encodeURIComponent('"><script>'))).toContain('value="&quot;&gt;&lt;script&gt;"');
  });

  it.each([
    ['at the address that ends in .json', (number: string) => get(`/verify/${number}.json`)],
    ['to whoever prefers it', (number: string) => get(`/verify/${number}`, 'application/json')],
  ])('is told as JSON %s', async (_, ask) => {
    const { number } = await awarded(world);
    const answer = await ask(number);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toEqual({
      number,
      kind: 'PROGRAM',
      title: 'Physical Therapy Technician Certificate',
      recipientName: 'Ada Test',
      issuer: expect.stringContaining('Organization') as string,
      awardedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      issuedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      status: 'VALID',
      since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      byBase: false,
      pageUrl: `https://learn.example.org/verify/${number}`,
      badgeUrl: `https://learn.example.org/badges/${number}`,
    });
  });

  it('is told by GraphQL, to whoever is not signed in, once in a request', async () => {
    const award = await awarded(world);
    await becomes(world, award, 'SUSPENDED');
    const query = `query ($number: String!) { awardVerification(number: $number) { number kind title recipientName issuer awardedOn issuedOn
      status since byBase pageUrl badgeUrl } }`;
    const { awardVerification } = await app.ask<{ awardVerification: object }>(query, {
      number: award.number,
    });
    expect(awardVerification).toEqual(await (await get(`/verify/${award.number}.json`)).json());
    expect(awardVerification).toMatchObject({ number: award.number, status: 'SUSPENDED' });
    for (const number of [newNumber(), '1', ''])
      expect((await app.send(query, { number })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const twice = `{ ${['a', 'b'].map((name) => `${name}: awardVerification(number: "1") { status }`).join(' ')} }`;
    expect((await app.send(twice)).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('abuse 40: answers a forged number as one that nobody was given, in every form', async () => {
    const { number } = await awarded(world);
    const wrongCheck = number.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const blank = (text: string) => text.replace(/value="[^"]*"/, '');
    for (const [suffix, accept] of [
      ['', 'text/html'],
      ['.json', '*/*'],
      ['', 'application/json'],
    ] as const) {
      const unknown = await get(`/verify/${newNumber()}${suffix}`, accept);
      expect(unknown.status).toBe(404);
      const said = blank(await unknown.text());
      for (const forged of [wrongCheck, '1', 'x'.repeat(90), "' OR 1=1 --", '%00', 'İ'.repeat(16)]) {
        const answer = await get(`/verify/${encodeURIComponent(forged)}${suffix}`, accept);
        expect([answer.status, blank(await answer.text())]).toEqual([404, said]);
      }
    }
  });

  it('asks the database once', async () => {
    const { number } = await awarded(world);
    expect(await app.statementsOf(() => pageOf(number))).toHaveLength(1);
    expect(await app.statementsOf(() => pageOf(newNumber()))).toHaveLength(1);
  });

  it('abuse 40: is refused to whoever tries many numbers', async () => {
    const guessed = await TestApp.start();
    try {
      const statuses = [];
      for (let i = 0; i < 121; i++)
        statuses.push((await fetch(`${guessed.url}/verify/${newNumber()}`)).status);
      expect(new Set(statuses.slice(0, 120))).toEqual(new Set([404]));
      expect(statuses[120]).toBe(429);
    } finally {
      await guessed.stop();
    }
  });
});
