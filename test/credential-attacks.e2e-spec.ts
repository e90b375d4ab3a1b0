import { awarded, becomes, type Awarded } from './support/awarded.js';
import { TestApp } from './support/test-app.js';
import { World } from './support/world.js';

type Json = Record<string, unknown>;

/** Every place in a document at which there is a text. */
function leavesOf(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value === 'string') return [[...at]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, [...at, name]));
}

/** The same document with another text at that place: one character of it changed. */
function alteredAt(document: object, at: readonly string[]): object {
  const copy = structuredClone(document) as Json;
  const last = at.at(-1)!;
  const parent = at.slice(0, -1).reduce<Json>((part, name) => part[name] as Json, copy);
  const text = parent[last] as string;
  const middle = Math.floor(text.length / 2);
  parent[last] = `${text.slice(0, middle)}${text[middle] === 'x' ? 'y' : 'x'}${text.slice(middle + 1)}`;
  return copy;
}

describe('attacks on badges', () => {
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    app = await TestApp.start({ env: { PUBLIC_URL: 'https://learn.example.org' } });
    world = await World.create(app);
  });
  afterAll(() => app.stop());

  const badgeOf = async ({ number }: Awarded): Promise<Json> =>
    (await (await fetch(`${app.url}/badges/${number}`)).json()) as Json;

  async function judged(badge: unknown): Promise<string[]> {
    const answer = await fetch(`${app.url}/verify/badge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(badge),
    });
    const { status, reasons } = (await answer.json()) as { status: string; reasons: { code: string }[] };
    return [status, ...reasons.map(({ code }) => code)];
  }

  it('abuse 40: one character of any text in it is enough', async () => {
    const badge = await badgeOf(await awarded(world));
    expect(await judged(badge)).toEqual(['ACCEPTED']);
    const accepted: string[] = [];
    for (const at of leavesOf(badge))
      if ((await judged(alteredAt(badge, at)))[0] === 'ACCEPTED') accepted.push(at.join('.'));
    expect(accepted).toEqual([]);
  });

  it.each([
    [
      'under its address',
      (status: unknown) => ({ 'https://www.w3.org/2018/credentials#credentialStatus': status }),
    ],
    ['under a name of its context for it', (status: unknown) => ({ 'cred:credentialStatus': status })],
    ['nested', (status: unknown) => ({ '@nest': { credentialStatus: status } })],
    ['nested in a list', (status: unknown) => ({ '@nest': [{ credentialStatus: status }] })],
    ['beside it', (status: unknown, id: unknown) => ({ '@included': [{ id, credentialStatus: status }] })],
  ])('abuse 41: a revoked badge does not count again when its status is told %s', async (_, told) => {
    const award = await awarded(world);
    const { credentialStatus, ...rest } = await badgeOf(award);
    await becomes(world, award, 'REVOKED');
    const [verdict] = await judged({ ...rest, ...told(credentialStatus, rest['id']) });
    expect(verdict).toBe('REJECTED');
  });
});
