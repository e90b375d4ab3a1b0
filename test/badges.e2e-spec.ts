import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2019 } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { newId } from '../src/platform/ids/ids.js';
import { awardProgram, changeAward, graduate } from './support/awards.js';
import { awarded, becomes, newNumber, specialtyOn, type Awarded } from './support/awarded.js';
import { independentVerdict, type Verdict } from './support/independent-verifier.js';
import { TestApp } from './support/test-app.js';
import { World } from './support/world.js';

interface Badge {
  credentialStatus: { statusListCredential: string; statusListIndex: string; statusReference: string[] };
  issuer: { id: string };
  proof: { verificationMethod: string }[];
}

/** Of somebody else, and not copied in. */
const SCHEMA = path.resolve('../shared/oracles/openbadges/ob_v3p0_achievementcredential_schema.json');
const PUBLIC_URL = 'https://learn.example.org';
const OLD_KEY = 'N1BEPbNEKEvTPn3iOTtYkIj2AKC2szlUE7ZTHHRBcs8=';
const NEW_KEY = 'zlUE7ZTHHRBcs/N1BEPbNEKEvTPn3iOTtYkIj2AKC2s=';

describe('badges', () => {
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    app = await TestApp.start({ env: { PUBLIC_URL, BADGE_KEYS: OLD_KEY } });
    world = await World.create(app);
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const get = (address: string, from = app): Promise<Response> =>
    fetch(`${from.url}${address.replace(PUBLIC_URL, '')}`);
  const textOf = async ({ number }: Awarded, from = app): Promise<string> =>
    (await get(`/badges/${number}`, from)).text();
  const badgeOf = async (award: Awarded, from = app): Promise<Badge> =>
    JSON.parse(await textOf(award, from)) as Badge;
  const answered = async (url: string, from = app): Promise<object | null> => {
    const answer = await get(url, from);
    return answer.ok ? ((await answer.json()) as object) : null;
  };

  /** What somebody finds out who has nothing but the badge, and asks at the addresses it names. */
  const verdict = (badge: object, from = app): Promise<Verdict> =>
    independentVerdict(badge, (url) => answered(url, from));

  /** What we say about it. */
  async function ours(badge: unknown): Promise<string[]> {
    const answer = await fetch(`${app.url}/verify/badge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(badge),
    });
    const { status, reasons } = (await answer.json()) as { status: string; reasons: { code: string }[] };
    return [status, ...reasons.map(({ code }) => code)];
  }

  it('are accepted by an independent verifier and by us', async () => {
    const badge = await badgeOf(await awarded(world));
    expect(await verdict(badge)).toEqual({ accepted: true, why: [] });
    expect(await ours(badge)).toEqual(['ACCEPTED']);
  });

  it('a program is awarded, verified by a stranger through the page and the badge, suspended, given back, and revoked', async () => {
    const { enrollmentId } = await graduate(world);
    const { id, number } = await awardProgram(world.owner, enrollmentId, { recipientName: 'Ada Maria Test' });
    const seen = async () => {
      const { status } = (await answered(`/verify/${number}.json`)) as { status: string };
      const [, heading] = /<h1>(.*?)<\/h1>/.exec(await (await get(`/verify/${number}`)).text())!;
      return [heading!.split(' ')[0], status, (await verdict(badge)).accepted, (await ours(badge)).join(' ')];
    };
    const badge = (await answered(`/badges/${number}`)) as Badge;
    expect(JSON.stringify(badge)).toContain('Ada Maria Test');
    expect(await seen()).toEqual(['This', 'VALID', true, 'ACCEPTED']);
    await changeAward(world.owner, 'suspendAward', id);
    expect(await seen()).toEqual(['Suspended', 'SUSPENDED', false, 'REJECTED SUSPENDED']);
    await changeAward(world.owner, 'reinstateAward', id);
    expect(await seen()).toEqual(['This', 'VALID', true, 'ACCEPTED']);
    await changeAward(world.owner, 'revokeAward', id);
    expect(await seen()).toEqual(['Revoked', 'REVOKED', false, 'REJECTED REVOKED']);
    expect(await answered(`/badges/${number}`)).toEqual(badge);
  });

  (existsSync(SCHEMA) ? it : it.skip)('are what the schema of Open Badges 3.0 asks for', async () => {
    const ajv = formats.default(new Ajv2019({ strict: false, allErrors: true }));
    const valid = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    valid(await badgeOf(await awarded(world)));
    expect(valid.errors).toBeNull();
  });

  it('abuse 40, 41: say the name as printed and what was achieved; nothing else of the person, no grade', async () => {
    const award = await awarded(world, { recipientName: 'Łukasz "Luke" O’Żak' });
    const text = await textOf(award);
    expect(JSON.parse(text)).toMatchObject({
      credentialSubject: {
        identifier: [{ identityHash: 'Łukasz "Luke" O’Żak', identityType: 'name', hashed: false }],
        achievement: { criteria: { narrative: 'Everything that is required was achieved:\n- Anatomy' } },
      },
    });
    expect(text).not.toMatch(/87\.5|Passed|@example|No hold/);
    expect(text).not.toContain(award.personId);
    expect(text).not.toContain(award.enrollmentId);
  });

  it('are found from the award', async () => {
    const { awardId, number } = await awarded(world);
    const { award } = await world.owner.ask<{ award: { badgeUrl: string } }>(
      'query ($id: ID!) { award(id: $id) { badgeUrl } }',
      { id: awardId },
    );
    expect(award.badgeUrl).toBe(`${PUBLIC_URL}/badges/${number}`);
    expect(await answered(award.badgeUrl)).toMatchObject({ id: award.badgeUrl });
  });

  it('are signed once: whoever asks later, or at the same moment, gets the very same', async () => {
    const award = await awarded(world);
    const texts = await Promise.all(Array.from({ length: 4 }, () => textOf(award)));
    app.clock.advance({ days: 3 });
    expect(new Set([...texts, await textOf(award)]).size).toBe(1);
    const { rows } = await app.owner.query('SELECT FROM badge_signing WHERE award_id = $1', [award.awardId]);
    expect(rows).toHaveLength(1);
  });

  it.each(['name', 'validFrom', 'credentialSubject', 'credentialStatus', 'issuer', 'evidence'])(
    'abuse 40: are rejected when their %s was altered',
    async (part) => {
      const [badge, other] = [await badgeOf(await awarded(world)), await badgeOf(await awarded(world))];
      const elsewhere = { id: `${other.issuer.id}0`, type: ['Profile'], name: 'Another school' };
      const values: Record<string, unknown> = {
        name: 'Doctor of Physical Therapy',
        validFrom: '2020-01-01T00:00:00Z',
        credentialSubject: {
          ...(badge as unknown as { credentialSubject: object }).credentialSubject,
          role: 'Chief',
        },
        credentialStatus: other.credentialStatus,
        issuer: elsewhere,
        evidence: undefined,
      };
      const altered = JSON.parse(JSON.stringify({ ...badge, [part]: values[part] })) as object;
      expect(await verdict(altered)).toMatchObject({ accepted: false });
      expect(await ours(altered)).toEqual(['REJECTED', 'PROOF_INVALID']);
    },
  );

  it('abuse 40: signed by the key of another organization for this one are rejected', async () => {
    const other = await World.create(app);
    const [badge, theirs] = [await badgeOf(await awarded(world)), await badgeOf(await awarded(other))];
    const forged = { ...theirs, issuer: badge.issuer };
    expect(await verdict(forged)).toMatchObject({ accepted: false });
    expect(await ours(forged)).toEqual(['REJECTED', 'PROOF_INVALID']);
  });

  it('are rejected while suspended, and accepted when reinstated', async () => {
    const award = await awarded(world);
    const badge = await badgeOf(award);
    await becomes(world, award, 'SUSPENDED');
    expect(await verdict(badge)).toEqual({ accepted: false, why: ['its status is set'] });
    expect(await ours(badge)).toEqual(['REJECTED', 'SUSPENDED']);
    await becomes(world, award, 'REINSTATED');
    expect(await verdict(badge)).toEqual({ accepted: true, why: [] });
    expect(await ours(badge)).toEqual(['ACCEPTED']);
  });

  it('abuse 41: are rejected from the moment they are revoked, for good', async () => {
    const award = await awarded(world);
    const badge = await badgeOf(award);
    await becomes(world, award, 'REVOKED');
    expect(await verdict(badge)).toEqual({ accepted: false, why: ['its status is set'] });
    await becomes(world, award, 'REINSTATED');
    expect(await verdict(badge)).toEqual({ accepted: false, why: ['its status is set'] });
    expect(await ours(badge)).toEqual(['REJECTED', 'REVOKED']);
    expect(await textOf(award)).toBe(JSON.stringify(badge));
  });

  it('abuse 41: are rejected when another certificate took their place, whose badge is accepted', async () => {
    const award = await awarded(world);
    const badge = await badgeOf(award);
    const next = await badgeOf(await awarded(world, { supersedes: award }));
    expect(await ours(badge)).toEqual(['REJECTED', 'REVOKED']);
    expect(await ours(next)).toEqual(['ACCEPTED']);
  });

  it('of a specialty are rejected while the certificate that it rests on is not valid', async () => {
    const base = await awarded(world);
    const badge = await badgeOf(await specialtyOn(world, base));
    await becomes(world, base, 'SUSPENDED');
    expect(await verdict(badge)).toEqual({ accepted: false, why: ['its status is set'] });
    expect(await ours(badge)).toEqual(['REJECTED', 'SUSPENDED']);
    await becomes(world, base, 'REINSTATED');
    expect(await verdict(badge)).toEqual({ accepted: true, why: [] });
  });

  it('count until the day from which they are revoked', async () => {
    const award = await awarded(world);
    const badge = await badgeOf(award);
    await becomes(world, award, 'REVOKED', 2);
    expect(await ours(badge)).toEqual(['ACCEPTED']);
    app.clock.advance({ days: 3 });
    expect(await ours(badge)).toEqual(['REJECTED', 'REVOKED']);
  });

  it('are rejected when their status cannot be found out', async () => {
    const badge = await badgeOf(await awarded(world));
    const silent = await independentVerdict(badge, async (url) =>
      url.includes('/status-lists/') ? null : answered(url),
    );
    expect(silent.accepted).toBe(false);
    expect(silent.why.join()).toContain('Could not load "BitstringStatusListCredential"');
  });

  it.each(['type', 'proof', '@context', 'issuer'])('are no badges without their %s', async (part) => {
    const badge = await badgeOf(await awarded(world));
    const { [part as 'issuer']: _, ...rest } = badge;
    expect((await ours(rest))[0]).toBe('REJECTED');
    expect(await ours([badge])).toEqual(['REJECTED', 'NOT_A_BADGE']);
  });

  it('abuse 64: make us ask nobody, whatever addresses they name', async () => {
    const asked: string[] = [];
    const server = createServer((request, answer) => {
      asked.push(request.url!);
      answer.end('{}');
    });
    await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
    try {
      const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const badge = await badgeOf(await awarded(world));
      const [proof] = badge.proof;
      const status = { ...badge.credentialStatus, id: `${there}/s#1`, statusListCredential: `${there}/s` };
      const forged = [
        { '@context': ['https://www.w3.org/ns/credentials/v2', `${there}/context`] },
        { proof: [{ ...proof, verificationMethod: `${there}/issuer#key` }] },
        { issuer: { ...badge.issuer, id: there } },
        { credentialStatus: status },
        { credentialSchema: [{ id: `${there}/schema`, type: '1EdTechJsonSchemaValidator2019' }] },
      ];
      for (const part of forged) expect((await ours({ ...badge, ...part }))[0]).toBe('REJECTED');
      expect(asked).toEqual([]);
    } finally {
      server.close();
    }
  });

  it('of more than 64 KB are not looked at', async () => {
    const badge = { ...(await badgeOf(await awarded(world))), name: 'x'.repeat(70_000) };
    const answer = await fetch(`${app.url}/verify/badge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(badge),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    ]);
  });

  describe('the lists of their status', () => {
    const bitsOf = async (url: string): Promise<Buffer> => {
      const list = (await answered(url)) as { credentialSubject: { encodedList: string } };
      const { encodedList } = list.credentialSubject;
      expect(encodedList[0]).toBe('u'); // multibase: base64url without padding
      return gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'));
    };
    const setIn = (bits: Buffer): number[] =>
      [...bits].flatMap((byte, i) =>
        [...Array(8).keys()].filter((bit) => byte & (128 >> bit)).map((bit) => 8 * i + bit),
      );

    it('have 131,072 bits, of which those of suspended and revoked badges are set', async () => {
      const school = await World.create(app);
      const awards = [await awarded(school), await awarded(school), await awarded(school)];
      const [, suspended, revoked] = await Promise.all(awards.map((award) => badgeOf(award)));
      await becomes(school, awards[1]!, 'SUSPENDED');
      await becomes(school, awards[2]!, 'REVOKED');
      const { statusListCredential: list, statusReference: references } = suspended!.credentialStatus;
      const indexes = [suspended!, revoked!].map(({ credentialStatus }) =>
        Number(credentialStatus.statusListIndex),
      );
      const notNow = await bitsOf(list);
      expect(notNow).toHaveLength(131_072 / 8);
      expect(setIn(notNow)).toEqual(indexes.toSorted((a, b) => a - b));
      expect(setIn(await bitsOf(references[0]!))).toEqual([indexes[1]]);
    });

    it('are the same from one answer to the next, until something changes', async () => {
      const school = await World.create(app);
      const award = await awarded(school);
      const { statusListCredential: url } = (await badgeOf(award)).credentialStatus;
      const first = await (await get(url)).text();
      expect(await (await get(url)).text()).toBe(first);
      await becomes(school, award, 'SUSPENDED');
      expect(await (await get(url)).text()).not.toBe(first);
    });

    it('take two statements, however many badges there are', async () => {
      const school = await World.create(app);
      const { statusListCredential: url } = (await badgeOf(await awarded(school))).credentialStatus;
      await badgeOf(await awarded(school));
      expect(await app.statementsOf(() => get(url))).toHaveLength(2);
    });

    it('may be kept by anybody for a minute, keys and badges for an hour', async () => {
      const award = await awarded(world);
      const badge = await badgeOf(award);
      const issuer = `/issuers/${world.orgId}/did.json`;
      const answers = await Promise.all(
        [`/badges/${award.number}`, issuer, badge.credentialStatus.statusListCredential].map((url) =>
          get(url),
        ),
      );
      const named = ['content-type', 'cache-control', 'access-control-allow-origin'];
      expect(answers.map(({ headers }) => named.map((name) => headers.get(name)))).toEqual([
        ['application/vc', 'public, max-age=3600', '*'],
        ['application/did+json; charset=utf-8', 'public, max-age=3600', '*'],
        ['application/vc', 'public, max-age=60', '*'],
      ]);
    });
  });

  describe('abuse 40: nobody learns what is here by asking', () => {
    it.each([
      ['a number nobody was given', () => `/badges/${newNumber()}`],
      ['a number with a wrong check character', () => `/badges/${newNumber().replace(/.$/, '?')}`],
      ['no number', () => '/badges/1'],
      ['an issuer that is none', () => `/issuers/${newId()}/did.json`],
      ['an issuer that has issued nothing', () => `/issuers/${silent.orgId}/did.json`],
      ['no id', () => `/issuers/1'OR'1/did.json`],
      ['a list of nobody', () => `/status-lists/${newId()}/suspension/1`],
      ['a list of one that has issued nothing', () => `/status-lists/${silent.orgId}/revocation/1`],
      ['a list that is not begun', () => `/status-lists/${world.orgId}/suspension/99`],
      ['a list of another purpose', () => `/status-lists/${world.orgId}/refresh/1`],
      ['a list without a number', () => `/status-lists/${world.orgId}/suspension/-1`],
    ])('%s', async (_, address) => {
      const answer = await get(address());
      const first = await get(`/badges/${newNumber()}`);
      expect([answer.status, await answer.text()]).toEqual([404, await first.text()]);
    });
    let silent: World;
    beforeAll(async () => {
      silent = await World.create(app);
    });
  });

  describe('when the key changes', () => {
    const startWith = (keys: string): Promise<TestApp> =>
      TestApp.start({ env: { PUBLIC_URL, BADGE_KEYS: keys }, database: app.database });

    it('what the old one signed stays as it is and holds; what is signed from then on names the new one', async () => {
      const award = await awarded(world);
      const before = await badgeOf(award);
      const later = await startWith(`${NEW_KEY},${OLD_KEY}`);
      try {
        expect(await badgeOf(award, later)).toEqual(before);
        expect(await verdict(before, later)).toEqual({ accepted: true, why: [] });
        const next = await badgeOf(await awarded(world), later);
        expect(next.proof[0]!.verificationMethod).not.toBe(before.proof[0]!.verificationMethod);
        expect(await verdict(next, later)).toEqual({ accepted: true, why: [] });
      } finally {
        await later.stop();
      }
    });

    it('what a key signed that was left out holds no more, and is signed anew when it is asked for', async () => {
      const award = await awarded(world);
      const before = await badgeOf(award);
      const later = await startWith(NEW_KEY);
      try {
        expect(await verdict(before, later)).toMatchObject({ accepted: false });
        const anew = await badgeOf(award, later);
        expect(await verdict(anew, later)).toEqual({ accepted: true, why: [] });
        expect(anew.credentialStatus).toEqual(before.credentialStatus);
      } finally {
        await later.stop();
      }
    });
  });
});
